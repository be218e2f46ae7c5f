using System.Numerics;

namespace Vitrine.Ledger.Tree;

/// <summary>Hashes of subtrees of a tree of one size, from tiles. Each tile is read once.</summary>
internal sealed class TileReader(TileSource source, long size)
{
    private readonly Dictionary<(int Level, long Index), byte[]> _tiles = [];

    /// <summary>The hash of leaves <paramref name="start"/> to <paramref name="end"/> (exclusive), a subtree of RFC 6962: the start is a multiple of the
    /// largest power of two that is not above the count.</summary>
    public TreeHash Subtree(long start, long end)
    {
        // The perfect trees of the count's bits, largest first; all stand in the tree's tiles. They fold from the right.
        Span<long> starts = stackalloc long[64];
        Span<int> heights = stackalloc int[64];
        int count = 0;
        for (; start < end; count++)
        {
            (starts[count], heights[count]) = (start, BitOperations.Log2((ulong)(end - start)));
            start += 1L << heights[count];
        }

        TreeHash hash = Perfect(starts[--count], heights[count]);
        while (--count >= 0)
        {
            TreeHash left = Perfect(starts[count], heights[count]);
            hash = Rfc6962.Node(left, hash);
        }

        return hash;
    }

    /// <summary>The hashes that the tile has in this tree.</summary>
    public ReadOnlySpan<byte> Tile(int level, long index)
    {
        if (_tiles.TryGetValue((level, index), out byte[]? tile))
            return tile;
        int width = TileId.WidthIn(level, index, size);
        tile = new byte[width * TreeHash.Length];
        if (width == 0 || !source.TryReadTile(level, index, width, tile))
            throw new TileMissingException(new TileId(level, index, Math.Max(width, 1)));
        return _tiles[(level, index)] = tile;
    }

    private TreeHash Perfect(long start, int height)
    {
        (int level, int within) = Math.DivRem(height, 8);
        long first = start >> (8 * level);
        return Rfc6962.Perfect(Tile(level, first >> 8).Slice((int)(first & 255) * TreeHash.Length, TreeHash.Length << within));
    }
}
