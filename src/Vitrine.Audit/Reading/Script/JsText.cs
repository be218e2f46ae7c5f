using System.Globalization;
using System.Text;

namespace Vitrine.Audit.Reading.Script;

/// <summary>The values of literals.</summary>
internal static class JsText
{
    private const int Longest = 64 << 20;

    /// <summary>The value of a string or template token; of a part of a template the part.</summary>
    public static string Value(ReadOnlySpan<byte> source, JsToken token)
    {
        ReadOnlySpan<byte> inner = Inner(source, token);
        inner = inner[..Math.Min(inner.Length, Longest)];
        return inner.IndexOf((byte)'\\') < 0 ? Encoding.UTF8.GetString(inner) : Unescape(inner);
    }

    /// <summary>The bytes between the quotes.</summary>
    public static ReadOnlySpan<byte> Inner(ReadOnlySpan<byte> source, JsToken token)
    {
        ReadOnlySpan<byte> all = token.In(source);
        int end = all.Length;
        if (token.Kind == JsTokenKind.Template)
            end -= all.EndsWith("${"u8) ? 2 : all.Length > 1 && all[^1] == '`' ? 1 : 0;
        else
            end--;
        return end <= 1 ? [] : all[1..end];
    }

    /// <summary>The value of a number token; NaN where it is none. BigInts are cut to a double.</summary>
    public static double Number(ReadOnlySpan<byte> source, JsToken token)
    {
        string text = Encoding.ASCII.GetString(token.In(source)).Replace("_", "", StringComparison.Ordinal).TrimEnd('n');
        if (text.Length > 2 && text[0] == '0' && (text[1] | 0x20) is 'x' or 'b' or 'o')
        {
            if ((text[1] | 0x20) is var radix && radix is 'x' or 'b' or 'o')
                return Radix(text.AsSpan(2), radix == 'x' ? 16 : radix == 'b' ? 2 : 8);
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : double.NaN;
    }

    private static double Radix(ReadOnlySpan<char> digits, int radix)
    {
        double value = 0;
        foreach (char digit in digits)
        {
            int one = char.IsAsciiDigit(digit) ? digit - '0' : char.IsAsciiLetter(digit) ? (digit | 0x20) - 'a' + 10 : 99;
            if (one >= radix)
                return double.NaN;
            value = (value * radix) + one;
        }

        return value;
    }

    private static string Unescape(ReadOnlySpan<byte> inner)
    {
        string text = Encoding.UTF8.GetString(inner);
        var result = new StringBuilder(text.Length);
        int at = 0;
        while (at < text.Length)
        {
            int escape = text.IndexOf('\\', at);
            if (escape < 0 || escape + 1 >= text.Length)
                break;
            result.Append(text, at, escape - at);
            at = escape + 2;
            char kind = text[escape + 1];
            switch (kind)
            {
                case 'n': result.Append('\n'); break;
                case 't': result.Append('\t'); break;
                case 'r': result.Append('\r'); break;
                case 'b': result.Append('\b'); break;
                case 'f': result.Append('\f'); break;
                case 'v': result.Append('\v'); break;
                case '\n': break;
                case '\r': at += at < text.Length && text[at] == '\n' ? 1 : 0; break;
                case 'x': at = Hex(text, at, 2, result); break;
                case 'u' when at < text.Length && text[at] == '{': at = Braced(text, at + 1, result); break;
                case 'u': at = Hex(text, at, 4, result); break;
                case >= '0' and <= '7': at = Octal(text, escape + 1, result); break;
                default: result.Append(kind); break;
            }
        }

        return result.Append(text, at, Math.Max(0, text.Length - at)).ToString();
    }

    private static int Hex(string text, int at, int digits, StringBuilder result)
    {
        if (at + digits <= text.Length
            && ushort.TryParse(text.AsSpan(at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort unit))
        {
            result.Append((char)unit);
            return at + digits;
        }

        return at;
    }

    private static int Braced(string text, int at, StringBuilder result)
    {
        int close = text.IndexOf('}', at);
        if (close < 0
            || close - at > 8
            || !int.TryParse(text.AsSpan(at, close - at), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int point)
            || point is < 0 or > 0x10FFFF)
            return at;
        // Half of a pair is valid in JavaScript.
        result.Append(point is >= 0xD800 and <= 0xDFFF ? ((char)point).ToString() : char.ConvertFromUtf32(point));
        return close + 1;
    }

    private static int Octal(string text, int at, StringBuilder result)
    {
        int value = 0, digits = 0;
        while (digits < 3 && at < text.Length && text[at] is >= '0' and <= '7' && (value * 8) + text[at] - '0' < 256)
        {
            value = (value * 8) + text[at++] - '0';
            digits++;
        }

        result.Append((char)value);
        return at;
    }
}
