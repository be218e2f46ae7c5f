using System.Globalization;
using System.Text.RegularExpressions;
using Vitrine.Audit.Comparison;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Findings;

// Parts of a prompt that are told by their names: a section by its heading or tag, a line by its label or as a whole, and what is said in the first sessions
// only.
internal sealed partial class Documentation
{
    private const int ShortestHeading = 3;
    private const int LongestSection = 600;
    private const int MostOfFact = 6;
    private static readonly string[] s_ordinals = ["", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];

    private string? Sections(Difference difference, string factor) =>
        difference.Channel != Channels.BodyText
            ? null
            : NamedSection(difference, factor) ?? QuotedPiece(difference, factor) ?? OfFirstSessions(difference, factor) ?? QuotedLines(difference, factor);

    // It stands on one side alone, and what it is called is quoted beside the condition.
    private string? NamedSection(Difference difference, string factor) =>
        OneSided(difference) is { } piece && IsPlainText(piece) && NameOf(piece) is { Length: >= ShortestHeading } name
            ? Passages().FirstOrDefault(passage => NamesCondition(passage, difference, factor)
                && Quoted.Matches(passage)
                    .Concat(Emphasised.Matches(passage))
                    .Any(quote => quote.Groups["said"].Value.Trim('<', '>', '#', ':', ' ').Equals(name, StringComparison.OrdinalIgnoreCase)))
            : null;

    // All that one side has more, as it is written: `(cached)`.
    private string? QuotedPiece(Difference difference, string factor) =>
        OneSided(difference)?.Trim() is { Length: >= ShortestHeading and <= LongestValue } piece && IsPlainText(piece)
            ? Passages().FirstOrDefault(passage => NamesCondition(passage, difference, factor)
                && Quoted.Matches(passage).Any(quote => quote.Groups["said"].Value == piece))
            : null;

    // What is told of the first so many sessions and is not said after them: the number that it tells lies between those of the two sides.
    private string? OfFirstSessions(Difference difference, string factor)
    {
        if (factor != Factors.RunCount || difference.After.Trim().Length > 0 || !IsPlainText(difference.Before))
            return null;
        int without = SessionsBefore(difference.Without), with = SessionsBefore(difference.With);
        return Passages().FirstOrDefault(passage => !Denying.IsMatch(passage)
            && OfPrompt.Matches(passage).Any(word => !word.Groups["kind"].Success
                || difference.Before.Contains(word.Value.TrimEnd('s'), StringComparison.OrdinalIgnoreCase))
            && FirstSessions.Matches(passage).Any(said => NumberOf(said.Groups["said"].Value) is int first && without < first && with >= first));
    }

    // Both lines as they are written, in one piece of the README, and another word of it beside the condition: `machine: interactive`.
    private string? QuotedLines(Difference difference, string factor)
    {
        if (FactLines.LinesOf(difference, LongestLabelled) is not var (before, after)
            || Plain(before) is not { Length: > 0 } one
            || Plain(after) is not { Length: > 0 } other
            || difference.Before.Trim().Length == 0
            || difference.After.Trim().Length == 0)
            return null;
        string[] values = [difference.Before.Trim(), difference.After.Trim()];
        return items.FirstOrDefault(item => Quoted.Matches(item).Select(quote => Plain(quote.Groups["said"].Value)).ToArray() is var quotes
            && quotes.Contains(one)
            && quotes.Contains(other)) is { } told
            && items.Any(item => CallsCondition(item, difference, factor)
                && !Denying.IsMatch(item)
                && (item == told || Accordingly.IsMatch(told)
                    ? values.Any(value => IsSaid(item, value))
                    : Quoted.Matches(item).Any(quote => values.Any(value => IsSaid(quote.Groups["said"].Value, value)))))
            ? told
            : null;
    }

    /// <summary>
    /// What is said of the order of a list that has the same items on both sides: that it depends on the condition, or with other sessions before, that it goes
    /// by what was used: <c>the tools are offered in the order of their use</c>; null where nothing is.
    /// </summary>
    public string? SaysOrder(Difference difference)
    {
        const string Order = "#order";
        if (difference is not { Factors: [var factor], Kind: DifferenceKind.Steady }
            || !difference.Path.EndsWith(Order, StringComparison.Ordinal)
            || PlaceOf(difference.Path[..^Order.Length]) is not { } place
            || !difference.Before.Split(' ').Order(StringComparer.Ordinal).SequenceEqual(difference.After.Split(' ').Order(StringComparer.Ordinal)))
            return null;
        return Passages().FirstOrDefault(passage => IsPlaceSaid(passage, place)
            && Ordering.IsMatch(passage)
            && !Denying.IsMatch(passage)
            && (NamesCondition(passage, difference, factor) || (factor == Factors.RunCount && OfUse.IsMatch(passage)))) is { } told
            ? Quote(told)
            : null;
    }

