using System.Text.RegularExpressions;
using Vitrine.Audit.Comparison;

namespace Vitrine.Audit.Findings;

/// <summary>The time of day in words, which must be that of the session, where the user is.</summary>
internal static partial class DayTimes
{
    // Nothing but a short answer is asked for: behind a time of day that is so, any order at all could stand.
    private const string Asked = @"[:,;] (?:so )?(?:please )?(?:be|keep|answer|write|make|reply)"
        + @"(?: (?:it|the|your|a|final|answers?|repl(?:y|ies)|them|things|to|in|with|at|most|more|very|bit)){0,8} "
        + @"(?:short|shorter|brief|briefly|concise|terse|(?:a|one|two|three|few) (?:sentences?|lines?|paragraphs?))";

    // From which hour on, and until which; those of the night end on another day.
    private static readonly (string Word, int From, int Until)[] s_hours = [("morning", 3, 12), ("midday", 10, 15), ("afternoon", 11, 19), ("evening", 16, 24),
        ("night", 18, 30), ("late", 20, 30)];

    /// <summary>Whether one of both texts says the time of day, and all that they say of it is so.</summary>
    public static bool AreTold(string before, string after, AuditSession without, AuditSession with) =>
        (IsSaid(after) && IsSo(before, without) && IsSo(after, with))
        || (HalfOf(before) is bool was && HalfOf(after) is bool isNow && was == IsAfternoon(without) && isNow == IsAfternoon(with));

    /// <summary>
    /// Whether a sentence says what time of day or of the week it is, that is so on one side and not on the other, and nothing is asked for but a short answer.
    /// </summary>
    public static bool TellSide(string sentence, Difference difference) =>
        Telling().IsMatch(sentence)
        && IsSo(sentence, difference.SessionsWithout[0]) != IsSo(sentence, difference.SessionsWith[0]);

    // Whether it is the second half of the day; null for what is no half of it.
    private static bool? HalfOf(string text) => text.Trim(' ', '.', ',', ')').Replace(".", "", StringComparison.Ordinal).ToLowerInvariant() switch
    {
        "am" => false,
        "pm" => true,
        _ => null,
    };

    private static bool IsAfternoon(AuditSession session) => FactLines.LocalTime(session).Hour >= 12;

    private static bool IsSaid(string text) =>
        TextJudge.IsSaid(text, "weekend", 2) || TextJudge.IsSaid(text, "weekday", 2) || s_hours.Any(word => TextJudge.IsSaid(text, word.Word, 2));

    private static bool IsSo(string text, AuditSession session)
    {
        DateTime local = FactLines.LocalTime(session);
        bool isWeekend = local.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
        return (isWeekend || !TextJudge.IsSaid(text, "weekend", 2)) && (!isWeekend || !TextJudge.IsSaid(text, "weekday", 2))
            && s_hours.All(word => !TextJudge.IsSaid(text, word.Word, 2)
                || (local.Hour >= word.From && local.Hour < word.Until)
                || local.Hour + 24 < word.Until);
    }

    // A sentence about something else may speak of any time of day.
    [GeneratedRegex(@"\A\W{0,4}(?:(?:note|that|for|where|the|user|developer|works|is|now|there),? ){0,6}it(?: is|'s|\u2019s) "
        + @"(?:(?:now|already|a|an|the|in the|at) ){0,2}(?:morning|midday|afternoon|evening|night|late|weekend|weekday)"
        + @"(?: (?:now|already|for|where|in|the|user|developer|them|there|is|are|works))*(?:" + Asked + @")?[.!]?\s*\z",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 20000)]
    private static partial Regex Telling();
}
