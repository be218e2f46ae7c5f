using System.Globalization;
using System.Text.RegularExpressions;
using Vitrine.Audit.Comparison;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Findings;

/// <summary>Whether what differs is a number, or a word beside one, that counts what the condition changes.</summary>
internal static partial class Counts
{
    private const int LongestLine = 160;

    /// <summary>Whether two pieces are equal but for their numbers.</summary>
    public static bool Are(string before, string after) =>
        Number().IsMatch(before) && Number().IsMatch(after) && Number().Replace(before, "#") == Number().Replace(after, "#");

    /// <summary>Whether a number stands in a line that says what of a workspace it counts, or where nothing but a number is said.</summary>
    public static bool AreOfContent(Difference difference) =>
        FactLines.LinesOf(difference, LongestLine) is not var (before, after)
            ? difference.Before.Contains('\n', StringComparison.Ordinal)
            : (Counted().IsMatch(before) && Counted().IsMatch(after) && !Limits.AreSet(after)) || !before.Any(char.IsLetter);

    /// <summary>Whether a session after two others calls itself the third, wherever the first called itself the first.</summary>
    public static bool AreOfSessions(Difference difference)
    {
        int earlier = difference.With.Of(Factors.RunCount)?.Changes.SessionsBefore ?? 0,
            before = difference.Without.Of(Factors.RunCount)?.Changes.SessionsBefore ?? 0;
        return earlier != before
            && !(difference.Channel == Channels.Header && WithinWord().IsMatch(difference.Before))
            && Are(difference.BeforeMarked, difference.AfterMarked)
            && Number().Matches(difference.BeforeMarked)
                .Zip(Number().Matches(difference.AfterMarked))
                .All(pair => pair.First.Value == pair.Second.Value || IsNext(pair.First.Value, pair.Second.Value));

        bool IsNext(string old, string next) =>
            int.TryParse(old, NumberStyles.None, CultureInfo.InvariantCulture, out int first)
            && int.TryParse(next, NumberStyles.None, CultureInfo.InvariantCulture, out int now)
            && now - first == earlier - before
            && first - before is 0 or 1
            && (old.Length == next.Length || (old[0] != '0' && next[0] != '0'));
    }

    /// <summary>Whether a word behind a number that is another one has its plural: 1 folder, 3 folders.</summary>
    public static bool ArePlurals(Difference difference)
    {
        string before = difference.Before.Trim(' ', '.', ',', ';', ')', '\n'), after = difference.After.Trim(' ', '.', ',', ';', ')', '\n');
        return before.Length > 2
            && before.All(char.IsLetter)
            && (before + "s" == after || after + "s" == before)
            && FactLines.LinesOf(difference, LongestLine) is var (one, other)
            && Counting(one, before) is { } old
            && Counting(other, after) is { } now
            && old != now
            && (old == "1") == (before.Length < after.Length)
            && (now == "1") == (after.Length < before.Length);
    }

    private static string? Counting(string line, string word) =>
        line.IndexOf(" " + word, StringComparison.Ordinal) is > 0 and var at
        && line[..at] is var rest
        && rest[(rest.LastIndexOf(' ') + 1)..] is { Length: > 0 } number
        && number.All(char.IsAsciiDigit)
            ? number
            : null;

    // A digit of an id counts nothing.
    [GeneratedRegex("[A-Za-z][0-9]|[0-9][A-Za-z]", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex WithinWord();

    [GeneratedRegex(@"\b(?:files?|lines?|bytes?|[kKM]i?B|words?|characters?|tokens?|size|folders?|director(?:y|ies)|entries|items?|tests?|functions?|symbols?|commits?|changes?|changed|total|insertions?|deletions?|modules?|packages?|languages?|sources?|context|chars)\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 20000)]
    private static partial Regex Counted();

    /// <summary>A number in digits of ASCII.</summary>
    [GeneratedRegex(@"[0-9]+", RegexOptions.CultureInvariant, 20000)]
    public static partial Regex Number();
}
