using System.Globalization;
using Vitrine.Audit.Model;
using Vitrine.Audit.Reports;

namespace Vitrine.Cli.Report.Html;

/// <summary>
/// An audit as one self-contained page: no script, nothing loaded, and a Content-Security-Policy that says so to the browser. The verdict and its worth come
/// first, then each finding with its minimal pair, then what was tried and not tried.
/// </summary>
internal sealed class AuditHtml
{
    private readonly AuditResult _result;
    private readonly HtmlWriter _out;

    private AuditHtml(AuditResult result, HtmlWriter writer) => (_result, _out) = (result, writer);

    /// <summary>Writes the page.</summary>
    public static void Write(TextWriter writer, AuditResult result)
    {
        var page = new AuditHtml(result, new HtmlWriter(writer));
        page.Head();
        page.Title();
        page.Meaning();
        page.Findings();
        new AuditHtmlCoverage(page._out, result).Write();
        new AuditHtmlPackage(page._out, result).Write();
        page.Foot();
    }

    private void Head() => _out.Raw("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
            + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">"
            + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"referrer\" content=\"no-referrer\"><meta name=\"color-scheme\" content=\"light dark\"><title>Vitrine audit: ")
        .Text(AuditWords.Name(_result.Target), 80).Raw("</title><style>").Raw(HtmlStyle.Sheet).Raw(AuditHtmlStyle.Sheet).Raw("</style></head><body><main>\n");

    private void Title()
    {
        _out.Raw("<header><p class=\"brand\">Vitrine audit</p><h1>")
            .Text(AuditWords.Name(_result.Target), 80)
            .Raw("</h1><p class=\"verdict ")
            .Word(AuditWords.Of(_result.Verdict))
            .Raw("\"><strong>")
            .Text(AuditWords.Of(_result.Verdict)).Raw("</strong> <span>").Text(InShort()).Raw("</span></p><dl class=\"facts\">");
        Fact("Target", _result.Target.Source);
        foreach ((string name, string label) in (ReadOnlySpan<(string, string)>)[("sha256", "SHA-256"), ("sha512", "SHA-512"), ("dirHash", "dirHash")])
            if (_result.Target.Digests.TryGetValue(name, out string? digest))
                Fact(label, digest);
        Fact("Started as", ArgumentText.Of(_result.Target.Command));
        Fact("Protocol", _result.Target.Profile is { } profile ? $"{_result.Target.Protocol}, profile {profile}" : _result.Target.Protocol);
        Fact("Audited", _result.Times.Started.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC");
        Fact("Took", Quantity.Duration((_result.Times.Ended - _result.Times.Started).TotalSeconds));
        Fact("Budget",
            _result.Budget.OnlyFactors.Count > 0 ? $"{_result.Budget.Name}, only {string.Join(", ", _result.Budget.OnlyFactors)}" : _result.Budget.Name);
        Fact("Made by", $"Vitrine {_result.Vitrine} on Linux {_result.Kernel}");
        _out.Raw("</dl></header>\n");
    }

    private string InShort()
    {
        int other = _result.Findings.Count(finding => !finding.IsGrave);
        return VerdictMeaning.ReasonOf(_result) + (other > 0 ? $"; {Quantity.Of(other, "finding")} of less weight" : "");
    }

    private void Meaning()
    {
        _out.Raw("<section><h2>What this verdict means, and what not</h2><p>")
            .Text(VerdictMeaning.Of(_result.Verdict))
            .Raw("</p><details open><summary>No verdict says</summary><ul class=\"plain\">");
        foreach (string text in VerdictMeaning.NotSaid)
            _out.Raw("<li>").Text(text).Raw("</li>");
        _out.Raw("</ul></details></section>\n");
    }

    private void Findings()
    {
        _out.Raw("<section><h2>Findings</h2>");
        if (_result.Findings.Count == 0)
            _out.Raw("<p class=\"note\">None.</p>");
        else
            _out.Raw("<p class=\"note\">On the left a session without the behaviour, on the right one with it: two conditions that differ in as little as possible. What is marked is not in the other one; the numbers are Unicode code points.</p>");
        IReadOnlyList<Finding> sorted = AuditWords.Sorted(_result.Findings);
        foreach (Finding finding in sorted.Where(finding => finding.Severity > Severity.Info))
            new AuditHtmlFinding(_out, finding).Write();
        Finding[] facts = [.. sorted.Where(finding => finding.Severity == Severity.Info)];
        if (facts.Length > 0)
        {
            _out.Raw("<details><summary>")
                .Text(facts.Length == 1 ? "1 fact" : $"{Quantity.Number(facts.Length)} facts")
                .Raw(" that need no defence: said in clear, or with a harmless cause</summary>");
            foreach (Finding finding in facts)
                new AuditHtmlFinding(_out, finding).Write();
            _out.Raw("</details>");
        }

        _out.Raw("</section>\n");
    }

    private void Fact(string label, string value) => _out.Raw("<div><dt>").Text(label).Raw("</dt><dd>").Text(value, 400).Raw("</dd></div>");

    private void Foot() => _out.Raw(
        "<footer><p>The captures of all sessions lie beside this page in <code>evidence/</code>. <code>vitrine audit verify</code> checks the signature over this report and finds the findings again in the captures; "
        + "<code>vitrine audit replay --finding</code> runs a minimal pair again.</p></footer></main></body></html>\n");
}
