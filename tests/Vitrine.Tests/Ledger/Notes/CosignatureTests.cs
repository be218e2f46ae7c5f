using System.Buffers.Binary;
using Vitrine.Ledger.Notes;
using Vitrine.Ledger.Tree;
using Xunit;

namespace Vitrine.Tests.Ledger.Notes;

public sealed class CosignatureTests
{
    private static readonly DateTimeOffset Time = new(2026, 11, 21, 8, 30, 0, TimeSpan.Zero);
    private static readonly string Text = new Checkpoint("log.example", 3, Rfc6962.Leaf([1])).ToText();

    [Fact]
    public void A_witness_says_when_it_saw_the_checkpoint()
    {
        using NoteSigner log = NoteSigner.Generate("log.example"), witness = NoteSigner.Generate("witness.example", VerifierKey.CosignatureAlgorithm);
        SignedNote note = SignedNote.Create(Text, log.Sign(Text)).With(witness.Cosign(Text, Time.AddMilliseconds(999)));
        Assert.True(witness.Verifier.TryVerifyCosignature(note, out DateTimeOffset time));
        Assert.Equal(Time, time);
        Assert.True(log.Verifier.Verifies(note));
        Assert.False(log.Verifier.TryVerifyCosignature(note, out _));
        Assert.Equal(72, note.Signatures[1].Bytes.Length);
    }

    [Fact]
    public void The_time_is_signed()
    {
        using NoteSigner witness = NoteSigner.Generate("witness.example", VerifierKey.CosignatureAlgorithm);
        NoteSignature cosignature = witness.Cosign(Text, Time);
        for (int bit = 0; bit < cosignature.Bytes.Length * 8; bit++)
        {
            byte[] bytes = cosignature.Bytes.ToArray();
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            SignedNote note = SignedNote.Create(Text, cosignature with { Bytes = bytes });
            Assert.Equal(NoteVerdict.Invalid, witness.Verifier.Check(note));
            Assert.False(witness.Verifier.TryVerifyCosignature(note, out _));
        }

        foreach (int length in (int[])[1, 8, 64, 71])
            Assert.Equal(NoteVerdict.Invalid, witness.Verifier.Check(SignedNote.Create(Text, cosignature with { Bytes = cosignature.Bytes[..length] })));
    }

    [Fact]
    public void A_later_cosignature_takes_the_place_of_the_earlier()
    {
        using NoteSigner witness = NoteSigner.Generate("witness.example", VerifierKey.CosignatureAlgorithm);
        NoteSignature early = witness.Cosign(Text, Time), late = witness.Cosign(Text, Time.AddHours(1));
        SignedNote replaced = SignedNote.Create(Text, early).With(late);
        Assert.Equal(late, Assert.Single(replaced.Signatures));
        Assert.True(witness.Verifier.TryVerifyCosignature(SignedNote.Create(Text, late, early), out DateTimeOffset time));
        Assert.Equal(Time.AddHours(1), time);
    }

    [Fact]
    public void Keys_keep_to_their_kind()
    {
        using NoteSigner log = NoteSigner.Generate("log.example"), witness = NoteSigner.Generate("witness.example", VerifierKey.CosignatureAlgorithm);
        Assert.Throws<InvalidOperationException>(() => log.Cosign(Text, Time));
        Assert.Throws<InvalidOperationException>(() => witness.Sign(Text));
        Assert.Throws<ArgumentException>(() => NoteSigner.Generate("a", 6));
        Assert.Throws<ArgumentException>(() => witness.Cosign("not a checkpoint\n", Time));
        Assert.Throws<ArgumentOutOfRangeException>(() => witness.Cosign(Text, DateTimeOffset.UnixEpoch.AddSeconds(-1)));
    }

    [Fact]
    public void A_cosignature_holds_for_its_checkpoint_only()
    {
        using NoteSigner witness = NoteSigner.Generate("witness.example", VerifierKey.CosignatureAlgorithm);
        NoteSignature cosignature = witness.Cosign(Text, Time);
        string other = new Checkpoint("log.example", 4, Rfc6962.Leaf([1])).ToText(),
            extended = new Checkpoint("log.example", 3, Rfc6962.Leaf([1]), ["more"]).ToText();
        Assert.Equal(NoteVerdict.Invalid, witness.Verifier.Check(SignedNote.Create(other, cosignature)));
        Assert.Equal(NoteVerdict.Invalid, witness.Verifier.Check(SignedNote.Create(extended, cosignature)));
        Assert.Equal(NoteVerdict.Invalid, witness.Verifier.Check(SignedNote.Create("time\n", cosignature)));
    }

    [Theory]
    [InlineData("log.example\n3\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n", 1, true)]
    [InlineData("log.example\n3\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n", 253402300799, true)]
    [InlineData("log.example\n3\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n", 253402300800, false)] // After the year 9999.
    [InlineData("log.example\n3\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n", long.MaxValue, false)]
    [InlineData("log.example\n3\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n", -1, false)]
    [InlineData("not a checkpoint\n", 1, false)]
    public void What_a_witness_must_not_say_is_not_believed_although_it_signed_it(string text, long seconds, bool isBelieved)
    {
        byte[] seed = new byte[Ed25519.SeedBytes], bytes = new byte[8 + Ed25519.SignatureBytes];
        var key = new VerifierKey("witness.example", VerifierKey.CosignatureAlgorithm, Ed25519.PublicKey(seed));
        BinaryPrimitives.WriteInt64BigEndian(bytes, seconds);
        Ed25519.Sign(seed, VerifierKey.CosignedMessage(text, seconds), bytes.AsSpan(8));
        SignedNote note = SignedNote.Create(text, new NoteSignature(key.Name, key.Id, bytes));
        Assert.Equal(isBelieved ? NoteVerdict.Valid : NoteVerdict.Invalid, key.Check(note));
        Assert.Equal(isBelieved, key.TryVerifyCosignature(note, out _));
    }
}
