using Vitrine.Ledger.Notes;
using Vitrine.Ledger.Tree;
using Vitrine.Ledger.Verification;
using Xunit;
using static Vitrine.Tests.Ledger.Verification.LedgerDirectoryFixture;

namespace Vitrine.Tests.Ledger.Verification;

public sealed class TamperTests : IDisposable
{
    private const int Count = 700;
    private const string Bundle = "tile/entries/001";
    private static readonly byte[] Changed = Leaf("20261121-083000-abc0xy", 99_999);
    private readonly LedgerDirectoryFixture _ledger = new();
    private readonly byte[][] _leaves = Leaves(Count);

    public TamperTests() => _ledger.Write(_leaves);

    public void Dispose() => _ledger.Dispose();

    [Fact]
    public void Changed_entry_is_named_and_those_before_it_stay_proven()
    {
        Rewrite(entries => entries[44] = Changed);
        LedgerVerification found = Verify(LedgerFault.EntryChanged, 300);
        Assert.Equal("Entry 300 was changed: its hash is not the one in tile/0/001.", found.Findings[0].What);
        Assert.Equal((Count - 212, 300), (found.Proven, found.ProvenBefore));
    }

    [Fact]
    public void Deleted_inserted_swapped_duplicated_and_moved_entries_are_told_apart()
    {
        Rewrite(entries => entries.RemoveAt(10));
        Assert.Contains("Entry 266 was taken out", Verify(LedgerFault.EntryMissing, 266).Findings[0].What, StringComparison.Ordinal);
        Rewrite(entries => entries.Insert(10, Changed));
        Assert.Contains("was put in at 266", Verify(LedgerFault.EntryAdded, 266).Findings[0].What, StringComparison.Ordinal);
        Rewrite(entries => (entries[10], entries[11]) = (entries[11], entries[10]));
        Assert.Contains("266 and 267 have changed places", Verify(LedgerFault.EntryMoved, 266).Findings[0].What, StringComparison.Ordinal);
        Rewrite(entries => entries[10] = entries[9]);
        Assert.Contains("Entry 265 stands twice", Verify(LedgerFault.EntryAdded, 266).Findings[0].What, StringComparison.Ordinal);
        Rewrite(entries => entries[10] = entries[200]);
        Assert.Contains("At 266 stands entry 456", Verify(LedgerFault.EntryMoved, 266).Findings[0].What, StringComparison.Ordinal);
        Rewrite(entries => entries.Reverse());
        Verify(LedgerFault.EntryMoved, 256);
    }

    [Fact]
    public void Bundles_that_are_cut_or_longer_or_gone_are_named()
    {
        byte[] bundle = File.ReadAllBytes(_ledger[Bundle]);
        Rewrite(entries => entries.RemoveRange(200, 56));
        Verify(LedgerFault.EntryMissing, 456);
        _ledger.WriteFile(Bundle, bundle[..^1]);
        Verify(LedgerFault.EntryMissing, 511);
        _ledger.WriteFile(Bundle, [.. bundle, 0]);
        Assert.Equal(Count, Verify(LedgerFault.BundleMalformed, 512).Proven);
        _ledger.WriteFile(Bundle, []);
        Verify(LedgerFault.EntryMissing, 256);
        File.Delete(_ledger[Bundle]);
        Assert.Contains("No entry says that they were pruned", Verify(LedgerFault.EntryMissing, 256).Findings[0].What, StringComparison.Ordinal);
    }

    [Fact]
    public void Bundle_that_agrees_with_a_wrong_tile_does_not_pass()
    {
        // Entry and hash changed together: the tile above has another hash of them.
        Rewrite(entries => entries[44] = Changed);
        byte[] tile = File.ReadAllBytes(_ledger["tile/0/001"]);
        Rfc6962.Leaf(Changed).CopyTo(tile.AsSpan(44 * 32));
        _ledger.WriteFile("tile/0/001", tile);
        LedgerVerification found = Verify(LedgerFault.EntryChanged, 256);
        Assert.Contains("One or more of entries 256 to 511 were changed, and tile/0/001 with them", found.Findings[0].What, StringComparison.Ordinal);
        Assert.Equal(Count - 256, found.Proven);
    }

