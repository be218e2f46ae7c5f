using Vitrine.Ledger.Tree;
using Xunit;

namespace Vitrine.Tests.Ledger.Tree;

/// <summary>Tiles in memory: the full ones and, after <see cref="Publish"/>, the partial ones of a size. Counts what is read.</summary>
internal sealed class MemoryTiles : TileSource
{
    private readonly Dictionary<(int Level, long Index), byte[]> _tiles = [];

    public MemoryTiles() => Builder = new TreeBuilder(Keep);

    public TreeBuilder Builder { get; set; }

    public int Reads { get; private set; }

    public IEnumerable<(int Level, long Index)> Names => _tiles.Keys;

    /// <summary>A tree of that many leaves, whose entries are their numbers.</summary>
    public static MemoryTiles Of(long size)
    {
        var tiles = new MemoryTiles();
        for (long i = 0; i < size; i++)
            tiles.Builder.Append(LeafAt(i));
        tiles.Publish();
        return tiles;
    }

    public static TreeHash LeafAt(long index) => Rfc6962.Leaf(BitConverter.GetBytes(index));

    public void Keep(TileId tile, ReadOnlySpan<byte> hashes) => _tiles[(tile.Level, tile.Index)] = hashes.ToArray();

    public void Publish() => Builder.VisitPartialTiles(Keep);

    public void Remove(int level, long index) => _tiles.Remove((level, index));

    public byte[] Tile(int level, long index) => _tiles[(level, index)];

    public override bool TryReadTile(int level, long index, int width, Span<byte> hashes)
    {
        Assert.Equal(width * TreeHash.Length, hashes.Length);
        Reads++;
        if (!_tiles.TryGetValue((level, index), out byte[]? tile) || tile.Length < hashes.Length)
            return false;
        tile.AsSpan(0, hashes.Length).CopyTo(hashes);
        return true;
    }
}
