using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Vitrine.Ledger.Notes;
using Xunit;

namespace Vitrine.Tests.Ledger.Notes;

public sealed class NoteGrammarTests
{
    private const string Line = "— a AAAAAQI=\n";

    [Theory]
    [InlineData("text\n\n" + Line)]
    [InlineData("\n\n" + Line)]
    [InlineData("a\n\n\n" + Line)]
    [InlineData("— a AAAAAQI=\n\n" + Line)]
    [InlineData("text\n\n" + Line + Line)]
    [InlineData("\uFEFFtext é 𝄞\u007f\n\n— é/𝄞 AAAAAQI=\n")]
    public void What_a_note_may_be_is_read_and_written_again_byte_for_byte(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Assert.True(SignedNote.TryParse(bytes, out SignedNote? note));
        Assert.Equal(bytes, note.ToBytes());
        Assert.EndsWith("\n", note.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("\n\n")]
    [InlineData("text\n")]
    [InlineData("text\n\n")]
    [InlineData(Line)]
    [InlineData("text\n" + Line)]
    [InlineData("text\n\n— a AAAAAQI=")]
    [InlineData("text\n\n" + Line + "\n")]
    [InlineData("text\n\n" + Line + "x")]
    [InlineData("text\n\n" + Line + "x\n")]
    [InlineData("te\rxt\n\n" + Line)]
    [InlineData("te\txt\n\n" + Line)]
    [InlineData("te\0xt\n\n" + Line)]
    [InlineData("te\u001fxt\n\n" + Line)]
    [InlineData("text\n\n— a AAAAAQI=\r\n")]
    [InlineData("text\r\n\r\n— a AAAAAQI=\r\n")]
    [InlineData("text\n\n- a AAAAAQI=\n")]
    [InlineData("text\n\n—a AAAAAQI=\n")]
    [InlineData("text\n\n —  a AAAAAQI=\n")]
    [InlineData("text\n\n—  AAAAAQI=\n")]
    [InlineData("text\n\n— a  AAAAAQI=\n")]
    [InlineData("text\n\n— a AAAAAQI= \n")]
    [InlineData("text\n\n— a AAAAAQI= AAAAAQI=\n")]
    [InlineData("text\n\n— a+b AAAAAQI=\n")]
    [InlineData("text\n\n— a\u00a0b AAAAAQI=\n")]
    [InlineData("text\n\n— a\u0085b AAAAAQI=\n")]
    [InlineData("text\n\n— a\u2003b AAAAAQI=\n")]
    [InlineData("text\n\n— a\u2028b AAAAAQI=\n")]
    [InlineData("text\n\n— a\u3000b AAAAAQI=\n")]
    [InlineData("text\n\n— a \n")]
    [InlineData("text\n\n— a\n")]
    [InlineData("text\n\n— a AAAAAQ==\n")] // A key id and no signature.
    [InlineData("text\n\n— a AAAA\n")]
    [InlineData("text\n\n— a AAAAAQI\n")] // No padding.
    [InlineData("text\n\n— a AAAAAQI==\n")]
    [InlineData("text\n\n— a AAAAAQJ=\n")] // Bits behind the last byte.
    [InlineData("text\n\n— a AAAA AQI=\n")]
    [InlineData("text\n\n— a AAAA-_I=\n")]
    [InlineData("text\n\n— a ====\n")]
    public void What_a_note_may_not_be_is_refused(string text) => Assert.False(SignedNote.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Theory]
    [InlineData("74c3280a0ae28094206120414141414151493d0a")] // Cut within a character.
    [InlineData("74eda0800a0ae28094206120414141414151493d0a")] // Half of a surrogate pair.
    [InlineData("74c0af0a0ae28094206120414141414151493d0a")] // Longer than it need be.
    public void What_is_not_UTF_8_is_refused(string hex) => Assert.False(SignedNote.TryParse(Convert.FromHexString(hex), out _));

    [Fact]
    public void Signatures_are_the_same_when_their_lines_are()
    {
        var signature = new NoteSignature("a", 1, new byte[] { 2 });
        Assert.True(SignedNote.TryParse(Encoding.UTF8.GetBytes("t\n\n" + signature + "\n"), out SignedNote? note));
        Assert.Equal(signature, note.Signatures[0]);
        Assert.Equal(signature.GetHashCode(), note.Signatures[0].GetHashCode());
        foreach (NoteSignature other in (NoteSignature[])[signature with { Name = "b" }, signature with { KeyId = 2 },
            signature with { Bytes = new byte[] { 3 } }])
            Assert.NotEqual(signature, other);
    }

    [Fact]
    public void Sixty_four_signatures_are_read_and_no_more()
    {
        Assert.True(SignedNote.TryParse(Encoding.UTF8.GetBytes("t\n\n" + string.Concat(Enumerable.Repeat(Line, 64))), out SignedNote? note));
        Assert.Equal(64, note.Signatures.Count);
        Assert.False(SignedNote.TryParse(Encoding.UTF8.GetBytes("t\n\n" + string.Concat(Enumerable.Repeat(Line, 65))), out _));
    }

    [Fact]
    public void A_mebibyte_is_read_and_no_more()
    {
        byte[] largest = Encoding.UTF8.GetBytes(new string('x', SignedNote.MaxBytes - Encoding.UTF8.GetByteCount("\n\n" + Line)) + "\n\n" + Line);
        Assert.Equal(SignedNote.MaxBytes, largest.Length);
        Assert.True(SignedNote.TryParse(largest, out _));
        Assert.False(SignedNote.TryParse([(byte)'x', .. largest], out _));
    }

    [Fact]
    public void Any_bytes_are_refused_or_written_again_as_they_were()
    {
        // Pieces that bring a parser far.
        Gen<string> piece = Gen.Elements("\n", "\n\n", "— ", "a", " ", "AAAAAQI=", "AAAAAQIDBA==", "\n— b AAAAAQI=\n", "\t", "é", "=", "+", "\u2003");
        int read = 0;
        Prop.ForAll(piece.ListOf().Select(string.Concat).ToArbitrary(), text =>
        {
            byte[] bytes = Encoding.UTF8.GetBytes("t\n\n— a AAAAAQI=\n" + text);
            if (!SignedNote.TryParse(bytes, out SignedNote? note))
                return true;
            read++;
            return bytes.AsSpan().SequenceEqual(note.ToBytes());
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
        Assert.NotEqual(0, read);
    }

    [Theory]
    [InlineData("no newline")]
    [InlineData("a\tb\n")]
    [InlineData("")]
    public void No_note_is_made_of_a_text_that_could_not_be_read_again(string text) =>
        Assert.Throws<ArgumentException>(() => SignedNote.Create(text, new NoteSignature("a", 1, new byte[1])));

    [Fact]
    public void Half_of_a_surrogate_pair_is_in_no_text_and_no_name()
    {
        // xunit would put the replacement character in its place if it stood in an attribute.
        string half = new((char)0xd800, 1);
        Assert.Throws<ArgumentException>(() => SignedNote.Create($"half {half} a pair\n", new NoteSignature("a", 1, new byte[1])));
        Assert.Throws<ArgumentException>(() => NoteSigner.Generate($"a{half}b"));
        Assert.False(Checkpoint.TryParse($"{half}\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n", out _));
        Assert.False(VerifierKey.TryParse($"{half}+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", out _));
    }

    [Fact]
    public void No_note_is_made_with_signatures_that_could_not_be_read_again()
    {
        Assert.Throws<ArgumentException>(() => SignedNote.Create("t\n"));
        Assert.Throws<ArgumentException>(() => SignedNote.Create("t\n", new NoteSignature("a b", 1, new byte[1])));
        Assert.Throws<ArgumentException>(() => SignedNote.Create("t\n", new NoteSignature("a", 1, default)));
        Assert.Throws<ArgumentException>(() => SignedNote.Create("t\n", default(NoteSignature)));
        SignedNote full = SignedNote.Create("t\n", [.. Enumerable.Range(0, 64).Select(i => new NoteSignature("a", (uint)i, new byte[1]))]);
        Assert.Throws<ArgumentException>(() => full.With(new NoteSignature("b", 0, new byte[1])));
        Assert.Equal(64, full.With(new NoteSignature("a", 3, new byte[2])).Signatures.Count);
    }
}
