using System.CommandLine;
using System.Text;
using System.Text.Json;
using Vitrine.Audit.Model;
using Vitrine.Audit.Reports;
using Vitrine.Cli.Commands;
using Vitrine.Cli.Report;
using Vitrine.Tests.Audit.Reports;
using Xunit;

namespace Vitrine.Tests.Cli;

public sealed class AuditCommandTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("vitrine-audit-");
    private readonly MemoryStream _data = new(), _messages = new();
    private readonly List<AuditRequest> _requests = [];
    private Func<AuditRequest, AuditResult> _result = _ => SampleAudit.Result(SampleAudit.Covert, SampleAudit.Open);
    private IReadOnlyList<string> _versions = [];
    private string _replayed = "’";

    public void Dispose() => _root.Delete(recursive: true);

    private string Shown => Encoding.UTF8.GetString(_data.ToArray());

    private string Said => Encoding.UTF8.GetString(_messages.ToArray());

    private string Report => Path.Combine(_root.FullName, "report");

    [Fact]
    public void Verdict_comes_first_then_findings_by_severity_then_what_was_tried()
    {
        Assert.Equal(1, Run("npm:fake-agent", "-o", Report));
        string[] lines = Shown.Split('\n');
        Assert.StartsWith("verdict", lines[0], StringComparison.Ordinal);
        Assert.Contains("covert: 1 finding of medium or high severity, confirmed", lines[0], StringComparison.Ordinal);
        Assert.True(Shown.IndexOf("high ", StringComparison.Ordinal) < Shown.IndexOf("info ", StringComparison.Ordinal));
        Assert.All(["2 factors, 3 levels of 4", "997", "nothing of locale", "hint: vitrine audit replay", "report.html"],
            text => Assert.Contains(text == "997" ? "99.7 % of pairs" : text, Shown, StringComparison.Ordinal));
        Assert.Empty(Said);
    }

    [Fact]
    public void Clear_is_status_0_and_says_what_it_does_not_mean()
    {
        _result = _ => SampleAudit.Result();
        Assert.Equal(0, Run("npm:fake-agent", "-o", Report));
        Assert.Contains("clear: nothing hidden was found in what was tried", Shown, StringComparison.Ordinal);
        Assert.Contains("not “no backdoor”", Shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_on_standard_output_is_the_report()
    {
        Assert.Equal(1, Run("npm:fake-agent", "-o", Report, "--json"));
        using var json = JsonDocument.Parse(_data.ToArray());
        Assert.Equal("covert", json.RootElement.GetProperty("verdict").GetString());
        Assert.Equal(File.ReadAllText(Path.Combine(Report, ReportFiles.Json)), Shown.TrimEnd('\n'));
    }

    [Fact]
    public void Options_reach_the_audit()
    {
        Run("some/dir", "-o", Report, "--budget", "quick", "--protocol", "openai-chat", "--profile", "codex", "--jobs", "3", "--factor", "timezone", "--factor",
            "clock", "--factor", "clock");
        AuditRequest request = Assert.Single(_requests);
        Assert.Equal(("some/dir", "quick", "openai-chat", "codex", 3, false),
            (request.Target, request.Budget, request.Protocol, request.Profile, request.Jobs, request.IsResumed));
        Assert.Equal(["timezone", "clock"], request.OnlyFactors);
        Assert.Equal(Report + ".work", request.Work);
    }

    [Fact]
    public void Interrupted_audit_leaves_a_report_and_what_is_needed_to_go_on()
    {
        _result = request =>
        {
            Directory.CreateDirectory(Path.Combine(request.Work, "audit"));
            File.WriteAllText(Path.Combine(request.Work, "audit", "index.jsonl"), "x");
            AuditResult result = SampleAudit.Result();
            return request.IsResumed
                ? result
                : result with { Coverage = result.Coverage with { IsPlanDone = false, IsInterrupted = true, NotDoneBecause = "it was interrupted" } };
        };
        Assert.Equal(2, Run("npm:fake-agent", "-o", Report));
        Assert.Contains("incomplete: it was interrupted", Shown, StringComparison.Ordinal);
        Assert.Equal(2, Run("npm:fake-agent", "-o", Report));
        Assert.Contains("--resume goes on with it", Said, StringComparison.Ordinal);
        Assert.Equal(0, Run("npm:fake-agent", "-o", Report, "--resume"));
        Assert.False(Directory.Exists(Report + ".work"));
        Assert.Equal(2, Run("npm:fake-agent", "-o", Report, "--resume"));
        Assert.Contains("nothing to go on with", Said, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_use_is_status_2_with_a_hint()
    {
        File.WriteAllText(Path.Combine(_root.FullName, "thesis"), "x");
        Assert.Equal(2, Run("npm:fake-agent", "-o", _root.FullName));
        Assert.Contains("name another directory with -o", Said, StringComparison.Ordinal);
        _result = _ => throw new AuditException("No such \u001b[2Jpackage.", "npm view it");
        Assert.Equal(2, Run("npm:fake-agent", "-o", Report));
        Assert.Equal("vitrine: No such \\x1b[2Jpackage.\nhint: npm view it\n", Said);
        Assert.False(Directory.Exists(Report));
        foreach (string[] wrong in (string[][])[[], ["a", "--compare", "b", "c"], ["a", "--budget", "vast"], ["a", "--factor", "moon"],
            ["a", "--protocol", "smtp"], ["a", "--jobs", "0"], ["--compare", "a"]])
            Assert.NotEmpty(Parse(wrong).Errors);
    }

    [Fact]
    public void Report_is_verified_with_this_machines_key_or_another()
    {
        Run("npm:fake-agent", "-o", Report);
        _result = _ => SampleAudit.Result(SampleAudit.Covert);
        Run("npm:fake-agent", "-o", Report);
        Assert.Equal(0, Run("verify", Report));
        Assert.All(["good, by the key", "stands", "clean", "11 files as they were signed, 7 captures"],
            text => Assert.Contains(text, Shown, StringComparison.Ordinal));
        Assert.Equal(0, Run("verify", Report, "--key", Path.Combine(_root.FullName, "state", "keys", "audit.pub"), "--json"));
        using (var json = JsonDocument.Parse(_data.ToArray()))
            Assert.Equal(("clean", "stands"),
                (json.RootElement.GetProperty("state").GetString(), json.RootElement.GetProperty("findings")[0].GetProperty("state").GetString()));
        string pem = Path.Combine(_root.FullName, "other.pub");
        using (var other = AuditKey.Generate())
            File.WriteAllText(pem, other.Public.ToPem());
        Assert.Equal(1, Run("verify", Report, "--key", pem));
        Assert.Equal(2, Run("verify", Report, "--key", Path.Combine(Report, ReportFiles.Json)));
        Assert.Equal(2, Run("verify", Path.Combine(_root.FullName, "nothing")));
        File.Delete(Path.Combine(_root.FullName, "state", "keys", "audit.key"));
        Assert.Equal(2, Run("verify", Report));
        Assert.Contains("not all could be checked", Shown, StringComparison.Ordinal);
        File.AppendAllText(Path.Combine(Report, ReportFiles.Html), "x");
        Assert.Equal(1, Run("verify", Report, "--key", pem));
    }

    [Fact]
    public void Replay_runs_the_pair_in_turn_and_says_whether_it_shows()
    {
        Run("npm:fake-agent", "-o", Report);
        Assert.Equal(1, Run("replay", Report, "--finding", "timezone"));
        Assert.Contains("it shows again", Shown, StringComparison.Ordinal);
        Assert.Contains("21 sessions, in turn", Shown, StringComparison.Ordinal);
        // The recorded sessions show it still; only the new ones count.
        _replayed = "'";
        Assert.Equal(0, Run("replay", Report, "--finding", SampleAudit.Covert.Id, "--json"));
        using var json = JsonDocument.Parse(_data.ToArray());
        Assert.False(json.RootElement.GetProperty("shows").GetBoolean());
        Assert.Equal(2, Run("replay", Report, "--finding", "none"));
        Assert.Contains(SampleAudit.Covert.Id, Said, StringComparison.Ordinal);
    }

    [Fact]
    public void Comparison_of_two_reports_is_status_1_where_something_grave_is_new()
    {
        string second = Path.Combine(_root.FullName, "second");
        Run("npm:fake-agent", "-o", Report);
        _result = _ => SampleAudit.Result(SampleAudit.Act);
        Run("npm:fake-agent", "-o", second);
        Assert.Equal(1, Run("--compare", Report, second));
        Assert.All(["1 finding new", "2 findings gone", SampleAudit.Act.Id], text => Assert.Contains(text, Shown, StringComparison.Ordinal));
        Assert.Equal(0, Run("--compare", Report, Report, "--json"));
        using var json = JsonDocument.Parse(_data.ToArray());
        Assert.Equal(2, json.RootElement.GetProperty("same").GetArrayLength());
    }

    [Fact]
    public void Bisection_names_the_first_and_the_last_version_with_audits_of_the_pairs_factors()
    {
        _versions = [.. Enumerable.Range(0, 30).Select(i => $"1.{i}.0"), "1.5.0-rc.1"];
        _result = request => request.Target is var target
            && int.Parse(target.Split('.')[1], System.Globalization.CultureInfo.InvariantCulture) is >= 7 and <= 29
            ? SampleAudit.Result(SampleAudit.Covert)
            : SampleAudit.Result();
        Assert.Equal(1, Run("bisect", "npm:fake-agent", "1.2.0..1.29.0", "--finding", SampleAudit.Covert.Id));
        Assert.Contains("1.7.0", Shown, StringComparison.Ordinal);
        Assert.Contains("1.29.0 (the last of the range: it may be there still)", Shown, StringComparison.Ordinal);
        Assert.InRange(_requests.Count, 3, 8);
        Assert.Empty(_requests[0].OnlyFactors);
        Assert.All(_requests.Skip(1), request => Assert.Equal(("quick", "timezone"), (request.Budget, Assert.Single(request.OnlyFactors))));
        Assert.All(_requests, request => Assert.False(Directory.Exists(request.Work)));
        Assert.Equal(2, Run("bisect", "npm:fake-agent@1.0.0", "1.2.0..1.29.0", "--finding", "x"));
        Assert.Equal(2, Run("bisect", "npm:fake-agent", "1.2.0", "--finding", "x"));
        Assert.Equal(2, Run("bisect", "npm:fake-agent", "1.0.0..1.1.0", "--finding", "x"));
        Assert.Contains("--report DIR", Said, StringComparison.Ordinal);
    }

    [Fact]
    public void Versions_that_lie_side_by_side_are_bisected_without_a_registry()
    {
        string set = Path.Combine(_root.FullName, "set");
        foreach (string version in (string[])["1.0.0", "1.1.0", "1.2.0"])
        {
            Directory.CreateDirectory(Path.Combine(set, "v" + version));
            File.WriteAllText(Path.Combine(set, "v" + version, "package.json"), $$"""{"version":"{{version}}"}""");
        }

        File.WriteAllText(Path.Combine(set, "fake-agent-1.3.0-rc.1.tgz"), "");
        Directory.CreateDirectory(Path.Combine(set, "not-one"));
        _result = request => request.Target.EndsWith("v1.0.0", StringComparison.Ordinal) ? SampleAudit.Result() : SampleAudit.Result(SampleAudit.Covert);
        Assert.Equal(1, Run("bisect", set, "1.0.0..1.3.0-rc.1", "--finding", SampleAudit.Covert.Id));
        Assert.Matches("first +1.1.0", Shown);
        Assert.Contains(_requests, request => request.Target == Path.Combine(set, "fake-agent-1.3.0-rc.1.tgz"));
        File.WriteAllText(Path.Combine(set, "again-1.2.0.tgz"), "");
        Assert.Equal(2, Run("bisect", set, "1.0.0..1.3.0", "--finding", "x"));
        Assert.Contains("there twice", Said, StringComparison.Ordinal);
        Assert.Equal(2, Run("bisect", Path.Combine(set, "not-one"), "1.0.0..1.3.0", "--finding", "x"));
    }

    [Theory]
    [InlineData("[\"1.0.0\",\"1.1.0\"]", 2)]
    [InlineData("\"1.0.0\"", 1)]
    [InlineData("[null]", 0)]
    public void Versions_are_read_as_npm_prints_them(string answer, int count) => Assert.Equal(count, AuditVersions.Parse(answer + "\n").Count);

    [Fact]
    public void Answer_that_is_no_list_is_an_error() =>
        Assert.All((string[])["", "{}", "[", "[1]"], answer => Assert.Throws<IOException>(() => AuditVersions.Parse(answer)));

    [Theory]
    [InlineData("npm:@scope/name@1.2.3", "audit-@scope-name@1.2.3")]
    [InlineData("/some/where/agent/", "audit-agent")]
    [InlineData("npm:../..", "audit-report")]
    public void Directory_of_a_report_is_named_after_the_target(string target, string directory) => Assert.Equal(directory, AuditRunning.DirectoryOf(target));

    [Fact]
    public void Progress_is_one_line_on_a_terminal_and_nothing_elsewhere()
    {
        Assert.Equal("running: 34 of 210 sessions, 1 difference confirmed, about 2 min 10 s left",
            AuditProgressLine.Text(new AuditAdvance("running", 34, 210, 130.2) { Findings = 1 }));
        using (var plain = new AuditProgressLine(Output(_messages), TimeProvider.System))
            plain.Tell(new AuditAdvance("running", 1, 2));
        Assert.Empty(Said);
        using (var line = new AuditProgressLine(new OutputStream(_messages, 80, false, false), TimeProvider.System))
            line.Tell(new AuditAdvance("running", 1, 2));
        Assert.Equal("\rrunning: 1 of 2 sessions\x1b[K\r\x1b[K", Said);
    }

    private int Run(params string[] arguments)
    {
        _data.SetLength(0);
        _messages.SetLength(0);
        _requests.Clear();
        ParseResult parsed = Parse(arguments);
        Assert.Empty(parsed.Errors);
        return parsed.Invoke();
    }

    private ParseResult Parse(string[] arguments) => new RootCommand { AuditCommand.Create(Context) }.Parse(["audit", .. arguments]);

    private AuditContext Context() => new()
    {
        State = () => Path.Combine(_root.FullName, "state"),
        Run = (request, _, _) =>
        {
            _requests.Add(request);
            return Task.FromResult(SampleAudit.Recorded(_result(request)));
        },
        Recompute = SampleAudit.Recompute,
        RunAgain = (_, sessions, _) => Task.FromResult<IReadOnlyList<Capture>>(
            [.. sessions.Select((entry, i) => SampleAudit.Session($"again-{i}", entry.Variation, entry.Repetition,
                entry.Variation == "baseline" ? "'" : _replayed))]),
        Versions = (_, _) => Task.FromResult(_versions),
        Data = () => Output(_data),
        Messages = () => Output(_messages),
    };

    private static OutputStream Output(Stream bytes) => new(bytes, 0, true, false);
}
