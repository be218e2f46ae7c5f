using System.Globalization;

namespace Vitrine.Cli.Commands;

/// <summary>Times as a person types them; without a zone they are local.</summary>
internal static class LogTime
{
    private static readonly string[] Local = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss"];

    private static readonly string[] Zoned = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>What is understood; for messages.</summary>
    public const string Forms = "30m, 2h, 3d or 1w ago, now, today, yesterday, 2026-11-21, 2026-11-21T14:15, or RFC 3339";

    /// <summary>
    /// Parses a time: RFC 3339 (its section 5.6), a date (its beginning), a date and time, <c>now</c>, <c>today</c>, <c>yesterday</c>, or so long ago.
    /// </summary>
    public static bool TryParse(string text, TimeProvider clock, out DateTimeOffset time)
    {
        DateTimeOffset now = clock.GetUtcNow();
        DateTime today = TimeZoneInfo.ConvertTime(now, clock.LocalTimeZone).Date;
        time = now;
        switch (text)
        {
            case "now":
                return true;
            case "today":
                return TryPlace(today, clock.LocalTimeZone, out time);
            case "yesterday":
                return TryPlace(today.AddDays(-1), clock.LocalTimeZone, out time);
        }

        if (TryParseAgo(text, out TimeSpan ago))
        {
            if (now.UtcTicks < ago.Ticks)
                return false;
            time = now - ago;
            return true;
        }

        if (DateTime.TryParseExact(text, Local, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime local))
            return TryPlace(local, clock.LocalTimeZone, out time);
        // K also takes nothing, which would be a local time of the machine.
        return text.Length > 6 && (text[^1] is 'Z' || text[^6] is '+' or '-')
            && DateTimeOffset.TryParseExact(text, Zoned, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
    }

    /// <summary>A time as it is shown: local, to the second.</summary>
    public static string Show(DateTimeOffset time, TimeProvider clock) =>
        TimeZoneInfo.ConvertTime(time, clock.LocalTimeZone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static bool TryParseAgo(string text, out TimeSpan ago)
    {
        ago = default;
        if (text.Length is < 2 or > 8 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            return false;
        double? seconds = text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86_400, 'w' => 7 * 86_400, _ => null };
        if (seconds is not { } unit || number * unit > TimeSpan.MaxValue.TotalSeconds)
            return false;
        ago = TimeSpan.FromSeconds(number * unit);
        return true;
    }

    private static bool TryPlace(DateTime local, TimeZoneInfo zone, out DateTimeOffset time)
    {
        time = default;
        // A day that begins within the hour that the clocks skip begins after it.
        if (zone.IsInvalidTime(local))
            local = local.AddHours(1);
        TimeSpan offset = zone.GetUtcOffset(local);
        if (local.Ticks < offset.Ticks || local.Ticks - offset.Ticks > DateTime.MaxValue.Ticks)
            return false;
        time = new DateTimeOffset(local, offset);
        return true;
    }
}
