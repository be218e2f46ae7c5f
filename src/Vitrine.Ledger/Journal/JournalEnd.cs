using Vitrine.Ledger.Files;

namespace Vitrine.Ledger.Journal;

/// <summary>
/// The end of an entry file, where the writing thread adds batches. After an exception it must not be used again: what is on disk is then unknown.
/// </summary>
internal sealed class JournalEnd
{
    private readonly DurableFile _file;
    private readonly TimeSpan _syncWithin;
    private readonly byte[] _chain = new byte[JournalFormat.HashSize];
    private readonly Action? _beforeWrite;
    private Action? _beforeFirstFlush;
    private long _position, _count;

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

    /// <summary>When the oldest entry came that was written and not flushed, in milliseconds of <see cref="Environment.TickCount64"/>; null when all is on disk.</summary>
    public long? UnsyncedSince { get; private set; }

    /// <summary>The head after the last batch.</summary>
    public JournalHead Head => new(_count, Convert.ToHexStringLower(_chain));

    /// <summary>Seals and writes a batch, and flushes if someone waits for it, if it is the last, or if it is time.</summary>
    /// <returns>Whether it was flushed.</returns>
    /// <exception cref="IOException">It is not known what is on disk.</exception>
    public bool Commit(JournalBatch batch, bool isLast)
    {
        if (batch.Count > 0)
        {
            _beforeWrite?.Invoke();
            batch.Seal(_chain);
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
}
