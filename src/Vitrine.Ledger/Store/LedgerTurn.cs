using Vitrine.Ledger.Tree;

namespace Vitrine.Ledger.Store;

/// <summary>
/// The time in which one writer has the ledger: leaves are added, then published all at once. Without <see cref="Publish"/> nothing of it counts.
/// </summary>
public sealed class LedgerTurn : IDisposable
{
    private readonly LedgerAppender _ledger;
    private readonly LedgerLock _held;
    private readonly RightEdge _edge;
    private readonly TileWriter _files;
    private readonly long _from;
    private bool _isOver;

    internal LedgerTurn(LedgerAppender ledger, LedgerLock held)
    {
        _ledger = ledger;
        _held = held;
        _edge = ledger.Edge!;
        _from = _edge.Size;
        _files = new TileWriter(ledger.Paths.Directory, _from);
    }

    /// <summary>Entries in the ledger, those that were added and not published yet too.</summary>
    public long Size => _edge.Size;

    /// <summary>Adds a leaf.</summary>
    /// <param name="entry">At most 65,535 bytes.</param>
    /// <exception cref="IOException">It cannot be written; the turn must not be published.</exception>
    public void Add(ReadOnlySpan<byte> entry)
    {
        ObjectDisposedException.ThrowIf(_isOver, this);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(entry.Length, EntryBundle.MaxEntryBytes, nameof(entry));
        _edge.Add(entry, _files);
    }

    /// <summary>Whether an entry of the ledger, as it was when the turn began, has these bytes.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public bool Holds(long index, ReadOnlySpan<byte> entry)
    {
        if (index < 0 || index >= _from)
            return false;
        Span<byte> hash = stackalloc byte[TreeHash.Length];
        Rfc6962.Leaf(entry).CopyTo(hash);
        int width = (int)Math.Min(TileId.FullWidth, _from - (index / TileId.FullWidth * TileId.FullWidth));
        byte[] tile = new byte[width * TreeHash.Length];
        return new LedgerTiles(_ledger.Paths.Directory).TryReadTile(0, index / TileId.FullWidth, width, tile)
            && tile.AsSpan((int)(index % TileId.FullWidth) * TreeHash.Length, TreeHash.Length).SequenceEqual(hash);
    }

    /// <summary>Makes what was added durable, and then true: the checkpoint that covers it is signed and put in place.</summary>
    /// <exception cref="IOException">It is not known whether it is.</exception>
    public void Publish()
    {
        ObjectDisposedException.ThrowIf(_isOver, this);
        if (Size == _from)
            return;
        _edge.WritePartial(_from, _files);
        _files.Sync();
        _ledger.Publish();
        _isOver = true;
        _files.RemoveSuperseded();
    }

    /// <summary>
    /// Publishes with a new key, and has both sign that (<see cref="LedgerRotations"/>). What was signed before stays verifiable with either.
    /// </summary>
    /// <param name="notice">The entry that says who changed the key, and why.</param>
    /// <exception cref="IOException">It is not known whether the key was changed; the next turn finds out.</exception>
    public void PublishWithNewKey(ReadOnlySpan<byte> notice)
    {
        Add(notice);
        _edge.WritePartial(_from, _files);
        _files.Sync();
        _ledger.Rotate();
        _isOver = true;
        _files.RemoveSuperseded();
    }

    /// <summary>Frees the ledger. What was added and not published is forgotten.</summary>
    public void Dispose()
    {
        if (!_isOver && Size != _from)
            _ledger.Forget();
        _isOver = true;
        _files.Dispose();
        _held.Dispose();
    }
}