    // Words that can be read, and that choose nothing for anybody.
    private static bool IsPlainText(string piece) =>
        piece.Length <= LongestSection
        && !TextJudge.IsSecretive(piece)
        && piece.Split('\n', '\f').All(line => ConditionWords.AreReadable(line))
        && !piece.Any(c => char.GetUnicodeCategory(c) == UnicodeCategory.Format)
        && !Words.Matches(piece).Any(word => s_choices.Contains(word.Value));

    private static string Plain(string line) => line.Trim(' ', '-', '*', '.', '\t').ToLowerInvariant();

    private static string? OneSided(Difference difference) =>
        difference.After.Trim().Length == 0 ? difference.Before : difference.Before.Trim().Length == 0 ? difference.After : null;

    // A tag or a heading, where there is one alone, or the label of a single line.
    private static string? NameOf(string piece)
    {
        string[] lines = [.. piece.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];
        if (lines.Length == 0 || lines.Skip(1).Any(line => Heading.IsMatch(line)))
            return null;
        return Heading.Match(lines[0]) is { Success: true } heading
            ? heading.Groups["name"].Value
            : lines is [var line] && LineLabel.Match(line) is { Success: true } label && IsFact(line[label.Length..])
                ? label.Groups["name"].Value
                : null;
    }

    // Behind a label that is a sentence anything could stand: no advice.
    private static bool IsFact(string rest) => Words.Count(rest) <= MostOfFact && !Words.Matches(rest).Any(word => s_choices.Contains(word.Value));

    // The session that it tells of lies between those of the two sides: the first three are over with the fourth; "from the third on" and "after the third" are
    // written alike.
    private static bool NumbersSession(string sentence, Difference difference)
    {
        int without = SessionsBefore(difference.Without) + 1, with = SessionsBefore(difference.With) + 1;
        bool IsBetween(int session) => Math.Min(without, with) < session && session <= Math.Max(without, with);
        return NumberedSession.Matches(sentence).Any(said => said.Groups["first"] is { Success: true } first
            ? NumberOf(first.Value) is int last && IsBetween(last + 1)
            : NumberOf(said.Groups["at"].Value) is int at && (IsBetween(at) || IsBetween(at + 1)));
    }

    private static int SessionsBefore(Variation variation) => variation.Of(Factors.RunCount)?.Changes.SessionsBefore ?? 0;

    private static int? NumberOf(string said) =>
        int.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : Array.IndexOf(s_numbers, said.ToLowerInvariant()) is > 0 and var word
                ? word
                : Array.IndexOf(s_ordinals, said.ToLowerInvariant()) is > 0 and var ordinal
                    ? ordinal
                    : null;

    [GeneratedRegex(@"\A(?:<(?<name>[A-Za-z][A-Za-z0-9_ -]{2,40})>|#{1,4} (?<name>[^#]{3,40}?):?)\z", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Heading { get; }

    [GeneratedRegex(@"(?<![\w*])(?<mark>\*{1,2}|_)(?<said>[^*_\n]{3,40})\k<mark>(?![\w*])", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Emphasised { get; }

    [GeneratedRegex(@"\A(?:[-*] )?(?<name>\p{L}[\p{L} _-]{2,40}): ", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex LineLabel { get; }

    [GeneratedRegex(@"\b(?:in|for|during|within) (?:\w+ )?first (?<said>[a-z]{3,6}|[0-9]{1,3}) (?:sessions|runs|starts|launches)\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 20000)]
    private static partial Regex FirstSessions { get; }

    [GeneratedRegex(@"\b(?:accordingly|respectively|depending|depends|either|matching)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 20000)]
    private static partial Regex Accordingly { get; }

    // What is told must be of what the model is told.
    [GeneratedRegex(@"\b(?:sections?|paragraphs?|passages?|prompts?|instructions|the model|(?<kind>tips?|hints?|advice))\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 20000)]
    private static partial Regex OfPrompt { get; }

    // `In the first three sessions`, `from the second session on`.
    [GeneratedRegex(@"\bfirst (?<first>[a-z]{3,6}|[0-9]{1,3}) (?:sessions|runs|starts|launches)\b|\b(?:sessions?|runs?) one (?:and|or|to) (?<first>[a-z]{3,5})\b|\b(?<at>[a-z]{3,6}|[0-9]{1,3}) sessions (?:have|were|are)\b|\b(?<at>second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|[0-9]{1,3}(?=(?:nd|rd|th) ))(?:nd|rd|th)? (?:session|run|start|launch)\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 20000)]
    private static partial Regex NumberedSession { get; }
}
