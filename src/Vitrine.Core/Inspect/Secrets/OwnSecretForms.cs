using System.Text;

namespace Vitrine.Core.Inspect.Secrets;

/// <summary>Which of a person's values can be looked for, and how they may be written.</summary>
public static class OwnSecretForms
{
    /// <summary>Shortest value that is looked for, in bytes.</summary>
    public const int Shortest = 8;

    /// <summary>Longest value, in bytes. Of a longer one the first part is looked for.</summary>
    public const int Longest = 4096;

    // A cut value is known by this many bytes behind what its format always starts with.
    private const int Cut = 16;

    /// <summary>
    /// Whether a value would not be found where it is none: 8 bytes or more with five different ones, and more than a word, a number, a path or a
    /// plain URL. Letters alone need 12 bytes.
    /// </summary>
    public static bool IsDistinctive(ReadOnlySpan<byte> value)
    {
        if (value.Length < Shortest || Placeholders.IsWord(value) || value[0] == '/' || value.StartsWith("file:"u8))
            return false;
        Span<bool> seen = stackalloc bool[256];
        seen.Clear();
        int different = 0, digits = 0, letters = 0;
        foreach (byte b in value)
        {
            different += seen[b] ? 0 : 1;
            seen[b] = true;
            digits += Ascii.IsDigit(b) ? 1 : 0;
            letters += Ascii.IsLetter(b) ? 1 : 0;
        }

        if (different < 5 || (digits == value.Length && value.Length < 10) || (letters == value.Length && value.Length < 12))
            return false;
        return value.IndexOf("://"u8) < 0 || value.Contains((byte)'@');
    }

    /// <summary>All ways in which a value is looked for, with the name of each.</summary>
    internal static IEnumerable<(byte[] Form, string Encoding)> Of(ReadOnlySpan<byte> value)
    {
        if (value.Length > Longest)
            value = value[..Longest];
        var forms = new List<(byte[], string)>();
        AddAll(forms, value, "");
        int fixedPart = FixedPart(value);
        if (value.Length >= fixedPart + Cut + 8 && IsDistinctive(value.Slice(fixedPart, Cut)))
            AddAll(forms, value[..(fixedPart + Cut)], "cut");
        return forms;
    }

    private static void AddAll(List<(byte[] Form, string Encoding)> forms, ReadOnlySpan<byte> value, string cut)
    {
        string text = Encoding.Latin1.GetString(value);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        void Add(string form, string encoding)
        {
            if (form.Length >= Shortest && seen.Add(form))
                forms.Add((Encoding.Latin1.GetBytes(form), cut.Length == 0 ? encoding : encoding.Length == 0 ? cut : encoding + " " + cut));
        }

        Add(text, "");
        char[] reversed = text.ToCharArray();
        Array.Reverse(reversed);
        Add(new string(reversed), "reversed");
        Add(Convert.ToHexStringLower(value), "hex");
        Add(Convert.ToHexString(value), "hex");
        for (int shift = 0; shift < 3; shift++)
        {
            string base64 = AtShift(value, shift);
            Add(base64, "base64");
            Add(base64.Replace('+', '-').Replace('/', '_'), "base64");
        }

        for (int shift = 0; shift < 5; shift++)
        {
            string base32 = Base32AtShift(value, shift);
            Add(base32, "base32");
            Add(base32.ToLowerInvariant(), "base32");
        }

        string hex = Convert.ToHexStringLower(value);
        foreach (string mark in (ReadOnlySpan<string>)[" ", ":", "-", "\\x", "%"])
        {
            Add(Parted(hex, mark), "hex");
            Add(Parted(hex.ToUpperInvariant(), mark), "hex");
        }

        Add(string.Join(' ', text.AsEnumerable()), "spaced");
        Add(string.Concat(text.Select(Rotated)), "rot13");
        Add(Percent(text, "X2"), "url");
        Add(Percent(text, "x2"), "url");
        Add(Escaped(text, escapeSlash: false), "json");
        Add(Escaped(text, escapeSlash: true), "json");
        Add(string.Concat(text.Select(static c => $"\\u{(int)c:x4}")), "json-unicode");
        Add(string.Concat(text.Select(static c => $"\\u{(int)c:X4}")), "json-unicode");
    }

    /// <summary>The base64 characters that depend on the value alone when <paramref name="shift"/> bytes stand before it in their group of three.</summary>
    private static string AtShift(ReadOnlySpan<byte> value, int shift)
    {
        byte[] shifted = new byte[shift + value.Length];
        value.CopyTo(shifted.AsSpan(shift));
        int first = shift == 0 ? 0 : shift + 1;
        return Convert.ToBase64String(shifted)[first..(shifted.Length * 8 / 6)];
    }

    /// <summary>The same for base32 (RFC 4648, 6), whose groups are of five bytes.</summary>
    private static string Base32AtShift(ReadOnlySpan<byte> value, int shift)
    {
        var text = new StringBuilder();
        int bits = shift * 8, first = (bits + 4) / 5, end = (bits + (value.Length * 8)) / 5;
        for (int at = first; at < end; at++)
        {
            int digit = 0;
            for (int bit = (at * 5) - bits; bit < (at * 5) - bits + 5; bit++)
                digit = (digit << 1) | ((value[bit / 8] >> (7 - (bit % 8))) & 1);
            text.Append("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[digit]);
        }

        return text.ToString();
    }

    /// <summary>Pairs of hex digits, as <c>hexdump</c>, fingerprints and literals part them.</summary>
    private static string Parted(string hex, string mark) => string.Join(mark, hex.Chunk(2).Select(static pair => new string(pair)));

    private static char Rotated(char c) =>
        char.IsAsciiLetterLower(c) ? (char)('a' + ((c - 'a' + 13) % 26)) : char.IsAsciiLetterUpper(c) ? (char)('A' + ((c - 'A' + 13) % 26)) : c;

    private static string Percent(string text, string hex) =>
        string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '~'
            ? c.ToString()
            : "%" + ((int)c).ToString(hex, System.Globalization.CultureInfo.InvariantCulture)));

    private static string Escaped(string text, bool escapeSlash)
    {
        string escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal);
        return escapeSlash ? escaped.Replace("/", "\\/", StringComparison.Ordinal) : escaped;
    }

    /// <summary>How long the part is with which all tokens of the kind start, such as <c>sk-ant-api03-</c>.</summary>
    private static int FixedPart(ReadOnlySpan<byte> value)
    {
        int last = value[..Math.Min(value.Length, 14)].LastIndexOfAny((byte)'-', (byte)'_', (byte)'.');
        int scheme = value[..Math.Min(value.Length, 24)].IndexOf("://"u8);
        return scheme >= 0 ? scheme + 3 : last + 1;
    }
}
