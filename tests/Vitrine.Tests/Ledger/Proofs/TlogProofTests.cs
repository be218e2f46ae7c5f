using System.Text;
using Vitrine.Ledger.Notes;
using Vitrine.Ledger.Proofs;
using Vitrine.Ledger.Tree;
using Xunit;

namespace Vitrine.Tests.Ledger.Proofs;

public class TlogProofTests
{
    [Fact]
    public void It_is_the_text_that_the_specification_shows()
    {
        var log = new ProofSamples(1, 3);
        TlogProof proof = Make(log, 1, extra: "abc"u8.ToArray());
        TreeHash[] hashes = TreeProofs.Inclusion(log.Tiles, 1, 3);
        Assert.Equal(
            $"c2sp.org/tlog-proof@v1\nextra YWJj\nindex 1\n{hashes[0].ToBase64()}\n{hashes[1].ToBase64()}\n\n{Encoding.UTF8.GetString(log.Note.ToBytes())}",
            Encoding.UTF8.GetString(proof.ToBytes()));
    }

    [Fact]
    public void Each_entry_is_proved_and_no_other_in_its_place()
    {
        var log = new ProofSamples(1, 60);
        for (int index = 0; index < 60; index++)
        {
            TlogProof proof = Make(log, index, index % 2 == 0 ? log.Leaves[index] : null);
            byte[] bytes = proof.ToBytes();
            Assert.True(TlogProof.TryParse(bytes, out TlogProof? read));
            Assert.Equal(bytes, read.ToBytes());
            Assert.True(read.Verify(log.Leaves[index], ProofSamples.Key, [ProofSamples.WitnessKey]));
            Assert.False(read.Verify(log.Leaves[(index + 1) % 60], ProofSamples.Key));
            Assert.False((read with { Index = (index + 1) % 60 }).Verify(log.Leaves[index], ProofSamples.Key));
        }
    }

    [Fact]
    public void A_key_or_witness_that_did_not_sign_proves_nothing()
    {
        var log = new ProofSamples(1, 5);
        using NoteSigner other = NoteSigner.Generate(ProofSamples.Key.Name), witness = NoteSigner.Generate("w", VerifierKey.CosignatureAlgorithm);
        Assert.False(Make(log, 0).Verify(log.Leaves[0], other.Verifier));
        Assert.False(Make(log, 0).Verify(log.Leaves[0], ProofSamples.Key, [witness.Verifier]));
    }

    [Fact]
    public void Whatever_byte_is_changed_it_is_refused_or_does_not_verify_or_is_the_extra_data()
    {
        var log = new ProofSamples(1, 5);
        byte[] bytes = Make(log, 2, extra: "extra data"u8.ToArray()).ToBytes();
        for (int i = 0; i < bytes.Length; i++)
        {
            byte[] changed = [.. bytes];
            changed[i] ^= 1;
            bool isProof = TlogProof.TryParse(changed, out TlogProof? read);
            if (isProof)
                Assert.Equal(changed, read!.ToBytes());
            if (isProof && read!.Verify(log.Leaves[2], ProofSamples.Key, [ProofSamples.WitnessKey]))
                Assert.NotEqual("extra data"u8.ToArray(), read.Extra!.Value.ToArray());
        }
    }

    [Theory]
    [InlineData("index 01")]
    [InlineData("index -1")]
    [InlineData("index +1")]
    [InlineData("index 1 ")]
    [InlineData("index ")]
    [InlineData("Index 1")]
    [InlineData("index 99999999999999999999")]
    [InlineData("extra YWJ\nindex 1")]
    [InlineData("extra  YWJj\nindex 1")]
    [InlineData("extra YWJj\nextra YWJj\nindex 1")]
    [InlineData("index 1\nAAAA")]
    public void Other_spellings_are_refused(string lines)
    {
        var log = new ProofSamples(1, 3);
        byte[] bytes = Encoding.UTF8.GetBytes($"c2sp.org/tlog-proof@v1\n{lines}\n\n{Encoding.UTF8.GetString(log.Note.ToBytes())}");
        Assert.False(TlogProof.TryParse(bytes, out _));
    }

    [Fact]
    public void A_tree_of_one_has_a_proof_without_hashes()
    {
        var log = new ProofSamples(1, 1);
        Assert.True(TlogProof.TryParse(Make(log, 0).ToBytes(), out TlogProof? read));
        Assert.Empty(read.Hashes);
        Assert.Null(read.Extra);
        Assert.True(read.Verify(log.Leaves[0], ProofSamples.Key));
    }

    private static TlogProof Make(ProofSamples log, long index, byte[]? extra = null) =>
        new(index, TreeProofs.Inclusion(log.Tiles, index, log.Checkpoint.Size), log.Note, extra is null ? null : new ReadOnlyMemory<byte>?(extra));
}
