using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Vitrine.Audit.Model;
using Vitrine.Audit.Reports;
using Vitrine.Cli.Report.Html;
using Xunit;

namespace Vitrine.Tests.Audit.Reports;

public sealed partial class AuditHtmlTests
{
    private static readonly string[] s_known =
    [
        "html", "head", "meta", "title", "style", "body", "main", "header", "p", "h1", "h2", "h3", "dl", "div", "dt", "dd", "section", "article", "ul", "li",
            "span", "strong", "code", "details", "summary",
        "table", "thead", "tbody", "tr", "th", "td", "pre", "i", "mark", "footer",
    ];

    [Fact]
    public void No_text_of_the_target_becomes_markup() => Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text =>
    {
        foreach (string hostile in new[] { text.Get, $"<script>{text.Get}</script>", $"\"><img src=x onerror={text.Get}>", $"</title></style>{text.Get}",
            $"'-`{text.Get}" })
            AssertOnlyKnownTags(Page(Hostile(hostile)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_page_loads_nothing_and_runs_nothing()
    {
        string page = Page(SampleAudit.Result(SampleAudit.Covert, SampleAudit.Act, SampleAudit.Open));
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
        Assert.DoesNotMatch(new Regex("<(script|link|img|iframe|object|embed|form)|\\son[a-z]+=|src=|href="), page);
        AssertOnlyKnownTags(page);
    }

    [Fact]
    public void Code_point_that_differs_is_marked_with_its_number_bytes_and_name()
    {
        string page = Page(SampleAudit.Result(SampleAudit.Covert));
        Assert.Contains("Today<mark>’<i class=\"cp\">U+2019</i></mark>s date", page, StringComparison.Ordinal);
        Assert.Contains("Today<mark>&#39;<i class=\"cp\">U+0027</i></mark>s date", page, StringComparison.Ordinal);
        Assert.Contains("<code>U+2019</code></td><td><code>e28099</code></td><td>RIGHT SINGLE QUOTATION MARK", page, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_reader_does_not_see_is_shown()
    {
        Evidence evidence = SampleAudit.Covert.Evidence with { Before = "a b", After = "a\u200b b\u202e" };
        string page = Page(SampleAudit.Result(SampleAudit.Covert with { Evidence = evidence }));
        Assert.Contains("a<mark><i class=\"cp\">U+200B</i></mark> b<mark><i class=\"cp\">U+202E</i></mark>", page, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202e', page);
    }

    [Theory]
    [InlineData(Verdict.Covert)]
    [InlineData(Verdict.Clear)]
    [InlineData(Verdict.Incomplete)]
    public void Each_verdict_says_what_it_means_and_what_no_verdict_says(Verdict verdict)
    {
        AuditResult result = verdict == Verdict.Covert ? SampleAudit.Result(SampleAudit.Covert) : SampleAudit.Result();
        if (verdict == Verdict.Incomplete)
            result = result with { Coverage = result.Coverage with { IsPlanDone = false, NotDoneBecause = "it was interrupted" } };
        Assert.Equal(verdict, result.Verdict);
        string page = Page(result);
        Assert.Contains(VerdictMeaning.Of(verdict)[..60], page, StringComparison.Ordinal);
        Assert.All(VerdictMeaning.NotSaid, text => Assert.Contains(text.Replace("'", "&#39;", StringComparison.Ordinal), page, StringComparison.Ordinal));
        Assert.Equal(verdict == Verdict.Incomplete, page.Contains("it was interrupted", StringComparison.Ordinal));
    }

    [Fact]
    public void Factor_of_which_nothing_was_tried_is_named()
    {
        string page = Page(SampleAudit.Result());
        Assert.Contains("<td>clock</td><td class=\"levels\"><span class=\"note\">nothing was tried</span>", page, StringComparison.Ordinal);
        Assert.Contains("•Asia/Shanghai", page, StringComparison.Ordinal);
        Assert.Contains("Pacific/Apia", page, StringComparison.Ordinal);
        Assert.Contains("99.7 % of pairs", page, StringComparison.Ordinal);
        // Never rounded to the whole.
        Assert.Contains("99.9 % of bytes equal", page, StringComparison.Ordinal);
    }

    private static string Page(AuditResult result)
    {
        var writer = new StringWriter();
        AuditHtml.Write(writer, result);
        return writer.ToString();
    }

    private static AuditResult Hostile(string text)
    {
        AuditResult result = SampleAudit.Result(SampleAudit.Covert with
        {
            Id = text,
            Factor = text,
            Channel = text,
            Class = text,
            Summary = text,
            Reason = text,
            Techniques = [new Technique(text, text, text)],
            Evidence = new Evidence
            {
                Without = text,
                With = text,
                SessionsWithout = [text],
                SessionsWith = [text],
                Place = text,
                Before = text,
                After = "x" + text,
                Strings = [text],
                Statistics = text,
                Processes = [text]
            },
        });
        return result with
        {
            Target = result.Target with
            {
                Source = text,
                Name = text,
                Version = text,
                Command = [text],
                Protocol = text,
                Profile = text,
                Digests = new Dictionary<string, string> { [text] = text }
            },
            Coverage = result.Coverage with
            {
                Factors = [new FactorCoverage(Factors.Clock, [new LevelCoverage(text, text, 1)], [new LevelCoverage(text, text, 0)]) { Remark = text }],
                Scripts = [text],
                Unseen = [text],
                Unexplained = [text],
                NotDoneBecause = text,
                Reading = new ReadingCoverage { NotRead = [text] },
            },
            Inventory = [new Component { Name = text, Version = text, Path = text, Licences = [text] }],
            Names = [new NamedString(text, text, text) { Hiding = [text] }, new NamedString(text, text, text)],
            Vitrine = text,
            Kernel = text,
        };
    }

    private static void AssertOnlyKnownTags(string page)
    {
        foreach (Match tag in Tag.Matches(page))
            Assert.Contains(tag.Groups[1].Value, s_known);
        Assert.Equal(1, Regex.Count(page, "<style>"));
    }

    [GeneratedRegex("<(?!!doctype html>)/?([a-zA-Z!][a-zA-Z0-9]*)")]
    private static partial Regex Tag { get; }
}
