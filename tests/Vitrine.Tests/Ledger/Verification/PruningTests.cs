using Vitrine.Ledger.Tree;
using Vitrine.Ledger.Verification;
using Xunit;
using static Vitrine.Tests.Ledger.Verification.LedgerDirectoryFixture;

namespace Vitrine.Tests.Ledger.Verification;

public sealed class PruningTests : IDisposable
{
    private const int Shard = 65_536, Count = (2 * Shard) + 300;
    private readonly LedgerDirectoryFixture _ledger = new();

    public void Dispose() => _ledger.Dispose();

    [Fact]
    public void Prefix_may_be_gone_as_far_as_an_entry_says_and_no_further()
    {
        Write(Shard);
        Assert.Equal(LedgerVerdict.Clean, _ledger.Verify().Verdict);
        Prune(0);
        LedgerVerification found = _ledger.Verify();
        Assert.Empty(found.Findings);
        Assert.Equal((LedgerVerdict.Clean, (long)Shard, (long)Shard, (long)Count - Shard), (found.Verdict, found.MinimumIndex, found.Pruned, found.Proven));

        Prune(1);
        found = _ledger.Verify();
        LedgerFinding finding = Assert.Single(found.Findings);
        Assert.Equal((LedgerFault.PruningUnsaid, (long?)Shard, (long?)Shard), (finding.Fault, finding.Index, found.FirstBad));
    }

    [Fact]
    public void Missing_prefix_without_an_entry_is_a_finding()
    {
        _ledger.Write(Leaves(Count));
        Prune(0);
        Assert.Equal((LedgerFault.PruningUnsaid, 0), (Assert.Single(_ledger.Verify().Findings).Fault, _ledger.Verify().FirstBad));
    }

    [Fact]
    public void Pruning_that_a_crash_interrupted_is_no_fault_and_what_is_left_is_still_checked()
    {
        Write(Shard);
        for (int bundle = 0; bundle < 100; bundle++)
        {
            File.Delete(_ledger[TilePath.Entries(bundle)]);
            File.Delete(_ledger[TilePath.Tile(0, bundle)]);
        }

        LedgerVerification found = _ledger.Verify();
        Assert.Equal((LedgerVerdict.Clean, 25_600L), (found.Verdict, found.Pruned));
        byte[] left = File.ReadAllBytes(_ledger[TilePath.Entries(200)]);
        left[^5] ^= 1;
        File.WriteAllBytes(_ledger[TilePath.Entries(200)], left);
        Assert.Equal(51_455, _ledger.Verify().FirstBad);
    }

    [Fact]
    public void Entry_that_claims_more_than_stood_before_it_allows_nothing()
    {
        Write(4 * Shard);
        Prune(0);
        Assert.Equal(LedgerFault.PruningUnsaid, Assert.Single(_ledger.Verify().Findings).Fault);
    }

    [Fact]
    public void Tiles_of_level_2_and_partial_ones_are_never_missing_rightly()
    {
        Write(Shard);
        Prune(0);
        byte[] tile = File.ReadAllBytes(_ledger["tile/2/000.p/2"]);
        File.Delete(_ledger["tile/2/000.p/2"]);
        LedgerVerification found = _ledger.Verify();
        Assert.Equal(LedgerVerdict.Faulty, found.Verdict);
        Assert.Contains(found.Findings, finding => finding.File == "tile/2/000.p/2");
        tile[3] ^= 1;
        _ledger.WriteFile("tile/2/000.p/2", tile);
        Assert.Equal(LedgerVerdict.Faulty, _ledger.Verify().Verdict);
    }

    private void Write(long minimum)
    {
        byte[][] leaves = Leaves(Count);
        // The last one: no session's sequence may have a gap.
        leaves[^1] = Keeper("ledger-pruned", $$"""{"actor":"ann","minimum-index":{{minimum}},"reason":"room"}""");
        _ledger.Write(leaves);
    }

    private void Prune(int shard)
    {
        for (int bundle = shard * 256; bundle < (shard + 1) * 256; bundle++)
        {
            File.Delete(_ledger[TilePath.Entries(bundle)]);
            File.Delete(_ledger[TilePath.Tile(0, bundle)]);
        }

        File.Delete(_ledger[TilePath.Tile(1, shard)]);
    }
}
