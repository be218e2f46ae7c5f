using Vitrine.Audit.Comparison;
using Vitrine.Audit.Findings;
using Vitrine.Audit.Model;

namespace Vitrine.Tests.Audit.Comparison;

/// <summary>Runs an agent over levels as an audit does: baselines, one level at a time, levels in packs, then what the comparison asks for.</summary>
internal sealed class SyntheticAudit(SyntheticAgent agent, int seed)
{
    private static readonly string[] s_documented =
    [
        "* Header `x-roots` is `extra` where a certificate authority is named, and `standard` otherwise.",
        "With `CI` set the answer limit is 8,000 tokens instead of 20,000.",
        "With `CI` set the default model becomes `model-1-mini`, the default for `maxTokens` is halved, and a run has at most three turns.",
        "`today` is the local date; in the last two hours of a local day the prompt adds \"It is late\", as users asked for shorter answers then.",
        "`x-trust: extra-ca` is added only where a certificate authority is named.",
        "From the third session on, the beginner's paragraph is left out of the prompt.",
        "The prompt ends with a habit for the day, chosen by the day of the month in your local time zone.",
        "`seed` is the day of the year, so that sessions of one day resemble each other.",
        "From 1 January 2027 on the prompt asks for commit-style summaries (feat:, fix:) by default; `AGENT_SUMMARY=conventional` chooses at any date.",
        "With `CI` set the model is asked for a shorter report.",
        "For endpoints that are relays the prompt is the short one.",
        "One connection is kept through a run, except when a proxy variable is set.",
    ];

    private readonly Dictionary<string, int> _repetitions = [];
    private readonly List<AuditSession> _sessions = [];
    private int _seed = seed * 100_003;

    public static MachineFacts Baseline { get; } = new()
    {
        HostName = "dev-pc",
        UserName = "sam",
        Home = "/home/sam",
        Workspace = "/home/sam/projects/widget",
        TimeZone = "Etc/UTC",
        Locale = "en_US.UTF-8",
        Endpoint = "http://localhost:8080",
        GitRemote = "https://github.com/acme/widget.git",
        GitName = "Sam Miller",
        GitEmail = "sam@gmail.com",
        ApiKey = "sk-0123456789abcdef",
        Prompt = "Do the task.",
        Start = new DateTimeOffset(2026, 11, 21, 16, 30, 0, TimeSpan.Zero),
        Files = new Dictionary<string, string> { ["/home/sam/projects/widget/app.js"] = "export const widget = 'a plain widget';\n" },
    };

    public static IReadOnlyList<Level> Levels { get; } =
    [
        Of(Factors.TimeZone, "Asia/Shanghai", new() { TimeZone = "Asia/Shanghai" }),
            Of(Factors.TimeZone, "Asia/Singapore", new() { TimeZone = "Asia/Singapore" }),
        Of(Factors.TimeZone, "Europe/Berlin", new() { TimeZone = "Europe/Berlin" }),
        Of(Factors.TimeZone, "America/Los_Angeles", new() { TimeZone = "America/Los_Angeles" }),
        Of(Factors.TimeZone, "Asia/Kolkata", new() { TimeZone = "Asia/Kolkata" }), Of(Factors.HostName, "x", new() { HostName = "x" }),
        Of(Factors.UserName, "user", new() { UserName = "user", Home = "/home/user", Workspace = "/home/user/projects/widget" }),
        Of(Factors.Locale, "de_DE", new() { Environment = new Dictionary<string, string?> { ["LANG"] = "de_DE.UTF-8" } }),
        Of(Factors.Locale, "zh_CN", new() { Environment = new Dictionary<string, string?> { ["LANG"] = "zh_CN.UTF-8" } }),
        Of(Factors.HostName, "tower", new() { HostName = "tower" }), Of(Factors.HostName, "kiwi", new() { HostName = "kiwi" }),
        Of(Factors.HostName, "build-07", new() { HostName = "build-07" }),
        Of(Factors.UserName, "root", new() { UserName = "root", Home = "/root", Workspace = "/root/projects/widget" }),
        Of(Factors.UserName, "alice", new() { UserName = "alice", Home = "/home/alice", Workspace = "/home/alice/projects/widget" }),
        Of(Factors.EndpointHost, "llm.acme.test", new() { Endpoint = "http://llm.acme.test" }),
        Of(Factors.EndpointHost, "relay.example", new() { Endpoint = "http://relay.example" }),
        Of(Factors.EnvironmentVariable, "COLORTERM", new() { Environment = new Dictionary<string, string?> { ["COLORTERM"] = "1" } }),
        Of(Factors.EnvironmentVariable, "CI", new() { Environment = new Dictionary<string, string?> { ["CI"] = "true" } }),
        Of(Factors.Proxy, "HTTPS_PROXY", new() { Environment = new Dictionary<string, string?> { ["HTTPS_PROXY"] = "http://proxy.corp.example:3128" } }),
        Of(Factors.GitRemote, "corp", new() { GitRemote = "git@git.corp.example:core/widget.git" }),
        Of(Factors.GitIdentity, "corp", new() { GitEmail = "sam@corp.example", GitName = "Sam M." }),
        Of(Factors.Clock, "later", new() { Clock = new DateTimeOffset(2027, 2, 3, 9, 4, 5, TimeSpan.Zero) }),
        Of(Factors.Clock, "New Year", new() { Clock = new DateTimeOffset(2027, 1, 1, 9, 4, 5, TimeSpan.Zero) }),
        Of(Factors.Locale, "fa_IR", new() { Environment = new Dictionary<string, string?> { ["LANG"] = "fa_IR.UTF-8" } }),
        Of(Factors.RunCount, "3", new() { SessionsBefore = 2 }),
        Of(Factors.WorkspaceContent, "confidential",
            new() { WorkspaceFiles = new Dictionary<string, string?> { ["src/ledger.js"] = "// CONFIDENTIAL - not for distribution\nexport const ledger = 1;\n",
                ["tools/report.py"] = "print(1)\n" } }),
        Of(Factors.SandboxDetection, "docker", new() { SystemFiles = new Dictionary<string, string?> { ["/.dockerenv"] = "" } }),
        Of(Factors.ServerResponse, "flags", new() { Answers = new Dictionary<string, string?> { ["/api/flags"] = "{\"on\":true}" } }),
        Of(Factors.Interception, "ca", new() { NamesAuthority = true }),
    ];

