using System.Numerics;

namespace Vitrine.Ledger.Tree;

/// <summary>Receives a tile: its name, and 32 times its width bytes that are valid only during the call.</summary>
public delegate void TileSink(TileId tile, ReadOnlySpan<byte> hashes);

/// <summary>
/// A growing tree: takes leaf hashes, gives tiles and the root. It keeps the partial tile of each level and the roots of the perfect trees that the
/// size's bits stand for, so a leaf costs one node hash on average and nothing is computed twice. Not for several threads at once. When the sink throws,
/// the builder is between two sizes and must be dropped.
/// </summary>
public sealed class TreeBuilder
{
    private const int TileBytes = TileId.FullWidth * TreeHash.Length;
    // A tree of less than 2^63 leaves has tiles of levels 0 to 7.
    private readonly byte[]?[] _partial = new byte[TileId.HighestLevel + 1][];
    // At [h] the root of the perfect tree of 2^h leaves, when the size has that bit.
    private readonly TreeHash[] _perfect = new TreeHash[64];
    private readonly TileSink? _completed;

    /// <summary>An empty tree.</summary>
    /// <param name="completed">Is given each tile the moment it is full, within <see cref="Append"/>.</param>
    public TreeBuilder(TileSink? completed = null) => _completed = completed;

    /// <summary>Leaves in the tree.</summary>
    public long Size { get; private set; }

    /// <summary>The root at this size.</summary>
    public TreeHash Root
    {
        get
        {
            if (Size == 0)
                return TreeHash.Empty;
            ulong bits = (ulong)Size;
            TreeHash root = _perfect[BitOperations.TrailingZeroCount(bits)];
            for (bits &= bits - 1; bits != 0; bits &= bits - 1)
                root = Rfc6962.Node(_perfect[BitOperations.TrailingZeroCount(bits)], root);
            return root;
        }
    }

    /// <summary>Takes a tree up again from its right edge: one partial tile of each level is read. The caller compares <see cref="Root"/> with the one it
    /// trusts, for the tiles prove nothing by themselves.</summary>
    /// <exception cref="TileMissingException">A tile of the right edge is not there.</exception>
    public static TreeBuilder Resume(TileSource tiles, long size, TileSink? completed = null)
    {
        ArgumentNullException.ThrowIfNull(tiles);
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        var builder = new TreeBuilder(completed) { Size = size };
        for (int level = 0; level <= TileId.HighestLevel && size >> (8 * level) > 0; level++)
        {
            long hashes = size >> (8 * level);
            int width = (int)(hashes & 255);
            if (width == 0)
                continue;
            byte[] tile = builder._partial[level] = new byte[TileBytes];
            if (!tiles.TryReadTile(level, hashes >> 8, width, tile.AsSpan(0, width * TreeHash.Length)))
                throw new TileMissingException(new TileId(level, hashes >> 8, width));
            for (int height = 7, at = 0; height >= 0; height--)
            {
                if ((width & (1 << height)) == 0)
                    continue;
                builder._perfect[(8 * level) + height] = Rfc6962.Perfect(tile.AsSpan(at * TreeHash.Length, TreeHash.Length << height));
                at += 1 << height;
            }
        }

        return builder;
    }

    /// <summary>Adds a leaf by its hash (<see cref="Rfc6962.Leaf"/>).</summary>
    public void Append(in TreeHash leaf)
    {
        if (Size == long.MaxValue)
            throw new InvalidOperationException("The tree has 2^63 - 1 leaves; it takes no more.");
        long index = Size;
        Place(0, index, leaf);
        TreeHash hash = leaf;
        int height = 0;
        // Each set bit at the end of the old size is a perfect tree that the new leaf makes twice as large.
        for (long bits = index; (bits & 1) == 1; bits >>= 1)
        {
            hash = Rfc6962.Node(_perfect[height], hash);
            height++;
            if (height % 8 == 0)
                Place(height / 8, index >> height, hash);
        }

        _perfect[height] = hash;
        Size = index + 1;
    }

    /// <summary>Gives the partial tiles of this size, lowest level first.</summary>
    public void VisitPartialTiles(TileSink sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        for (int level = 0; level <= TileId.HighestLevel; level++)
        {
            long hashes = Size >> (8 * level);
            int width = (int)(hashes & 255);
            if (width > 0)
                sink(new TileId(level, hashes >> 8, width), _partial[level].AsSpan(0, width * TreeHash.Length));
        }
    }

    private void Place(int level, long position, in TreeHash hash)
    {
        byte[] tile = _partial[level] ??= new byte[TileBytes];
        int at = (int)(position & 255);
        hash.CopyTo(tile.AsSpan(at * TreeHash.Length));
        if (at == TileId.FullWidth - 1)
            _completed?.Invoke(new TileId(level, position >> 8, TileId.FullWidth), tile);
    }
}
