namespace Vitrine.Core.Inspect.Secrets;

/// <summary>What a name is given.</summary>
/// <param name="Range">The value, without quotes; empty for none.</param>
/// <param name="IsQuoted">Whether it stands in quotes.</param>
/// <param name="IsLine">Whether it is the rest of a line such as in <c>.env</c>, properties and YAML.</param>
/// <param name="Operator">What stands between: <c>=</c>, <c>:</c>, <c>&gt;</c> (an element), <c>,</c> and <c>(</c> (arguments), a space.</param>
internal readonly record struct AssignedValue(TextRange Range, bool IsQuoted, bool IsLine, byte Operator)
{
    private const int LongestValue = 1024, LongestGap = 24;

    public static AssignedValue Read(ReadOnlySpan<byte> text, SecretName name)
    {
        int at = name.End;
        while (at < text.Length && at < name.End + 4 && text[at] is (byte)'"' or (byte)'\'' or (byte)'`' or (byte)']' or (byte)'\\')
            at++;
        if (PairedValue.Find(text, at) is > 0 and var paired)
            return Extent(text, paired, name, (byte)'=');
        if (name.Start > 0
            && text[name.Start - 1] == '<'
            && at < text.Length
            && text[at] == ' '
            && text.Slice(at, Math.Min(64, text.Length - at)).IndexOfAny((byte)'>', (byte)'\n') is > 0 and var close
            && text[at + close] == '>')
            return text[at + close - 1] == '/' ? default : Extent(text, at + close + 1, name, (byte)'>');
        bool wasQuoted = at > name.End;
        int gap = at;
        at = Blanks(text, at);
        if (at >= text.Length)
            return default;
        byte sign = text[at];
        bool spaced = at > gap;
        switch (sign)
        {
            case (byte)'=':
            case (byte)':':
                at++;
                while (at < text.Length && at < gap + LongestGap && text[at] is (byte)'=' or (byte)'>' or (byte)'~' or (byte)':')
                    at++;
                break;
            case (byte)'.' or (byte)'?' or (byte)'+' or (byte)'|' or (byte)'!' when AssignmentEnd(text, at) is > 0 and var end:
                (at, sign) = (end, (byte)'=');
                break;
            case (byte)'>' when !spaced:
                at++;
                while (at < text.Length && at < gap + 2 * LongestGap && text[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
                    at++;
                break;
            case (byte)'(' when !spaced:
            case (byte)',' when wasQuoted:
                at++;
                break;
            case (byte)'"' or (byte)'\'' when spaced && !wasQuoted:
                sign = (byte)' ';
                break;
            case (byte)',' when IsConstant(text[name.Start..name.End]):
                at++;
                break;
            default:
                if (spaced && !wasQuoted && Declared(text, at) is > 0 and var declared)
                {
                    (at, sign) = (declared, (byte)'=');
                    break;
                }

                if (!spaced
                    || wasQuoted
                    || !(IsOption(text, name)
                        || IsDefined(text, name)
                        || IsNetrc(text, name)
                        || name.Kind == SecretNameKind.Authorization && Ascii.Ends(text[name.Start..name.End], "bearer"u8)))
                    return default;
                sign = (byte)' ';
                break;
        }

        at = Blanks(text, at);
        at = Annotation(text, at, sign);
        at = NamedValue(text, at);
        at = Scheme(text, at, name);
        return at >= text.Length ? default : Extent(text, at, name, sign);
    }

    private static AssignedValue Extent(ReadOnlySpan<byte> text, int at, SecretName name, byte sign)
    {
        int prefix = at;
        while (prefix < at + 2
            && prefix < text.Length
            && text[prefix] is (byte)'b' or (byte)'r' or (byte)'u' or (byte)'f' or (byte)'@' or (byte)'L' or (byte)'\\')
            prefix++;
        if (prefix < text.Length && text[prefix] is (byte)'"' or (byte)'\'' or (byte)'`')
            return Quoted(text, prefix, name, sign);
        if (text[at..].StartsWith("&quot;"u8))
        {
            int length = text.Slice(at + 6, Math.Min(LongestValue, text.Length - at - 6)).IndexOfAny("&\n<"u8);
            return length > 0 && text[at + 6 + length] == '&' ? new AssignedValue(new TextRange(at + 6, length), true, false, sign) : default;
        }

        if (sign is (byte)',' or (byte)'(')
            return default;
        bool isLine = sign is (byte)'=' or (byte)':' && StartsLine(text, name.Start);
        int end = at, limit = Math.Min(text.Length, at + LongestValue);
        while (end < limit
            && text[end] > ' '
            && !(text[end] == '\\' && end + 1 < limit && text[end + 1] is (byte)'n' or (byte)'r' or (byte)'t' or (byte)'"' or (byte)'\\')
            && text[end] is not ((byte)'"' or (byte)'\'' or (byte)'`' or (byte)'<')
            && (isLine || text[end] is not ((byte)',' or (byte)';' or (byte)'&' or (byte)')' or (byte)']' or (byte)'}' or (byte)'|')))
            end++;
        if (end == limit && limit < text.Length)
            return default;
        int rest = Blanks(text, end);
        if (isLine && rest < text.Length && text[rest] is not ((byte)'\n' or (byte)'\r' or (byte)'#' or (byte)';' or 0 or (byte)'\\'))
            isLine = false;
        while (end > at && text[end - 1] is (byte)',' or (byte)';' or (byte)'\\')
            end--;
        return new AssignedValue(new TextRange(at, end - at), false, isLine, sign);
    }

    private static AssignedValue Quoted(ReadOnlySpan<byte> text, int quote, SecretName name, byte sign)
    {
        byte mark = text[quote];
        int start = quote + 1;
        start = Scheme(text, start, name);
        int end = start, limit = Math.Min(text.Length, start + LongestValue);
        while (end < limit && text[end] != mark && text[end] is not ((byte)'\n' or 0))
            end += text[end] == '\\' && end + 1 < limit && text[end + 1] != mark ? 2 : 1;
        if (end >= limit || text[end] != mark)
            return default;
        int length = end - start;
        if (length > 0 && text[end - 1] == '\\')
            length--;
        return new AssignedValue(new TextRange(start, length), true, false, sign);
    }

    /// <summary>Behind the sign of <c>var token string = "…"</c>; 0 for none.</summary>
    private static int Declared(ReadOnlySpan<byte> text, int at)
    {
        int type = at, limit = Math.Min(text.Length, at + LongestGap);
        while (at < limit && (ByteSet.Word.Contains(text[at]) || text[at] is (byte)'[' or (byte)']' or (byte)'*' or (byte)'.'))
            at++;
        int sign = Blanks(text, at);
        return at > type && sign > at && sign + 1 < text.Length && text[sign] == '=' && text[sign + 1] == ' ' ? sign + 1 : 0;
    }

    /// <summary><c>CURLOPT_PASSWORD</c> before a comma is given the next argument.</summary>
    private static bool IsConstant(ReadOnlySpan<byte> name)
    {
        foreach (byte value in name)
            if (value is >= (byte)'a' and <= (byte)'z' or (byte)'-' or (byte)'.')
                return false;
        return name.Length >= 8;
    }

    /// <summary>Behind <c>.=</c>, <c>?=</c>, <c>??=</c>, <c>||=</c>, <c>+=</c>, <c>!=</c>; 0 for none.</summary>
    private static int AssignmentEnd(ReadOnlySpan<byte> text, int at)
    {
        int end = at + 1;
        if (end < text.Length && text[end] == text[at])
            end++;
        if (end >= text.Length || text[end] != '=')
            return 0;
        while (end < text.Length && end < at + 4 && text[end] == '=')
            end++;
        return end;
    }

    private static int Blanks(ReadOnlySpan<byte> text, int at)
    {
        int limit = Math.Min(text.Length, at + LongestGap);
        while (at < limit && text[at] is (byte)' ' or (byte)'\t')
            at++;
        return at;
    }

    /// <summary><c>password: str = "…"</c></summary>
    private static int Annotation(ReadOnlySpan<byte> text, int at, byte sign)
    {
        if (sign != ':')
            return at;
        int i = at, limit = Math.Min(text.Length, at + LongestGap);
        while (i < limit && (ByteSet.Word.Contains(text[i]) || text[i] is (byte)'[' or (byte)']' or (byte)'|' or (byte)'?' or (byte)'.'))
            i++;
        int equals = Blanks(text, i);
        return i > at && equals > i && equals < text.Length && text[equals] == '=' ? Blanks(text, equals + 1) : at;
    }

    /// <summary>
    /// <c>"name": "X", "value": "…"</c>, <c>name="X" value="…"</c>, <c>- name: X</c> with <c>value: …</c> below: not behind an operator, so tried from the
    /// name's own end.
    /// </summary>
    private static int NamedValue(ReadOnlySpan<byte> text, int at)
    {
        int i = at;
        if (i < text.Length && text[i] is (byte)'"')
            i++;
        return Ascii.Starts(text[i..], "value"u8) && i + 6 < text.Length && text[i + 5] is (byte)'"' && text[i + 6] is (byte)':' ? Blanks(text, i + 7) : at;
    }

    private static int Scheme(ReadOnlySpan<byte> text, int at, SecretName name)
    {
        if (name.Kind != SecretNameKind.Authorization && name.Kind != SecretNameKind.Secret)
            return at;
        foreach (byte[] scheme in Schemes)
            if (at < text.Length && Ascii.Starts(text[at..], scheme))
                return at + scheme.Length;
        return at;
    }

    private static readonly byte[][] Schemes = ["Bearer "u8.ToArray(), "Basic "u8.ToArray(), "token "u8.ToArray(), "ApiKey "u8.ToArray(), "SSWS "u8.ToArray(),
        "AWS4-HMAC-SHA256 "u8.ToArray()];

    private static bool IsOption(ReadOnlySpan<byte> text, SecretName name) => name.Start < text.Length && text[name.Start] == '-';

    /// <summary><c>#define PASSWORD x</c>, <c>config set //host/:_authToken x</c></summary>
    private static bool IsDefined(ReadOnlySpan<byte> text, SecretName name)
    {
        int start = name.Start, first = Math.Max(0, start - 64);
        while (start > first && text[start - 1] is (byte)':' or (byte)'/' or (byte)'.' or (byte)'@'
            || (start > first && start < name.Start && ByteSet.Base64Url.Contains(text[start - 1])))
            start--;
        ReadOnlySpan<byte> before = text[first..start];
        return Ascii.Ends(before, "define "u8) || Ascii.Ends(before, " set "u8);
    }

    /// <summary><c>machine H login U password P</c>, of <c>.netrc</c>.</summary>
    private static bool IsNetrc(ReadOnlySpan<byte> text, SecretName name) =>
        name.End - name.Start == 8 && name.Kind == SecretNameKind.Password
        && (Ascii.Has(text[Math.Max(0, name.Start - 80)..name.Start], "login "u8) || Ascii.Has(text[Math.Max(0, name.Start - 80)..name.Start], "machine "u8));

    private static bool StartsLine(ReadOnlySpan<byte> text, int start)
    {
        int at = start;
        while (at > 0
            && start - at < 32
            && text[at - 1] is (byte)' ' or (byte)'\t' or (byte)'-' or (byte)'"' or (byte)'#' or (byte)'/' or (byte)'+' or (byte)'@')
            at--;
        if (at == 0 || text[at - 1] is (byte)'\n' or 0 or (byte)'\r' || (at > 1 && text[at - 2] == '\\' && text[at - 1] is (byte)'n' or (byte)'t'))
            return true;
        ReadOnlySpan<byte> before = text[Math.Max(0, at - 6)..at];
        return Ascii.Ends(before, "export"u8)
            || Ascii.Ends(before, "ENV"u8)
            || Ascii.Ends(before, "set"u8)
            || Ascii.Ends(before, "ARG"u8)
            || Ascii.Ends(before, "setx"u8);
    }
}
