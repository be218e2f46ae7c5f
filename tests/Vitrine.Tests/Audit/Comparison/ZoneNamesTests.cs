using System.Text;
using Vitrine.Audit.Comparison;
using Vitrine.Audit.Findings;
using Vitrine.Audit.Model;
using Xunit;

namespace Vitrine.Tests.Audit.Comparison;

/// <summary>The zone's name behind the offset, as <c>Date</c> writes it.</summary>
public sealed class ZoneNamesTests
{
    [Theory]
    [InlineData("fr_FR.UTF-8", "heure normale d\u2019Europe centrale", true)]
    [InlineData("de_DE.UTF-8", "Mitteleuropäische Normalzeit", true)]
    [InlineData("hi_IN", "मध्य यूरोपीय मानक समय", true)]
    [InlineData("pl_PL.UTF-8", "Chiny (czas standardowy)", true)]
    // Another language, a sign that no name has, a name of nothing, a language without names.
    [InlineData("fr_FR.UTF-8", "Mitteleuropäische Normalzeit", false)]
    [InlineData("fr_FR.UTF-8", "heure normale d\u2019Europe centrale 7", false)]
    [InlineData("fr_FR.UTF-8", "heure normale d\u2019Europe\u200bcentrale", false)]
    [InlineData("fr_FR.UTF-8", "Central Europe", false)]
    [InlineData("C", "heure normale d\u2019Europe centrale", false)]
    public void Under_a_locale_it_is_in_its_language(string locale, string name, bool isOne) =>
        Assert.Equal(isOne,
            Are(Factors.Locale, "+0100 (Central European Standard Time)", "Central European Standard Time", $"+0100 ({name})", name, zone: "Europe/Berlin",
                locale: locale));

    [Fact]
    public void Under_a_locale_the_offset_is_the_same() =>
        Assert.False(Are(Factors.Locale, "+0100 (Central European Standard Time)", "Central European Standard Time", "+0200 (Mitteleuropäische Normalzeit)",
            "Mitteleuropäische Normalzeit", zone: "Europe/Berlin", locale: "de_DE.UTF-8"));

    [Theory]
    [InlineData("Asia/Urumqi", "+0600 (GMT+06:00)", "GMT+06:00", true)]
    [InlineData("Asia/Urumqi", "+0600 (GMT+06:00)", "{offset:g}", true)]
    [InlineData("Asia/Shanghai", "+0800 (GMT+08:00)", "{offset:g}", false)]
    [InlineData("Europe/Istanbul", "+0300 (GMT+03:00)", "GMT+03:00", true)]
    // A zone that has a name: its absence may be the message.
    [InlineData("Asia/Shanghai", "+0800 (GMT+08:00)", "GMT+08:00", false)]
    // Another offset than the one before it.
    [InlineData("Asia/Urumqi", "+0600 (GMT+08:00)", "GMT+08:00", false)]
    [InlineData("Asia/Urumqi", "+0600 (GMT+6:00)", "GMT+6:00", false)]
    public void Under_a_zone_without_a_name_it_is_the_offset(string zone, string after, string piece, bool isOne) =>
        Assert.Equal(isOne,
            Are(Factors.TimeZone, "+0100 (Central European Standard Time)", "Central European Standard Time", after, piece, zone, "en_US.UTF-8"));

    [Theory]
    // It stands nowhere else than behind an offset.
    [InlineData(Factors.Locale, "Zone: Central European Standard Time")]
    [InlineData(Factors.HostName, "+0100 (Central European Standard Time)")]
    public void Elsewhere_and_under_other_conditions_it_is_none(string factor, string before) =>
        Assert.False(Are(factor, before, "Central European Standard Time",
            before.Replace("Central European Standard Time", "Mitteleuropäische Normalzeit", StringComparison.Ordinal), "Mitteleuropäische Normalzeit",
            "Europe/Berlin", "de_DE.UTF-8"));

    [Theory]
    [InlineData("en_US.UTF-8", "C", "C", true)]
    [InlineData("en_US.UTF-8", "fa_IR.UTF-8", "fa_IR.UTF-8", true)]
    [InlineData("en_US.UTF-8", "B", "C", false)]
    [InlineData("en_GB.UTF-8", "C", "C", false)]
    public void A_locale_by_its_name_is_said_in_clear(string before, string after, string locale, bool isSaid) =>
        Assert.Equal(isSaid, SaidValues.AreLocales(FoundDifference.Of(
        "model request 1: body /system", "line 1, word 3", before, after, [Saying($"lang {before}", "Europe/Berlin", "en_US.UTF-8")],
            [Saying($"lang {after}", "Europe/Berlin", locale)]) with
        { Factors = [Factors.Locale], Channel = Channels.BodyText }));

    private static bool Are(string factor, string before, string old, string after, string now, string zone, string locale) =>
        ZoneNames.AreOne(FoundDifference.Of(
        "model request 1: body /system", "line 1, word 7", old, now,
        [Saying($"Started Sat Nov 21 2026 at GMT{before}.", "Europe/Berlin", "en_US.UTF-8")],
        [Saying($"Started Sat Nov 21 2026 at GMT{after}.", zone, locale)]) with
        { Factors = [factor], Channel = Channels.BodyText });

    private static AuditSession Saying(string text, string zone, string locale)
    {
        AuditSession session = FoundDifference.Session("http://localhost:8080", "accept", (0.5, "*"));
        CapturedExchange asked = session.Capture.Exchanges[0] with
        {
            Body = PackedBytes.Of(Encoding.UTF8.GetBytes(System.Text.Json.JsonSerializer.Serialize(new
            {
                model = "m",
                system = text,
                tools = new[] { new { name = "run" } },
                messages = Array.Empty<string>()
            })))
        };
        return session with { Capture = session.Capture with { Exchanges = [asked] }, Machine = session.Machine with { TimeZone = zone, Locale = locale } };
    }
}
