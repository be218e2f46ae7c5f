using Vitrine.Ledger.Notes;
using Vitrine.Ledger.Verification;
using Xunit;
using static Vitrine.Tests.Ledger.Verification.LedgerDirectoryFixture;

namespace Vitrine.Tests.Ledger.Verification;

public sealed class LedgerVerifierTests : IDisposable
{
    private readonly LedgerDirectoryFixture _ledger = new();

    public void Dispose() => _ledger.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(700)]
    [InlineData(20_000)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(65_536 + 256)]
    public void Ledger_of_any_size_is_clean(int size)
    {
        Checkpoint checkpoint = _ledger.Write(Leaves(size));
        LedgerVerification found = _ledger.Verify();
        Assert.Empty(found.Findings);
        Assert.Empty(found.Notes);
        Assert.Equal((LedgerVerdict.Clean, true, true), (found.Verdict, found.IsSigned, found.IsRooted));
        Assert.Equal((size, size, size), (found.Checked, found.Proven, found.ProvenBefore));
        Assert.Equal(checkpoint, found.Checkpoint);
        Assert.Equal(Math.Min(size, 3), found.Sessions);
        Assert.Null(found.FirstBad);
    }

    [Fact]
    public void Entries_of_no_bytes_and_of_the_most_bytes_are_hashed()
    {
        // A log of another kind may hold anything.
        using var other = NoteSigner.Generate("log.example/other");
        byte[][] leaves = [[], new byte[65_535], [1], .. Enumerable.Range(0, 300).Select(i => new byte[i])];
        Checkpoint checkpoint = _ledger.Write(leaves);
        _ledger.Sign(checkpoint with { Origin = other.Name }, other);
        LedgerVerification found = _ledger.Verify(new LedgerVerifierOptions { Key = other.Verifier });
        Assert.Equal((LedgerVerdict.Clean, 303L), (found.Verdict, found.Proven));
        Assert.Contains("another kind", Assert.Single(found.Notes), StringComparison.Ordinal);
        // The same bytes in a ledger of ours are no entries.
        _ledger.Sign(checkpoint, _ledger.Signer);
        found = _ledger.Verify();
        Assert.Equal((LedgerVerdict.Faulty, 303L, 303L), (found.Verdict, found.FindingCount, found.Proven));
        Assert.All(found.Findings, finding => Assert.Equal(LedgerFault.LeafMalformed, finding.Fault));
    }

    [Fact]
    public void Directory_without_a_ledger_is_an_error_and_one_without_a_checkpoint_a_fault()
    {
        Assert.Throws<IOException>(() => _ledger.Verify());
        _ledger.Write(Leaves(3));
        File.Delete(_ledger["checkpoint"]);
        LedgerVerification found = _ledger.Verify();
        Assert.Equal((LedgerVerdict.Faulty, LedgerFault.CheckpointMissing), (found.Verdict, Assert.Single(found.Findings).Fault));
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused()
    {
        _ledger.Write(Leaves(3));
        using var witness = NoteSigner.Generate("witness.example/w", VerifierKey.CosignatureAlgorithm);
        Assert.Throws<ArgumentException>(() => _ledger.Verify(new LedgerVerifierOptions { Key = witness.Verifier }));
        Assert.Throws<ArgumentException>(() => _ledger.Verify(_ledger.Signer));
        Assert.Throws<ArgumentException>(() => _ledger.Verify(new LedgerVerifierOptions { Key = _ledger.Signer.Verifier, MaximumAge = TimeSpan.Zero }));
    }
}
