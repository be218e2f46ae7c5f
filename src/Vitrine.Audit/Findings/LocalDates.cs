using System.Globalization;
using System.Text.RegularExpressions;
using Vitrine.Audit.Comparison;
using Vitrine.Audit.Comparison.Features;
using Vitrine.Audit.Comparison.Text;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Findings;

/// <summary>Whether what differs is the session's day, however it is written.</summary>
internal static partial class LocalDates
{
    /// <summary>Whether the mark of a date or a time stands in a text with marks.</summary>
    public static bool HasDate(string marked) => DateMark().IsMatch(marked);

    /// <summary>Whether both sides hold the session's day: in any script's digits, in a calendar whose years count otherwise.</summary>
    public static bool Are(Difference difference)
    {
        if (!HasDate(difference.BeforeMarked)
            && !HasDate(difference.AfterMarked)
            && !HoldsDay(difference.Before, difference.SessionsWithout[0])
            && !HoldsDay(difference.After, difference.SessionsWith[0]))
            return false;
        // The spaces of a locale's date may be others; nothing else that is unseen belongs to it.
        if (UnseenSigns(difference.Before) != UnseenSigns(difference.After))
            return false;
        // Without a digit it is a name or two: of a day, of a month.
        bool hasLetters = difference.After.Any(char.IsLetter) && Word().Count(difference.After) <= 2;
        return HasDate(difference.AfterMarked)
            || HoldsDay(difference.After, difference.SessionsWith[0])
            || (hasLetters && HasDate(difference.BeforeMarked))
            || difference.After.Length == 0;
    }

    // Some scripts' digits look like letters; between those of ASCII they would be a mark.
    private static string UnseenSigns(string text) =>
        Folding.Unseen(text.Any(char.IsAsciiDigit) ? text : string.Concat(text.Where(c => !char.IsDigit(c))))
            .Replace("U+00A0 ", "", StringComparison.Ordinal)
            .Replace("U+202F ", "", StringComparison.Ordinal)
            .Replace("U+200E ", "", StringComparison.Ordinal)
            .Replace("U+200F ", "", StringComparison.Ordinal);

    private static bool HoldsDay(string text, AuditSession session)
    {
        var numbers = new HashSet<int>();
        int number = -1;
        foreach (char c in text + " ")
        {
            int digit = char.IsDigit(c) ? (int)CharUnicodeInfo.GetNumericValue(c) : -1;
            if (digit >= 0 && number < 100_000)
            {
                number = (Math.Max(number, 0) * 10) + digit;
            }
            else if (number >= 0)
            {
                numbers.Add(number);
                number = -1;
            }
        }
        return KnownValues.Of(session.Machine).Dates.Days.Any(day => numbers.Contains(day.Day)
            || numbers.Contains(day.Year)
            || numbers.Contains(day.Year + 543)
            || numbers.Contains(day.Year - 621)
            || numbers.Contains(day.Year - 622));
    }

    /// <summary>Whether a session is in May, whose name is short and long the same.</summary>
    public static bool IsMay(Difference difference) =>
        difference.SessionsWith.Concat(difference.SessionsWithout).Any(session => KnownValues.Of(session.Machine).Dates.Days.Any(day => day.Month == 5));

    /// <summary>Whether the date differs, and on one of its days the day has the number of the month.</summary>
    public static bool HasTwinDay(Difference difference) =>
        difference.Factors is [Factors.Clock]
        && difference.SessionsWith.Concat(difference.SessionsWithout)
            .Any(session => KnownValues.Of(session.Machine).Dates.Days.Any(day => day.Month == day.Day));

    /// <summary>A text with marks in which a month is marked as a day of the same number would be.</summary>
    public static string DayIsMonth(string marked) => marked.Replace("{M}", "{D}", StringComparison.Ordinal).Replace("{m1}", "{d1}", StringComparison.Ordinal);

    /// <summary>A text with marks in which a long name of a month is marked as a short one.</summary>
    public static string ShortMonths(string marked) => marked.Replace("{Month}", "{Mon}", StringComparison.Ordinal);

    /// <summary>Nothing but marks of dates and times, with the signs between them, and how often.</summary>
    [GeneratedRegex(@"\A(?:\u201c|\u27e8U\+201C\u27e9)?(?:\{(?:[DMY]|[dm]1|time|time:s|ap)\}[/., -]*)+(?:\u201d|\u27e8U\+201D\u27e9)? [0-9]+ of [0-9]+ times\z",
        RegexOptions.CultureInvariant, 20000)]
    public static partial Regex DatesOnly();

    [GeneratedRegex(@"\{(?:Y|y|M|D|m1|d1|YMD|Month|Mon|weekday|wd|time|time:s|epoch:\d+)\}", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex DateMark();

    [GeneratedRegex(@"[\p{L}']{2,}", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Word();
}
