using Vitrine.Cli.Report;
using Vitrine.Core.Model;
using Vitrine.Core.Summary;
using Vitrine.Tests.Core.Summary;
using Xunit;

namespace Vitrine.Tests.Cli;

public sealed class ShortReportTests
{
    [Fact]
    public void A_busy_session_reads_as_in_its_vector() => ReportVectors.AssertShort("busy", SampleSession.Busy());

    [Fact]
    public void A_trivial_command_takes_three_lines() => ReportVectors.AssertShort("trivial", new SampleSession()
        .Started(null, "deny-by-default", "/usr/bin/true")
        .Ran(10, 1, "/usr/bin/true", "true")
        .Opened("read", "/etc/ld.so.cache", "/lib/x86_64-linux-gnu/libc.so.6")
        .Ended(0, 0.08));

    [Fact]
    public void What_left_reads_as_in_its_vector()
    {
        SampleSession session = new SampleSession().Started("codex", "deny-by-default", "codex").Exchange(1, "https://api.openai.com/v1/responses", 200,
            "upstream", 90_000, 1_200);
        var findings = new BodyFindings
        {
            Meaning = new BodyMeaning("openai-responses", "model", "gpt", null, null, new Dictionary<string, long> { ["user"] = 200 }),
            Source = [new SourceFound(new UnixPath("src/app.py"), [new LineRange(1, 40), new LineRange(52, 52)], 80, true),
                new SourceFound(new UnixPath("README.md"), [new LineRange(1, 12)], 12, true)],
            Secrets = [new SecretFound("own-value", ".env: DATABASE_URL", "/input/3/output", "", "ab12", Effect.Redact)],
            Identity = [new IdentityFound("user-name", "clear", "/input/0"), new IdentityFound("mac-address", "sha256", "/client")],
            HiddenText = [new HiddenTextFound("zero-width", ["U+200B"], 3, "/instructions")],
            Unscanned = [new UnscannedPart("/input/4", 512, "too-deep")],
        };
        session.Add(
            new BodyInspected(1, "request", findings, Decision.Allow("api.openai.com")) { Destination = "api.openai.com", Region = "us" },
            new BodyInspected(1, "response",
                new BodyFindings { Meaning = new BodyMeaning("openai-responses", "model", "gpt", 20_400, 312, new Dictionary<string, long>()) },
                Decision.Allow("x"))
            { Destination = "api.openai.com" },
            new BodyInspected(2, "request", new BodyFindings { Secrets = [new SecretFound("private-key", null, "/body", "base64", "cd34", Effect.Deny)] },
                Decision.Deny("data.secrets: block", null))
            { Destination = "telemetry.example" },
            new PolicyDecided("command", "curl https://evil.example", Decision.Deny("curl *", null) with { Origin = "user vitrine.yaml:12" }, null),
            new CredentialUsed(1, "openai", "api.openai.com", "injected"), new ReviewKept(1, 2, 0));
        ReportVectors.AssertShort("left", session.Ended(0, 41));
    }

    [Fact]
    public void A_killed_command_names_the_signal() => ReportVectors.AssertShort("killed", new SampleSession()
        .Started(null, "observe", "make", "test")
        .Ran(10, 1, "/usr/bin/make", "make", "test")
        .Ran(11, 10, "/usr/bin/cc", "cc")
        .Opened("write", "app.o")
        .Ended(137, 192));

    [Fact]
    public void A_session_that_lost_its_supervisor_says_so_and_counts_what_is_missing()
    {
        SampleSession session = new SampleSession().Started("opencode", "offline", "opencode").Ran(10, 1, "/usr/bin/node", "node")
            .Exchange(1, "https://api.anthropic.com/v1/messages", 200, "stand-in", 90_000, 1_200).Exchange(2, "https://telemetry.example/v1", 204, "sinkhole",
                700, 0);
        session.Add(new SessionEnded(-1, "supervisor-lost", 12));
        ReportVectors.AssertShort("supervisor-lost", session);
    }

    [Fact]
    public void Hostile_names_read_as_in_their_vector()
    {
        SampleSession session = new SampleSession().Started(null, "deny-by-default", "./\u001b]0;owned\a", "x")
            .Ran(10, 1, "/home/ada/src/app/\u001b[2J", "x").Ran(11, 10, "/usr/bin/[red]id[/]", "x")
            .Missed("write", "a\nvitrine: exit 0", "\u202Etxt.exe", "zero\u200Bwidth", "no\u00A0break", "~/.bashrc", "caf\u00E9.txt");
        session.LookedUp("\u001b[31mevil.example", false);
        session.Add(new FlowRefused("[::1]:80\r\n", "not-http\u001b", default), new CallRefused(1, "mount\u001b[0m", "", "EPERM"));
        ReportVectors.AssertShort("hostile", session.Ended(1, 5));
    }

    [Fact]
    public void Many_of_everything_stays_short()
    {
        var session = new SampleSession().Started("codex", "deny-by-default", "codex");
        for (int i = 0; i < 600; i++)
        {
            session.Ran(1000 + i, 1, $"/usr/bin/tool{i}", "x")
                .Missed("write", $"out/{i}.txt")
                .Changed("remove", $"in/{i}.txt")
                .LookedUp($"n{i}.example", false);
            session.Exchange(i, $"https://h{i}.example/", 200, "upstream", 1000, 10).Missed("read", $"/home/ada/.ssh/k{i}");
            session.Add(new FileHeldBack(new UnixPath($"/w/{i}"), "git would run it", new UnixPath("/k")), new CallRefused(1, $"call{i}", "", "EPERM"));
        }

        ReportVectors.AssertShort("many", session.Ended(0, 3600));
    }

    [Fact]
    public void A_session_without_entries_still_has_a_report()
    {
        SessionReport report = new SessionSummary().ToReport();
        using var writer = new StringWriter();
        PlainPage.Write(writer, ShortReport.ToPage(report, null));
        Assert.Contains("its end is not recorded", writer.ToString(), StringComparison.Ordinal);
    }
}
