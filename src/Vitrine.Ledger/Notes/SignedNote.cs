using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;

namespace Vitrine.Ledger.Notes;

/// <summary>
/// A text and signatures over it (C2SP signed-note). That a note was read says nothing about its signatures: see <see cref="VerifierKey.Check"/>.
/// </summary>
public sealed class SignedNote
{
    /// <summary>The largest note, in bytes.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>The most signatures in a note; the specification asks for 16 at least.</summary>
    public const int MaxSignatures = 64;

    private SignedNote(string text, NoteSignature[] signatures) => (Text, Signatures) = (text, signatures);

    /// <summary>What is signed: ends in a newline.</summary>
    public string Text { get; }

    /// <summary>The signature lines in their order; at least one.</summary>
    public IReadOnlyList<NoteSignature> Signatures { get; }

    /// <summary>Makes a note.</summary>
    /// <exception cref="ArgumentException">The text or a signature cannot stand in a note, or there are too many of them.</exception>
    public static SignedNote Create(string text, params ReadOnlySpan<NoteSignature> signatures)
    {
        ThrowUnlessText(text);
        if (signatures.Length is 0 or > MaxSignatures)
            throw new ArgumentException($"A note has 1 to {MaxSignatures} signatures, not {signatures.Length}.", nameof(signatures));
        foreach (NoteSignature signature in signatures)
        {
            if (!signature.IsWellFormed)
                throw new ArgumentException("A signature has a name that a note cannot contain, or no bytes.", nameof(signatures));
        }

        return new SignedNote(text, signatures.ToArray());
    }

    /// <summary>Reads a note. There is one way to write a note: what was read is written again with the same bytes.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out SignedNote? note)
    {
        note = null;
        // Of the control characters only the newline may be there.
        if (bytes.Length > MaxBytes || !Utf8.IsValid(bytes) || bytes.ContainsAnyInRange<byte>(0, 9) || bytes.ContainsAnyInRange<byte>(11, 31))
            return false;
        int blank = bytes.LastIndexOf("\n\n"u8);
        if (blank < 0 || bytes[^1] != '\n')
            return false;
        string lines = Encoding.UTF8.GetString(bytes[(blank + 2)..]);
        var signatures = new List<NoteSignature>();
        for (ReadOnlySpan<char> rest = lines; !rest.IsEmpty;)
        {
            int end = rest.IndexOf('\n');
            if (signatures.Count == MaxSignatures || !NoteSignature.TryParse(rest[..end], out NoteSignature signature))
                return false;
            signatures.Add(signature);
            rest = rest[(end + 1)..];
        }

        if (signatures.Count == 0)
            return false;
        note = new SignedNote(Encoding.UTF8.GetString(bytes[..(blank + 1)]), [.. signatures]);
        return true;
    }

    /// <summary>The note as UTF-8.</summary>
    public byte[] ToBytes()
    {
        var note = new StringBuilder(Text).Append('\n');
        foreach (NoteSignature signature in Signatures)
            note.Append(signature.ToString()).Append('\n');
        return Encoding.UTF8.GetBytes(note.ToString());
    }

    /// <summary>The note with one more signature at its end; one by the same key that was there before is taken out.</summary>
    /// <exception cref="ArgumentException">The signature cannot stand in a note, or there are too many.</exception>
    public SignedNote With(NoteSignature more) => Create(Text, [.. Signatures.Where(other => !other.IsBy(more.Name, more.KeyId)), more]);

    /// <summary>Whether the text can be a note's: valid Unicode, no control character but the newline, a newline at the end.</summary>
    internal static bool IsText(string text) =>
        text.EndsWith('\n') && text.Length <= MaxBytes && !text.AsSpan().ContainsAnyInRange('\0', '\t') && !text.AsSpan().ContainsAnyInRange('\v', '\x1f')
        && IsUnicode(text);

    internal static void ThrowUnlessText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!IsText(text))
            throw new ArgumentException("A note's text is Unicode without control characters but the newline, and ends in one.", nameof(text));
    }

    private static bool IsUnicode(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out _, out int length) != System.Buffers.OperationStatus.Done)
                return false;
            text = text[length..];
        }

        return true;
    }
}
