using System.Text;
using Vitrine.Ledger.Notes;
using Xunit;

namespace Vitrine.Tests.Ledger.Notes;

public sealed class NoteKeyTests
{
    private const string Public = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    private const string Private = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";

    [Fact]
    public void No_part_of_a_key_s_text_is_a_key()
    {
        for (int start = 0; start <= Private.Length; start++)
        {
            for (int end = start; end <= Private.Length; end++)
            {
                Assert.Equal(start == 0 && end == Private.Length, NoteSigner.TryParse(Private[start..end], out _));
                if (end <= Public.Length && start <= end)
                    Assert.Equal(start == 0 && end == Public.Length, VerifierKey.TryParse(Public[start..end], out _));
            }
        }
    }

    [Fact]
    public void No_changed_character_of_a_key_s_text_leaves_a_key()
    {
        foreach (char other in "+/=Aa0 \n\u00a0")
        {
            for (int i = 0; i < Private.Length; i++)
            {
                string text = Private[..i] + other + Private[(i + 1)..];
                Assert.Equal(text == Private, NoteSigner.TryParse(text, out _));
                if (i < Public.Length)
                    Assert.Equal(Public[i] == other, VerifierKey.TryParse(Public[..i] + other + Public[(i + 1)..], out _));
            }
        }
    }

    [Theory]
    [InlineData("PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==")] // Longer, with the id that belongs to it.
    [InlineData("PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")] // Another algorithm, with the id that belongs to it.
    [InlineData("PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")]
    [InlineData("PeterNeumann+c74f20a3 +ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")]
    public void Keys_of_other_lengths_algorithms_and_spellings_are_refused(string text) => Assert.False(VerifierKey.TryParse(text, out _));

    [Fact]
    public void A_key_is_written_and_read_again()
    {
        foreach (byte algorithm in (byte[])[VerifierKey.Ed25519Algorithm, VerifierKey.CosignatureAlgorithm])
        {
            using NoteSigner signer = NoteSigner.Generate("vitrine/host/user/0a1b2c3d", algorithm);
            Assert.True(NoteSigner.TryParse(signer.ToPrivateText(), out NoteSigner? again));
            Assert.True(VerifierKey.TryParse(signer.Verifier.ToString(), out VerifierKey? verifier));
            Assert.Equal(signer.Verifier.ToString(), again.Verifier.ToString());
            Assert.Equal((signer.Name, signer.Verifier.Id, algorithm), (verifier.Name, verifier.Id, verifier.Algorithm));
            Assert.DoesNotContain(Convert.ToBase64String(verifier.Key.Span), signer.ToString(), StringComparison.Ordinal);
            again.Dispose();
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a+b")]
    [InlineData("a\u3000b")]
    [InlineData("a\nb")]
    public void No_key_has_a_name_that_a_note_cannot_contain(string name) => Assert.Throws<ArgumentException>(() => NoteSigner.Generate(name));

    [Fact]
    public void The_same_key_has_another_id_for_each_algorithm_and_name()
    {
        byte[] key = Ed25519.PublicKey(new byte[32]);
        Assert.Equal(3, new[] { KeyText.Id("a", 1, key), KeyText.Id("a", 4, key), KeyText.Id("b", 1, key) }.Distinct().Count());
    }

    [Fact]
    public void A_disposed_signer_signs_no_more()
    {
        NoteSigner signer = NoteSigner.Generate("a");
        signer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => signer.Sign("t\n"));
        Assert.Throws<ObjectDisposedException>(signer.ToPrivateText);
    }

    [Fact]
    public void A_wrong_signature_in_the_key_s_name_spoils_the_note_wherever_it_stands()
    {
        using NoteSigner signer = NoteSigner.Generate("log"), stranger = NoteSigner.Generate("log");
        NoteSignature good = signer.Sign("t\n"), other = signer.Sign("u\n"), collided = stranger.Sign("t\n") with { KeyId = good.KeyId };
        VerifierKey key = signer.Verifier;
        Assert.Equal(NoteVerdict.Valid, key.Check(SignedNote.Create("t\n", good)));
        Assert.Equal(NoteVerdict.Valid, key.Check(SignedNote.Create("t\n", good, good)));
        Assert.Equal(NoteVerdict.Invalid, key.Check(SignedNote.Create("t\n", good, other)));
        Assert.Equal(NoteVerdict.Invalid, key.Check(SignedNote.Create("t\n", other, good)));
        Assert.Equal(NoteVerdict.Invalid, key.Check(SignedNote.Create("t\n", good, collided)));
        Assert.Equal(NoteVerdict.Invalid, key.Check(SignedNote.Create("t\n", collided)));
        // The same name with another id, and the same id with another name, are other keys.
        Assert.Equal(NoteVerdict.Valid, key.Check(SignedNote.Create("t\n", stranger.Sign("t\n"), good, collided with { Name = "lo" })));
        Assert.Equal(NoteVerdict.NotSigned, key.Check(SignedNote.Create("t\n", stranger.Sign("t\n"))));
        Assert.False(key.Verifies(SignedNote.Create("t\n", good, other)));
    }

    [Fact]
    public void Sixteen_others_may_sign_beside_the_log()
    {
        using NoteSigner log = NoteSigner.Generate("log");
        SignedNote note = SignedNote.Create("t\n", log.Sign("t\n"));
        for (int i = 0; i < 16; i++)
        {
            using NoteSigner other = NoteSigner.Generate("other" + i);
            note = note.With(other.Sign("t\n"));
        }

        Assert.True(SignedNote.TryParse(note.ToBytes(), out SignedNote? read));
        Assert.True(log.Verifier.Verifies(read));
        Assert.Equal(Encoding.UTF8.GetString(note.ToBytes()), Encoding.UTF8.GetString(read.ToBytes()));
    }
}
