using System.Buffers;
using System.Globalization;
using System.Text;

namespace Vitrine.Ledger.Verification;

/// <summary>
/// Whether JSON is in the one form that RFC 8785 gives it: no space, members in the order of their names' UTF-16 units, no name twice, nothing escaped that
/// need not be. Of numbers only whole ones within 2^53 are taken, which is all that a ledger holds. The bytes are valid UTF-8; the caller has looked.
/// </summary>
internal static class CanonicalValue
{
    /// <summary>The largest whole number that every reader of JSON keeps exactly (RFC 7493).</summary>
    public const long MaximumNumber = (1L << 53) - 1;

    private const int MaximumDepth = 16;
    private static readonly SearchValues<byte> Special = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(i => (byte)i), (byte)'"', (byte)'\\']);

    /// <summary>Passes over one value.</summary>
    public static bool TrySkip(ReadOnlySpan<byte> json, scoped ref int at, int depth = 0)
    {
        if (at >= json.Length || depth > MaximumDepth)
            return false;
        return json[at] switch
        {
            (byte)'{' => TrySkipObject(json, ref at, depth),
            (byte)'[' => TrySkipArray(json, ref at, depth),
            (byte)'"' => TrySkipString(json, ref at, out _),
            (byte)'t' => TryTake(json, ref at, "true"u8),
            (byte)'f' => TryTake(json, ref at, "false"u8),
            (byte)'n' => TryTake(json, ref at, "null"u8),
            _ => TryReadNumber(json, ref at, out _),
        };
    }

    /// <summary>Passes over a string and gives what stands between its quotes, escapes and all.</summary>
    public static bool TrySkipString(ReadOnlySpan<byte> json, scoped ref int at, out ReadOnlySpan<byte> inner)
    {
        inner = default;
        if (!TryTake(json, ref at, "\""u8))
            return false;
        int start = at;
        while (true)
        {
            int next = json[at..].IndexOfAny(Special);
            if (next < 0)
                return false;
            at += next;
            if (json[at] == '"')
            {
                inner = json[start..at++];
                return true;
            }

            if (json[at] != '\\' || !TrySkipEscape(json, ref at))
                return false;
        }
    }

    /// <summary>Reads a whole number in its only form.</summary>
    public static bool TryReadNumber(ReadOnlySpan<byte> json, scoped ref int at, out long number)
    {
        number = 0;
        bool isNegative = TryTake(json, ref at, "-"u8);
        int start = at;
        for (; at < json.Length && char.IsAsciiDigit((char)json[at]); at++)
        {
            number = (number * 10) + (json[at] - '0');
            if (number > MaximumNumber)
                return false;
        }

        int digits = at - start;
        if (digits == 0 || (digits > 1 && json[start] == '0') || (isNegative && number == 0))
            return false;
        number = isNegative ? -number : number;
        return true;
    }

    public static bool TryTake(ReadOnlySpan<byte> json, scoped ref int at, ReadOnlySpan<byte> text)
    {
        if (!json[at..].StartsWith(text))
            return false;
        at += text.Length;
        return true;
    }

    // Only what has no other form: the short escapes, and \u00xx in lower case for the control characters without one.
    private static bool TrySkipEscape(ReadOnlySpan<byte> json, scoped ref int at)
    {
        ReadOnlySpan<byte> rest = json[(at + 1)..];
        if (rest.IsEmpty)
            return false;
        if (@"""\bfnrt"u8.Contains(rest[0]))
        {
            at += 2;
            return true;
        }

        bool isShort = rest.Length < 5 || !rest.StartsWith("u00"u8);
        if (isShort || rest[3] is not ((byte)'0' or (byte)'1') || !IsLowerHex(rest[4]))
            return false;
        int value = ((rest[3] - '0') * 16) + Convert.ToInt32(((char)rest[4]).ToString(), 16);
        at += 6;
        return value is not (8 or 9 or 10 or 12 or 13);
    }

    private static bool TrySkipArray(ReadOnlySpan<byte> json, scoped ref int at, int depth)
    {
        at++;
        if (TryTake(json, ref at, "]"u8))
            return true;
        do
        {
            if (!TrySkip(json, ref at, depth + 1))
                return false;
        }
        while (TryTake(json, ref at, ","u8));
        return TryTake(json, ref at, "]"u8);
    }

    private static bool TrySkipObject(ReadOnlySpan<byte> json, scoped ref int at, int depth)
    {
        at++;
        if (TryTake(json, ref at, "}"u8))
            return true;
        string? before = null;
        do
        {
            if (!TrySkipString(json, ref at, out ReadOnlySpan<byte> inner))
                return false;
            string name = Unescape(inner);
            if (before is not null && string.CompareOrdinal(before, name) >= 0)
                return false;
            before = name;
            if (!TryTake(json, ref at, ":"u8) || !TrySkip(json, ref at, depth + 1))
                return false;
        }
        while (TryTake(json, ref at, ","u8));
        return TryTake(json, ref at, "}"u8);
    }

    private static string Unescape(ReadOnlySpan<byte> inner)
    {
        string text = Encoding.UTF8.GetString(inner);
        if (!text.Contains('\\'))
            return text;
        var plain = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                plain.Append(text[i]);
                continue;
            }

            i++;
            plain.Append(text[i] switch
            {
                'b' => '\b',
                'f' => '\f',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'u' => (char)int.Parse(text.AsSpan(i + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture),
                var other => other,
            });
            i += text[i] == 'u' ? 4 : 0;
        }

        return plain.ToString();
    }

    internal static bool IsLowerHex(byte value) => value is (>= (byte)'0' and <= (byte)'9') or (>= (byte)'a' and <= (byte)'f');
}
