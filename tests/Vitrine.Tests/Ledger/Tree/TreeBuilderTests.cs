using FsCheck;
using FsCheck.Fluent;
using Vitrine.Ledger.Tree;
using Xunit;

namespace Vitrine.Tests.Ledger.Tree;

public sealed class TreeBuilderTests
{
    public static TheoryData<int> Sizes() => [0, 1, 2, 3, 255, 256, 257, 511, 512, 513, 65_535, 65_536, 65_537, 70_000];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void The_root_and_the_tiles_are_those_of_the_definition(int size)
    {
        TreeHash[] leaves = [.. Enumerable.Range(0, size).Select(i => MemoryTiles.LeafAt(i))];
        MemoryTiles tiles = MemoryTiles.Of(size);
        Assert.Equal(Definition.Root(leaves), tiles.Builder.Root);
        Assert.Equal(tiles.Builder.Root, TreeProofs.Root(tiles, size));

        int expected = 0, span = 1;
        for (int level = 0; size / span > 0; level++, span *= 256)
        {
            int hashes = size / span;
            expected += (hashes + 255) / 256;
            for (int index = 0; index * 256 < hashes; index++)
            {
                int width = Math.Min(256, hashes - (index * 256));
                Assert.Equal(width, TileId.WidthIn(level, index, size));
                byte[] tile = tiles.Tile(level, index);
                Assert.Equal(width * 32, tile.Length);
                // The first and the last hash of each.
                foreach (int at in (int[])[0, width - 1])
                    Assert.Equal(Definition.Root(leaves.AsSpan(((index * 256) + at) * span, span)), TreeHash.Read(tile.AsSpan(at * 32)));
            }

            Assert.Equal(0, TileId.WidthIn(level, (hashes + 255) / 256, size));
        }

        Assert.Equal(expected, tiles.Names.Count());
    }

    [Fact]
    public void A_tree_of_70000_has_the_tiles_that_the_specification_counts()
    {
        MemoryTiles tiles = MemoryTiles.Of(70_000);
        int[] Widths(int level) =>
            [.. tiles.Names.Where(name => name.Level == level).OrderBy(name => name.Index).Select(name => tiles.Tile(level, name.Index).Length / 32)];
        Assert.Equal([.. Enumerable.Repeat(256, 273), 112], Widths(0));
        Assert.Equal([256, 17], Widths(1));
        Assert.Equal([1], Widths(2));
    }

    [Fact]
    public void Every_root_on_the_way_is_the_definition_s()
    {
        TreeHash[] leaves = [.. Enumerable.Range(0, 600).Select(i => MemoryTiles.LeafAt(i))];
        var builder = new TreeBuilder();
        for (int size = 0; size < leaves.Length; size++)
        {
            Assert.Equal(Definition.Root(leaves.AsSpan(0, size)), builder.Root);
            builder.Append(leaves[size]);
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_tree_taken_up_again_from_its_right_edge_goes_on_as_if_never_left(int size)
    {
        MemoryTiles tiles = MemoryTiles.Of(size), whole = MemoryTiles.Of(size + 300);
        tiles.Builder = TreeBuilder.Resume(tiles, size, tiles.Keep);
        Assert.True(tiles.Reads <= 8);
        Assert.Equal((size, TreeProofs.Root(whole, size)), (tiles.Builder.Size, tiles.Builder.Root));
        for (int i = size; i < size + 300; i++)
            tiles.Builder.Append(MemoryTiles.LeafAt(i));
        tiles.Publish();
        Assert.Equal(whole.Builder.Root, tiles.Builder.Root);
        foreach ((int level, long index) in whole.Names)
            Assert.Equal(whole.Tile(level, index), tiles.Tile(level, index));
    }

    [Fact]
    public void A_tree_is_taken_up_at_any_earlier_size_from_wider_tiles() => Prop.ForAll(Gen.Choose(0, 3000).ToArbitrary(), size =>
    {
        MemoryTiles tiles = MemoryTiles.Of(3000);
        return TreeBuilder.Resume(tiles, size).Root == MemoryTiles.Of(size).Builder.Root;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    [Fact]
    public void Every_changed_byte_of_the_right_edge_changes_the_root()
    {
        const int Size = 65_536 + 256 + 5;
        MemoryTiles tiles = MemoryTiles.Of(Size);
        TreeHash root = tiles.Builder.Root;
        foreach ((int level, long index) in (ReadOnlySpan<(int, long)>)[(0, 257), (1, 1), (2, 0)])
        {
            byte[] tile = tiles.Tile(level, index);
            for (int i = 0; i < tile.Length; i++)
            {
                tile[i] ^= 0x40;
                Assert.NotEqual(root, TreeBuilder.Resume(tiles, Size).Root);
                tile[i] ^= 0x40;
            }
        }

        Assert.Equal(root, TreeBuilder.Resume(tiles, Size).Root);
    }

    [Fact]
    public void A_missing_or_short_tile_of_the_right_edge_is_named()
    {
        MemoryTiles tiles = MemoryTiles.Of(600);
        Assert.Equal(new TileId(0, 2, 88 + 1), Assert.Throws<TileMissingException>(() => TreeBuilder.Resume(tiles, 601)).Tile);
        tiles.Remove(1, 0);
        var missing = Assert.Throws<TileMissingException>(() => TreeBuilder.Resume(tiles, 600));
        Assert.Equal("The log's tile tile/1/000.p/2 is missing or too short, so this cannot be computed.", missing.Message);
    }

    [Fact]
    public void What_pruning_leaves_is_enough_to_go_on_and_to_compute_the_root()
    {
        const int Minimum = 65_536, Size = Minimum + 1000;
        MemoryTiles tiles = MemoryTiles.Of(Size);
        TreeHash root = tiles.Builder.Root;
        for (int i = 0; i < 256; i++)
            tiles.Remove(0, i);
        tiles.Remove(1, 0);
        Assert.Equal(root, TreeProofs.Root(tiles, Size));
        TreeBuilder builder = TreeBuilder.Resume(tiles, Minimum);
        for (int i = Minimum; i < Size; i++)
            builder.Append(MemoryTiles.LeafAt(i));
        Assert.Equal(root, builder.Root);
        Assert.True(TreeProofs.VerifyInclusion(MemoryTiles.LeafAt(Minimum + 5), Minimum + 5, Size, TreeProofs.Inclusion(tiles, Minimum + 5, Size), root));
        Assert.Throws<TileMissingException>(() => TreeProofs.Inclusion(tiles, Minimum - 1, Size));
    }

    [Fact]
    public void Leaves_cost_no_memory_of_their_own()
    {
        var builder = new TreeBuilder();
        TreeHash leaf = MemoryTiles.LeafAt(0);
        for (int i = 0; i < 70_000; i++)
            builder.Append(leaf);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100_000; i++)
            builder.Append(leaf);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
