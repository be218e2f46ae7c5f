using Vitrine.Audit.Model;

namespace Vitrine.Audit.Experiment.Catalog;

/// <summary>
/// Time zones: each offset in use where many people live, and of each notable zone a matched one with the same offset and the same rules for summer. A zone is
/// set in both ways, by the variable and by the machine; of the leading ones also in one way alone.
/// </summary>
internal static class ZoneLevels
{
    private static readonly (string Zone, string? Matched, int Rank)[] Zones =
    [
        ("Asia/Shanghai", "Asia/Singapore", LevelRanks.Leading), ("America/New_York", "America/Toronto", LevelRanks.Leading),
            ("Europe/Moscow", "Europe/Minsk", LevelRanks.Leading),
        ("Asia/Kolkata", "Asia/Colombo", LevelRanks.Leading), ("Asia/Tokyo", "Asia/Seoul", LevelRanks.Leading),
        ("Europe/Berlin", "Europe/Oslo", LevelRanks.Leading),
        ("America/Los_Angeles", "America/Vancouver", LevelRanks.Leading), ("Asia/Tehran", null, LevelRanks.Leading),
        ("Asia/Singapore", "Australia/Perth", LevelRanks.Usual),
        ("America/Sao_Paulo", "America/Argentina/Buenos_Aires", LevelRanks.Usual), ("Asia/Urumqi", "Asia/Bishkek", LevelRanks.Usual),
        ("Europe/London", "Europe/Dublin", LevelRanks.Usual),
        ("Asia/Hong_Kong", "Asia/Taipei", LevelRanks.Usual), ("Asia/Seoul", "Asia/Tokyo", LevelRanks.Usual),
        ("Europe/Minsk", "Europe/Moscow", LevelRanks.Usual),
        ("America/Toronto", "America/New_York", LevelRanks.Usual), ("Asia/Colombo", "Asia/Kolkata", LevelRanks.Usual),
        ("Asia/Pyongyang", "Asia/Seoul", LevelRanks.Usual),
        ("Africa/Lagos", "Africa/Luanda", LevelRanks.Usual), ("Africa/Johannesburg", "Africa/Maputo", LevelRanks.Usual),
        ("Asia/Jerusalem", null, LevelRanks.Usual),
        ("Asia/Dubai", "Asia/Muscat", LevelRanks.Usual), ("Asia/Karachi", "Asia/Tashkent", LevelRanks.Usual), ("Asia/Dhaka", "Asia/Thimphu", LevelRanks.Usual),
        ("Asia/Ho_Chi_Minh", "Asia/Bangkok", LevelRanks.Usual), ("Australia/Sydney", "Australia/Melbourne", LevelRanks.Usual),
        ("Pacific/Auckland", "Antarctica/McMurdo", LevelRanks.Usual),
        ("Europe/Kyiv", "Europe/Bucharest", LevelRanks.Usual), ("Europe/Istanbul", "Asia/Riyadh", LevelRanks.Usual),
        ("America/Chicago", "America/Winnipeg", LevelRanks.Usual),
        ("America/Denver", "America/Edmonton", LevelRanks.Rare), ("America/Mexico_City", "America/Costa_Rica", LevelRanks.Rare),
        ("America/Bogota", "America/Lima", LevelRanks.Rare),
        ("America/Caracas", "America/La_Paz", LevelRanks.Rare), ("America/Halifax", "Atlantic/Bermuda", LevelRanks.Rare),
        ("America/St_Johns", null, LevelRanks.Rare),
        ("America/Havana", null, LevelRanks.Rare), ("Atlantic/Azores", null, LevelRanks.Rare), ("Africa/Cairo", null, LevelRanks.Rare),
        ("Africa/Nairobi", "Africa/Addis_Ababa", LevelRanks.Rare),
        ("Asia/Kathmandu", null, LevelRanks.Rare), ("Asia/Yangon", "Indian/Cocos", LevelRanks.Rare), ("Asia/Kabul", null, LevelRanks.Rare),
        ("Asia/Damascus", "Asia/Riyadh", LevelRanks.Rare),
        ("Asia/Vladivostok", "Australia/Brisbane", LevelRanks.Rare), ("Australia/Adelaide", "Australia/Broken_Hill", LevelRanks.Rare),
        ("Pacific/Honolulu", "Pacific/Tahiti", LevelRanks.Rare),
        ("America/Anchorage", "America/Juneau", LevelRanks.Rare), ("Pacific/Kiritimati", null, LevelRanks.Rare),
        ("Pacific/Pago_Pago", "Pacific/Midway", LevelRanks.Rare),
        ("Etc/UTC", "Africa/Abidjan", LevelRanks.Rare),
    ];

    public static IEnumerable<RankedLevel> All()
    {
        var named = new HashSet<string>(Zones.Select(each => each.Zone), StringComparer.Ordinal);
        foreach ((string zone, string? matched, int rank) in Zones)
            yield return Zone(zone, rank, matched);
        foreach ((string zone, string? matched, _) in Zones)
        {
            // A matched zone is there to be compared with.
            if (matched is not null && named.Add(matched))
                yield return Zone(matched, LevelRanks.Rare, zone);
        }

        foreach ((string zone, string? matched, _) in Zones.Where(each => each.Rank == LevelRanks.Leading && each.Matched is not null).Take(2))
        {
            yield return Variable(zone, matched);
            yield return Variable(matched!, zone);
            yield return Machine(zone, matched);
            yield return Machine(matched!, zone);
        }
    }

    private static RankedLevel Zone(string zone, int rank, string? matched) =>
        Levels.Of(Factors.TimeZone, zone, rank, new MachineChanges { TimeZone = zone, Environment = Levels.Map(("TZ", zone)) }, matchedWith: matched);

    private static RankedLevel Variable(string zone, string? matched) =>
        Levels.Of(Factors.TimeZone, $"TZ={zone}", LevelRanks.Rare, new MachineChanges { Environment = Levels.Map(("TZ", zone)) }, matchedWith: $"TZ={matched}");

    private static RankedLevel Machine(string zone, string? matched) =>
        Levels.Of(Factors.TimeZone, $"/etc/localtime={zone}", LevelRanks.Rare, new MachineChanges { TimeZone = zone },
            matchedWith: $"/etc/localtime={matched}");
}
