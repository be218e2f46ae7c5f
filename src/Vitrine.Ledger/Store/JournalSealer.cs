using Vitrine.Ledger.Files;
using Vitrine.Ledger.Journal;

namespace Vitrine.Ledger.Store;

/// <summary>What came of one attempt to seal.</summary>
public enum SealStatus
{
    /// <summary>All that was to be sealed is in the ledger, under a checkpoint.</summary>
    Sealed,

    /// <summary>Another writer had the ledger all the time; nothing was done.</summary>
    Busy,
}

/// <summary>
/// Puts the leaves of one journal into the ledger, in their order, each once:
/// <code>
/// 1  lock      and catch up with what others have added
/// 2  add       the journal's leaves, read again from disk along its chain
/// 3  extent    written and flushed: where they will be
/// 4  publish   tiles and bundles flushed, then the checkpoint: from here on they are there
/// </code>
/// A crash before 4 leaves an extent that the ledger does not bear out; <see cref="Resume"/> finds that and does the work again. Not for use by two threads
/// at once.
/// </summary>
public sealed class JournalSealer : IDisposable
{
    // A checkpoint at least so often: what is kept in memory of a turn has a bound, and others get theirs.
    private const int MostInOneTurn = 65_536;

    private readonly LedgerAppender _ledger;
    private readonly JournalReader _journal;
    private readonly DurableFile _extents;
    private readonly string _directory;
    private long _records;
    private bool _isNamed;
    private bool _isLost;

    private JournalSealer(LedgerAppender ledger, JournalReader journal, DurableFile extents, string directory, long records)
    {
        _ledger = ledger;
        _journal = journal;
        _extents = extents;
        _directory = directory;
        _records = records;
        _isNamed = records > 0;
    }

    /// <summary>Leaves of the journal that are in the ledger, under a checkpoint that is on disk.</summary>
    public long Sealed { get; private set; }

    /// <summary>The newest checkpoint that this sealer has published or met.</summary>
    public ReadOnlyMemory<byte> Checkpoint => _ledger.CheckpointNote;

    /// <summary>Begins with a journal of which nothing is in the ledger yet.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="journal">The journal's path.</param>
    /// <param name="extents">Where its extents go; must not exist.</param>
    /// <exception cref="IOException">One of the files cannot be opened or made.</exception>
    public static JournalSealer Begin(LedgerAppender ledger, string journal, string extents)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        var reader = JournalReader.Open(journal);
        try
        {
            return new JournalSealer(ledger, reader, DurableFile.CreateNew(extents), Path.GetDirectoryName(Path.GetFullPath(extents))!, 0);
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>Goes on with a journal that may be in the ledger in part.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="journal">The journal's path.</param>
    /// <param name="extents">Its extents; need not exist.</param>
    /// <param name="patience">How long to wait for the ledger's lock.</param>
    /// <returns>Null when another writer had the ledger all the time.</returns>
    /// <exception cref="IOException">One of the files cannot be read, or does not go with the ledger.</exception>
    public static JournalSealer? Resume(LedgerAppender ledger, string journal, string extents, TimeSpan patience)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        using LedgerTurn? turn = ledger.TryBegin(patience);
        if (turn is null)
            return null;
        var file = DurableFile.OpenOrCreate(extents);
        JournalReader? reader = null;
        try
        {
            reader = JournalReader.Open(journal);
            var sealer = new JournalSealer(ledger, reader, file, Path.GetDirectoryName(Path.GetFullPath(extents))!, 0);
            sealer.Skip(turn, SealedExtents.Find(file, turn, journal));
            return sealer;
        }
        catch
        {
            reader?.Dispose();
            file.Dispose();
            throw;
        }
    }

    /// <summary>Seals the journal's leaves up to a number of them, which must be durable.</summary>
    /// <param name="count">How many of the journal's leaves are to be in the ledger.</param>
    /// <param name="patience">How long to wait for the ledger's lock.</param>
    /// <exception cref="IOException">The ledger or the journal cannot be written or read, or is damaged; this sealer must not be used again.</exception>
    public SealStatus Seal(long count, TimeSpan patience)
    {
        if (_isLost)
            throw new IOException("The session's entries cannot be put into the ledger any more.");
        while (Sealed < count)
        {
            _isLost = true;
            using LedgerTurn? turn = _ledger.TryBegin(patience);
            if (turn is not null)
                SealSome(turn, count);
            _isLost = false;
            if (turn is null)
                return SealStatus.Busy;
        }

        return SealStatus.Sealed;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _journal.Dispose();
        _extents.Dispose();
    }

    private void SealSome(LedgerTurn turn, long count)
    {
        var extent = new Extent(turn.Size, Sealed, 0);
        while (_journal.Count < count && extent.Count < MostInOneTurn)
        {
            if (_journal.TryRead(out ReadOnlySpan<byte> leaf, out _) != JournalReadStatus.Entry)
                throw new IOException($"The journal was changed after it was written: entry {_journal.Count} of {count} is not there any more.");
            turn.Add(leaf);
            extent = extent with { Count = extent.Count + 1 };
        }

        Span<byte> record = stackalloc byte[Extents.RecordSize];
        Extents.Write(record, extent);
        _extents.Write(record, _records * Extents.RecordSize);
        _extents.Sync();
        if (!_isNamed)
            DurableFile.SyncDirectory(_directory);
        _isNamed = true;
        turn.Publish();
        _records++;
        Sealed = _journal.Count;
    }

    private void Skip(LedgerTurn turn, SealedExtents found)
    {
        while (_journal.Count < found.Leaves)
        {
            if (_journal.TryRead(out _, out _) != JournalReadStatus.Entry)
                throw new IOException($"The journal is damaged at entry {_journal.Count}, which the ledger has.");
        }

        _extents.Truncate(found.Records * Extents.RecordSize);
        _records = found.Records;
        _isNamed = _records > 0;
        Sealed = found.Leaves;
    }
}
