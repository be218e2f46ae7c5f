using System.Globalization;
using System.Text.RegularExpressions;
using Vitrine.Audit.Comparison;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Findings;

// Settings of a request that are told as people tell them: a number in words and in another unit, a switch by what it does, an age by the day from which it is
// counted.
internal sealed partial class Documentation
{
    private const int LeastOfSetting = 4;
    private const int MostOfSentence = 8;
    private const int MostOfTopic = 4;
    private static readonly HashSet<string> s_switches = new(StringComparer.OrdinalIgnoreCase) { "true", "false", "yes", "no", "on", "off", "0", "1", "present",
        "absent", "none", "enabled", "disabled", "set", "unset" };
    private static readonly HashSet<string> s_ofAll = new(StringComparer.OrdinalIgnoreCase) { "value", "with", "mode", "type", "user", "agent", "client",
        "model", "count", "level", "option", "options" };

    private string? OfSettings(Difference difference, string factor)
    {
        if (PlaceOf(difference) is not { } place || WholeValues(difference) is not var (before, after))
            return null;
        string[] parts = [.. NameParts.Matches(place)
            .Select(part => part.Value.ToLowerInvariant())
            .Where(part => part.Length >= LeastOfSetting && !s_ofAll.Contains(part))];
        bool areNumbers = before.All(char.IsAsciiDigit) && after.All(char.IsAsciiDigit) && before.Length * after.Length > 0;
        if (areNumbers && AgeOf(difference, place, before, after) is { } age)
            return age;
        bool IsOfPlace(string text) =>
            IsPlaceSaid(text, place) || parts.Any(part => Words.Matches(text).Any(word => AreForms(part, word.Value.ToLowerInvariant())));
        // What the condition's own sentence says is the value under it; the other may stand wherever the place is told. A number of one digit is told by any.
        if (areNumbers && before != after)
            return Passages().FirstOrDefault(passage => NamesCondition(passage, difference, factor)
                && ToldNumbers.Tell(passage, after, before)
                && IsOfPlace(passage)
                && Numbers.Count(passage) <= MostOfSentence) is { } told
                && items.Any(item => IsOfPlace(item) && ToldNumbers.Tell(item, before, after))
                ? told
                : null;
        // A switch says no more than one of two, and what it is for is said beside the condition.
        if (s_switches.Contains(before) && s_switches.Contains(after))
            return Passages().FirstOrDefault(passage => NamesCondition(passage, difference, factor)
                && IsOfPlace(passage)
                && (Quoted.Matches(passage).Select(quote => quote.Groups["said"].Value.Trim()).Where(s_switches.Contains).ToArray() is not { Length: > 0 } said
                    || said.Contains(after)));
        // A word for another.
        return before.All(char.IsAsciiLetter) && after.All(char.IsAsciiLetter) && before.Length >= 3 && after.Length >= 3
            ? Passages().FirstOrDefault(passage => NamesCondition(passage, difference, factor)
                && IsSaid(passage, after)
                && items.Any(item => IsOfPlace(item) && IsSaid(item, before) && (item.Contains(passage, StringComparison.Ordinal) || IsOfPlace(passage))))
            : null;
    }

    // Both values, in one piece with the condition and the place, or with words of the line, if they are numbers that speak for themselves.
    private string? BothSaid(Difference difference, string factor, string[] values)
    {
        if (values.Any(value => value.Length == 0) || values[0].Equals(values[1], StringComparison.OrdinalIgnoreCase))
            return null;
        string? place = PlaceOf(difference);
        string line = place is null && FactLines.LinesOf(difference, LongestLabelled) is var (_, after) ? after : "";
        string label = Labelled.Match(line.IndexOf(difference.After, StringComparison.Ordinal) is > 0 and var at ? line[..at] : "") is { Success: true } found
            ? found.Groups[1].Value.Trim()
            : "";
        string[] words = [.. Words.Matches(line).Select(word => word.Value).Where(word => word.Length >= LeastTelling && !s_small.Contains(word))];
        bool areTelling = values.All(value => value.Length >= LeastNumber && value.All(char.IsAsciiDigit));
        return Whole().FirstOrDefault(item => Grouped.Replace(item, "") is var plain
            && values.All(value => IsSaid(plain, value))
            && !Denying.IsMatch(item)
            && !MayBeAny(plain, values)
            && PassagesOf(plain).Any(passage => IsSaid(passage, values[1]) && NamesCondition(passage, difference, factor))
            && ((place is not null && IsPlaceSaid(item, place))
                || (label.Length >= LeastTelling && Quoted.Matches(item).Any(quote => quote.Groups["said"].Value.Trim(':', ' ') == label))
                || (areTelling && UnitOf(line, values[1]) is { } unit && values.All(value => UnitOf(plain, value) == unit))
                || (areTelling && words.Any(word => Words.Matches(item).Any(other => AreForms(word.ToLowerInvariant(), other.Value.ToLowerInvariant()))))));
    }

