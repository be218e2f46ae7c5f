using Vitrine.Ledger.Notes;
using Vitrine.Ledger.Tree;

namespace Vitrine.Ledger.Verification;

/// <summary>
/// Hashes of single leaves, each proven by the root: a tile counts only if it has the hash that the tile above has of it, and so on up to the right edge, which
/// gives the root. This is what an inclusion proof says (RFC 6962, section 2.1.1), for many neighbours at once. For one thread.
/// </summary>
public sealed class ProvenLeaves : IDisposable
{
    private const int TileBytes = TileId.FullWidth * TreeHash.Length;
    private readonly GuardedDirectory _directory;
    private readonly TileFiles _files;
    private readonly RightEdge _edge;
    // The last tile of each level that was proven.
    private readonly long[] _index = [.. Enumerable.Repeat(-1L, TileId.HighestLevel + 1)];
    private readonly byte[][] _hashes = new byte[TileId.HighestLevel + 1][];

    private ProvenLeaves(GuardedDirectory directory, long size, in TreeHash root)
    {
        _directory = directory;
        // What is wrong with the tree itself is found, and told, where the tree is walked.
        var untold = new FindingList();
        _files = new TileFiles(directory, size, untold);
        _edge = RightEdge.Of(_files, new TileRebuilder(_files), root, untold);
    }

    /// <summary>Leaves of the tree.</summary>
    public long Size => _files.Size;

    /// <summary>Whether the tiles have the root at all.</summary>
    public bool IsRooted => _edge.IsRooted;

    /// <summary>Opens a ledger's directory.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="checkpoint">Its checkpoint, whose signature the caller has verified.</param>
    /// <exception cref="IOException">There is none, or it may not be read.</exception>
    public static ProvenLeaves Open(string path, Checkpoint checkpoint)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(checkpoint);
        var directory = GuardedDirectory.Open(path);
        try
        {
            return new ProvenLeaves(directory, checkpoint.Size, checkpoint.Root);
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    /// <summary>Whether a leaf of the tree has this hash.</summary>
    /// <param name="index">Its place.</param>
    /// <param name="leaf">The hash.</param>
    /// <returns>Null where that is not known: its tile is gone, or not proven.</returns>
    public bool? Has(long index, in TreeHash leaf)
    {
        if (index < 0 || index >= _files.Size)
            return false;
        ReadOnlySpan<byte> tile = Tile(0, index / TileId.FullWidth);
        return tile.IsEmpty ? null : tile.Slice((int)(index % TileId.FullWidth) * TreeHash.Length, TreeHash.Length).SequenceEqual(leaf.Bytes);
    }

    /// <inheritdoc/>
    public void Dispose() => _directory.Dispose();

    private ReadOnlySpan<byte> Tile(int level, long index)
    {
        if (_index[level] == index)
            return _hashes[level];
        byte[]? hashes = Prove(level, index);
        (_index[level], _hashes[level]) = hashes is null ? (-1, []) : (index, hashes);
        return hashes;
    }

    private byte[]? Prove(int level, long index)
    {
        if (!_edge.IsRooted)
            return null;
        int width = TileId.WidthIn(level, index, _files.Size);
        if (width < TileId.FullWidth)
            return index == _edge.IndexOf(level) ? _edge.Hashes(level) : null;
        byte[] tile = new byte[TileBytes + 1];
        if (level == TileId.HighestLevel || _files.ReadTile(level, index, ref tile) != TileStatus.Good)
            return null;
        ReadOnlySpan<byte> above = Tile(level + 1, index / TileId.FullWidth);
        bool isProven = !above.IsEmpty
            && Rfc6962.Perfect(tile.AsSpan(0, TileBytes)).Bytes.SequenceEqual(above.Slice((int)(index % TileId.FullWidth) * TreeHash.Length, TreeHash.Length));
        return isProven ? tile[..TileBytes] : null;
    }
}
