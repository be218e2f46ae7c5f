using System.Globalization;
using System.Text.RegularExpressions;
using Vitrine.Audit.Comparison;
using Vitrine.Audit.Comparison.Text;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Findings;

/// <summary>
/// The time zone's name as JavaScript's <c>Date</c> writes it behind the offset (ECMA-262, TimeZoneString): in the language of the locale, and the offset once
/// more where the zone has no name.
/// </summary>
internal static partial class ZoneNames
{
    private const int LongestLine = 400;
    private const string OffsetMark = "{offset:g}";

    // The word for time, normal time or clock that the names of zones hold in each language (Unicode's common locale data, timeZoneNames).
    private static readonly Dictionary<string, string[]> s_words = new(StringComparer.Ordinal)
    {
        ["ar"] = ["توقيت", "التوقيت"],
        ["bg"] = ["време"],
        ["cs"] = ["čas"],
        ["da"] = ["normaltid", "sommertid", "universaltid"],
        ["de"] = ["Normalzeit", "Sommerzeit", "Weltzeit", "Zeit"],
        ["el"] = ["ώρα"],
        ["es"] = ["hora", "tiempo"],
        ["fa"] = ["وقت", "زمان"],
        ["fi"] = ["normaaliaika", "kesäaika", "yleisaika", "aika"],
        ["fr"] = ["heure", "temps"],
        ["he"] = ["שעון", "זמן"],
        ["hi"] = ["समय", "टाइम"],
        ["hu"] = ["idő", "zónaidő"],
        ["id"] = ["Waktu"],
        ["it"] = ["Ora", "Tempo"],
        ["ja"] = ["標準時", "夏時間", "世界時", "時間"],
        ["ko"] = ["표준시", "하계", "세계시"],
        ["nb"] = ["normaltid", "sommertid", "universell tid", "middeltid"],
        ["nl"] = ["standaardtijd", "zomertijd", "wereldtijd"],
        ["pl"] = ["czas"],
        ["pt"] = ["Horário"],
        ["ro"] = ["Ora", "Timpul"],
        ["ru"] = ["время"],
        ["sv"] = ["normaltid", "sommartid", "universell tid", "Greenwichtid"],
        ["th"] = ["เวลา"],
        ["tr"] = ["Saati", "Zaman"],
        ["uk"] = ["часом", "час"],
        ["vi"] = ["Giờ"],
        ["zh"] = ["时间", "時間"],
    };

    // Which have an offset and no name there.
    private static readonly string[] s_nameless =
    [
        "Africa/Casablanca", "Africa/El_Aaiun", "America/Coyhaique", "America/Punta_Arenas", "Antarctica/Palmer", "Antarctica/Troll", "Asia/Amman",
            "Asia/Barnaul", "Asia/Damascus", "Asia/Famagusta", "Asia/Kashgar", "Asia/Tomsk", "Asia/Urumqi",
        "Europe/Astrakhan", "Europe/Istanbul", "Europe/Kirov", "Europe/Saratov", "Europe/Ulyanovsk", "Pacific/Bougainville", "Turkey",
    ];

    /// <summary>Whether what differs is that name, and it is one that the locale or the zone asks for on both sides.</summary>
    /// <param name="difference">The difference.</param>
    public static bool AreOne(Difference difference) =>
        difference is { Factors: [Factors.Locale or Factors.TimeZone], Channel: Channels.BodyText }
        && FactLines.LinesOf(difference, LongestLine) is var (before, after)
        && NameOf(before, difference.Before) is { } old && NameOf(after, difference.After) is { } now
        && (difference.Factors is [Factors.Locale] ? old.Offset == now.Offset : old.Offset != now.Offset)
        && IsOf(old, difference.SessionsWithout) && IsOf(now, difference.SessionsWith);

    // The one in which the piece stands; of an offset the comparison has a mark.
    private static (string Offset, string Name)? NameOf(string line, string piece) => piece.Trim() is { Length: > 0 } said
        ? Zone()
            .Matches(line)
            .Where(zone => zone.Groups["name"].Value.Contains(said == OffsetMark ? "GMT" : said, StringComparison.Ordinal))
            .Select(zone => ((string, string)?)(zone.Groups["offset"].Value, zone.Groups["name"].Value))
            .FirstOrDefault()
        : null;

    private static bool IsOf((string Offset, string Name) zone, IReadOnlyList<AuditSession> sessions) =>
        sessions.All(session => KnownZone(zone.Name, session) || IsOffset(zone, session) || IsInLanguage(zone.Name, session));

    private static bool KnownZone(string name, AuditSession session) => NamedZones.NamesOf(session.Machine.TimeZone).Contains(name, StringComparer.Ordinal);

    private static bool IsOffset((string Offset, string Name) zone, AuditSession session) =>
        zone.Name == $"GMT{zone.Offset[..3]}:{zone.Offset[3..]}" && s_nameless.Contains(session.Machine.TimeZone, StringComparer.Ordinal);

    private static bool IsInLanguage(string name, AuditSession session) =>
        s_words.GetValueOrDefault(session.Machine.Locale.Split('_', '.', '@')[0]) is { } words
        && words.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase))
        && name.All(c => char.IsLetter(c)
            || c is ' ' or '-' or '\u2019' or '(' or ')' or ','
            || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark);

    [GeneratedRegex(@"\bGMT(?<offset>[+-][0-9]{4}) \((?<name>[^()]{2,60}(?:\([^()]{2,40}\))?)\)", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Zone();
}
