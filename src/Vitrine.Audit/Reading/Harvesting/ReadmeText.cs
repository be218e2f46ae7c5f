using System.Text;
using System.Text.RegularExpressions;

namespace Vitrine.Audit.Reading.Harvesting;

/// <summary>What a reader sees of a package's README.</summary>
internal static partial class ReadmeText
{
    private const int MostBytes = 1 << 20;

    /// <summary>The text, with blanks where comments stand; null where it is another file, or too long.</summary>
    public static string? Of(Origin origin, ReadOnlySpan<byte> bytes) =>
        origin.Chain.Count > 0 || origin.Depth > 0 || !Name.IsMatch(origin.Name) || bytes.Length > MostBytes
            ? null
            : Hidden.Replace(Encoding.UTF8.GetString(bytes), blank => new string(' ', blank.Length));

    [GeneratedRegex(@"\A(?:package/)?readme(?:\.md|\.markdown|\.txt)?\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Name { get; }

    // An element's beginning is bounded, and ends where another begins: without that, a line full of beginnings is gone through again from each of them.
    // What nobody sees of a page: comments, definitions of links, elements that are not shown, and what stands in the signs of all others.
    [GeneratedRegex(@"<!--.*?(?:-->|\z)|^[ ]{0,3}\[[^\]\n]*\]:[^\n]*|<(script|style|template|details)\b.*?(?:</\1|\z)|<[a-z][a-z0-9]{0,20}\b[^<>\n]{0,400}(?:hidden|display|visibility|opacity|font-size|color)[^<>\n]{0,400}>[^\n]*|</?[a-z][^<>\n]{0,400}>",
        RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex Hidden { get; }
}