    [Fact]
    public void Tiles_that_were_changed_gone_or_of_another_length_are_named_and_the_entries_proven_all_the_same()
    {
        foreach (string tile in (string[])["tile/0/000", "tile/0/001", "tile/0/002.p/188", "tile/1/000.p/2"])
        {
            byte[] bytes = File.ReadAllBytes(_ledger[tile]);
            foreach (byte[] other in (byte[][])[bytes[..^1], [.. bytes, 0], [], bytes[32..], new byte[bytes.Length]])
            {
                _ledger.WriteFile(tile, other);
                LedgerVerification found = Verify(LedgerFault.TileChanged, null);
                Assert.Equal((tile, Count), (Assert.Single(found.Findings).File, found.Proven));
            }

            File.Delete(_ledger[tile]);
            Assert.Equal((tile, Count), (Verify(LedgerFault.TileMissing, null).Findings[0].File, _ledger.Verify().Proven));
            _ledger.WriteFile(tile, bytes);
        }
    }

    [Fact]
    public void Changes_in_several_tiles_at_once_are_all_named()
    {
        byte[] below = File.ReadAllBytes(_ledger["tile/0/001"]), above = File.ReadAllBytes(_ledger["tile/1/000.p/2"]);
        below[100] ^= 1;
        above[5] ^= 1;
        _ledger.WriteFile("tile/0/001", below);
        _ledger.WriteFile("tile/1/000.p/2", above);
        LedgerVerification found = _ledger.Verify();
        Assert.Equal(LedgerVerdict.Faulty, found.Verdict);
        Assert.Contains(found.Findings, finding => finding.File == "tile/0/001");
    }

    [Fact]
    public void Ledger_of_which_the_end_was_cut_is_refused()
    {
        // An older tree under the newer checkpoint.
        byte[] checkpoint = File.ReadAllBytes(_ledger["checkpoint"]);
        _ledger.Write(_leaves[..600]);
        _ledger.WriteFile("checkpoint", checkpoint);
        LedgerVerification found = _ledger.Verify();
        Assert.Equal((LedgerVerdict.Faulty, true, false, 0L), (found.Verdict, found.IsSigned, found.IsRooted, found.Proven));
        Assert.Contains(found.Findings, finding => finding.Fault == LedgerFault.RootDiffers);
    }

    [Fact]
    public void Checkpoint_without_signature_or_by_another_key_is_told_from_a_wrong_one()
    {
        Checkpoint checkpoint = _ledger.Write(_leaves);
        string text = checkpoint.ToText();
        using var stranger = NoteSigner.Generate("stranger.example");
        using var namesake = NoteSigner.Generate(Origin);
        _ledger.WriteFile("checkpoint", System.Text.Encoding.UTF8.GetBytes(text));
        Assert.Equal(LedgerFault.CheckpointMalformed, Only().Fault);
        _ledger.WriteFile("checkpoint", System.Text.Encoding.UTF8.GetBytes(text + "\n"));
        Assert.Contains("no signature", Only().What, StringComparison.Ordinal);
        _ledger.Sign(checkpoint, stranger);
        Assert.Equal(LedgerFault.SignatureMissing, Only().Fault);
        _ledger.Sign(checkpoint, namesake);
        Assert.Equal(LedgerFault.SignatureByOtherKey, Only().Fault);
        NoteSignature good = _ledger.Signer.Sign(text);
        _ledger.WriteFile("checkpoint", SignedNote.Create((checkpoint with { Root = Rfc6962.Leaf([]) }).ToText(), good).ToBytes());
        Assert.Contains(_ledger.Verify().Findings, finding => finding.Fault == LedgerFault.SignatureWrong);
        _ledger.Sign(checkpoint with { Origin = "vitrine/other.example/ann/0badcafe" }, _ledger.Signer);
        Assert.Equal(LedgerFault.OriginForeign, Only().Fault);
        Assert.Equal(0, _ledger.Verify().Proven);
    }

    [Fact]
    public void Ledger_rewritten_with_another_key_is_refused()
    {
        using var other = NoteSigner.Generate(Origin);
        _ledger.Write(Leaves(Count + 1), other);
        Assert.Equal(LedgerFault.SignatureByOtherKey, Only().Fault);
    }

