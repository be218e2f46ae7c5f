using System.Globalization;
using System.Text.RegularExpressions;

namespace Vitrine.Audit.Comparison.Text;

/// <summary>
/// Replaces dates and times that the session's clock and zone explain by their form: <c>2026-11-21</c> is <c>{Y}-{M}-{D}</c>, <c>11/21/26</c> is
/// <c>{M}/{D}/{y}</c>. So another day is no difference and another way to write it is one. A date that the clock does not explain stays.
/// </summary>
internal sealed partial class DateForms
{
    private const int LongestText = 1 << 20;

    private static readonly string[] s_months =
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

    private readonly HashSet<(int Year, int Month, int Day)> _days = [];
    private readonly HashSet<string> _weekdays = new(StringComparer.OrdinalIgnoreCase);
    private readonly DateTimeOffset _start;
    private readonly HashSet<string> _abbreviations;
    private readonly HashSet<int> _offsets = [];
    private const string Gmt = "GMT";
    private const string Universal = "{utc}";
    private const string OfGreenwich = "{offset:g}";
    private const string Apart = "{offset_}";
    private readonly bool _padded;

    /// <param name="start">What the clock showed.</param>
    /// <param name="zone">The zone in force; one that the system does not know counts as UTC, as it does for programs.</param>
    /// <param name="padded">Whether <c>1</c> and <c>01</c> are different forms.</param>
    public DateForms(DateTimeOffset start, string zone, bool padded)
    {
        _start = start;
        _padded = padded;
        _abbreviations = [.. NamedZones.NamesOf(zone).Where(NamedZones.IsAbbreviation)];
        TimeZoneInfo? known = TimeZoneInfo.TryFindSystemTimeZoneById(zone, out TimeZoneInfo? found) ? found : null;
        foreach (DateTimeOffset moment in (ReadOnlySpan<DateTimeOffset>)[start, start.AddMinutes(15)])
        {
            Add(moment.UtcDateTime);
            if (known is null)
                continue;
            Add(TimeZoneInfo.ConvertTime(moment, known).DateTime);
            _offsets.Add((int)known.GetUtcOffset(moment).TotalMinutes);
        }
    }

    /// <summary>The days of the session, in UTC and in its zone.</summary>
    public IReadOnlyCollection<(int Year, int Month, int Day)> Days => _days;

