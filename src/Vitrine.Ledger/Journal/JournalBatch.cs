namespace Vitrine.Ledger.Journal;

/// <summary>
/// Frames that are written together, in one buffer that is laid out as the file is: what is appended is copied once. Two of them take turns, one
/// being filled while the other is written.
/// </summary>
internal sealed class JournalBatch(int capacity)
{
    private readonly List<TaskCompletionSource> _waiters = [];
    private byte[] _buffer = new byte[64 * 1024];
    private TaskCompletionSource? _shared;
    private int _used;

    /// <summary>Entries in it.</summary>
    public int Count { get; private set; }

    /// <summary>When the first of them came, in milliseconds of a clock that only goes forward.</summary>
    public long Since { get; private set; }

    /// <summary>Whether somebody waits until all that was appended so far is on disk.</summary>
    public bool HasWaiters => _waiters.Count > 0;

    /// <summary>Whether it should go out before its time: someone waits, or half of the room is used.</summary>
    public bool IsUrgent => HasWaiters || _used > capacity / 2;

    /// <summary>The frames.</summary>
    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, _used);

    /// <summary>Takes an entry, unless there is no room.</summary>
    public bool TryAdd(ReadOnlySpan<byte> leaf, ReadOnlySpan<byte> sealedRecord)
    {
        int size = leaf.Length + sealedRecord.Length + JournalFormat.FrameOverhead;
        if (size > capacity - _used)
            return false;
        if (size > _buffer.Length - _used)
            Array.Resize(ref _buffer, Math.Min(capacity, Math.Max(2 * _buffer.Length, _used + size)));
        JournalFormat.Write(_buffer.AsSpan(_used), leaf, sealedRecord);
        _used += size;
        if (Count++ == 0)
            Since = Environment.TickCount64;
        return true;
    }

    /// <summary>One more who waits for the flush after this batch.</summary>
    public void AddWaiter(TaskCompletionSource waiter) => _waiters.Add(waiter);

    /// <summary>The task of the flush after this batch, one for all who ask.</summary>
    public Task WaitForDisk()
    {
        if (_shared is null)
            _waiters.Add(_shared = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        return _shared.Task;
    }

    /// <summary>Tells those who wait that all is on disk.</summary>
    public void Acknowledge()
    {
        foreach (TaskCompletionSource waiter in _waiters)
            waiter.TrySetResult();
    }

    /// <summary>Tells those who wait that nobody will ever know.</summary>
    public void Fail(IOException error)
    {
        foreach (TaskCompletionSource waiter in _waiters)
            waiter.TrySetException(error);
    }

    /// <summary>Fills in the hashes; <paramref name="chain"/> is the one before the batch, then the one after.</summary>
    public void Seal(Span<byte> chain)
    {
        for (int at = 0; at < _used;)
        {
            FrameLayout layout = JournalFormat.LayoutOf(_buffer.AsSpan(at, _used - at));
            Span<byte> frame = _buffer.AsSpan(at, layout.Size);
            JournalFormat.Advance(frame, layout, chain);
            chain.CopyTo(frame[^JournalFormat.HashSize..]);
            at += layout.Size;
        }
    }

    /// <summary>Empties it for the next turn.</summary>
    public void Clear()
    {
        _used = 0;
        Count = 0;
        _waiters.Clear();
        _shared = null;
    }
}
