namespace Vitrine.Audit.Wire;

/// <summary>
/// The static table and behind it the dynamic one (RFC 7541 section 2.3), which holds at most <paramref name="maximum"/> bytes, entries counted with 32 more
/// each.
/// </summary>
internal sealed class HpackTable(int maximum)
{
    private const int Overhead = 32;

    // A ring: the newest entry is the first, the oldest goes.
    private readonly (string Name, string Value)[] _entries = new (string, string)[(maximum / Overhead) + 1];
    private int _newest, _count;
    private readonly int _maximum = maximum;
    private int _limit = maximum;

    /// <summary>Bytes that it holds.</summary>
    public int Size { get; private set; }

    /// <summary>The entry of an index; false where there is none.</summary>
    public bool TryGet(int index, out (string Name, string Value) entry)
    {
        entry = ("", "");
        int place = index - HpackStaticTable.Count - 1;
        if (index < 1 || place >= _count)
            return false;
        entry = place < 0 ? HpackStaticTable.At(index) : _entries[(_newest + place) % _entries.Length];
        return true;
    }

    /// <summary>Adds an entry; one that is larger than the table empties it.</summary>
    public void Add(string name, string value)
    {
        int size = name.Length + value.Length + Overhead;
        Evict(_limit - size);
        if (size > _limit)
            return;
        _newest = (_newest + _entries.Length - 1) % _entries.Length;
        _entries[_newest] = (name, value);
        _count++;
        Size += size;
    }

    /// <summary>Changes the size; false where it is larger than what was allowed.</summary>
    public bool TryResize(int limit)
    {
        if (limit > _maximum)
            return false;
        _limit = limit;
        Evict(limit);
        return true;
    }

    private void Evict(int most)
    {
        while (_count > 0 && Size > most)
        {
            ref (string Name, string Value) oldest = ref _entries[(_newest + --_count) % _entries.Length];
            Size -= oldest.Name.Length + oldest.Value.Length + Overhead;
            oldest = default;
        }
    }
}
