using System.Text.Json;
using Vitrine.Audit.Model;
using Vitrine.Audit.Reports;
using Vitrine.FunctionalTests.Running;

namespace Vitrine.FunctionalTests.Audit;

/// <summary>A package that a test writes, from the command line to a report that proves itself.</summary>
public sealed class AuditCommandTests(Machine machine)
{
    private static readonly string[] s_quick = ["--budget", "quick", "--factor", "timezone", "--jobs", "3"];

    [Fact]
    public async Task Date_that_tells_the_zone_is_found_proven_and_shown_again()
    {
        Desk desk = await machine.DeskAsync();
        await MadePackage.WriteAsync(Path.Combine(desk.Workspace, "tally"), MadePackage.Covert, "1.1.0");
        Finished audited = (await desk.VitrineAsync(["audit", "tally", "-o", "report", .. s_quick])).Exits(1);
        Assert.StartsWith("verdict", audited.Text, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(desk.Workspace, "report.work")));
        using (JsonDocument report = Report(desk, "report"))
        {
            JsonElement target = report.RootElement.GetProperty("target");
            Assert.Matches("^[0-9a-f]{64}$", target.GetProperty("digests").GetProperty("sha256").GetString());
            JsonElement finding = Assert.Single(report.RootElement.GetProperty("findings").EnumerateArray(),
                finding => finding.GetProperty("severity").GetString() is "medium" or "high");
            Assert.Equal(("timezone", "http-body-text", "covert"), (Text(finding, "factor"), Text(finding, "channel"), Text(finding, "class")));
            JsonElement evidence = finding.GetProperty("evidence");
            Assert.Contains(evidence.GetProperty("strings").EnumerateArray(),
                text => text.GetString()!.Contains("Asia/Shanghai", StringComparison.Ordinal)
                    || text.GetString()!.Contains("Asia/Chongqing", StringComparison.Ordinal));
            Assert.Contains("{Y}/{M}/{D}", Text(evidence, "after"), StringComparison.Ordinal);
        }

        Finished verified = (await desk.VitrineAsync(["audit", "verify", "report"])).Exits(0);
        Assert.Contains("clean", verified.Text, StringComparison.Ordinal);
        Finished shown = (await desk.VitrineAsync(["audit", "replay", "report", "--finding", FirstId(desk)])).Exits(1);
        Assert.Contains("it shows again", shown.Text, StringComparison.Ordinal);

        // Whoever has the key signs a report without the finding: the captures still prove it.
        using var key = AuditKey.LoadOrMake(Path.Combine(desk.State, "vitrine", "keys"));
        string report2 = Path.Combine(desk.Workspace, "report");
        AuditResult result = ReportReader.Read(report2);
        new ReportWriter(key, static (page, _) => page.Write("nothing here")).Write(Path.Combine(desk.Workspace, "less"),
            new RecordedAudit(result with { Findings = [], Conclusions = [] },
                entry => File.ReadAllBytes(Path.Combine(report2, ReportFiles.CaptureOf(entry.Session)))));
        Finished less = (await desk.VitrineAsync(["audit", "verify", "less"])).Exits(1);
        Assert.Contains("The captures prove what the report leaves out", less.Text, StringComparison.Ordinal);

