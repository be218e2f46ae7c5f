using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Vitrine.Cli.Report.Html;
using Vitrine.Core.Model;
using Vitrine.Core.Summary;
using Vitrine.Tests.Core.Summary;
using Xunit;

namespace Vitrine.Tests.Cli;

public sealed partial class HtmlReportTests
{
    private static readonly string[] Known =
    [
        "html", "head", "meta", "title", "style", "body", "main", "header", "p", "h1", "h2", "h3", "dl", "div", "dt", "dd", "section", "article", "ul", "li",
            "span", "strong", "code", "details", "summary",
        "table", "thead", "tbody", "tr", "th", "td", "svg", "line", "text", "rect", "pre", "i", "mark", "footer",
    ];

    [Fact]
    public void No_text_of_the_agent_becomes_markup() => Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text =>
    {
        foreach (string hostile in new[] { text.Get, $"<script>{text.Get}</script>", $"\"><img src=x onerror={text.Get}>", $"</title></style>{text.Get}",
            $"'-`{text.Get}" })
            AssertOnlyKnownTags(Page(Hostile(hostile), _ => new SentFile([hostile, hostile], true)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Lines_that_left_are_marked_and_the_others_are_not()
    {
        string page = Page(Session("src/app.py", [new LineRange(2, 3)]), _ => new SentFile([.. Enumerable.Range(1, 9).Select(line => $"line {line}")], false));
        Assert.Equal(["line 2", "line 3"], MarkPattern.Matches(page).Select(match => match.Groups[1].Value));
        Assert.Contains("line 5", page, StringComparison.Ordinal);
        Assert.DoesNotContain("line 6", page, StringComparison.Ordinal);
        Assert.Contains("4 lines not sent", page, StringComparison.Ordinal);
        Assert.Contains("2 of 80 lines (2 %)", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_gone_is_named_with_its_lines()
    {
        string page = Page(Session("src/app.py", [new LineRange(2, 3), new LineRange(7, 7)]), _ => null);
        Assert.Contains("Lines: 2–3, 7", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_changed_says_that_the_marks_may_be_wrong() =>
        Assert.Contains("changed after the session", Page(Session("a", [new LineRange(1, 1)]), _ => new SentFile(["x"], true)), StringComparison.Ordinal);

    [Fact]
    public void The_page_loads_nothing_and_runs_nothing()
    {
        string page = Page(SampleSession.Busy(), _ => null);
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
        Assert.DoesNotMatch(new Regex("<(script|link|img|iframe|object|embed|form)|\\son[a-z]+=|src=|href="), page);
    }

    [Fact]
    public void Each_refused_thing_stands_on_the_timeline_with_its_rule()
    {
        var session = new SampleSession().Started("codex", "deny-by-default", "codex");
        session.Add(new PolicyDecided("command", "curl evil.example",
            Decision.Deny("curl *", "commands.allow: [\"curl *\"]") with { Origin = "user vitrine.yaml:4" }, null));
        string page = Page(session, _ => null);
        Assert.Contains("curl * (user vitrine.yaml:4)", page, StringComparison.Ordinal);
        Assert.Contains("commands.allow: [&quot;curl *&quot;]", page, StringComparison.Ordinal);
    }

    private static SampleSession Session(string file, LineRange[] lines)
    {
        var session = new SampleSession().Started("codex", "deny-by-default", "codex").Exchange(1, "https://api.example/v1", 200, "upstream", 100, 10);
        session.Add(new BodyInspected(1, "request", new BodyFindings { Source = [new SourceFound(new UnixPath(file), lines, 80, true)] },
            Decision.Allow("x"))
        { Destination = "api.example", Region = "eu" });
        return session.Ended(0, 3);
    }

    private static SampleSession Hostile(string text)
    {
        string path = text.Replace("\0", "", StringComparison.Ordinal);
        SampleSession session = Session(path.Length == 0 ? "a" : path, [new LineRange(1, 1)]).Ran(10, 1, "/usr/bin/x", text, text).LookedUp(text, false);
        session.Add(
            new PolicyDecided("command", text, Decision.Deny(text, text) with { Origin = text }, text), new PolicyChanged(text, text, text),
                new CredentialUsed(1, text, text, "reflected"),
            new BodyInspected(1, "request", new BodyFindings
            {
                Meaning = new BodyMeaning(text, text, text, 1, 1, new Dictionary<string, long> { [text] = 1 }),
                Secrets = [new SecretFound(text, text, text, text, text, Effect.Record)],
                Identity = [new IdentityFound(text, text, text)],
                HiddenText = [new HiddenTextFound(text, [text], 1, text)],
                Unscanned = [new UnscannedPart(text, 1, text)],
            }, Decision.Allow(text))
            { Destination = text, Region = text },
            new CallRefused(1, text, text, text), new FileHeldBack(new UnixPath(text), text, new UnixPath(text)), new FlowStarted(text, default),
            new FlowEnded(text, 1, 1, 1, default), new EventsLost(text, 1, text));
        return session;
    }

    private static string Page(SampleSession session, Func<UnixPath, SentFile?> read)
    {
        var timeline = new Timeline();
        foreach (Entry entry in session.Entries)
            timeline.Add(entry);
        using var writer = new StringWriter();
        HtmlReport.Write(writer, session.Summarise(SummaryLimits.Reading).ToReport(), timeline, "ended", "intact", read);
        return writer.ToString();
    }

    private static void AssertOnlyKnownTags(string page)
    {
        string body = page[(page.IndexOf("</style>", StringComparison.Ordinal) + "</style>".Length)..];
        foreach (Match tag in TagPattern.Matches(body))
            Assert.Contains(tag.Groups[1].Value, Known);
        Assert.Single(Regex.Matches(page, "</style>"));
        Assert.Single(Regex.Matches(page, "</title>.*<style>"));
    }

    [GeneratedRegex("</?([^ >/]*)")]
    private static partial Regex TagPattern { get; }

    [GeneratedRegex("<mark>(.*?)</mark>")]
    private static partial Regex MarkPattern { get; }
}