    // The first letter of what is counted, as it is written out or shortened.
    private static char? UnitOf(string text, string number) =>
        Unit.Matches(text).FirstOrDefault(unit => unit.Groups["said"].Value == number)?.Groups["unit"].Value[0];

    // Both values at their place in a sentence without a condition of its own, in a paragraph of which no sentence before it has another one: `Unattended runs:
    // CI means … Temperature goes from 0.6 to 0.`
    private string? OfTopic(Difference difference, string[] values)
    {
        if (difference is not { Factors: [var factor] }
            || PlaceOf(difference) is not { } place
            || values.Any(value => value.Length == 0)
            || values[0].Equals(values[1], StringComparison.OrdinalIgnoreCase))
            return null;
        foreach (string[] sentences in Whole().Select(item => End.Split(item)))
        {
            for (int at = 1; at < sentences.Length; at++)
            {
                if (!IsPlaceSaid(sentences[at], place)
                    || !values.All(value => IsSaid(Grouped.Replace(sentences[at], ""), value))
                    || Numbers.Count(sentences[at]) > MostOfTopic
                    || HasCondition.IsMatch(sentences[at]))
                    continue;
                // The nearest that has one.
                string? topic = sentences.Take(at).LastOrDefault(sentence => IsConditional.IsMatch(sentence)
                    || Factors.All.Any(other => IsCalled(sentence, difference, other)));
                if (topic is not null
                    && CallsCondition(topic, difference, factor)
                    && !Denying.IsMatch(topic)
                    && !Factors.All.Any(other => other != factor && IsCalled(string.Join(' ', sentences.Take(at + 1)), difference, other)))
                    return $"{topic} {sentences[at]}";
            }
        }

        return null;
    }

    private bool IsCalled(string sentence, Difference difference, string factor) =>
        ConditionLexicon.InDocuments(factor).Any(name => TextJudge.IsSaid(sentence, name, 2))
        || (difference.Factors.Contains(factor) && CallsCondition(sentence, difference, factor));

    [GeneratedRegex(@"\b(?<said>[0-9]{2,6})[ -]?(?<unit>s(?:ec(?:onds?)?)?|m(?:in(?:utes?)?)?|h(?:ours?)?|tokens?|lines?|files?)\b",
        RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Unit { get; }

    [GeneratedRegex(@"\b(?:if|when|whenever|unless)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 20000)]
    private static partial Regex IsConditional { get; }

    [GeneratedRegex(@"\b(?:if|when|whenever|unless|only|where|while|behind|under|during|outside|inside|plans?|accounts?|users?|customers?|teams?|beta|versions?|releases?|since|until|before|after|in|on|at|with|without)\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 20000)]
    private static partial Regex HasCondition { get; }

    // Chance is in it besides, so that nobody can recompute it: what it depends on is told, and that it is a hash, of which no place is as it was but by
    // accident.
    private string? SaltedHash(Difference difference) =>
        difference is { Factors: [var factor], Kind: DifferenceKind.Paired, Channel: Channels.BodyText or Channels.BodyStructure or Channels.Header }
        && difference.Path.StartsWith("model request", StringComparison.Ordinal)
        && PlaceOf(difference) is { } place
        && difference.Before.Trim() is var before
        && difference.After.Trim() is var after
        && IsDigest.IsMatch(before)
        && IsDigest.IsMatch(after)
        && before.Length == after.Length
        && MostAlike * before.Zip(after).Count(pair => pair.First == pair.Second) <= before.Length
            ? Passages().FirstOrDefault(passage => IsPlaceSaid(passage, place)
                && Salted.IsMatch(passage)
                && NamesCondition(passage, difference, factor))
            : null;

    // Days from a date that the README tells to that of each side.
    private string? AgeOf(Difference difference, string place, string before, string after) => difference.Factors is [Factors.Clock]
        ? Passages().FirstOrDefault(passage => IsPlaceSaid(passage, place)
            && passage.Contains("days", StringComparison.OrdinalIgnoreCase)
            && Date.Matches(passage)
                .Select(DayOf)
                .OfType<DateTime>()
                .Any(day => IsAge(day, before, difference.SessionsWithout) && IsAge(day, after, difference.SessionsWith)))
        : null;

    private static bool IsAge(DateTime from, string days, IReadOnlyList<AuditSession> sessions) =>
        int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out int said)
        && sessions.All(session => (int)(session.Machine.Start.UtcDateTime - from).TotalDays == said
            || (int)(FactLines.LocalTime(session) - from).TotalDays == said);
}
