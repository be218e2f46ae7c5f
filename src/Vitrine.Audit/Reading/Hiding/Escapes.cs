using System.Globalization;

namespace Vitrine.Audit.Reading.Hiding;

/// <summary>Undoes escapes that a program undoes itself: <c>%41</c>, <c>\x41</c>, and numbers with something between them.</summary>
internal static class Escapes
{
    private const int Longest = 1 << 20;
    private static readonly System.Buffers.SearchValues<char> HexDigits = System.Buffers.SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>Where the hexadecimal digits at a text's start end; -1 where all are.</summary>
    public static int EndOfHex(ReadOnlySpan<char> text) => text.IndexOfAnyExcept(HexDigits);

    /// <summary>Percent and backslash escapes, when at least four of them make most of the string.</summary>
    public static byte[]? Undo(string text)
    {
        if (text.Length > Longest)
            return null;
        var bytes = new List<byte>(text.Length);
        int escapes = 0;
        for (int at = 0; at < text.Length; at++)
        {
            int digits = text[at] == '%' ? at + 1 : text[at] == '\\' && at + 1 < text.Length && text[at + 1] == 'x' ? at + 2 : -1;
            if (digits > 0
                && digits + 2 <= text.Length
                && byte.TryParse(text.AsSpan(digits, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte value))
            {
                bytes.Add(value);
                at = digits + 1;
                escapes++;
            }
            else if (text[at] < 0x80)
                bytes.Add((byte)text[at]);
            else
                return null;
        }

        return escapes >= 4 && escapes * 2 >= bytes.Count ? [.. bytes] : null;
    }

    /// <summary>Numbers of bytes, at least six, with one separator: <c>104,116,116,112</c>.</summary>
    public static byte[]? Numbers(string text)
    {
        if (text.Length is < 11 or > Longest || !char.IsAsciiDigit(text[0]))
            return null;
        int end = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        if (end < 0 || text[end] is not (',' or ' ' or '-' or '.' or ':' or ';' or '|' or '_'))
            return null;
        string[] parts = text.Split(text[end], StringSplitOptions.TrimEntries);
        byte[] bytes = new byte[parts.Length];
        if (parts.Length < 6)
            return null;
        for (int at = 0; at < parts.Length; at++)
            if (!byte.TryParse(parts[at], NumberStyles.None, CultureInfo.InvariantCulture, out bytes[at]))
                return null;
        return bytes;
    }
}
