using FsCheck;
using FsCheck.Fluent;
using Vitrine.Audit.Experiment;
using Vitrine.Audit.Model;
using Xunit;

namespace Vitrine.Tests.Audit.Experiment;

public sealed class CoveringRowsTests
{
    [Fact]
    public void Every_pair_of_levels_of_different_factors_is_in_a_row_and_no_row_has_what_cannot_meet() => Prop.ForAll(Arb.From(SomeLevels), levels =>
    {
        List<Variation> rows = Rows(levels, out CoveringRows covering);
        HashSet<(string, string)> together = [.. rows.SelectMany(row => row.Levels.SelectMany(a => row.Levels.Select(b => (Name(a), Name(b)))))];
        RankedLevel[] taken = [.. levels.Where(level => level.Use != LevelUse.Alone)];
        foreach (RankedLevel a in taken)
        {
            Assert.Contains(rows, row => row.Of(a.Level.Factor)?.Name == a.Level.Name);
            foreach (RankedLevel b in taken)
                Assert.Equal(CoveringRows.CanMeet(a, b) || a == b, together.Contains((Name(a.Level), Name(b.Level))));
        }

        Assert.Equal(covering.Pairs, covering.PairsCovered);
        foreach (Variation row in rows)
        {
            Assert.Equal(row.Levels.Count, row.Levels.Select(level => level.Factor).Distinct().Count());
            Assert.InRange(row.Levels.Count(level => levels.Single(each => each.Level == level).Use == LevelUse.Veil), 0, 1);
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    [Fact]
    public void Few_rows_do()
    {
        // 10 factors of 5 levels: 25 rows are the least there can be, 1,125 pairs of which a row holds 45.
        RankedLevel[] levels = [.. Enumerable.Range(0, 50).Select(index => Level($"f{index / 5}", index % 5, LevelUse.Any, $"V{index / 5}"))];
        Assert.InRange(Rows(levels, out _).Count, 25, 60);
    }

    [Fact]
    public void Each_level_is_in_one_of_the_first_rows_and_pairs_of_leading_levels_come_before_others()
    {
        RankedLevel[] levels = [.. Enumerable.Range(0, 120).Select(index => Level($"f{index / 12}", index % 12, LevelUse.Any, $"V{index / 12}"))];
        var covering = new CoveringRows(levels, level => level.Level.Name is "0" or "1" or "2", _ => 1);
        Variation[] rows = [.. Enumerable.Range(0, 60).Select(_ => covering.Next()!)];
        Assert.Equal(120, rows.Take(26).SelectMany(row => row.Levels).Select(Name).Distinct().Count());
        int leading = rows.SelectMany(row => row.Levels.SelectMany(a => row.Levels.Select(b => (a, b)))).Where(pair => pair.a.Name[0] <= '2'
            && pair.b.Name[0] <= '2'
            && pair.a.Name.Length == 1
            && pair.b.Name.Length == 1
            && string.CompareOrdinal(pair.a.Factor, pair.b.Factor) < 0).Select(pair => (Name(pair.a), Name(pair.b))).Distinct().Count();
        Assert.Equal(45 * 9, leading);
    }

    [Fact]
    public void Each_pair_of_kinds_is_in_one_of_the_first_rows()
    {
        RankedLevel[] levels = [.. Enumerable.Range(0, 120).Select(index => Level($"f{index / 12}", index % 12, LevelUse.Any, $"V{index / 12}"))];
        static string KindOf(string name) => "kind " + (int.Parse(name, System.Globalization.CultureInfo.InvariantCulture) % 4);
        var covering = new CoveringRows(levels, level => level.Level.Name is "0" or "1", _ => 1, level => KindOf(level.Level.Name));
        Variation[] rows = [.. Enumerable.Range(0, 40).Select(_ => covering.Next()!)];
        Assert.Equal(45 * 16, Pairs(rows, level => KindOf(level.Name)).Count);
        while (covering.Next() is not null)
            Assert.InRange(covering.PairsCovered, 1, covering.Pairs);
        Assert.Equal(covering.Pairs, covering.PairsCovered);
    }

    [Fact]
    public void The_rows_of_a_minute_hold_most_pairs_of_kinds()
    {
        var plan = new ExperimentPlan(LevelCatalog.BuiltIn(new DateTimeOffset(2026, 3, 10, 10, 0, 0, TimeSpan.Zero)), ExperimentBudget.Quick,
            new FactorWeights());
        var kinds = plan.Levels.ToDictionary(level => Name(level.Level), level => LevelKinds.Of(level, plan.IsLeading(level)));
        var used = plan.Levels.ToDictionary(level => Name(level.Level), level => level.Use);
        CoveringRows covering = plan.Rows();
        Variation[] rows = [.. Enumerable.Range(0, 60).Select(_ => covering.Next()!)];
        HashSet<(string, string)> held = Pairs(rows, level => used[Name(level)] == LevelUse.Any ? kinds[Name(level)] : "");
        RankedLevel[] any = [.. plan.Levels.Where(level => level.Use == LevelUse.Any && kinds[Name(level.Level)].Length > 0)];
        (string, string)[] all = [.. any.SelectMany(a => any.Where(b => string.CompareOrdinal(a.Level.Factor, b.Level.Factor) < 0
            && CoveringRows.CanMeet(a, b)).Select(b => (a.Level.Factor + kinds[Name(a.Level)], b.Level.Factor + kinds[Name(b.Level)]))).Distinct()];
        TestContext.Current.TestOutputHelper?.WriteLine($"{all.Count(held.Contains)} of {all.Length} pairs of kinds in {rows.Length} rows");
        Assert.InRange((double)all.Count(held.Contains) / all.Length, 0.9, 1);
    }

    private static HashSet<(string, string)> Pairs(IEnumerable<Variation> rows, Func<Level, string> kind) =>
    [
        .. rows.SelectMany(row => row.Levels.SelectMany(a => row.Levels.Where(b => string.CompareOrdinal(a.Factor, b.Factor) < 0
            && kind(a).Length > 0
            && kind(b).Length > 0).Select(b => (a.Factor + kind(a), b.Factor + kind(b))))),
    ];

    [Fact]
    public void Rows_of_the_whole_catalog_are_made_in_little_time_and_hold_each_pair_that_can_be()
    {
        IReadOnlyList<RankedLevel> levels = LevelCatalog.BuiltIn(new DateTimeOffset(2026, 3, 10, 10, 0, 0, TimeSpan.Zero));
        var plan = new ExperimentPlan(levels, ExperimentBudget.Deep, new FactorWeights());
        CoveringRows covering = plan.Rows();
        int rows = 0;
        while (covering.Next() is not null)
            Assert.InRange(++rows, 0, 20_000);
        Assert.Equal(covering.Pairs, covering.PairsCovered);
        TestContext.Current.TestOutputHelper?.WriteLine($"{levels.Count} levels, {covering.Pairs} pairs, {rows} rows");
    }

    private static Gen<RankedLevel[]> SomeLevels =>
        from factors in Gen.Choose(1, 6)
        from counts in Gen.ArrayOf(Gen.Choose(1, 6), factors)
        from uses in Gen.ArrayOf(Gen.Frequency((8, Gen.Constant(LevelUse.Any)), (1, Gen.Constant(LevelUse.Veil)), (1, Gen.Constant(LevelUse.Alone))),
            counts.Sum())
        from variables in Gen.ArrayOf(Gen.Choose(0, 40), counts.Sum())
        select Make(counts, uses, variables);

    // Two levels with the same variable cannot meet.
    private static RankedLevel[] Make(int[] counts, LevelUse[] uses, int[] variables)
    {
        var levels = new List<RankedLevel>();
        for (int factor = 0; factor < counts.Length; factor++)
        {
            for (int level = 0; level < counts[factor]; level++)
                levels.Add(Level($"f{factor}", level, uses[levels.Count], $"V{variables[levels.Count]}"));
        }

        return [.. levels];
    }

    private static RankedLevel Level(string factor, int number, LevelUse use, string variable) =>
        new(new Level(factor, number.ToString(System.Globalization.CultureInfo.InvariantCulture),
            new MachineChanges { Environment = new Dictionary<string, string?> { [variable] = factor + number } }),
            number % 5, use);

    private static List<Variation> Rows(RankedLevel[] levels, out CoveringRows covering)
    {
        covering = new CoveringRows(levels, level => level.Rank < 2, _ => 1);
        var rows = new List<Variation>();
        while (covering.Next() is { } row)
        {
            rows.Add(row);
            Assert.InRange(rows.Count, 0, 2000);
        }

        return rows;
    }

    private static string Name(Level level) => level.Factor + "=" + level.Name;
}
