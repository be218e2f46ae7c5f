using System.Globalization;
using System.Text.RegularExpressions;
using Vitrine.Audit.Comparison;
using Vitrine.Audit.Comparison.Features;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Findings;

/// <summary>
/// Numbers that a calendar gives to the moment of a session: the week (ISO 8601 and others), the day of the year, of the month and of the week, the month, the
/// hour.
/// </summary>
internal static partial class CalendarNumbers
{
    private const double LongestSession = 86_400;
    private const int LeastDayNumber = 10_000;

    private static readonly Func<DateTime, int>[] s_numbers =
    [
        ISOWeek.GetWeekOfYear, Week(CalendarWeekRule.FirstDay, DayOfWeek.Sunday), Week(CalendarWeekRule.FirstDay, DayOfWeek.Monday),
            Week(CalendarWeekRule.FirstFourDayWeek, DayOfWeek.Sunday),
        day => day.DayOfYear, day => day.Day, day => day.Month, day => (int)day.DayOfWeek, day => day.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)day.DayOfWeek,
        day => day.Hour, day => ((day.Hour + 11) % 12) + 1,
        day => (day.Month + 2) / 3, day => day.Year, ISOWeek.GetYear,
    ];

    private static readonly Func<DateTime, int>[] s_documented = [day => day.DayOfYear];

    // Of an offset; west of universal time it is positive for some.
    private static readonly int[] s_units = [1, 60, 3600, -1, -60, -3600];
    private static readonly string[] s_ofOffsets = ["offset", "utc", "zone", "timezone", "tz", "utcoffset", "tzoffset"];

    /// <summary>Whether both sides of a difference are one and the same number of the calendar, each of its own sessions' local time.</summary>
    public static bool AreSame(Difference difference, Documentation documentation)
    {
        if (IsOffset(difference) || IsDayNumber(difference) || IsYear(difference) || ArePeriods(difference))
            return true;
        bool isDocumented = difference.Channel is Channels.BodyStructure or Channels.Header
            && documentation.Names(difference.Path, ["day of the year"]) is not null;
        if (!difference.Factors.Any(factor => factor is Factors.TimeZone or Factors.Clock or Factors.Locale) || !(isDocumented || SpeaksOfTime(difference))
            || !int.TryParse(difference.Before, NumberStyles.None, CultureInfo.InvariantCulture, out int before)
            || !int.TryParse(difference.After, NumberStyles.None, CultureInfo.InvariantCulture, out int after))
            return false;
        return (isDocumented
            ? s_documented
            : s_numbers).Any(number => IsSo(number, before, difference.SessionsWithout) && IsSo(number, after, difference.SessionsWith));
    }

    // Days since 1 January 1970 (POSIX, shadow(5)), of universal or of local time: as long as nothing else is by accident.
    private static bool IsDayNumber(Difference difference) => difference.Factors.All(factor => factor is Factors.TimeZone or Factors.Clock)
        && int.TryParse(difference.Before, NumberStyles.None, CultureInfo.InvariantCulture, out int before)
        && int.TryParse(difference.After, NumberStyles.None, CultureInfo.InvariantCulture, out int after)
        && before >= LeastDayNumber
        && after >= LeastDayNumber
        && ArePlain(difference, before, after)
        && ((IsSo(DayNumber, before, difference.SessionsWithout) && IsSo(DayNumber, after, difference.SessionsWith))
            || (IsUtcDay(before, difference.SessionsWithout) && IsUtcDay(after, difference.SessionsWith)));

    // In a member or field whose name says so.
    private static bool IsYear(Difference difference) =>
        difference is { Factors: [Factors.Clock or Factors.TimeZone], Channel: Channels.BodyStructure or Channels.Header or Channels.BodyText }
        && Path.GetFileName(difference.Path.Split(' ')[^1]).Split('-', '_').Contains("year", StringComparer.OrdinalIgnoreCase)
        && int.TryParse(difference.Before, NumberStyles.None, CultureInfo.InvariantCulture, out int before)
        && int.TryParse(difference.After, NumberStyles.None, CultureInfo.InvariantCulture, out int after)
        && ArePlain(difference, before, after)
        && IsSo(day => day.Year, before, difference.SessionsWithout)
        && IsSo(day => day.Year, after, difference.SessionsWith);

    // Years, quarters and months as people and ISO 8601 write them, by universal or by local time, and nothing else that differs: 2026-11, Q4 2026, 2026-Q4.
    private static bool ArePeriods(Difference difference) => difference.Factors.All(factor => factor is Factors.TimeZone or Factors.Clock)
        && Periods().IsMatch(difference.Before)
        && Periods().IsMatch(difference.After)
        && ((Func<AuditSession, DateTime>[])[session => session.Machine.Start.UtcDateTime, FactLines.LocalTime])
            .Any(time => Marked(difference.Before, difference.SessionsWithout, time) is { } before
                && before == Marked(difference.After, difference.SessionsWith, time));

    // Null where one of them is not so.
    private static string? Marked(string piece, IReadOnlyList<AuditSession> sessions, Func<AuditSession, DateTime> time)
    {
        bool isSo = true;
        string marked = Periods().Replace(piece, period =>
        {
            isSo &= sessions.All(session => time(session) is var day && IsPeriod(period, day));
            return period.Groups["quarter"].Success ? "{q}" : "{p}";
        });
        return isSo && !marked.Any(char.IsAsciiDigit) ? marked : null;
    }

    private static bool IsPeriod(Match period, DateTime day) =>
        (!period.Groups["year"].Success || period.Groups["year"].Value == day.Year.ToString(CultureInfo.InvariantCulture))
        && (!period.Groups["month"].Success || period.Groups["month"].Value == day.Month.ToString("00", CultureInfo.InvariantCulture))
        && (!period.Groups["quarter"].Success || period.Groups["quarter"].Value == ((day.Month + 2) / 3).ToString(CultureInfo.InvariantCulture));

    [GeneratedRegex(@"(?<![0-9])(?:(?<year>20[0-9]{2})-(?<month>[01][0-9])(?!-?[0-9])|(?<year>20[0-9]{2})-?Q(?<quarter>[1-4])|Q(?<quarter>[1-4])(?: (?<year>20[0-9]{2}))?)(?![0-9])",
        RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Periods();

    // Zeros before a number may be a mark.
    private static bool ArePlain(Difference difference, int before, int after) =>
        before != after
        && difference.Before == before.ToString(CultureInfo.InvariantCulture)
        && difference.After == after.ToString(CultureInfo.InvariantCulture);

    private static int DayNumber(DateTime day) => (int)((day - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerDay);

    private static bool IsUtcDay(int value, IReadOnlyList<AuditSession> sessions) =>
        sessions.All(session => DayNumber(session.Machine.Start.UtcDateTime) == value
            || DayNumber(session.Machine.Start.UtcDateTime.AddSeconds(Math.Clamp(session.Capture.Seconds, 0, LongestSession))) == value);

    // In a field whose name says so.
    private static bool IsOffset(Difference difference) =>
        difference.Factors.All(factor => factor is Factors.TimeZone or Factors.Clock)
        && Path.GetFileName(difference.Path.Split(' ')[^1]) is var name
        && Parts().Matches(name).Any(part => s_ofOffsets.Contains(part.Value, StringComparer.OrdinalIgnoreCase))
        && int.TryParse(difference.Before, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int before)
        && int.TryParse(difference.After, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int after)
        && difference.Before == before.ToString(CultureInfo.InvariantCulture)
        && difference.After == after.ToString(CultureInfo.InvariantCulture)
        && s_units.Any(unit => difference.SessionsWithout.All(session => OffsetOf(session) == (long)before * unit)
            && difference.SessionsWith.All(session => OffsetOf(session) == (long)after * unit));

    private static long OffsetOf(AuditSession session) => Local(session) is var (start, _) ? (long)(start - session.Machine.Start.UtcDateTime).TotalSeconds : 0;

    // A number alone says nothing of what it is: a line that holds it does.
    private static bool SpeaksOfTime(Difference difference) =>
        difference.Channel == Channels.BodyText
        && !difference.Path.Contains("/metadata", StringComparison.Ordinal)
        && FeatureReader.Of(difference.SessionsWith[0]).All.TryGetValue(difference.Path, out Feature? text)
        && text.Value.Split('\n').Any(line => line.Contains(difference.After, StringComparison.Ordinal) && Words().IsMatch(line) && !Limits.AreSet(line));

    private static bool IsSo(Func<DateTime, int> number, int value, IReadOnlyList<AuditSession> sessions) =>
        sessions.All(session => Local(session) is var (start, end) && (number(start) == value || number(end) == value));

    private static (DateTime Start, DateTime End) Local(AuditSession session)
    {
        TimeZoneInfo zone = TimeZoneInfo.TryFindSystemTimeZoneById(session.Machine.TimeZone, out TimeZoneInfo? known) ? known : TimeZoneInfo.Utc;
        DateTimeOffset start = session.Machine.Start;
        return (TimeZoneInfo.ConvertTime(start, zone).DateTime,
            TimeZoneInfo.ConvertTime(start.AddSeconds(Math.Clamp(session.Capture.Seconds, 0, LongestSession)), zone).DateTime);
    }

    // Also within names: dayOfYear, today, hour_of_day.
    [GeneratedRegex(@"(?<!\bat a |\bat the same )(?:\b|_|(?<=[a-z])(?=[A-Z]))(?i:(?:to|week|mid|birth|holi|mon|tues|wednes|thurs|fri|satur|sun)?day|week|month|quarter|year|date|time|hour|o'clock|[ap]\.?m|january|february|march|april|june|july|august|september|october|november|december)(?:s|_|\b|(?=[A-Z]|zone|stamp|light))",
        RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Words();

    [GeneratedRegex("[A-Z]?[a-z]+|[A-Z]+", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Parts();

    private static Func<DateTime, int> Week(CalendarWeekRule rule, DayOfWeek first) =>
        day => CultureInfo.InvariantCulture.Calendar.GetWeekOfYear(day, rule, first);
}
