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
        string other = new Checkpoint("log.example", 4, Rfc6962.Leaf([1])).ToText(), extended = new Checkpoint("log.example", 3, Rfc6962.Leaf([1]), ["more"]).ToText();
        Assert.Equal(NoteVerdict.Invalid, witness.Verifier.Check(SignedNote.Create(other, cosignature)));
        Assert.Equal(NoteVerdict.Invalid, witness.Verifier.Check(SignedNote.Create(extended, cosignature)));
        Assert.Equal(NoteVerdict.Invalid, witness.Verifier.Check(SignedNote.Create("time\n", cosignature)));
    }
}
