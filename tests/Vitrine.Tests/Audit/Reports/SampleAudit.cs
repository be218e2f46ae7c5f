using System.Text;
using Vitrine.Audit.Model;
using Vitrine.Audit.Reports;
using Vitrine.Audit.Running;

namespace Vitrine.Tests.Audit.Reports;

/// <summary>An audit that never took place: a target that writes another apostrophe under one time zone.</summary>
internal static class SampleAudit
{
    public static readonly Level Shanghai = new(Factors.TimeZone, "Asia/Shanghai",
        new MachineChanges { TimeZone = "Asia/Shanghai" })
    { Origin = "lib/prompt.mjs:41", MatchedWith = "Asia/Singapore" };

    public static readonly Level Singapore = new(Factors.TimeZone, "Asia/Singapore", new MachineChanges { TimeZone = "Asia/Singapore" });

    public static readonly Level Build = new(Factors.HostName, "build-7", new MachineChanges { HostName = "build-7" });

    public static Finding Covert { get; } = new()
    {
        Id = "timezone-http-body-text-3f9a",
        Severity = Severity.High,
        Factor = Factors.TimeZone,
        Channel = Channels.BodyText,
        Class = FindingClasses.Covert,
        Summary = "The apostrophe of “Today's” in the system prompt is another code point under time zone Asia/Shanghai.",
        Reason = "The zone is not in the text, and no reader sees the difference; Asia/Singapore, which has the same offset and date, does not show it.",
        Evidence = new Evidence
        {
            Without = "baseline",
            With = "timezone=Asia/Shanghai",
            SessionsWithout = ["s-000", "s-001"],
            SessionsWith = ["s-002", "s-003"],
            Place = "request 1, /system/0/text, character 6",
            Before = "Today's date is 2026-03-04.",
            After = "Today’s date is 2026/03/04.",
            Strings = ["lib/prompt.mjs:41: \"Asia/Shanghai\" (hidden by base64, then xor 0x5a)", "lib/prompt.mjs:43: \"\\u2019\""],
            Statistics = "4 of 4 sessions with it, 0 of 6 without",
            Processes = ["node /opt/target/cli.mjs -p …"],
        },
    };

    public static Finding Act { get; } = new()
    {
        Id = "always-persistence-77b1",
        Severity = Severity.Medium,
        Factor = Factors.Always,
        Channel = Channels.Persistence,
        Class = FindingClasses.Act,
        Summary = "Appends a line to ~/.bashrc.",
        Reason = "Nobody asked for it, and the shell runs it at each start.",
        Evidence = new Evidence
        {
            Without = "baseline",
            With = "baseline",
            SessionsWith = ["s-000"],
            Place = "home/.bashrc",
            After = "+ source ~/.fake/init.sh\n"
        },
    };

    public static Finding Open { get; } = Covert with
    {
        Id = "hostname-open-11",
        Severity = Severity.Info,
        Factor = Factors.HostName,
        Class = FindingClasses.Open,
        Summary = "The host's name stands in the prompt, in clear.",
        Reason = "A reader of the request sees it.",
        Evidence = new Evidence
        {
            Without = "baseline",
            With = "hostname=build-7",
            SessionsWithout = ["s-000"],
            SessionsWith = ["s-002"],
            Place = "request 1, /system/0/text",
            Before = "host dev-pc",
            After = "host build-7"
        },
    };

    public static IReadOnlyList<Capture> Captures { get; } =
    [
        Session("s-000", "baseline", 0, "'"), Session("s-001", "baseline", 1, "'"), Session("s-002", "timezone=Asia/Shanghai", 0, "’"),
            Session("s-003", "timezone=Asia/Shanghai", 1, "’"),
        Session("s-004", "timezone=Asia/Singapore", 0, "'"), Session("s-005", "timezone=Asia/Singapore", 1, "'"), Session("s-006", "hostname=build-7", 0, "'"),
    ];

