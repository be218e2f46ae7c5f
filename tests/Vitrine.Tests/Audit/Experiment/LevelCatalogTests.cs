using Vitrine.Audit.Experiment;
using Vitrine.Audit.Model;
using Vitrine.Audit.Running;
using Vitrine.Runtime.Agents;
using Xunit;

namespace Vitrine.Tests.Audit.Experiment;

public sealed class LevelCatalogTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 10, 10, 0, 0, TimeSpan.Zero);

    private static IReadOnlyList<RankedLevel> All => LevelCatalog.BuiltIn(Now, "api.vendor.example", "http://api.vendor.example");

    [Fact]
    public void Every_factor_has_levels_and_every_level_changes_something_under_a_name_of_its_own()
    {
        Assert.Equal(Factors.All.Order(StringComparer.Ordinal), All.Select(level => level.Level.Factor).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(All.Count, All.Select(level => (level.Level.Factor, level.Level.Name)).Distinct().Count());
        Assert.All(All, level => Assert.DoesNotContain(",", level.Level.Name, StringComparison.Ordinal));
        Assert.All(All, level => Assert.NotEqual(new Cell(Variation.Baseline, "hello", 0).Changes, new Cell(Variation.Of(level.Level), "hello", 0).Changes));
    }

    [Theory]
    [InlineData(Factors.Interception, "CURL_CA_BUNDLE", LevelUse.Veil)]
    [InlineData(Factors.SandboxDetection, "container", LevelUse.Veil)]
    [InlineData(Factors.EnvironmentVariable, "TRAVIS", LevelUse.Veil)]
    [InlineData(Factors.EnvironmentVariable, "AGENT_DISABLE_UPDATES", LevelUse.Veil)]
    [InlineData(Factors.EnvironmentVariable, "EDITOR", LevelUse.Any)]
    [InlineData(Factors.Proxy, "HTTPS_PROXY", LevelUse.Any)]
    public void What_a_package_looks_at_to_see_whether_it_is_watched_stands_beside_no_other_such_sign(string factor, string variable, LevelUse use) =>
        Assert.Equal(use,
            LevelCatalog.UseOf(new Level(factor, variable, new MachineChanges { Environment = new Dictionary<string, string?> { [variable] = "1" } })));

    [Fact]
    public void Half_of_the_rows_are_without_a_proxy()
    {
        CoveringRows rows = new ExperimentPlan(All, ExperimentBudget.Quick, new FactorWeights()).Rows();
        int direct = Enumerable.Range(0, 80).Count(_ => rows.Next()!.Of(Factors.Proxy) is null);
        Assert.InRange(direct, 38, 50);
    }

    [Theory]
    [InlineData("MISTRAL_API_KEY", true)]
    [InlineData("OPENAI_API_KEY", false)]
    [InlineData("", false)]
    public void No_level_takes_the_key_that_the_target_asks_its_model_with(string variable, bool isTaken)
    {
        IReadOnlyList<RankedLevel> left = LevelCatalog.WithoutKey(All, variable);
        Assert.Equal(isTaken, left.Count < All.Count);
        Assert.DoesNotContain(left, level => variable.Length > 0 && level.Level.Changes.Environment.ContainsKey(variable));
    }

    [Fact]
    public void Every_level_can_be_made()
    {
        var target = new TargetStart
        {
            Name = "t",
            Directory = "/x",
            BoxDirectory = "/opt/agent",
            Command = ["node", "{prompt}"],
            Protocol = AgentProtocol.OpenAIChat,
            EndpointVariable = "OPENAI_BASE_URL",
            KeyVariable = "OPENAI_API_KEY",
            EndpointSuffix = "/v1"
        };
        Assert.All(All,
            level => Assert.True(AuditMachine.Of(target, level.Level.Changes, "Hello").Unmade is [],
                $"{level.Level.Factor}={level.Level.Name}: {string.Join("; ", AuditMachine.Of(target, level.Level.Changes, "Hello").Unmade)}"));
    }

    [Fact]
    public void Every_zone_is_one_that_the_system_knows() =>
        Assert.All(All.Where(level => level.Level.Changes.TimeZone is not null),
            level => Assert.True(File.Exists("/usr/share/zoneinfo/" + level.Level.Changes.TimeZone) || !Directory.Exists("/usr/share/zoneinfo/Asia"),
                level.Level.Name));

    [Fact]
    public void Matched_zones_exist_and_have_the_same_offset_now_and_half_a_year_on()
    {
        Assert.SkipUnless(Directory.Exists("/usr/share/zoneinfo/Asia"), "no zone files here");
        foreach (RankedLevel level in All.Where(level => level.Level.Factor == Factors.TimeZone && level.Level.MatchedWith is not null))
        {
            Level matched = Assert.Single(All, other => other.Level.Factor == Factors.TimeZone && other.Level.Name == level.Level.MatchedWith).Level;
            foreach (int days in (int[])[0, 183])
                Assert.True(Offset(level.Level, days) == Offset(matched, days), $"{level.Level.Name} and {matched.Name}");
        }
    }

    [Fact]
    public void A_level_with_an_invented_name_has_a_twin_of_the_same_length_that_comes_last()
    {
        foreach (string factor in (string[])[Factors.GitRemote, Factors.GitIdentity, Factors.HostName, Factors.UserName, Factors.HomePath,
            Factors.EndpointHost])
        {
            RankedLevel invented = All.First(level => level.Level.Factor == factor && level.Level.MatchedWith is not null);
            RankedLevel twin = Assert.Single(All, other => other.Level.Factor == factor && other.Level.Name == invented.Level.MatchedWith);
            Assert.Equal(LevelRanks.Twin, twin.Rank);
            Assert.Equal(invented.Level.Name.Length, twin.Level.Name.Length);
            int twins = All.Count(level => level.Level.Factor == factor && level.Rank == LevelRanks.Twin);
            Assert.Contains(twin.Level.Name,
                LevelCatalog.Merge([], All).Where(level => level.Level.Factor == factor).TakeLast(twins).Select(level => level.Level.Name));
        }
    }

    [Fact]
    public void Harvested_levels_come_first_and_give_built_in_ones_their_origin()
    {
        var hidden = new RankedLevel(new Level(Factors.EndpointHost, "api.rival.example",
            new MachineChanges { Endpoint = "http://api.rival.example" })
        { Origin = "cli.js:10 base64" },
            LevelRanks.Hidden);
        var known = new RankedLevel(new Level(Factors.TimeZone, "Asia/Urumqi", new MachineChanges { TimeZone = "Asia/Urumqi" }) { Origin = "cli.js:12" },
            LevelRanks.Hidden);
        IReadOnlyList<RankedLevel> merged = LevelCatalog.Merge([hidden, known], All);
        Assert.Equal([hidden.Level.Name, known.Level.Name], merged.Take(2).Select(level => level.Level.Name).Order(StringComparer.Ordinal).Reverse());
        RankedLevel zone = Assert.Single(merged, level => level.Level.Factor == Factors.TimeZone && level.Level.Name == "Asia/Urumqi");
        Assert.Equal("cli.js:12", zone.Level.Origin);
        Assert.NotNull(zone.Level.MatchedWith);
    }

    [Fact]
    public void Hostile_names_become_short_and_visible_and_a_flood_of_them_is_cut()
    {
        RankedLevel[] flood =
        [
            .. Enumerable.Range(0, 5000).Select(index => new RankedLevel(new Level(Factors.HostName, $"h{index}, \u001b[31m\n{new string('x', 500)}{index}",
                new MachineChanges { HostName = $"h{index}" }),
                LevelRanks.Hidden)),
            new RankedLevel(new Level(Factors.HostName, "", new MachineChanges { HostName = "" }), LevelRanks.Hidden),
        ];
        RankedLevel[] merged = [.. LevelCatalog.Merge(flood, []).Where(level => level.Level.Factor == Factors.HostName)];
        Assert.Equal(LevelCatalog.MaxHarvested, merged.Length);
        Assert.All(merged, level => Assert.True(level.Level.Name.Length is > 0 and <= 120 && !level.Level.Name.Any(c => char.IsControl(c) || c == ',')));
    }

    [Fact]
    public void Leading_levels_keep_room_for_built_in_ones_however_much_was_harvested()
    {
        RankedLevel[] flood = [.. Enumerable.Range(0, 40).Select(index => new RankedLevel(new Level(Factors.EndpointHost, $"h{index}.example",
            new MachineChanges { Endpoint = $"http://h{index}.example" }),
            LevelRanks.Hidden))];
        var plan = new ExperimentPlan(LevelCatalog.Merge(flood, All), ExperimentBudget.Standard, new FactorWeights());
        RankedLevel[] leading = [.. plan.Levels.Where(level => level.Level.Factor == Factors.EndpointHost && plan.IsLeading(level))];
        Assert.Equal(6, leading.Length);
        Assert.Equal(2, leading.Count(level => level.Rank == LevelRanks.Leading));
    }

    [Fact]
    public void No_factor_waits_for_another_to_be_done()
    {
        var plan = new ExperimentPlan(All, ExperimentBudget.Quick, new FactorWeights());
        string[] first = [.. plan.Singles().Take(2 * Factors.All.Count).Select(level => level.Level.Factor)];
        Assert.Equal(Factors.All.Order(StringComparer.Ordinal), first.Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(plan.Levels.Count, plan.Singles().Distinct().Count());
    }

    [Fact]
    public void What_a_server_answers_and_a_later_date_are_followed_by_another_session()
    {
        var plan = new ExperimentPlan(All, ExperimentBudget.Quick, new FactorWeights());
        Variation[] later = [.. plan.Aged(Now)];
        Assert.All(later, variation => Assert.True(variation.Levels.Count == 2 && variation.Of(Factors.RunCount) is not null));
        Assert.Contains(later, variation => variation.Of(Factors.Clock)?.Changes.Clock > Now.AddDays(2));
        Assert.Contains(later, variation => variation.Of(Factors.ServerResponse)?.Changes.FailFirst == 1);
        Assert.Contains(later, variation => variation.Of(Factors.ServerResponse)?.Changes.Answers.Count > 0);
        Assert.DoesNotContain(later, variation => variation.Of(Factors.ServerResponse)?.Changes.FailFirst > 2);
    }

    [Fact]
    public void What_the_reading_saw_gets_a_larger_share()
    {
        var plan = new ExperimentPlan(All, ExperimentBudget.Quick, new FactorWeights(new Dictionary<string, double> { [Factors.Proxy] = 4 }));
        var plain = new ExperimentPlan(All, ExperimentBudget.Quick, new FactorWeights());
        Assert.True(plan.Singles()
            .Take(40)
            .Count(level => level.Level.Factor == Factors.Proxy) > plain.Singles()
                .Take(40)
                .Count(level => level.Level.Factor == Factors.Proxy));
    }

    private static TimeSpan Offset(Level level, int days) =>
        TimeZoneInfo.FindSystemTimeZoneById(level.Changes.TimeZone ?? level.Changes.Environment["TZ"]!).GetUtcOffset(Now.AddDays(days));
}
