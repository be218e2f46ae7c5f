using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Vitrine.Audit.Auditing;
using Vitrine.Audit.Experiment;
using Vitrine.Audit.Model;
using Xunit;

namespace Vitrine.Tests.Audit.Auditing;

public sealed class AuditorTests(ITestOutputHelper output)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(60)]
    [InlineData(171)]
    [InlineData(200)]
    [InlineData(233)]
    [InlineData(250)]
    public async Task An_audit_that_is_interrupted_anywhere_goes_on_with_the_same_plan(int at)
    {
        using var whole = new Simulation();
        AuditOutcome expected = await whole.RunAsync(RecallTests.Target("zone and endpoint"), Stop);
        using var parts = new Simulation();
        using var stop = new CancellationTokenSource();
        int begun = 0;
        SimulatedTarget target = RecallTests.Target("zone and endpoint");
        AuditOutcome first = await parts.RunAsync(Interrupted(target, () => Interlocked.Increment(ref begun) == at, stop), stop.Token);
        Assert.NotEqual("clear", first.Verdict);
        Assert.False(first.IsPlanDone);
        AuditOutcome second = await parts.RunAsync(target, Stop, resume: true);
        Assert.Equal(Sessions(whole.Folder), Sessions(parts.Folder));
        Assert.Equal(expected.Findings.Select(Text), second.Findings.Select(Text));
        Assert.Equal(expected.Coverage.Sessions, second.Coverage.Sessions);
        Assert.Equal(expected.Verdict, second.Verdict);
    }

    [Fact]
    public async Task A_done_audit_that_is_resumed_runs_nothing()
    {
        using var simulation = new Simulation();
        AuditOutcome first = await simulation.RunAsync(RecallTests.Target("proxy"), Stop);
        SimulatedTarget again = RecallTests.Target("proxy");
        AuditOutcome second = await simulation.RunAsync(again, Stop, resume: true);
        Assert.Equal(0, again.Ran);
        Assert.Equal(first.Findings.Select(Text), second.Findings.Select(Text));
    }

    [Fact]
    public async Task Stopping_leaves_findings_that_were_confirmed_and_no_word_of_clear()
    {
        using var simulation = new Simulation();
        using var stop = new CancellationTokenSource();
        int begun = 0;
        AuditOutcome outcome = await simulation.RunAsync(Interrupted(RecallTests.Target("proxy"), () => Interlocked.Increment(ref begun) == 460, stop),
            stop.Token);
        Assert.Equal("covert", outcome.Verdict);
        Assert.False(outcome.IsPlanDone);
        using var clean = new Simulation();
        using var stopClean = new CancellationTokenSource();
        begun = 0;
        AuditOutcome none = await clean.RunAsync(Interrupted(RecallTests.Target("nothing"), () => Interlocked.Increment(ref begun) == 460, stopClean),
            stopClean.Token);
        Assert.Equal("incomplete", none.Verdict);
        Assert.NotEmpty(none.NotDoneBecause);
    }

    [Fact]
    public async Task What_other_content_explains_is_looked_at_beside_content_that_is_matched_with_it()
    {
        using var simulation = new Simulation();
        AuditOutcome outcome = await new Auditor(simulation.Settings(), MarksWhereModelLibrariesAre((_, _) => { }),
            new Simulation.StillTime()).RunAsync(null, Stop);
        Finding found = Assert.Single(outcome.Findings, finding => finding.Severity > Severity.Low);
        Assert.Equal((Factors.WorkspaceContent, "mark", "workspace-content=model libraries", "workspace-content=libraries"),
            (found.Factor, found.Evidence.Place, found.Evidence.With, found.Evidence.Without));
        Assert.Equal("covert", outcome.Verdict);
    }

    [Fact]
    public async Task What_is_seen_beside_matched_content_and_not_confirmed_in_time_is_never_told_as_clear()
    {
        using var simulation = new Simulation();
        var time = new Simulation.StillTime();
        // The budget ends as soon as three sessions of each have shown it.
        AuditSteps steps = MarksWhereModelLibrariesAre((without, with) =>
        {
            if (without[0].Variation.Of(Factors.WorkspaceContent)?.Name == "libraries" && with.Count == 3)
                time.Advance(simulation.Budget.Time);
        });
        AuditOutcome outcome = await new Auditor(simulation.Settings(), steps, time).RunAsync(null, Stop);
        Assert.DoesNotContain(outcome.Findings, finding => finding.Severity > Severity.Low);
        Assert.Equal("incomplete", outcome.Verdict);
        Assert.Contains("mark under workspace-content model libraries", outcome.NotDoneBecause, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.12, "quick")]
    [InlineData(0.5, "quick")]
    [InlineData(0.12, "standard")]
    public async Task The_budget_of_time_is_kept_and_no_factor_starves(double seconds, string name)
    {
        using var simulation = new Simulation { Budget = ExperimentBudget.Of(name)! };
        var time = new Simulation.StillTime();
        // A session takes its share of the machine: four at a time, each four times as long.
        SimulatedTarget target = Timed(RecallTests.Target("endpoint that is no usual one"), time, TimeSpan.FromSeconds(seconds));
        AuditOutcome outcome = await simulation.RunAsync(target, Stop, time: time);
        output.WriteLine($"{name} with {1 / seconds:F1} sessions/s: {outcome.Coverage.Sessions} sessions in {outcome.Elapsed.TotalSeconds:F0} s, levels {outcome.Coverage.LevelPercent:F0} %, leading pairs {outcome.Coverage.LeadingPairPercent:F0} %, {outcome.Verdict}, {outcome.NotDoneBecause}");
        Assert.InRange(outcome.Elapsed, TimeSpan.Zero, simulation.Budget.Time + TimeSpan.FromSeconds(4 * seconds));
        Assert.All(outcome.Coverage.Factors, factor => Assert.True(factor.Alone.Count + factor.Together.Count > 0, factor.Factor));
        Assert.Equal("covert", outcome.Verdict);
    }

    [Theory]
    [InlineData("one zone")]
    [InlineData("any locale")]
    [InlineData("checksum of the host name")]
    [InlineData("outside of CI")]
    [InlineData("third session")]
    [InlineData("from a date on")]
    [InlineData("zone and endpoint")]
    [InlineData("zone and endpoint unless watched")]
    [InlineData("confidential")]
    [InlineData("locale and date")]
    public async Task A_slow_target_is_tried_as_far_as_a_minute_goes(string kind)
    {
        using var simulation = new Simulation();
        var time = new Simulation.StillTime();
        AuditOutcome outcome = await simulation.RunAsync(Timed(RecallTests.Target(kind), time, TimeSpan.FromSeconds(0.7)), Stop, time: time);
        output.WriteLine($"{kind}: {outcome.Verdict} after {outcome.Coverage.Sessions} sessions, levels {outcome.Coverage.LevelPercent:F0} %, leading pairs {outcome.Coverage.LeadingPairPercent:F0} %; {outcome.NotDoneBecause}");
        Assert.InRange(outcome.Coverage.Sessions, 40, 100);
        Assert.All(outcome.Coverage.Factors, factor => Assert.True(factor.Alone.Count + factor.Together.Count > 0, factor.Factor));
    }

    [Theory]
    [InlineData(0.15, "part of an hour and a company's remote")]
    [InlineData(0.2, "part of an hour and a company's remote")]
    [InlineData(0.25, "part of an hour and a company's remote")]
    [InlineData(0.35, "part of an hour and a company's remote")]
    [InlineData(0.35, "host and mail")]
    [InlineData(0.5, "host and mail")]
    [InlineData(0.5, "locale and date")]
    [InlineData(0.7, "zone and endpoint")]
    public async Task What_was_seen_and_not_looked_into_is_never_told_as_clear(double seconds, string kind)
    {
        using var simulation = new Simulation();
        var time = new Simulation.StillTime();
        SimulatedTarget target = RecallTests.Target(kind);
        var shown = new ConcurrentDictionary<string, bool>();
        AuditOutcome outcome = await simulation.RunAsync(new SimulatedTarget
        {
            Planted = target.Planted,
            Before = (cell, _) =>
            {
                time.Advance(TimeSpan.FromSeconds(seconds) * cell.Cost);
                if (target.Planted(cell.Changes, new Random(1)).Any(field => field is { Name: "mark", Value: "1" }))
                    shown[cell.Name] = true;
                return Task.CompletedTask;
            },
        }, Stop, time: time);
        // What was foreseen and never asked for is in no store.
        bool isSeen = File.ReadLines(Path.Combine(simulation.Folder, "index.jsonl"))
            .Select(line => JsonNode.Parse(line)!["session"]?["cell"]?.GetValue<string>())
            .Any(cell => cell is not null && shown.ContainsKey(cell));
        output.WriteLine($"{kind} with {1 / seconds:F1} sessions/s: {outcome.Verdict}, {(isSeen ? "seen" : "not seen")} in {outcome.Coverage.Sessions} sessions; {outcome.NotDoneBecause}");
        Assert.True(!isSeen || outcome.Verdict != "clear");
    }

    [Fact]
    public async Task A_target_that_never_ends_shrinks_the_plan()
    {
        using var simulation = new Simulation();
        AuditSteps steps = Simulation.Steps(RecallTests.Target("nothing"));
        steps = steps with { Run = async (cell, stop) => await RecallTests.Target("nothing").RunAsync(cell, stop) with { ExitStatus = -1 } };
        AuditOutcome outcome = await new Auditor(simulation.Settings(), steps, new Simulation.StillTime()).RunAsync(null, Stop);
        Assert.Equal("incomplete", outcome.Verdict);
        Assert.InRange(outcome.Coverage.Sessions, 6, 60);
        Assert.Equal(outcome.Coverage.Sessions, outcome.SessionsFailed);
    }

    [Fact]
    public async Task A_target_that_cannot_be_started_is_told_with_the_reason()
    {
        using var simulation = new Simulation();
        AuditSteps steps = Simulation.Steps(RecallTests.Target("nothing")) with { Run = (_, _) => throw new IOException("no such program") };
        AuditOutcome outcome = await new Auditor(simulation.Settings(), steps, new Simulation.StillTime()).RunAsync(null, Stop);
        Assert.Equal("incomplete", outcome.Verdict);
        Assert.Contains("no such program", outcome.NotDoneBecause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Some_failures_among_many_sessions_do_not_end_an_audit()
    {
        using var simulation = new Simulation();
        SimulatedTarget target = RecallTests.Target("zone and endpoint");
        AuditSteps steps = Simulation.Steps(target) with
        {
            Run = (cell, stop) => SimulatedTarget.Hash(cell.Name) % 25 == 0 && cell.Variation.Levels.Count > 0
            ? throw new TimeoutException("slow")
            : target.RunAsync(cell, stop)
        };
        AuditOutcome outcome = await new Auditor(simulation.Settings(), steps, new Simulation.StillTime()).RunAsync(null, Stop);
        Assert.Equal("covert", outcome.Verdict);
        Assert.True(outcome.SessionsFailed > 0);
    }

    private static SimulatedTarget Interrupted(SimulatedTarget target, Func<bool> now, CancellationTokenSource stop) => new()
    {
        Planted = target.Planted,
        Delay = target.Delay,
        Before = async (_, token) =>
        {
            if (now())
                await stop.CancelAsync();
            token.ThrowIfCancellationRequested();
        },
    };

    [Fact]
    public async Task What_only_a_repeated_question_tells_of_the_machine_is_found()
    {
        using var simulation = new Simulation();
        // That a question is asked again explains that it says more; what it says is the host's name, once it fails.
        AuditSteps steps = Simulation.Steps(new SimulatedTarget
        {
            Planted = (machine, _) => machine.FailFirst > 0
            ? [new("retry", machine.HostName ?? "dev-pc"), new("attempt", "2")]
            : []
        }) with
        {
            Compare = (without, with) =>
            {
                bool explains = without[0].Variation.Of(Factors.ServerResponse) is null && with[0].Variation.Of(Factors.ServerResponse) is not null;
                return [.. SimpleComparison.Compare(without, with).Select(difference => explains
                    ? difference with { Weight = DifferenceWeight.Explained }
                    : difference)];
            },
        };
        AuditOutcome outcome = await new Auditor(simulation.Settings(), steps, new Simulation.StillTime()).RunAsync(null, Stop);
        Finding found = Assert.Single(outcome.Findings, finding => finding.Severity > Severity.Low);
        Assert.Equal((Factors.HostName, "retry", "server-response=first request fails"), (found.Factor, found.Evidence.Place, found.Evidence.Without));
        Assert.Contains("hostname=", found.Evidence.With, StringComparison.Ordinal);
    }

    // Any content of the workspace explains what differs with it; the mark comes with some names of libraries alone.
    private static AuditSteps MarksWhereModelLibrariesAre(Action<IReadOnlyList<Observation>, IReadOnlyList<Observation>> compares) =>
        Simulation.Steps(new SimulatedTarget
        {
            Planted = (machine, _) =>
                [new("mark", machine.WorkspaceFiles.Values.Any(text => text?.Contains("openai", StringComparison.Ordinal) == true) ? "b" : "a"),
                new("files", machine.WorkspaceFiles.Count.ToString(CultureInfo.InvariantCulture))],
        }) with
        {
            Compare = (without, with) =>
            {
                compares(without, with);
                bool explains = without[0].Variation.Of(Factors.WorkspaceContent) is null && with[0].Variation.Of(Factors.WorkspaceContent) is not null;
                return [.. SimpleComparison.Compare(without, with).Select(difference => explains
                ? difference with { Weight = DifferenceWeight.Explained }
                : difference)];
            },
        };

    private static SimulatedTarget Timed(SimulatedTarget target, Simulation.StillTime time, TimeSpan by) => new()
    {
        Planted = target.Planted,
        Delay = target.Delay,
        Before = (cell, _) =>
        {
            time.Advance(by * cell.Cost);
            return Task.CompletedTask;
        },
    };

    private static string[] Sessions(string folder) =>
        [.. File.ReadLines(Path.Combine(folder, "index.jsonl"))
            .Where(line => line.Contains("\"session\"", StringComparison.Ordinal))
            .Select(line => line.Split("\"cell\":")[1].Split("\",\"")[0])
            .Order(StringComparer.Ordinal)];

    private static string Text(Finding finding) => $"{finding.Id} {finding.Severity} {finding.Summary}";
}
