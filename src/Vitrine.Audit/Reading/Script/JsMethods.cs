using System.Globalization;
using System.Text;

namespace Vitrine.Audit.Reading.Script;

/// <summary>Methods of strings, arrays and buffers whose result for constants is constant.</summary>
internal static class JsMethods
{
    private const int Longest = 16 << 20;

    public static bool IsKnown(string name) =>
        name is "join" or "reverse" or "split" or "concat" or "slice" or "substring" or "substr" or "trim" or "toString" or "toLowerCase" or "toUpperCase"
        or "replace"
            or "replaceAll"
            or "repeat"
            or "charAt"
            or "flat"
            or "toReversed"
            or "at"
            or "subarray"
            or "charCodeAt"
            or "codePointAt"
            or "indexOf"
            or "match"
            or "padStart";

    public static bool TakesFunction(string name) => name is "map" or "filter" or "reduce";

    /// <summary>
    /// What a function of one element makes of the elements, told by the names in it: code numbers become characters; a mask stays, to be searched for.
    /// </summary>
    public static JsValue? Map(JsValue value, string body)
    {
        if (body.Contains("fromCharCode", StringComparison.Ordinal) || body.Contains("fromCodePoint", StringComparison.Ordinal))
        {
            string inner = body[(body.IndexOf("fromC", StringComparison.Ordinal) + 5)..];
            bool isPlain = inner.IndexOfAny(['^', '-', '+', '~', '*', '%']) < 0;
            if (isPlain && value.AsCodes() is { } text)
                return new JsValue { Items = [.. text.Select(one => JsValue.Of(one.ToString()))] }.After("code numbers", value, true);
            return value.Bytes is not null
                ? value with { IsDeliberate = true }
                : value.AsBytes() is { } bytes
                    ? new JsValue { Bytes = bytes }.After("code numbers", value, true)
                    : null;
        }

        if (body.IndexOfAny(['^', '~']) >= 0)
            return value.Bytes is not null
                ? value with { IsDeliberate = true }
                : value.AsBytes() is { } masked
                    ? new JsValue { Bytes = masked }.After("code numbers", value, true)
                    : null;
        if (body.Contains("atob", StringComparison.Ordinal) || body.Contains("base64", StringComparison.Ordinal))
            return Each(value, "base64");
        return body.Contains("hex", StringComparison.Ordinal) ? Each(value, "hex") : null;
    }

    public static JsValue? Call(JsValue value, string name, IReadOnlyList<JsValue> arguments)
    {
        JsValue? first = arguments.Count > 0 ? arguments[0] : null;
        switch (name)
        {
            case "join" when value.Items is { } items:
                return Join(value, items, first?.Text ?? ",");
            case "reverse" or "toReversed" when value.Items is { } items:
                return new JsValue { Items = [.. items.Reverse()] }.After("reversed", value, true);
            case "reverse" or "toReversed" when value.Bytes is { } bytes:
                return new JsValue { Bytes = [.. bytes.Reverse()] }.After("reversed", value, true);
            case "split" when value.Text is { } text && first?.Text is { } separator:
                return new JsValue { Items = [.. Split(text, separator).Select(JsValue.Of)], Steps = value.Steps, IsDeliberate = value.IsDeliberate };
            case "concat" when first is not null:
                return value.Items is { } left && first.Items is { } right ? value with { Items = [.. left, .. right] } : JsValue.Join(value, first);
            case "slice" or "substring" or "subarray" or "at" or "charAt" or "substr":
                return Slice(value, name, arguments);
            case "charCodeAt" or "codePointAt" when value.Text is { } text:
                return (first?.Number ?? 0) is var place && place >= 0 && place < text.Length ? JsValue.Of(text[(int)place]) : null;
            case "indexOf" when value.Text is { } text && first?.Text is { } part:
                return JsValue.Of(text.IndexOf(part, StringComparison.Ordinal));
            case "indexOf" when value.Items is { } items && first?.Number is { } sought:
                return JsValue.Of(Enumerable.Range(0, items.Count).FirstOrDefault(at => items[at].Number == sought, -1));
            case "match" when value.Text is { } text && first is { Steps: ["pattern"], Text: { } pattern }:
                return Pieces(text, pattern) is { } pieces ? new JsValue { Items = pieces, Steps = value.Steps, IsDeliberate = value.IsDeliberate } : null;
            case "padStart" when value.Text is { } text && first?.Number is >= 0 and < 1024 and var width:
                return value with { Text = text.PadLeft((int)width, arguments.Count > 1 && arguments[1].Text is { Length: 1 } fill ? fill[0] : ' ') };
            case "trim" when value.Text is { } text:
                return value with { Text = text.Trim() };
            case "toLowerCase" when value.Text is { } text:
                return value with { Text = text.ToLowerInvariant() };
            case "toUpperCase" when value.Text is { } text:
                return value with { Text = text.ToUpperInvariant() };
            case "toString":
                return ToText(value, first);
            case "repeat" when value.Text is { } text && first?.Number is { } times && times is >= 0 and < 1024 && text.Length * times < Longest:
                return value with { Text = string.Concat(Enumerable.Repeat(text, (int)times)) };
            case "replace" or "replaceAll" when value.Text is { } text
                && arguments.Count > 1
                && first?.Text is { Length: > 0 } what
                && arguments[1].Text is { } with:
                return Replace(value, text, what, with, first.Steps.Count > 0);
            default:
                return null;
        }
    }

    private static JsValue? Each(JsValue value, string encoding) => value.Items is not { } items || items.Any(item => item.Text is null)
        ? null
        : new JsValue
        {
            Items = [.. items.Select(item => JsValue.Of(Encoding.UTF8.GetString(JsCalls.Bytes(item.Text!, encoding)
            ?? [])))]
        }.After(encoding, value);

