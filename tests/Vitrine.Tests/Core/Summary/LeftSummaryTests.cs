using Vitrine.Core.Model;
using Vitrine.Core.Summary;
using Xunit;

namespace Vitrine.Tests.Core.Summary;

public sealed class LeftSummaryTests
{
    private static readonly UnixPath App = new("src/app.py");

    [Fact]
    public void Lines_of_a_file_that_are_sent_again_count_once()
    {
        DestinationReport sent = Left(Sent(Lines(1, 40)), Sent(Lines(1, 40)), Sent(Lines(30, 50))).Single();
        LeftFileReport file = Assert.Single(sent.Files);
        Assert.Equal((50L, 80, 3L), (file.Lines, file.FileLines, file.Bodies));
        Assert.Equal([new LineRange(1, 50)], file.Ranges);
        Assert.Equal(50, sent.Lines);
    }

    [Fact]
    public void What_a_refused_body_holds_did_not_leave()
    {
        var findings = new BodyFindings { Source = [new SourceFound(App, [new LineRange(1, 9)], 80, true)], Secrets = [Secret(Effect.Deny)] };
        DestinationReport sent = Left(Sent(findings, isAllowed: false)).Single();
        Assert.Empty(sent.Files);
        Assert.Equal((0L, 1L), (sent.Bodies, sent.Refused));
        Assert.Equal((1L, 0L), (sent.Secrets[0].Stopped, sent.Secrets[0].Left));
    }

    [Theory]
    [InlineData(Effect.Redact, 1, 0)]
    [InlineData(Effect.Record, 0, 1)]
    [InlineData(Effect.Allow, 0, 1)]
    public void A_secret_left_only_where_it_was_neither_blocked_nor_redacted(Effect effect, long stopped, long left)
    {
        LeftSecretReport secret = Left(Sent(new BodyFindings { Secrets = [Secret(effect)] })).Single().Secrets.Single();
        Assert.Equal((stopped, left), (secret.Stopped, secret.Left));
    }

    [Fact]
    public void An_answer_adds_its_tokens_and_nothing_that_left()
    {
        var answer = new BodyFindings
        {
            Meaning = new BodyMeaning("openai-chat", "model", "m", 1200, 30, new Dictionary<string, long>()),
            Source = [new SourceFound(App, [new LineRange(1, 9)], 80, true)],
        };
        DestinationReport sent = Left(new BodyInspected(1, "response", answer, Decision.Allow("x")) { Destination = "api.example" }).Single();
        Assert.Equal((1200L, 30L, 0L), (sent.TokensIn, sent.TokensOut, sent.Bodies));
        Assert.Empty(sent.Files);
    }

    [Fact]
    public void Refused_commands_count_as_refusals_and_questions_name_who_answered()
    {
        var session = new SampleSession().Started("codex", "deny-by-default", "codex");
        session.Add(
            new PolicyDecided("command", "curl evil.example", Decision.Deny("deny: curl *", null) with { Origin = "user vitrine.yaml:4" }, null),
            new PolicyDecided("command", "git push", new Decision(false, "ask: git push *", null) { Effect = Effect.Ask }, "nobody"),
            new PolicyDecided("command", "git push", new Decision(true, "ask: git push *", null) { Effect = Effect.Allow }, "once"));
        SessionSummary summary = session.Summarise();
        Assert.Equal(2, summary.Refusals);
        IReadOnlyList<DecisionReport> decisions = summary.ToReport().Policy.Decisions;
        Assert.Equal([Effect.Deny, Effect.Deny, Effect.Allow], decisions.Select(decision => decision.Effect));
        Assert.Equal([null, "nobody", "once"], decisions.Select(decision => decision.Approver));
    }

    [Fact]
    public void A_report_with_findings_survives_its_own_json()
    {
        var session = new SampleSession().Started("codex", "deny-by-default", "codex");
        session.Add(Sent(Lines(3, 7)), new CredentialUsed(1, "anthropic", "api.anthropic.com", "injected"), new ReviewKept(1, 2, 3));
        SessionReport report = session.Summarise().ToReport();
        Assert.Equal(report.ToUtf8(), SessionReport.Parse(report.ToUtf8()).ToUtf8());
        Assert.Equal(new ReviewReport(1, 2, 3), report.Policy.Review);
    }

    private static BodyFindings Lines(int first, int last) => new() { Source = [new SourceFound(App, [new LineRange(first, last)], 80, true)] };

    private static SecretFound Secret(Effect effect) => new("aws-access-key-id", null, "/messages/0/content", "", "ab12", effect);

    private static BodyInspected Sent(BodyFindings findings, bool isAllowed = true) =>
        new(1, "request", findings, isAllowed ? Decision.Allow("x") : Decision.Deny("data.secrets: block", null)) { Destination = "api.example" };

    private static IReadOnlyList<DestinationReport> Left(params Observation[] observations)
    {
        var session = new SampleSession().Started("codex", "deny-by-default", "codex");
        session.Add(observations);
        return session.Summarise().ToReport().Left.Destinations;
    }
}
