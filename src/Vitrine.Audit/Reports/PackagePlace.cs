using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Vitrine.Audit.Reports;

/// <summary>A place in the package, as the strings that explain a finding begin or end with one: <c>lib/a.mjs:12</c>, <c>bin/tool@0x1f00</c>.</summary>
/// <param name="File">Relative to the package.</param>
/// <param name="Line">From 1; 0 where only an offset is known.</param>
/// <param name="Offset">In bytes; -1 where only a line is known.</param>
internal sealed partial record PackagePlace(string File, int Line, long Offset)
{
    /// <summary>Finds the place that a text names.</summary>
    public static bool TryFind(string text, [NotNullWhen(true)] out PackagePlace? place)
    {
        place = null;
        Match found = Pattern.Match(text.Length > 4096 ? text[..4096] : text);
        if (!found.Success)
            return false;
        string number = found.Groups["number"].Value;
        bool isHex = number.StartsWith("0x", StringComparison.Ordinal);
        if (!long.TryParse(isHex ? number[2..] : number, isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out long value) || value < 0)
            return false;
        string file = found.Groups["file"].Value;
        place = isHex || found.Groups["mark"].Value[0] != ':' || value is 0 or > int.MaxValue ? new PackagePlace(file, 0, value) : new PackagePlace(file, (int)value, -1);
        return true;
    }

    // A file name with a dot or a slash in it, so that "note: 12" is no place.
    [GeneratedRegex(@"(?<![\w/])(?<file>[\w@][\w@.+-]*(?:/[\w@.+-]+)*[./][\w@.+-]+)(?<mark>:|@|\+| offset )(?<number>0x[0-9a-f]{1,15}|[0-9]{1,18})", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern { get; }
}
