using System.Globalization;
using System.Text.RegularExpressions;
using Vitrine.Audit.Comparison;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Findings;

/// <summary>Whether what differs is a number, or a word beside one, that counts what the condition changes.</summary>
internal static partial class Counts
{
    private const int LongestLine = 160;

    public static bool Are(string before, string after) =>
        Number().IsMatch(before) && Number().IsMatch(after) && Number().Replace(before, "#") == Number().Replace(after, "#");

    // In a line that says what it counts, or where nothing but a number is said.
    public static bool AreOfContent(Difference difference) =>
        FactLines.LinesOf(difference, LongestLine) is not var (before, after)
            ? difference.Before.Contains('\n', StringComparison.Ordinal)
            : (Counted().IsMatch(before) && Counted().IsMatch(after) && !Limits.AreSet(after)) || !before.Any(char.IsLetter);

    // A session after two others calls itself the third, wherever the first called itself the first.
    public static bool AreOfSessions(Difference difference)
    {
        int earlier = difference.With.Of(Factors.RunCount)?.Changes.SessionsBefore ?? 0,
            before = difference.Without.Of(Factors.RunCount)?.Changes.SessionsBefore ?? 0;
        return earlier != before
            && !(difference.Channel == Channels.Header && WithinWord().IsMatch(difference.Before))
            && Are(difference.BeforeMarked, difference.AfterMarked)
            && Number().Matches(difference.BeforeMarked).Zip(Number().Matches(difference.AfterMarked)).All(pair => pair.First.Value == pair.Second.Value
                || (int.TryParse(pair.First.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int first)
                    && int.TryParse(pair.Second.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int now)
                    && now - first == earlier - before
                    && first - before is 0 or 1
                    && (pair.First.Length == pair.Second.Length || (pair.First.Value[0] != '0' && pair.Second.Value[0] != '0'))));
    }

    // Behind a number that is another one: 1 folder, 3 folders.
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

    [GeneratedRegex(@"[0-9]+", RegexOptions.CultureInvariant, 20000)]
    public static partial Regex Number();
}
