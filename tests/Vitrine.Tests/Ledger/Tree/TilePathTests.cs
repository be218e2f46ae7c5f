using FsCheck;
using FsCheck.Fluent;
using Vitrine.Ledger.Tree;
using Xunit;

namespace Vitrine.Tests.Ledger.Tree;

public sealed class TilePathTests
{
    [Theory]
    [InlineData(0, 0, 256, "tile/0/000")]
    [InlineData(0, 1234067, 256, "tile/0/x001/x234/067")]
    [InlineData(1, 999, 1, "tile/1/999.p/1")]
    [InlineData(2, 1000, 255, "tile/2/x001/000.p/255")]
    [InlineData(63, long.MaxValue, 256, "tile/63/x009/x223/x372/x036/x854/x775/807")]
    [InlineData(-1, 0, 17, "tile/entries/000.p/17")]
    [InlineData(-1, 1_000_000, 256, "tile/entries/x001/x000/000")]
    public void A_path_is_written_and_read(int level, long index, int width, string path)
    {
        var tile = new TileId(level, index, width);
        Assert.Equal(path, tile.ToString());
        Assert.Equal(path, tile.IsEntries ? TilePath.Entries(index, width) : TilePath.Tile(level, index, width));
        Assert.True(TilePath.TryParse(path, out TileId read));
        Assert.Equal(tile, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("tile")]
    [InlineData("tile/")]
    [InlineData("tile/0")]
    [InlineData("tile/0/")]
    [InlineData("/tile/0/000")]
    [InlineData("Tile/0/000")]
    [InlineData("tile/0/0")]
    [InlineData("tile/0/00")]
    [InlineData("tile/0/0000")]
    [InlineData("tile/0/x000")]
    [InlineData("tile/0/x000/001")]
    [InlineData("tile/0/x001")]
    [InlineData("tile/0/x001/")]
    [InlineData("tile/0/001/002")]
    [InlineData("tile/0/x001/x002")]
    [InlineData("tile/0/x001//002")]
    [InlineData("tile/0/000/")]
    [InlineData("tile/00/000")]
    [InlineData("tile/01/000")]
    [InlineData("tile/64/000")]
    [InlineData("tile/-1/000")]
    [InlineData("tile/+1/000")]
    [InlineData("tile/ 1/000")]
    [InlineData("tile/9999999999/000")]
    [InlineData("tile/entry/000")]
    [InlineData("tile/0/000.p")]
    [InlineData("tile/0/000.p/")]
    [InlineData("tile/0/000.p/0")]
    [InlineData("tile/0/000.p/01")]
    [InlineData("tile/0/000.p/256")]
    [InlineData("tile/0/000.p/1/2")]
    [InlineData("tile/0/000.p/1.p/1")]
    [InlineData("tile/0/.p/1")]
    [InlineData("tile/0/x009/x223/x372/x036/x854/x775/808")]
    [InlineData("tile/0/x001/x000/x000/x000/x000/x000/x000/000")]
    [InlineData("tile/0/../checkpoint")]
    [InlineData("tile/0/x001/../000")]
    [InlineData("tile/0/00\u0661")]
    [InlineData("tile/0/000\0")]
    [InlineData("tile/0/000\n")]
    [InlineData("tile/1\0/000")]
    [InlineData("tile/1/000.p/1\0")]
    public void Any_other_spelling_is_refused(string path) => Assert.False(TilePath.TryParse(path, out _));

    [Fact]
    public void There_is_one_path_for_a_tile()
    {
        Gen<string> piece = Gen.Elements("tile/", "entries/", "0/", "63/", "x001/", "x999/", "000", "067", ".p/", "1", "255", "/", "x", "..");
        int read = 0;
        Prop.ForAll(piece.ListOf().Select(pieces => "tile/" + string.Concat(pieces)).ToArbitrary(), path =>
        {
            if (!TilePath.TryParse(path, out TileId tile))
                return true;
            read++;
            return tile.ToString() == path;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20_000));
        Assert.NotEqual(0, read);
        Prop.ForAll(Gen.Zip(Gen.Choose(-1, 63), Gen.Zip(ArbMap.Default.GeneratorFor<long>().Select(n => n & long.MaxValue), Gen.Choose(1, 256))).ToArbitrary(),
            input =>
        {
            var tile = new TileId(input.Item1, input.Item2.Item1, input.Item2.Item2);
            return TilePath.TryParse(tile.ToString(), out TileId again) && again == tile;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_tile_that_cannot_be_has_no_path()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => TilePath.Tile(64, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => TilePath.Tile(-1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => TilePath.Tile(0, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => TilePath.Tile(0, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => TilePath.Entries(0, 257));
    }

    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(0, 0, -5, 0)]
    [InlineData(0, -1, 5, 0)]
    [InlineData(0, 0, 5, 5)]
    [InlineData(-1, 0, 5, 5)]
    [InlineData(0, 1, 256, 0)]
    [InlineData(1, 0, 256, 1)]
    [InlineData(7, 0, long.MaxValue, 127)]
    [InlineData(8, 0, long.MaxValue, 0)]
    [InlineData(63, 0, long.MaxValue, 0)]
    [InlineData(0, long.MaxValue, long.MaxValue, 0)]
    [InlineData(0, long.MaxValue >> 8, long.MaxValue, 255)]
    public void The_width_of_a_tile_follows_from_the_tree_s_size(int level, long index, long size, int width) =>
        Assert.Equal(width, TileId.WidthIn(level, index, size));
}
