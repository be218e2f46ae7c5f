namespace Vitrine.Core.Summary;

/// <summary>Counts different values by their hashes: exact up to a limit, and from there a lower bound that says so. Eight to sixteen bytes for each.</summary>
internal sealed class DistinctCounter(int limit)
{
    private const int FirstCapacity = 64;
    private ulong[] _slots = [];

    /// <summary>Different values seen.</summary>
    public int Count { get; private set; }

    /// <summary>False once a value came that no place was left for.</summary>
    public bool IsExact { get; private set; } = true;

    /// <summary>Takes a value in; true when it is new. A value that no place is left for is not new: the count stays a lower bound.</summary>
    public bool Add(ulong hash)
    {
        hash = hash == 0 ? 1 : hash;
        if (_slots.Length == 0)
            _slots = new ulong[FirstCapacity];
        int slot = Find(hash);
        if (_slots[slot] == hash)
            return false;
        if (Count >= limit)
        {
            IsExact = false;
            return false;
        }

        _slots[slot] = hash;
        if (++Count * 4L > _slots.Length * 3L)
            Grow();
        return true;
    }

    /// <summary>Whether the value is known to have been seen.</summary>
    public bool Contains(ulong hash)
    {
        hash = hash == 0 ? 1 : hash;
        return _slots.Length > 0 && _slots[Find(hash)] == hash;
    }

    private int Find(ulong hash)
    {
        int mask = _slots.Length - 1;
        int slot = (int)hash & mask;
        while (_slots[slot] != 0 && _slots[slot] != hash)
            slot = (slot + 1) & mask;
        return slot;
    }

    private void Grow()
    {
        ulong[] old = _slots;
        _slots = new ulong[old.Length * 2];
        foreach (ulong hash in old)
            if (hash != 0)
                _slots[Find(hash)] = hash;
    }
}
