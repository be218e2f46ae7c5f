namespace Vitrine.Core.Summary;

/// <summary>Counts by a small key, such as a status or a signal; what comes after the table is full is counted under <paramref name="other"/>.</summary>
internal sealed class CountTable<TKey>(int limit, TKey other)
    where TKey : notnull
{
    private static readonly Dictionary<TKey, long> Nothing = [];
    private Dictionary<TKey, long>? _counts;

    public void Add(TKey key, long count = 1)
    {
        _counts ??= [];
        if (_counts.Count >= limit && !_counts.ContainsKey(key))
            key = other;
        _counts[key] = Saturating.Add(_counts.GetValueOrDefault(key), count);
    }

    /// <summary>The counts, in the order of their keys.</summary>
    public IReadOnlyDictionary<TKey, long> ToSorted(IComparer<TKey> comparer)
    {
        if (_counts is null)
            return Nothing;
        var keys = new TKey[_counts.Count];
        _counts.Keys.CopyTo(keys, 0);
        Array.Sort(keys, comparer);
        // A dictionary from which nothing is removed gives its keys in the order in which they came.
        var sorted = new Dictionary<TKey, long>(keys.Length);
        foreach (TKey key in keys)
            sorted.Add(key, _counts[key]);
        return sorted;
    }
}