        // And of another package nothing is shown again.
        await MadePackage.WriteAsync(Path.Combine(desk.Workspace, "tally"), MadePackage.Plain, "1.1.0");
        Finished other = (await desk.VitrineAsync(["audit", "replay", "report", "--finding", FirstId(desk)])).Exits(2);
        Assert.Contains("no longer what was audited", other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_argument_arrives_though_the_program_takes_its_own_place_with_more_memory()
    {
        Desk desk = await machine.DeskAsync();
        Finished none = (await desk.VitrineAsync(["audit", "./no such,\u00fcber 'package'", "-o", "re port"])).Exits(2);
        Assert.Contains("./no such,\u00fcber 'package'", none.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".", "-o", "")]
    [InlineData(".", "--profile", "")]
    [InlineData("verify", "")]
    [InlineData("replay", "", "--finding", "x")]
    public async Task An_empty_value_is_refused(params string[] arguments)
    {
        Desk desk = await machine.DeskAsync();
        Assert.Contains(" is empty.", (await desk.VitrineAsync(["audit", .. arguments])).Exits(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Honest_package_has_no_finding_and_is_not_called_clear_where_little_was_tried()
    {
        Desk desk = await machine.DeskAsync();
        await MadePackage.WriteAsync(Path.Combine(desk.Workspace, "tally"), MadePackage.Plain, "1.0.0");
        Finished audited = (await desk.VitrineAsync(["audit", "tally", "-o", "report", .. s_quick])).Exits(2);
        Assert.Matches("^verdict +incomplete: .*nothing of locale", audited.Text);
        using JsonDocument report = Report(desk, "report");
        Assert.DoesNotContain(report.RootElement.GetProperty("findings").EnumerateArray(),
            finding => finding.GetProperty("severity").GetString() is "medium" or "high");
        (await desk.VitrineAsync(["audit", "verify", "report"])).Exits(0);
    }

    [Fact]
    public async Task Interrupted_audit_leaves_a_valid_report_and_goes_on_where_it_was()
    {
        Desk desk = await machine.DeskAsync();
        await MadePackage.WriteAsync(Path.Combine(desk.Workspace, "tally"), MadePackage.Plain, "1.0.0");
        string captures = Directory.CreateDirectory(Path.Combine(desk.Workspace, "report.work", "audit", "captures")).FullName;
        var ran = new TaskCompletionSource();
        using var watcher = new FileSystemWatcher(captures, "0010.json.gz");
        watcher.Created += (_, _) => ran.TrySetResult();
        watcher.EnableRaisingEvents = true;
        await using (RunningVitrine running = desk.Start(["audit", "tally", "-o", "report", .. s_quick]))
        {
            Task<Finished> finishing = running.FinishAsync();
            await Task.WhenAny(ran.Task, finishing);
            await running.SignalAsync("INT");
            Finished ended = (await finishing).Exits(2);
            Assert.Contains("incomplete: it was interrupted", ended.Text, StringComparison.Ordinal);
        }

        (await desk.VitrineAsync(["audit", "verify", "report"])).Exits(0);
        int before = Sessions(desk);
        Assert.InRange(before, 5, 60);
        Finished again = (await desk.VitrineAsync(["audit", "tally", "-o", "report", .. s_quick])).Exits(2);
        Assert.Contains("--resume", again.Error, StringComparison.Ordinal);
        await MadePackage.WriteAsync(Path.Combine(desk.Workspace, "tally"), MadePackage.Covert, "1.0.0");
        Finished other = (await desk.VitrineAsync(["audit", "tally", "-o", "report", "--resume", .. s_quick])).Exits(2);
        Assert.Contains("holds an audit of", other.Error, StringComparison.Ordinal);
        await MadePackage.WriteAsync(Path.Combine(desk.Workspace, "tally"), MadePackage.Plain, "1.0.0");
        Finished whole = (await desk.VitrineAsync(["audit", "tally", "-o", "report", "--resume", .. s_quick])).Exits(2);
        Assert.DoesNotContain("interrupted", whole.Text, StringComparison.Ordinal);
        Assert.True(Sessions(desk) > before);
        Assert.False(Directory.Exists(Path.Combine(desk.Workspace, "report.work")));
        (await desk.VitrineAsync(["audit", "verify", "report"])).Exits(0);
    }

    private static string FirstId(Desk desk)
    {
        using JsonDocument report = Report(desk, "report");
        return Text(report.RootElement.GetProperty("findings")[0], "id");
    }

    private static int Sessions(Desk desk)
    {
        using JsonDocument report = Report(desk, "report");
        return report.RootElement.GetProperty("captures").GetArrayLength();
    }

    private static JsonDocument Report(Desk desk, string name) => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(desk.Workspace, name, ReportFiles.Json)));

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
