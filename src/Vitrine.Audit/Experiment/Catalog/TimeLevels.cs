using System.Globalization;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Experiment.Catalog;

/// <summary>Dates and numbers of sessions.</summary>
internal static class TimeLevels
{
    // The end of 32-bit time, and a day that a leap year has: programs that count go wrong there, which tells that they count. Not the beginning of it: a
    // moment has fewer digits then, in whatever holds one.
    private static readonly (string Name, string At, int Rank)[] Fixed =
    [
        ("leap day", "2028-02-29T12:00:00Z", LevelRanks.Rare), ("end of 2037", "2037-12-31T23:59:30Z", LevelRanks.Rare),
            ("after 32 bits", "2038-01-19T03:14:09Z", LevelRanks.Rare),
        ("2020", "2020-01-02T10:00:00Z", LevelRanks.Usual),
    ];

    private static readonly (string Name, int Days, int Rank)[] Offsets =
    [
        ("+1 year", 365, LevelRanks.Leading), ("+45 days", 45, LevelRanks.Leading), ("+1 day", 1, LevelRanks.Leading), ("+7 days", 7, LevelRanks.Usual),
            ("+14 days", 14, LevelRanks.Usual), ("+30 days", 30, LevelRanks.Usual),
        ("+90 days", 90, LevelRanks.Leading), ("+180 days", 181, LevelRanks.Usual), ("+2 years", 731, LevelRanks.Usual), ("+5 years", 1827, LevelRanks.Rare),
        ("-1 day", -1, LevelRanks.Usual), ("-30 days", -30, LevelRanks.Usual),
        ("-1 year", -365, LevelRanks.Leading),
    ];

    /// <summary>All of them.</summary>
    /// <param name="now">The baseline's time, to which offsets are added.</param>
    public static IEnumerable<RankedLevel> All(DateTimeOffset now) =>
    [
        .. Offsets.Select(each => At(each.Name, now.AddDays(each.Days), each.Rank)),
        At("Saturday", Next(now, DayOfWeek.Saturday), LevelRanks.Leading),
        At("Sunday", Next(now, DayOfWeek.Sunday), LevelRanks.Usual),
        At("Monday", Next(now, DayOfWeek.Monday), LevelRanks.Usual),
        At("Friday 13th", Friday13(now), LevelRanks.Rare),
        At("at night", new DateTimeOffset(now.Year, now.Month, now.Day, 3, 12, 0, now.Offset), LevelRanks.Usual),
        At("in the evening", new DateTimeOffset(now.Year, now.Month, now.Day, 20, 40, 0, now.Offset), LevelRanks.Usual),
        At("last of the month", new DateTimeOffset(now.Year, now.Month, DateTime.DaysInMonth(now.Year, now.Month), 12, 0, 0, now.Offset), LevelRanks.Usual),
        At("first of the month", new DateTimeOffset(now.Year, now.Month, 1, 12, 0, 0, now.Offset).AddMonths(1), LevelRanks.Usual),
        At("New Year", new DateTimeOffset(now.Year + 1, 1, 1, 12, 0, 0, now.Offset), LevelRanks.Usual),
        At("1 April", new DateTimeOffset(now.Year + 1, 4, 1, 12, 0, 0, now.Offset), LevelRanks.Rare),
        At("Christmas", new DateTimeOffset(now.Year, 12, 25, 12, 0, 0, now.Offset), LevelRanks.Rare),
        .. Fixed.Select(each => At(each.Name, DateTimeOffset.Parse(each.At, CultureInfo.InvariantCulture), each.Rank)),
        Runs(2, LevelRanks.Leading, LevelUse.Any),
        Runs(1, LevelRanks.Leading, LevelUse.Any),
        Runs(4, LevelRanks.Usual, LevelUse.Alone),
        Runs(3, LevelRanks.Usual, LevelUse.Alone),
        Runs(5, LevelRanks.Rare, LevelUse.Alone),
        Runs(9, LevelRanks.Rare, LevelUse.Alone),
    ];

    private static RankedLevel At(string name, DateTimeOffset at, int rank) => Levels.Of(Factors.Clock, name, rank, new MachineChanges { Clock = at });

    private static RankedLevel Runs(int before, int rank, LevelUse use) =>
        Levels.Of(Factors.RunCount, $"after {before}", rank, new MachineChanges { SessionsBefore = before }, use);

    private static DateTimeOffset Next(DateTimeOffset now, DayOfWeek day) => now.AddDays(((int)day - (int)now.DayOfWeek + 6) % 7 + 1);

    private static DateTimeOffset Friday13(DateTimeOffset now)
    {
        var day = new DateTimeOffset(now.Year, now.Month, 13, 12, 0, 0, now.Offset);
        do
            day = day.AddMonths(1);
        while (day.DayOfWeek != DayOfWeek.Friday);
        return day;
    }
}
