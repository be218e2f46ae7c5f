using Vitrine.Ledger.Store;
using Vitrine.Ledger.Tree;
using Xunit;

namespace Vitrine.Tests.Ledger.Store;

public sealed class LedgerPruningTests : IDisposable
{
    private readonly LedgerScratch _ledger = new();

    public void Dispose() => _ledger.Dispose();

    [Fact]
    public void Pruned_ledger_still_proves_every_later_entry_and_grows()
    {
        _ledger.Append(140_000, 70_000);
        TreeHash before = _ledger.Checkpoint().Root;
        using (LedgerAppender ledger = _ledger.Appender())
            Assert.True(LedgerPruning.Prune(ledger, 131_072, "{\"type\":\"ledger-pruned\"}"u8, LedgerScratch.Patience));

        Assert.Equal(131_072, LedgerPruning.FindMinimumIndex(_ledger.Paths.Directory, 140_001));
        Assert.False(File.Exists(Path.Combine(_ledger.Paths.Directory, "tile/1/001")));
        Assert.Single(Directory.GetFiles(Path.Combine(_ledger.Paths.Directory, "tile/1"), "*", SearchOption.AllDirectories));
        _ledger.Append(1000);
        var tiles = new LedgerTiles(_ledger.Paths.Directory);
        Assert.Equal(_ledger.Checkpoint().Root, TreeProofs.Root(tiles, 141_001));
        Assert.True(TreeProofs.VerifyConsistency(140_000, before, 141_001, _ledger.Checkpoint().Root, TreeProofs.Consistency(tiles, 140_000, 141_001)));
        Assert.True(TreeProofs.VerifyInclusion(Rfc6962.Leaf(LedgerScratch.Entry(135_000)), 135_000, 141_001, TreeProofs.Inclusion(tiles, 135_000, 141_001),
            _ledger.Checkpoint().Root));
        Assert.Equal(141_001, new LedgerEntries(_ledger.Paths.Directory).Visit(131_072, 141_001, static (_, _) => true));
    }

    [Fact]
    public void Only_whole_shards_that_are_there_can_go()
    {
        _ledger.Append(100);
        using LedgerAppender ledger = _ledger.Appender();
        Assert.Throws<ArgumentException>(() => LedgerPruning.Prune(ledger, 50, "{}"u8, LedgerScratch.Patience));
        Assert.Throws<ArgumentOutOfRangeException>(() => LedgerPruning.Prune(ledger, 65_536, "{}"u8, LedgerScratch.Patience));
        Assert.Equal(0, LedgerPruning.FindMinimumIndex(_ledger.Paths.Directory, 100));
        Assert.Equal(100, _ledger.Check().Count);
    }
}