    public IReadOnlyList<AuditSession> Sessions => _sessions;

    /// <summary>What the target's README says, in pieces.</summary>
    public IReadOnlyList<string> Documented { get; init; } = s_documented;

    public static Level Of(string factor, string name, MachineChanges changes) => new(factor, name, changes);

    /// <summary>The findings after at most eight rounds of requests.</summary>
    public IReadOnlyList<Finding> Findings(out ComparisonResult result)
    {
        Run(Variation.Baseline, 4);
        foreach (Level level in Levels)
            Run(Variation.Of(level), 1);
        foreach ((Level zone, Level host) in from zone in Levels where zone.Factor == Factors.TimeZone from host in Levels where host.Factor == Factors.EndpointHost select (zone, host))
            Run(Variation.Of(zone, host, Levels.First(level => level.Factor == Factors.UserName && level.Name == "alice")), 1);
        var comparison = new SessionComparison(new ComparisonOptions());
        result = comparison.Compare(_sessions);
        for (int round = 0; round < 8 && result.Requests.Count > 0; round++)
        {
            foreach (ConfirmationRequest request in result.Requests)
            {
                for (int i = 0; i < request.Times; i++)
                {
                    Run(request.Without, 1);
                    Run(request.With, 1);
                }
            }
            result = comparison.Compare(_sessions);
        }
        return Judged(_sessions, result);
    }

    /// <summary>The findings of one factor's levels, each by itself and in as many sessions as a confirmation takes.</summary>
    public IReadOnlyList<Finding> FindingsOf(string factor)
    {
        Run(Variation.Baseline, 7);
        foreach (Level level in Levels.Where(level => level.Factor == factor))
            Run(Variation.Of(level), 6);
        Run(Variation.Baseline, 6);
        var comparison = new SessionComparison(new ComparisonOptions());
        return
        [
            .. Levels.Where(level => level.Factor == factor)
                .Select(level => _sessions.Where(session => session.Variation.Levels.Count == 0 || session.Variation.Of(factor)?.Name == level.Name).ToArray())
                .SelectMany(sessions => Judged(sessions, comparison.Compare(sessions))),
        ];
    }

    /// <summary>The findings of conditions beside others, by themselves and in as many sessions as a confirmation takes.</summary>
    public IReadOnlyList<Finding> FindingsBeside(Variation without, Variation with)
    {
        Run(without, 12);
        Run(with, 12);
        return Judged(_sessions, new SessionComparison(new ComparisonOptions()).Compare(_sessions));
    }

    private IReadOnlyList<Finding> Judged(IReadOnlyList<AuditSession> sessions, ComparisonResult result) =>
        new FindingMaker(new TargetNames("agent", ["agent"]) { DeclaredHosts = ["usage.agent.example"], Documented = Documented }).Make(sessions, result);

    private void Run(Variation variation, int times)
    {
        for (int i = 0; i < times; i++)
        {
            int repetition = _repetitions[variation.Name] = _repetitions.GetValueOrDefault(variation.Name, -1) + 1;
            MachineFacts machine = variation.Levels.Aggregate(Baseline, (facts, level) => facts.With(level.Changes));
            // A clock that runs on between the sessions, as a real one does.
            machine = machine with { Start = machine.Start.AddSeconds(_sessions.Count % 500), Commits = [Ids.Hash(string.Concat(machine.Files.Values))[..40]] };
            _sessions.Add(new AuditSession(AnsweredRequests.Of(agent.Run(machine, variation, repetition, ++_seed),
                variation.Levels.Sum(level => level.Changes.FailFirst ?? 0)),
                variation, machine));
        }
    }
}
