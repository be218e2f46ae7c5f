using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Vitrine.Audit.Reading.Harvesting;

/// <summary>
/// What a package's README says in one piece: an item of a list, a row of a table, some sentences of a paragraph. What a program does and says there in plain
/// words is not hidden.
/// </summary>
internal static partial class DocumentedItems
{
    private const int Longest = 500;
    private const int Most = 300;

    // Of which nothing may be left.
    private const int MostPieces = 3000;

    /// <summary>Files those of a package's README.</summary>
    public static void Add(HarvestTable table, Origin origin, ReadOnlySpan<byte> bytes)
    {
        if (ReadmeText.Of(origin, bytes) is not string text)
            return;
        text = Fence.Replace(text, fenced => new string('\n', fenced.Length));
        int most = Most, pieces = MostPieces, at = 0, from = 0;
        string[]? heading = null;
        string introduction = "";
        foreach (ValueMatch piece in Piece.EnumerateMatches(text))
        {
            if (pieces-- == 0)
                return;
            at += Encoding.UTF8.GetByteCount(text.AsSpan(from, piece.Index - from));
            from = piece.Index;
            string line = Blank.Replace(text.Substring(piece.Index, piece.Length), " ").Trim();
            string[]? cells = line.Length <= Longest && line.StartsWith('|') ? line.Trim('|').Split('|', StringSplitOptions.TrimEntries) : null;
            if (cells is null)
                heading = null;
            // A row says what it does under the heading of each column.
            else if (heading?.Length == cells.Length)
                line = string.Join(", ", heading.Zip(cells, (name, cell) => name.Length > 0 ? $"{name}: {cell}" : cell));
            else
                heading = cells;
            bool isItem = Item.IsMatch(line);
            if (!isItem)
                introduction = line.EndsWith(':') && !line.StartsWith('#') ? IntroductionOf(line) : "";
            // What introduces a list, under which condition at times, is said of each of its items.
            string whole = isItem && introduction.Length > 0 ? $"{introduction} {Item.Replace(line, "")}" : "";
            foreach (string said in whole.Length is > 0 and <= Longest && !HasUnseen(whole) ? Parts(line).Append(whole) : Parts(line))
            {
                if (most-- == 0)
                    return;
                table.Add(HarvestKind.Documented, said, new Sighting(origin.At(at), Suspicion.Named, Subjects.None, [], false));
            }
        }
    }

    private static bool HasUnseen(string text) => text.Any(c => char.GetUnicodeCategory(c) == UnicodeCategory.Format);

    // The sentence that ends in the colon, and where that has no condition and goes on from the one before it, both as one.
    private static string IntroductionOf(string paragraph) =>
        Sentence.Split(paragraph) is [.., var before, var last] && PointsBack.IsMatch(last) && !Condition.IsMatch(last)
            ? $"{before.TrimEnd('.', ';', '!', '?')}: {last}"
            : Sentence.Split(paragraph)[^1];

    // Of a long paragraph as many sentences as fit together: one often goes on with what the one before it spoke of.
    private static IEnumerable<string> Parts(string piece)
    {
        var part = new StringBuilder();
        foreach (string sentence in Sentence.Split(piece))
        {
            if (part.Length > 0 && part.Length + sentence.Length + 1 > Longest)
            {
                yield return part.ToString();
                part.Clear();
            }

            // Signs that are not seen may hide anything.
            if (sentence.Length <= Longest && !HasUnseen(sentence))
                part.Append(part.Length > 0 ? " " : "").Append(sentence);
        }

        if (part.Length > 0)
            yield return part.ToString();
    }

    [GeneratedRegex(@"^[ \t]*(?:```|~~~).*?(?:^[ \t]*(?:```|~~~)[^\n]*$|\z)", RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence { get; }

    // An item begins with its mark, a row with its line, a heading stands for itself; any other line goes on with what is above it.
    [GeneratedRegex(@"^[ \t]*#.*|^[ \t]*[^\s].*(?:\n[ \t]*(?![-*+|#>]|[0-9]{1,3}[.)][ \t])[^\s].*)*", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Piece { get; }

    [GeneratedRegex(@"\b(?:if|when|whenever|unless|with|under|behind|during|outside|inside)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Condition { get; }

    [GeneratedRegex(@"\b(?:then|so|there|in this way|in that case|(?:two|three|four|five|several|some|a few) (?:things|changes|differences|points|effects))\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex PointsBack { get; }

    [GeneratedRegex(@"\A(?:[-*+]|[0-9]{1,3}[.)]) ", RegexOptions.CultureInvariant)]
    private static partial Regex Item { get; }

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Blank { get; }

    [GeneratedRegex(@"(?<=[.;!?]) ", RegexOptions.CultureInvariant)]
    private static partial Regex Sentence { get; }
}
