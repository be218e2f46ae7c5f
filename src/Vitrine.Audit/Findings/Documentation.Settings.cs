using System.Globalization;
using Vitrine.Audit.Comparison;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Findings;

// Settings of a request that are told as people tell them: a number in words and in another unit, a switch by what it does, an age by the day from which it is counted.
internal sealed partial class Documentation
{
    private const int LeastOfSetting = 4;
    private const int MostOfSentence = 8;
    private static readonly HashSet<string> s_switches = new(StringComparer.OrdinalIgnoreCase) { "true", "false", "yes", "no", "on", "off", "0", "1", "present", "absent", "none", "enabled", "disabled", "set", "unset" };
    private static readonly HashSet<string> s_ofAll = new(StringComparer.OrdinalIgnoreCase) { "value", "with", "mode", "type", "user", "agent", "client", "model", "count", "level", "option", "options" };

    private string? OfSettings(Difference difference, string factor)
    {
        if (PlaceOf(difference) is not { } place || WholeValues(difference) is not var (before, after))
            return null;
        string[] parts = [.. NameParts.Matches(place).Select(part => part.Value.ToLowerInvariant()).Where(part => part.Length >= LeastOfSetting && !s_ofAll.Contains(part))];
        bool areNumbers = before.All(char.IsAsciiDigit) && after.All(char.IsAsciiDigit) && before.Length * after.Length > 0;
        if (areNumbers && AgeOf(difference, place, before, after) is { } age)
            return age;
        bool IsOfPlace(string text) => IsPlaceSaid(text, place) || parts.Any(part => Words.Matches(text).Any(word => AreForms(part, word.Value.ToLowerInvariant())));
        // What the condition's own sentence says is the value under it; the other may stand wherever the place is told. A number of one digit is told by any.
        if (areNumbers && before != after)
            return Passages().FirstOrDefault(passage => NamesCondition(passage, difference, factor) && ToldNumbers.Tell(passage, after, before) && IsOfPlace(passage) && Numbers.Count(passage) <= MostOfSentence) is { } told && items.Any(item => IsOfPlace(item) && ToldNumbers.Tell(item, before, after)) ? told : null;
        // A switch says no more than one of two, and what it is for is said beside the condition.
        if (s_switches.Contains(before) && s_switches.Contains(after))
            return Passages().FirstOrDefault(passage => NamesCondition(passage, difference, factor) && IsOfPlace(passage) && (Quoted.Matches(passage).Select(quote => quote.Groups["said"].Value.Trim()).Where(s_switches.Contains).ToArray() is not { Length: > 0 } said || said.Contains(after)));
        // A word for another.
        return before.All(char.IsAsciiLetter) && after.All(char.IsAsciiLetter) && before.Length >= 3 && after.Length >= 3
            ? Passages().FirstOrDefault(passage => NamesCondition(passage, difference, factor) && IsSaid(passage, after) && items.Any(item => IsOfPlace(item) && IsSaid(item, before) && (item.Contains(passage, StringComparison.Ordinal) || IsOfPlace(passage)))) : null;
    }

    // Chance is in it besides, so that nobody can recompute it: what it depends on is told, and that it is a hash, of which no place is as it was but by accident.
    private string? SaltedHash(Difference difference) => difference is { Factors: [var factor], Kind: DifferenceKind.Paired, Channel: Channels.BodyText or Channels.BodyStructure or Channels.Header } && difference.Path.StartsWith("model request", StringComparison.Ordinal) && PlaceOf(difference) is { } place
        && difference.Before.Trim() is var before && difference.After.Trim() is var after && IsDigest.IsMatch(before) && IsDigest.IsMatch(after) && before.Length == after.Length && MostAlike * before.Zip(after).Count(pair => pair.First == pair.Second) <= before.Length
        ? Passages().FirstOrDefault(passage => IsPlaceSaid(passage, place) && Salted.IsMatch(passage) && NamesCondition(passage, difference, factor)) : null;

    // Days from a date that the README tells to that of each side.
    private string? AgeOf(Difference difference, string place, string before, string after) => difference.Factors is [Factors.Clock]
        ? Passages().FirstOrDefault(passage => IsPlaceSaid(passage, place) && passage.Contains("days", StringComparison.OrdinalIgnoreCase) && Date.Matches(passage).Select(DayOf).OfType<DateTime>().Any(day => IsAge(day, before, difference.SessionsWithout) && IsAge(day, after, difference.SessionsWith))) : null;

    private static bool IsAge(DateTime from, string days, IReadOnlyList<AuditSession> sessions) => int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out int said) && sessions.All(session => (int)(session.Machine.Start.UtcDateTime - from).TotalDays == said || (int)(FactLines.LocalTime(session) - from).TotalDays == said);
}
