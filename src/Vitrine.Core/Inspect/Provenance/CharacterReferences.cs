using System.Buffers.Text;

namespace Vitrine.Core.Inspect.Provenance;

/// <summary>
/// Character references of XML and HTML (<c>&amp;lt;</c>, <c>&amp;#39;</c>, <c>&amp;#x27;</c>): the five names of XML 1.0, 4.6, and ASCII by number.
/// </summary>
internal static class CharacterReferences
{
    /// <summary>Resolves the references of a text.</summary>
    /// <returns>The length of what was written, never more than the text's; 0 if there is no reference.</returns>
    public static int Resolve(ReadOnlySpan<byte> text, Span<byte> to)
    {
        int written = 0, copied = 0;
        bool any = false;
        for (int at = 0; ;)
        {
            int next = text[at..].IndexOf((byte)'&');
            if (next < 0)
                break;
            at += next;
            if (!TryRead(text[at..], out byte value, out int length))
            {
                at++;
                continue;
            }

            any = true;
            text[copied..at].CopyTo(to[written..]);
            written += at - copied;
            to[written++] = value;
            copied = at += length;
        }

        if (!any)
            return 0;
        text[copied..].CopyTo(to[written..]);
        return written + text.Length - copied;
    }

    private static bool TryRead(ReadOnlySpan<byte> text, out byte value, out int length)
    {
        (value, length) = text.Length < 4 ? default : text[1] switch
        {
            (byte)'l' when text.StartsWith("&lt;"u8) => ((byte)'<', 4),
            (byte)'g' when text.StartsWith("&gt;"u8) => ((byte)'>', 4),
            (byte)'a' when text.StartsWith("&amp;"u8) => ((byte)'&', 5),
            (byte)'a' when text.StartsWith("&apos;"u8) => ((byte)'\'', 6),
            (byte)'q' when text.StartsWith("&quot;"u8) => ((byte)'"', 6),
            (byte)'#' => Number(text),
            _ => default((byte, int)),
        };
        return length > 0;
    }

    private static (byte Value, int Length) Number(ReadOnlySpan<byte> text)
    {
        bool hex = text[2] is (byte)'x' or (byte)'X';
        int start = hex ? 3 : 2;
        ReadOnlySpan<byte> digits = text[start..Math.Min(text.Length, start + 5)];
        int end = digits.IndexOf((byte)';');
        if (end <= 0 || !Utf8Parser.TryParse(digits[..end], out int code, out int used, hex ? 'x' : 'D') || used != end || code is <= 0 or > 126)
            return default;
        return ((byte)code, start + end + 1);
    }
}
