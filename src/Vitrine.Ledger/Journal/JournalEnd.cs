using Vitrine.Ledger.Files;

namespace Vitrine.Ledger.Journal;

/// <summary>
/// The end of an entry file, where the writing thread adds batches. After an exception it must not be used again: what is on disk is then unknown.
/// </summary>
internal sealed class JournalEnd
{
    /// <summary>
    /// Bounds of the room made ahead, which grows with the file. A flush of a file whose length changes makes the file system commit its journal too;
    /// within room that is there already, it does not.
    /// </summary>
    public const long SmallestRoom = 64 * 1024, LargestRoom = 4 * 1024 * 1024;

    private readonly DurableFile _file;
    private readonly TimeSpan _syncWithin;
    private readonly byte[] _chain = new byte[JournalFormat.HashSize];
    private readonly Action? _beforeWrite;
    private Action? _beforeFirstFlush;
    private long _position, _count, _room;
    private bool _canMakeRoom = true;

    public JournalEnd(DurableFile file, JournalVerification from, ReadOnlySpan<byte> chain, TimeSpan syncWithin, JournalReliance relies)
    {
        _file = file;
        _syncWithin = syncWithin;
        _beforeWrite = relies.BeforeWrite;
        _beforeFirstFlush = relies.BeforeFirstFlush;
        _position = from.ValidBytes;
        _count = from.Entries;
        chain.CopyTo(_chain);
    }

    /// <summary>
    /// When the oldest entry came that was written and not flushed, in milliseconds of <see cref="Environment.TickCount64"/>; null when all is on disk.
    /// </summary>
    public long? UnsyncedSince { get; private set; }

    /// <summary>The point after the last batch.</summary>
    public JournalPosition Position => new(_count, _position, Convert.ToHexStringLower(_chain));

    /// <summary>Seals and writes a batch, and flushes if someone waits for it, if it is the last, or if it is time.</summary>
    /// <returns>Whether it was flushed.</returns>
    /// <exception cref="IOException">It is not known what is on disk.</exception>
    public bool Commit(JournalBatch batch, bool isLast)
    {
        if (batch.Count > 0)
        {
            _beforeWrite?.Invoke();
            batch.Seal(_chain);
            MakeRoom(batch.Bytes.Length);
            _file.Write(batch.Bytes, _position);
            _position += batch.Bytes.Length;
            _count += batch.Count;
            UnsyncedSince ??= batch.Since;
        }

        bool isDue = batch.HasWaiters || isLast || Environment.TickCount64 - UnsyncedSince >= _syncWithin.TotalMilliseconds;
        if (UnsyncedSince is null || !isDue)
            return false;
        _beforeFirstFlush?.Invoke();
        _beforeFirstFlush = null;
        _file.Sync();
        UnsyncedSince = null;
        return true;
    }

    /// <summary>Gives the room back that was not used. A crash before leaves zeros, which are no entry.</summary>
    /// <exception cref="IOException">The file cannot be cut.</exception>
    public void GiveRoomBack()
    {
        if (_room > _position)
            _file.Truncate(_position);
    }

    private void MakeRoom(int size)
    {
        if (!_canMakeRoom || _position + size <= _room)
            return;
        long more = size + Math.Clamp(_position, SmallestRoom, LargestRoom);
        _canMakeRoom = _file.TryAllocate(_position, more);
        if (_canMakeRoom)
            _room = _position + more;
    }
}
