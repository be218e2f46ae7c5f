using System.Text;

namespace Vitrine.Audit.Reading.Script;

/// <summary>Functions whose result for constants is constant.</summary>
internal static class JsCalls
{
    /// <summary>Whether members of a name are looked at: those of the language, of Node.js, and whatever the module of zlib is called.</summary>
    public static bool Owns(string name) =>
        name is "String" or "Buffer" or "Uint8Array" or "Array" or "JSON" or "globalThis" or "window" or "zlib" or "z" or "Math"
        || name.Contains("zlib", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a call of it may be known.</summary>
    public static bool IsKnown(string name, string member) =>
        member.Length > 0
        || name is "atob" or "decodeURIComponent" or "decodeURI" or "unescape" or "String" or "Uint8Array" or "Uint16Array" or "Set" or "Number"
    or "gunzipSync" or "inflateSync" or "inflateRawSync" or "brotliDecompressSync" or "unzipSync" or "parseInt" or "BigInt";

    /// <summary>The result; null where it is not known.</summary>
    public static JsValue? Call(string name, string member, IReadOnlyList<JsValue> arguments)
    {
        if (arguments.Count == 0)
            return null;
        JsValue first = arguments[0];
        string called = member.Length > 0 ? member : name;
        switch (called)
        {
            case "fromCharCode" or "fromCodePoint":
                return new JsValue { Items = arguments }.AsCodes() is { } text
                    ? JsValue.Of(text).After("code numbers", new JsValue { Steps = first.Steps }, true)
                    : null;
            case "atob" when first.Text is { } encoded:
                return Bytes(encoded, "base64") is { } decoded ? JsValue.Of(Encoding.Latin1.GetString(decoded)).After("base64", first) : null;
            case "decodeURIComponent" or "decodeURI" or "unescape" when first.Text is { } escaped:
                return JsValue.Of(Uri.UnescapeDataString(escaped)).After("percent", first);
            case "from" or "of" when name is "Buffer" or "Uint8Array" or "Array":
                return From(name, first, arguments);
            case "Uint8Array" or "Uint16Array" when first.AsBytes() is { } bytes:
                return new JsValue { Bytes = bytes }.After("code numbers", first);
            case "Set":
                return first.Items is null ? null : first;
            case "String" or "raw":
                return first.AsText() is { } plain ? first with { Text = plain, Number = null, Bytes = null } : null;
            case "parseInt" when first.Text is { } digits && arguments.Count > 1 && arguments[1].Number is >= 2 and <= 36 and var radix:
                return Whole(digits, (int)radix) is { } whole ? JsValue.Of(whole) : null;
            case "parseInt" or "Number" or "BigInt":
                return double.TryParse(first.Text, System.Globalization.CultureInfo.InvariantCulture, out double number)
                    ? JsValue.Of(number)
                    : first.Number is { } same
                        ? JsValue.Of(same)
                        : null;
            case "gunzipSync" or "inflateSync" or "inflateRawSync" or "brotliDecompressSync" or "unzipSync" when first.Bytes is { } packed:
                return Hiding.Compression.Undo(packed, tryAll: true, 16 << 20, out _) is { } unpacked
                    ? new JsValue { Bytes = unpacked.Bytes }.After(unpacked.Steps, first)
                    : null;
            default:
                return null;
        }
    }

    /// <summary>The bytes of an encoded text, as Node.js reads it: what is no digit ends it or is passed over.</summary>
    public static byte[]? Bytes(string text, string encoding)
    {
        switch (encoding)
        {
            case "base64" or "base64url":
                var digits = new StringBuilder(text.Length + 3);
                foreach (char one in text)
                {
                    if (one == '=')
                        break;
                    if (char.IsAsciiLetterOrDigit(one) || one is '+' or '/' or '-' or '_')
                        digits.Append(one == '-' ? '+' : one == '_' ? '/' : one);
                }

                if (digits.Length % 4 == 1)
                    digits.Length--;
                digits.Append('=', (4 - (digits.Length % 4)) % 4);
                return Convert.FromBase64String(digits.ToString());
            case "hex":
                int length = Hiding.Escapes.EndOfHex(text) is var end && end < 0 ? text.Length : end;
                return Convert.FromHexString(text.AsSpan(0, length - (length % 2)));
            case "latin1" or "binary" or "ascii":
                return Encoding.Latin1.GetBytes(text);
            case "utf8" or "utf-8" or "":
                return Encoding.UTF8.GetBytes(text);
            default:
                return null;
        }
    }

    private static double? Whole(string digits, int radix)
    {
        double value = 0;
        int at = 0;
        for (; at < digits.Length && at < 12; at++)
        {
            int one = char.IsAsciiDigit(digits[at]) ? digits[at] - '0' : char.IsAsciiLetter(digits[at]) ? (digits[at] | 0x20) - 'a' + 10 : 99;
            if (one >= radix)
                break;
            value = (value * radix) + one;
        }

        return at == 0 ? null : value;
    }

    private static JsValue? From(string name, JsValue first, IReadOnlyList<JsValue> arguments)
    {
        if (first.Text is { } text)
        {
            if (name == "Array")
                return new JsValue
                {
                    Items = [.. text.Take(1 << 18).Select(one => JsValue.Of(one.ToString()))],
                    Steps = first.Steps,
                    IsDeliberate = first.IsDeliberate
                };
            string encoding = arguments.Count > 1 ? arguments[1].Text ?? "" : "";
            return Bytes(text, encoding) is { } bytes ? new JsValue { Bytes = bytes }.After(encoding.Length == 0 ? "bytes" : encoding, first) : null;
        }

        if (name == "Array")
            return first.Items is null ? null : first;
        return first.AsBytes() is { } numbers ? new JsValue { Bytes = numbers }.After("code numbers", first, true) : null;
    }
}