    private static JsValue? Join(JsValue value, IReadOnlyList<JsValue> items, string separator)
    {
        var text = new StringBuilder();
        for (int at = 0; at < items.Count; at++)
        {
            if (items[at].AsText() is not { } item || text.Length + (long)item.Length > Longest)
                return null;
            text.Append(at > 0 ? separator : "").Append(item);
        }

        return JsValue.Of(text.ToString()).After("joined", value);
    }

    private static IEnumerable<string> Split(string text, string separator) =>
        separator.Length == 0 ? text.Take(1 << 18).Select(one => one.ToString()) : text.Split(separator, 1 << 18);

    private static JsValue? Slice(JsValue value, string name, IReadOnlyList<JsValue> arguments)
    {
        int length = value.Text?.Length ?? value.Items?.Count ?? value.Bytes?.Length ?? -1;
        if (length < 0 || arguments.Any(argument => argument.Number is null))
            return null;
        int start = Index(arguments.Count > 0 ? arguments[0].Number!.Value : 0, length);
        int end = name is "at" or "charAt" ? Math.Min(start + 1, length)
            : arguments.Count < 2 ? length
                : name == "substr" ? Math.Min(length, start + Index(arguments[1].Number!.Value, length)) : Index(arguments[1].Number!.Value, length);
        if (end < start)
            return null;
        return value with
        {
            Text = value.Text?[start..end],
            Items = value.Items is { } items ? [.. items.Skip(start).Take(end - start)] : null,
            Bytes = value.Bytes?[start..end]
        };
    }

    // Pieces of one length, or numbers: what programs cut digits with.
    private static List<JsValue>? Pieces(string text, string pattern)
    {
        int close = pattern.LastIndexOf('/');
        string inner = close > 0 && pattern[close..].Contains('g') ? pattern[1..close] : "";
        if (inner is "\\d+" or "[0-9]+" or "-?\\d+")
            return [.. text.Split([.. text.Where(one => !char.IsAsciiDigit(one)).Distinct().Take(64)],
                StringSplitOptions.RemoveEmptyEntries).Select(JsValue.Of)];
        inner = inner.Replace("\\w", ".", StringComparison.Ordinal)
            .Replace("[0-9a-f]", ".", StringComparison.OrdinalIgnoreCase)
            .Replace("[\\da-f]", ".", StringComparison.OrdinalIgnoreCase);
        int size = inner.Length > 0 && inner.All(one => one == '.') ? inner.Length
            : inner.StartsWith(".{", StringComparison.Ordinal)
                && inner.EndsWith('}')
                && int.TryParse(inner.AsSpan(2, inner.Length - 3).TrimStart("1,"), NumberStyles.None, CultureInfo.InvariantCulture, out int told)
                ? told
                : 0;
        return size is < 1 or > 64 ? null : [.. text.Chunk(size).Take(1 << 18).Select(piece => JsValue.Of(new string(piece)))];
    }

    private static int Index(double number, int length) => (int)Math.Clamp(number < 0 ? length + number : number, 0, length);

    private static JsValue? ToText(JsValue value, JsValue? encoding)
    {
        if (value.Number is { } number)
            return encoding?.Number is { } radix and >= 2 and <= 36 && number is >= 0 and < 9007199254740992
                ? JsValue.Of(Radix((long)number, (int)radix)).After("number to text", value, true)
                : JsValue.Of(number);
        if (value.Bytes is not { } bytes)
            return value.Text is null ? null : value;
        return (encoding?.Text ?? "utf8") switch
        {
            "utf8" or "utf-8" => value with { Text = Encoding.UTF8.GetString(bytes), Bytes = TextOrBytes(bytes) },
            "latin1" or "binary" or "ascii" => value with { Text = Encoding.Latin1.GetString(bytes), Bytes = TextOrBytes(bytes) },
            "base64" => JsValue.Of(Convert.ToBase64String(bytes)) with { Steps = value.Steps },
            "hex" => JsValue.Of(Convert.ToHexStringLower(bytes)) with { Steps = value.Steps },
            _ => null,
        };
    }

    // What is no text is still masked: its bytes are kept for the search.
    private static byte[]? TextOrBytes(byte[] bytes) => Hiding.TextScore.IsPrintable(bytes) ? null : bytes;

    private static string Radix(long number, int radix)
    {
        var digits = new Stack<char>();
        do
        {
            digits.Push((char)(number % radix is var digit && digit < 10 ? '0' + digit : 'a' + digit - 10));
            number /= radix;
        }
        while (number > 0);
        return new string([.. digits]);
    }

    private static JsValue? Replace(JsValue value, string text, string what, string with, bool isPattern)
    {
        if (!isPattern)
            return value with { Text = text.Replace(what, with, StringComparison.Ordinal) };
        // A pattern of one plain character or class of characters, which takes padding out.
        int close = what.LastIndexOf('/');
        string inner = close > 0 ? what[1..close] : "";
        if (with.Length > 0 || inner.Length == 0)
            return null;
        string members = inner.Length == 1 || (inner.Length == 2 && inner[0] == '\\')
            ? inner[^1..]
            : inner.StartsWith('[') && inner.TrimEnd('+').EndsWith(']') && !inner.Contains('-') && inner[1] != '^'
                ? inner.TrimEnd('+')[1..^1].Replace("\\", "", StringComparison.Ordinal)
                : "";
        return members.Length == 0 || inner is "." or "\\s" or "\\d" or "\\w"
            ? null
            : JsValue.Of(new string([.. text.Where(one => !members.Contains(one, StringComparison.Ordinal))])).After("padding removed", value);
    }
}