    /// <summary>Replaces them. A text that is too long or too contrived to be searched stays as it is, which makes it differ rather than agree.</summary>
    public string Replace(string text)
    {
        if (text.Length > LongestText || !HasDigitOrName(text))
            return text;
        try
        {
            return ReplaceAll(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return text;
        }
    }

    /// <summary>Whether a mark for a date, a part of one or a time stands in a text in which they were replaced.</summary>
    public static bool HasMark(string replaced) => Mark().IsMatch(replaced);

    private string ReplaceAll(string text)
    {
        text = YearFirst().Replace(text, found => Numbers(found, "Y", "M", "D"));
        text = YearLast().Replace(text, found => Numbers(found, "D", "M", "Y") is string first && first != found.Value ? first : Numbers(found, "M", "D", "Y"));
        text = Compact().Replace(text, found => IsDay(found.Groups[1].Value, found.Groups[2].Value, found.Groups[3].Value) ? "{YMD}" : found.Value);
        text = CompactTime().Replace(text, found => IsNow(found) ? $"{{hms:{found.Length}}}" : found.Value);
        text = MonthFirst().Replace(text, found => Named(found, 1, 2, 4));
        text = DayFirst().Replace(text, found => Named(found, 3, 1, 4));
        text = UniversalOffset().Replace(text, Labelled);
        text = Clock().Replace(text,
            found => !IsTime(found.ValueSpan) ? found.Value : found.Groups[2].Success || found.Groups[3].Success ? "{time:s}" : "{time}");
        text = HalfDay().Replace(text, "{ap}");
        text = Offset().Replace(text, Labelled);
        text = Abbreviation().Replace(text, found => IsOfZone(found.Groups[2].Value) ? found.Groups[1].Value + " {zone}" : found.Value);
        text = Epoch().Replace(text, Moment);
        return Weekday().Replace(text, found => _weekdays.Contains(found.Value) ? found.Length > 3 ? "{weekday}" : "{wd}" : found.Value);
    }

    private static bool HasDigitOrName(string text) => text.AsSpan().IndexOfAnyInRange('0', '9') >= 0 || text.Contains("day", StringComparison.Ordinal)
        || text.Contains("Sun", StringComparison.Ordinal)
        || text.Contains("Mon", StringComparison.Ordinal)
        || text.Contains("Tue", StringComparison.Ordinal)
        || text.Contains("Wed", StringComparison.Ordinal)
        || text.Contains("Thu", StringComparison.Ordinal) || text.Contains("Fri", StringComparison.Ordinal) || text.Contains("Sat", StringComparison.Ordinal);

    private void Add(DateTime day)
    {
        _days.Add((day.Year, day.Month, day.Day));
        string name = day.DayOfWeek.ToString();
        _weekdays.Add(name);
        _weekdays.Add(name[..3]);
    }

    private bool IsDay(string year, string month, string day)
    {
        int y = int.Parse(year, CultureInfo.InvariantCulture);
        int m = int.Parse(month, CultureInfo.InvariantCulture);
        int d = int.Parse(day, CultureInfo.InvariantCulture);
        return _days.Any(known => (known.Year == y || (year.Length == 2 && known.Year % 100 == y)) && known.Month == m && known.Day == d);
    }

    private string Numbers(Match found, string first, string second, string third)
    {
        Group[] parts = [found.Groups[1], found.Groups[3], found.Groups[4]];
        string[] roles = [first, second, third];
        string Part(string role) => parts[Array.IndexOf(roles, role)].Value;
        if (!IsDay(Part("Y"), Part("M"), Part("D")))
            return found.Value;
        string separator = found.Groups[2].Value;
        return string.Join(separator, roles.Select((role, i) => Form(role, parts[i].Value)));
    }

    private string Form(string role, string digits) => role == "Y"
        ? digits.Length == 4 ? "{Y}" : "{y}"
        : _padded && digits.Length == 1 ? $"{{{role.ToLowerInvariant()}1}}" : $"{{{role}}}";

    private string Named(Match found, int monthGroup, int dayGroup, int yearGroup)
    {
        string name = found.Groups[monthGroup].Value.TrimEnd('.').ToLowerInvariant();
        int month = Array.FindIndex(s_months, known => known.StartsWith(name, StringComparison.Ordinal)) + 1;
        if (month == 0 || (name.Length > 3 && s_months[month - 1] != name && name != "sept"))
            return found.Value;
        string day = found.Groups[dayGroup].Value;
        Group year = found.Groups[yearGroup];
        if (!_days.Any(known => known.Month == month && known.Day == int.Parse(day, CultureInfo.InvariantCulture)
            && (!year.Success || known.Year == int.Parse(year.Value, CultureInfo.InvariantCulture))))
            return found.Value;
        string form = found.Value;
        foreach ((Group group, string mark) in new[] { (found.Groups[monthGroup], name.Length > 3 || name == "may" ? "{Month}" : "{Mon}"),
            (found.Groups[dayGroup], Form("D", day)), (year, "{Y}") }
            .Where(part => part.Item1.Success).OrderByDescending(part => part.Item1.Index))
        {
            int at = group.Index - found.Index;
            form = form[..at] + mark + form[(at + group.Length)..];
        }
        return OrdinalEnding().Replace(form, "$1{th}");
    }

    /// <summary>
    /// A text with marks, in which offsets stand for each other, where it or another names universal time alone: programs have no offset for it, and say
    /// <c>GMT+8</c> for others.
    /// </summary>
    public static string WithoutLabels(string marked) =>
        marked.Replace(Universal, "{offset}", StringComparison.Ordinal)
            .Replace(OfGreenwich, "{offset}", StringComparison.Ordinal)
            .Replace(Apart, "{offset}", StringComparison.Ordinal)
            .Replace("{offset}short", "{offset}", StringComparison.Ordinal)
            .Replace("{offset}hhmm", "{offset}", StringComparison.Ordinal)
            .Replace("{offset}hh", "{offset}", StringComparison.Ordinal)
            .Replace("{zone}", "{offset}", StringComparison.Ordinal);

    /// <summary>Whether universal time is named in a text with marks, without an offset.</summary>
    public static bool NamesUniversal(string marked) => marked.Contains(Universal, StringComparison.Ordinal);

    // What is no offset of this zone stays as it is. GMT before one is another word than UTC, and +08:00 another form than +8.
    private string Labelled(Match found)
    {
        if (found.Length == Gmt.Length && !found.ValueSpan.ContainsAny('+', '-'))
            return Universal;
        int sign = found.ValueSpan.IndexOfAny('+', '-');
        if (sign < 0)
            return "{offset}";
        string digits = found.Value[(sign + 1)..].Replace(":", "", StringComparison.Ordinal);
        int hours = int.Parse(digits.Length is 1 or 3 ? digits[..1] : digits[..2], CultureInfo.InvariantCulture),
            minutes = digits.Length > 2 ? int.Parse(digits[^2..], CultureInfo.InvariantCulture) : 0;
        int said = ((hours * 60) + minutes) * (found.ValueSpan[sign] == '-' ? -1 : 1);
        if (said != 0 && !_offsets.Contains(said))
            return found.Value;
        string form = digits.Length == 1 || (digits[0] != '0' && digits.Length < 4) || digits.Length == 3
            ? "short"
            : digits.Length == 2
                ? "hh"
                : found.Value.Contains(':', StringComparison.Ordinal)
                    ? ""
                    : "hhmm";
        return (found.ValueSpan.StartsWith(Gmt) ? OfGreenwich : found.ValueSpan.StartsWith("UTC ") ? Apart : "{offset}") + form;
    }

    private bool IsOfZone(string said) =>
        said[0] is '+' or '-'
            ? int.TryParse(said, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int hours) && _offsets.Any(offset => offset / 60 == hours)
            : _abbreviations.Contains(said);

    private static bool IsTime(ReadOnlySpan<char> text) =>
        text.IndexOfAny(':', '-') is > 0 and var sign
        && int.Parse(text[..sign], NumberStyles.None, CultureInfo.InvariantCulture) <= 24
        && text[sign + 1] <= '5';

    // While the session ran, in its zone or in UTC.
    private bool IsNow(Match found)
    {
        int seconds = 0;
        foreach (Group part in found.Groups.Cast<Group>().Skip(1))
            seconds = (seconds * 60) + (part.Success ? int.Parse(part.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : 0);
        int least = found.Groups[3].Success ? -1 : -60;
        return _offsets.Append(0).Any(offset => (seconds - (int)_start.UtcDateTime.AddMinutes(offset).TimeOfDay.TotalSeconds) is var away
            && (away < least ? away + 86_400 : away) is var since
            && since >= least
            && since < 3600);
    }

    private string Moment(Match found)
    {
        if (!long.TryParse(found.Value, NumberStyles.None, CultureInfo.InvariantCulture, out long number))
            return found.Value;
        double seconds = found.Length switch { 13 => number / 1e3, 16 => number / 1e6, 19 => number / 1e9, _ => number };
        double away = seconds - _start.ToUnixTimeSeconds();
        return away is > -60 and < 3600 ? $"{{epoch:{found.Length}}}" : found.Value;
    }

    [GeneratedRegex(@"(?<![0-9.])([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})(?![0-9])", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex YearFirst();

    [GeneratedRegex(@"(?<![0-9.])([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})(?![0-9])", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex YearLast();

    [GeneratedRegex(@"(?<![0-9])([0-9]{4})([0-9]{2})([0-9]{2})(?=[^0-9]|$|T?[0-9]{6})", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Compact();

    [GeneratedRegex(@"(?<=\{YMD\}[T_-]?)([0-9]{2})([0-9]{2})([0-9]{2})?(?:[0-9]{3})?(?![0-9])", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex CompactTime();

    [GeneratedRegex(@"\b((?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?) ([0-9]{1,2})(st|nd|rd|th)?(?:,? ([0-9]{4}))?(?![0-9])",
        RegexOptions.CultureInvariant, 20000)]
    private static partial Regex MonthFirst();

    [GeneratedRegex(@"(?<![0-9])([0-9]{1,2})(st|nd|rd|th)?\.?[ -]((?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?)(?:,?[ -]([0-9]{4}))?(?![0-9])",
        RegexOptions.CultureInvariant, 20000)]
    private static partial Regex DayFirst();

    // Before the clock's own hours and minutes are looked for, which stand in them.
    [GeneratedRegex(@"(?<![\w/])(?:UTC|GMT) ?[+-][0-9]{1,2}:[0-9]{2}\b|(?<=:[0-9]{2}(?:[.,][0-9]{1,9})?)[+-](?:0[0-9]|1[0-4]):(?:00|15|30|45)\b",
        RegexOptions.CultureInvariant, 20000)]
    private static partial Regex UniversalOffset();

    [GeneratedRegex(@"(?<![0-9:])[0-9]{1,2}:[0-9]{2}()(:[0-9]{2}(?:[.,][0-9]{1,9})?)?(?![0-9:])|(?<=\}T)[0-9]{2}-[0-9]{2}-([0-9]{2})(?:-[0-9]{3})?",
        RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Clock();

    [GeneratedRegex(@"(?<=\{time(?::s)?\}[ \u00a0\u202f]?)[AaPp]\.?[Mm]\b\.?", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex HalfDay();

    [GeneratedRegex(@"(?<![\w/])(?:UTC|GMT)(?:[+-][0-9]{1,2}(?::?[0-9]{2})?)?\b|(?<=\})[ ]?[+-][0-9]{2}:?[0-9]{2}\b|(?<=\})Z\b|(?<![\w+-])[+-](?:0[0-9]|1[0-4]):?(?:00|15|30|45)\b",
        RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Offset();

    [GeneratedRegex(@"(\{(?:time(?::s)?|ap)\}) ([A-Z]{2,5}|[+-][0-9]{2})\b", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Abbreviation();

    [GeneratedRegex(@"(?<![\w.])(?:[0-9]{19}|[0-9]{16}|[0-9]{13}|[0-9]{10})(?![\w.]*\w)", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Epoch();

    [GeneratedRegex(@"\{(?:Y|y|M|D|m1|d1|YMD|hms:[0-9]|Month|Mon|weekday|wd|time|time:s|ap)\}", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Mark();

    // {Mon} is the mark of a month by now.
    [GeneratedRegex(@"(?<!\{)\b(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\b", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Weekday();

    [GeneratedRegex(@"(\{D\}|\{d1\})(?:st|nd|rd|th)", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex OrdinalEnding();
}