    [Fact]
    public void Ledger_rewritten_with_its_own_key_passes_alone_and_not_with_a_witness()
    {
        using var witness = NoteSigner.Generate("witness.example/w", VerifierKey.CosignatureAlgorithm);
        _ledger.Cosign(witness, DateTimeOffset.UtcNow);
        Assert.Equal(LedgerVerdict.Clean, _ledger.Verify(witness).Verdict);
        byte[] old = File.ReadAllBytes(_ledger["checkpoint"]);

        byte[][] rewritten = [.. _leaves];
        rewritten[5] = Keeper("ledger-held", """{"actor":"ann","reason":"none"}""");
        rewritten = [.. rewritten.Where((_, i) => i % 3 != 2 || i == 5)];
        Checkpoint checkpoint = _ledger.Write(rewritten);
        Assert.Equal(LedgerVerdict.Clean, _ledger.Verify().Verdict);
        Assert.Equal(LedgerFault.CosignatureMissing, Assert.Single(_ledger.Verify(witness).Findings).Fault);

        // The witness's line of the old checkpoint is none of the new one.
        Assert.True(SignedNote.TryParse(old, out SignedNote? note));
        NoteSignature cosignature = note.Signatures.Single(one => one.Name == witness.Name);
        _ledger.WriteFile("checkpoint", _ledger.Sign(checkpoint, _ledger.Signer).With(cosignature).ToBytes());
        LedgerVerification found = _ledger.Verify(witness);
        Assert.Contains("is not of this checkpoint", Assert.Single(found.Findings).What, StringComparison.Ordinal);
        Assert.Equal((LedgerVerdict.Faulty, false), (found.Verdict, found.Witnesses[0].IsGood));
    }

    [Fact]
    public void Cosignature_that_is_too_old_or_of_the_future_is_refused()
    {
        using var witness = NoteSigner.Generate("witness.example/w", VerifierKey.CosignatureAlgorithm);
        DateTimeOffset now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
        _ledger.Cosign(witness, now);
        Assert.Equal((LedgerVerdict.Clean, TimeSpan.FromMinutes(59)), At(now.AddMinutes(59)));
        Assert.Equal((LedgerVerdict.Faulty, TimeSpan.FromMinutes(61)), At(now.AddMinutes(61)));
        Assert.Equal((LedgerVerdict.Clean, TimeSpan.FromMinutes(-4)), At(now.AddMinutes(-4)));
        Assert.Equal((LedgerVerdict.Faulty, TimeSpan.FromMinutes(-6)), At(now.AddMinutes(-6)));

        (LedgerVerdict, TimeSpan?) At(DateTimeOffset time)
        {
            var options = new LedgerVerifierOptions
            {
                Key = _ledger.Signer.Verifier,
                Witnesses = [witness.Verifier],
                MaximumAge = TimeSpan.FromHours(1),
                Time = new FixedTime(time)
            };
            LedgerVerification found = _ledger.Verify(options);
            return (found.Verdict, found.Witnesses[0].Age);
        }
    }

    [Fact]
    public void Sessions_with_gaps_repetitions_and_late_beginnings_are_named_although_they_are_signed()
    {
        const string One = "20261121-083000-abc0xy", Other = "20261121-083001-abc0xy";
        _ledger.Write([Leaf(One, 0), Leaf(One, 1), Leaf(Other, 1), Leaf(One, 3)]);
        LedgerVerification found = _ledger.Verify();
        Assert.Equal([(LedgerFault.SequenceGap, 2), (LedgerFault.SequenceGap, 3)], found.Findings.Select(finding => (finding.Fault, finding.Index!.Value)));
        _ledger.Write([Leaf(One, 0), Leaf(One, 1), Leaf(Other, 0), Leaf(One, 1)]);
        Assert.Equal((LedgerFault.SequenceRepeated, 3), (Only().Fault, Only().Index));
        _ledger.Write([Leaf(One, 0), "{}"u8.ToArray(), Leaf(One, 2)]);
        Assert.Equal((LedgerFault.LeafMalformed, 1), (Only().Fault, Only().Index));
    }

    private LedgerVerification Verify(LedgerFault fault, long? index)
    {
        LedgerVerification found = _ledger.Verify();
        LedgerFinding finding = Assert.Single(found.Findings);
        Assert.Equal((LedgerVerdict.Faulty, fault), (found.Verdict, finding.Fault));
        if (index is not null)
            Assert.Equal((index, index), (finding.Index, found.FirstBad));
        return found;
    }

    private LedgerFinding Only() => Assert.Single(_ledger.Verify().Findings);

    private void Rewrite(Action<List<byte[]>> change)
    {
        List<byte[]> entries = [.. _leaves[256..512]];
        change(entries);
        _ledger.WriteFile(Bundle, LedgerDirectoryFixture.Bundle(entries));
    }

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
