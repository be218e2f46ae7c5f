using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Vitrine.Audit.Reports;

/// <summary>A place in the package, as the strings that explain a finding begin or end with one: <c>lib/a.mjs:12</c>, <c>bin/tool@0x1f00</c>.</summary>
/// <param name="File">Relative to the package.</param>
/// <param name="Line">From 1; 0 where only an offset is known.</param>
/// <param name="Offset">In bytes; -1 where only a line is known.</param>
internal sealed record PackagePlace(string File, int Line, long Offset)
{
    // Bounds the work: a text is looked at once, and back from each mark at most so far.
    private const int LongestText = 4096, LongestFile = 400;

    /// <summary>Finds the first place that a text names.</summary>
    public static bool TryFind(string text, [NotNullWhen(true)] out PackagePlace? place)
    {
        ReadOnlySpan<char> rest = text.AsSpan(0, Math.Min(text.Length, LongestText));
        for (int mark = 1; mark < rest.Length - 1; mark++)
        {
            if (rest[mark] is ':' or '@' or '+' && char.IsAsciiDigit(rest[mark + 1]) && TryRead(rest, mark, mark + 1, rest[mark] == ':', out place))
                return true;
            if (rest[mark] == ' ' && rest[mark..].StartsWith(" offset ") && TryRead(rest, mark, mark + " offset ".Length, isLine: false, out place))
                return true;
        }

        place = null;
        return false;
    }

    private static bool TryRead(ReadOnlySpan<char> text, int end, int number, bool isLine, [NotNullWhen(true)] out PackagePlace? place)
    {
        place = null;
        int start = end;
        while (start > 0 && end - start < LongestFile && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] is '_' or '@' or '.' or '+' or '-' or '/'))
            start--;
        ReadOnlySpan<char> file = text[start..end].TrimStart('/');
        // With a dot or a slash in it, so that "note: 12" is no place; and what leads elsewhere is none in the package.
        if (file.Length < 2
            || file.IndexOfAny('.', '/') < 0
            || file[^1] is '.' or '/'
            || file.Contains("..", StringComparison.Ordinal)
            || start != end - file.Length)
            return false;
        ReadOnlySpan<char> digits = text[number..];
        bool isHex = digits.StartsWith("0x");
        digits = isHex ? digits[2..] : digits;
        int length = 0;
        while (length < digits.Length && length < 19 && (isHex ? char.IsAsciiHexDigit(digits[length]) : char.IsAsciiDigit(digits[length])))
            length++;
        if (!long.TryParse(digits[..length], isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out long value)
            || value < 0)
            return false;
        place = isLine && !isHex && value is > 0 and <= int.MaxValue
            ? new PackagePlace(file.ToString(), (int)value, -1)
            : new PackagePlace(file.ToString(), 0, value);
        return true;
    }
}
