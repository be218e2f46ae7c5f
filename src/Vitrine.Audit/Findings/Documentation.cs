using System.Text.RegularExpressions;
using Vitrine.Audit.Comparison;
using Vitrine.Audit.Comparison.Features;
using Vitrine.Audit.Comparison.Text;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Findings;

/// <summary>
/// What a target's README says of its behaviour: a difference whose condition, place and both values stand together there, in plain words, is not hidden from whoever reads it. It is told all the same.
/// </summary>
internal sealed partial class Documentation(IReadOnlyList<string> items)
{
    // Longer ones speak for themselves where both stand together; of shorter ones the place must be named as well.
    private const int TellingValue = 4;
    private const int LongestValue = 48;
    private const int LongestQuote = 160;
    private const int LongestSentence = 200;

    // A moment has more words than those that stand before it in a line.
    private static readonly string[] s_ofTime = ["local", "hour", "hours", "night", "evening", "morning", "date", "day", "time"];

    /// <summary>What is said of a difference that would be a finding; null where nothing is.</summary>
    public string? Says(Difference difference)
    {
        if (items.Count == 0 || difference.Kind != DifferenceKind.Steady || difference is not { Factors: [var factor], Place: not null } || difference.Path.Contains("#order", StringComparison.Ordinal) || difference.Path.Contains("#space", StringComparison.Ordinal)
            || difference.Path.Contains("#escapes", StringComparison.Ordinal) || difference.Path.EndsWith("#around", StringComparison.Ordinal) || Folding.Fold(difference.Before) == Folding.Fold(difference.After))
            return null;
        if (IsAdded(difference))
            return items.Where(item => NamesCondition(item, difference, factor) && Quoted.Matches(item).Any(quote => Begins(difference, quote.Groups["said"].Value))).Select(Quote).FirstOrDefault();
        string[] values = difference.Path.EndsWith("#members", StringComparison.Ordinal) ? Changed(difference) : [difference.Before.Trim(), difference.After.Trim()];
        if (values.Length == 0 || values.Any(value => value.Length is 0 or > LongestValue))
            return null;
        bool isTelling = difference.Path.EndsWith("#members", StringComparison.Ordinal) || values.All(value => value.Length >= TellingValue);
        string? place = PlaceOf(difference.Path);
        return items.Where(item => NamesCondition(item, difference, factor) && (isTelling || (place is not null && TextJudge.IsSaid(item, place, 2))) && Plain(item) is var plain && values.All(value => IsSaid(plain, value)))
            .Select(Quote).FirstOrDefault();
    }

    // A sentence that is there on one side only.
    private static bool IsAdded(Difference difference) => difference.Channel == Channels.BodyText && (difference.Before.Trim().Length == 0) != (difference.After.Trim().Length == 0) && difference.Before.Length + difference.After.Length <= LongestSentence;

    private static bool Begins(Difference difference, string quote) => quote.Trim().Contains(' ', StringComparison.Ordinal) && (difference.Before + difference.After).Trim().StartsWith(quote, StringComparison.Ordinal);

    /// <summary>What is said of the place of a difference, with one of some words; null where nothing is.</summary>
    public string? Names(string path, IEnumerable<string> words) =>
        PlaceOf(path) is string place ? items.Where(item => TextJudge.IsSaid(item, place, 2) && words.Any(word => TextJudge.IsSaid(item, word, 2))).Select(Quote).FirstOrDefault() : null;

    private static string Quote(string item) => item.Length <= LongestQuote ? item : item[..LongestQuote] + "…";

    // Names that are on one side only.
    private static string[] Changed(Difference difference)
    {
        string[] before = difference.Before.Split(' ', StringSplitOptions.RemoveEmptyEntries), after = difference.After.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return [.. before.Except(after).Concat(after.Except(before))];
    }

    // The variable by its name, or a word for what the factor is.
    private static bool NamesCondition(string item, Difference difference, string factor)
    {
        string[] variables = [.. difference.With.Levels.Concat(difference.Without.Levels).SelectMany(level => level.Changes.Environment.Keys)];
        return variables.Any(name => IsSaid(item, name)) || (factor != Factors.EnvironmentVariable && FactLines.LabelsOf(factor).Any(label => TextJudge.IsSaid(item, label, 2)))
            || (factor is Factors.TimeZone or Factors.Clock && s_ofTime.Any(word => TextJudge.IsSaid(item, word, 2)))
            || variables.SelectMany(VariableWords.Of).Any(word => TextJudge.IsSaid(item, word, 2));
    }

    private static bool IsSaid(string text, string value)
    {
        for (int at = text.IndexOf(value, StringComparison.Ordinal); at >= 0; at = text.IndexOf(value, at + 1, StringComparison.Ordinal))
        {
            int end = at + value.Length;
            if ((at == 0 || !IsOfWord(text[at - 1])) && (end == text.Length || !IsOfWord(text[end])))
                return true;
        }

        return false;
    }

    private static bool IsOfWord(char c) => char.IsLetterOrDigit(c) || c == '_';

    // Numbers are grouped by whoever writes them for people.
    private static string Plain(string item) => Grouped.Replace(item, "");

    /// <summary>The name of a field or a member that a path ends in; null where it has none.</summary>
    private static string? PlaceOf(string path) => Named.Match(path) is { Success: true } name ? name.Groups[1].Value : null;

    [GeneratedRegex(@"(?<=\b[0-9]{1,3})[,\u2019\u202f\u00a0](?=[0-9]{3}\b)", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Grouped { get; }

    // Two words at least.
    [GeneratedRegex("`(?<said>[^`]*)`|\"(?<said>[^\"]*)\"|\u201c(?<said>[^\u201d]*)\u201d", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Quoted { get; }

    [GeneratedRegex(@"(?: field |/)([A-Za-z][A-Za-z0-9_-]{1,60})(?: (?:at|of) [a-z ]{1,30})?\z", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Named { get; }
}