    /// <summary>The result with some findings.</summary>
    public static AuditResult Result(params IReadOnlyList<Finding> findings) => new()
    {
        Target = new AuditedTarget
        {
            Source = "npm:fake-agent@1.2.3",
            Name = "fake-agent",
            Version = "1.2.3",
            Digests = new Dictionary<string, string> { ["sha256"] = new('a', 64), ["sha512"] = new('b', 128) },
            Command = ["node", "/opt/target/cli.mjs", "-p", "{prompt}"],
            Protocol = "anthropic",
        },
        Findings = findings,
        Coverage = new Coverage
        {
            IsPlanDone = true,
            Factors =
            [
                new FactorCoverage(Factors.TimeZone,
                    [new LevelCoverage("Asia/Shanghai", "lib/prompt.mjs:41", 2), new LevelCoverage("Asia/Singapore", "built-in", 2)],
                    [new LevelCoverage("Pacific/Apia", "built-in", 0)]),
                new FactorCoverage(Factors.HostName, [new LevelCoverage("build-7", "built-in", 1)], []),
            ],
            PairsTried = 997,
            Pairs = 1000,
            Scripts = [AuditScripts.Hello, AuditScripts.Work],
            Sessions = 8,
            SessionsPlanned = 8,
            SessionsFailed = 1,
            Failures = ["work#0: hostname=build-7: ended: it took too long"],
            EqualShare = 0.9996,
            Reading = new ReadingCoverage { Files = 3, Bytes = 9000, Strings = 120, Decoded = 4, Levels = 1, NotRead = ["lib/big.wasm: larger than allowed"] },
            Unexplained = ["retry after 529: 2 or 3 times"],
            Unseen = ["UDP other than DNS"],
        },
        Budget = new AuditBudget("standard", 300, 300) { Jobs = 4 },
        Times = new AuditTimes(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero),
            new DateTimeOffset(2026, 3, 4, 5, 8, 7, TimeSpan.Zero))
        { Phases = new Dictionary<string, double> { ["read"] = 1.5, ["run"] = 110 } },
        Vitrine = Vitrine.Runtime.Sessions.ProductVersion.Text,
        Kernel = "6.12.1",
        Variations = [Variation.Baseline, Variation.Of(Shanghai), Variation.Of(Singapore), Variation.Of(Build)],
        Captures = [.. Captures.Select(capture => new CaptureEntry(capture.Session, capture.Variation, capture.Repetition))],
        Inventory =
        [
            new Component { Name = "fake-agent", Version = "1.2.3", Type = "application", Purl = "pkg:npm/fake-agent@1.2.3", Licences = ["MIT"] },
            new Component { Name = "left-pad", Version = "1.3.0", Path = "node_modules/left-pad", Purl = "pkg:npm/left-pad@1.3.0", Licences = ["WTFPL OR MIT"],
                Hashes = new Dictionary<string, string> { ["SHA-256"] = new('c', 64), ["CRC"] = "1" } },
            new Component { Name = "odd", Type = "no such type", Path = "vendor/odd", Licences = ["SEE LICENSE IN x", "MIT"] },
        ],
        Names = [new NamedString("host", "relay.invalid", "lib/prompt.mjs:41") { Hiding = ["base64", "xor 0x5a"] },
            new NamedString("environment-variable", "FAKE_DEBUG", "cli.mjs:3")],
    };

    /// <summary>The result with its captures.</summary>
    public static RecordedAudit Recorded(AuditResult result) =>
        new(result, entry => CaptureFile.ToBytes(Captures.Single(capture => capture.Session == entry.Session)));

    /// <summary>Finds what <see cref="Covert"/> says wherever the captures show it.</summary>
    public static RecomputedFindings Recompute(AuditResult recorded, IReadOnlyList<Capture> captures)
    {
        bool Shows(string variation) =>
            captures.Where(capture => capture.Variation == variation)
                .All(capture => Encoding.UTF8.GetString(capture.Exchanges[0].Body.Unpack()).Contains('’', StringComparison.Ordinal));
        bool isShown = captures.Any(capture => capture.Variation == "timezone=Asia/Shanghai") && Shows("timezone=Asia/Shanghai") && !Shows("baseline");
        return new RecomputedFindings(isShown ? [Covert] : [], 0);
    }

    public static Capture Session(string id, string variation, int repetition, string apostrophe) => new()
    {
        Session = id,
        Variation = variation,
        Repetition = repetition,
        ExitStatus = 0,
        Seconds = 1.25,
        Names = [new CapturedName("LLM.example", "A", 0.1)],
        Connections = [new CapturedConnection(0, "llm.example", 80, 0.2) { Protocol = "http/1.1", ClientHello = [1, 2, 3] }],
        Exchanges =
        [
            new CapturedExchange
            {
                Connection = 0, At = 0.3, Method = "POST", Host = "llm.example", Target = "/v1/messages", Version = "1.1", Framing = "length", IsModel = true,
                    Status = 200, AnsweredBy = "stand-in",
                Fields = [new CapturedField("Content-Type", "application/json")],
                Body = Encoding.UTF8.GetBytes($$"""{"system":[{"type":"text","text":"Today{{apostrophe}}s date"}]}"""),
            },
        ],
        Files = [new CapturedFile("home", ".bashrc", "changed", 0x1a4, "+"u8.ToArray(), 1)],
        Processes = [new CapturedProcess("/usr/bin/node", ["node", "cli.mjs"], -1, 0)],
        Output = new byte[] { 0, 255 },
    };
}
