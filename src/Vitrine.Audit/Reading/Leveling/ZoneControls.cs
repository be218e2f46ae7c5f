namespace Vitrine.Audit.Reading.Leveling;

/// <summary>Zones that show the same time as others.</summary>
internal static class ZoneControls
{
    // Spread over all offsets and over countries that nobody is known to look for.
    private static readonly string[] Candidates =
    [
        "Asia/Singapore", "Asia/Manila", "Australia/Perth", "Asia/Kuala_Lumpur", "Europe/Zurich", "Europe/Vienna", "Europe/Madrid", "Europe/Lisbon",
            "Europe/Dublin", "Europe/Helsinki", "Europe/Athens", "Africa/Nairobi",
        "Africa/Johannesburg", "Africa/Maputo", "Africa/Lagos", "Africa/Accra", "Atlantic/Reykjavik", "America/Toronto", "America/New_York", "America/Winnipeg",
        "America/Chicago", "America/Denver", "America/Edmonton",
        "America/Vancouver", "America/Los_Angeles", "America/Bogota", "America/Lima", "America/Panama", "America/Montevideo", "America/Argentina/Buenos_Aires",
        "America/Caracas", "America/La_Paz", "America/Costa_Rica",
        "America/Phoenix", "Pacific/Honolulu", "Pacific/Tahiti", "Asia/Dubai", "Asia/Muscat", "Asia/Riyadh", "Asia/Kuwait", "Asia/Karachi", "Indian/Maldives",
        "Asia/Kolkata", "Asia/Colombo", "Asia/Dhaka", "Asia/Thimphu",
        "Asia/Bangkok", "Asia/Jakarta", "Asia/Tokyo", "Pacific/Palau", "Asia/Seoul", "Australia/Brisbane", "Pacific/Port_Moresby", "Australia/Sydney",
        "Australia/Hobart", "Pacific/Noumea", "Pacific/Guadalcanal", "Pacific/Auckland",
        "Pacific/Fiji", "Pacific/Tarawa", "Etc/GMT-2", "Etc/GMT-3", "Etc/GMT-4", "Etc/GMT-5", "Etc/GMT-6", "Etc/GMT-7", "Etc/GMT-8", "Etc/GMT-9", "Etc/GMT-10",
    ];

    private static readonly DateTime[] Moments = [new(2026, 1, 15, 12, 0, 0, DateTimeKind.Utc), new(2026, 4, 1, 12, 0, 0, DateTimeKind.Utc),
        new(2026, 7, 15, 12, 0, 0, DateTimeKind.Utc), new(2026, 10, 28, 12, 0, 0, DateTimeKind.Utc)];

    /// <summary>Whether the machine knows it; only then can a session have it.</summary>
    public static bool Exists(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out _);

    /// <summary>A zone with the same offset the whole year that is none of those found; null where there is none.</summary>
    public static string? For(string name, IReadOnlyCollection<string> found)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(name, out TimeZoneInfo? zone))
            return null;
        foreach (string candidate in Candidates)
            if (candidate != name
                && !found.Contains(candidate)
                && TimeZoneInfo.TryFindSystemTimeZoneById(candidate, out TimeZoneInfo? other)
                && Moments.All(at => zone.GetUtcOffset(at) == other.GetUtcOffset(at)))
                return candidate;
        return null;
    }

    /// <summary>A zone of that many minutes east of Greenwich.</summary>
    public static string? WithOffset(double minutes)
    {
        foreach (string candidate in Candidates)
            if (TimeZoneInfo.TryFindSystemTimeZoneById(candidate, out TimeZoneInfo? zone) && zone.GetUtcOffset(Moments[0]).TotalMinutes == minutes)
                return candidate;
        return null;
    }
}
