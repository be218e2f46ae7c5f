namespace Vitrine.Core.Summary;

/// <summary>Counts by a small key, such as a status or a signal; what comes after the table is full is counted under <paramref name="other"/>.</summary>
internal sealed class CountTable<TKey>(int limit, TKey other)
    where TKey : notnull
{
    private readonly Dictionary<TKey, long> _counts = [];

    public IReadOnlyDictionary<TKey, long> Counts => _counts;

    public void Add(TKey key, long count = 1)
    {
        if (_counts.Count >= limit && !_counts.ContainsKey(key))
            key = other;
        _counts[key] = Saturating.Add(_counts.GetValueOrDefault(key), count);
    }
}
