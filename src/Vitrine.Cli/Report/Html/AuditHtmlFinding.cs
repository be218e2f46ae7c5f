using Vitrine.Audit.Model;
using Vitrine.Audit.Reports;

namespace Vitrine.Cli.Report.Html;

/// <summary>One finding: what, why, the minimal pair side by side with the code points that differ, and what explains it.</summary>
internal sealed class AuditHtmlFinding(HtmlWriter html, Finding finding)
{
    private const int MostShown = 6_000, MostSessions = 60;
    private readonly Evidence _evidence = finding.Evidence;

    public void Write()
    {
        html.Raw("<article class=\"finding ")
            .Word(AuditWords.Of(finding.Severity))
            .Raw("\"><h3>")
            .Text(finding.Summary, 600)
            .Raw("</h3><p class=\"where\"><span class=\"tag sev\">")
            .Text(AuditWords.Of(finding.Severity))
            .Raw("</span> <span class=\"tag\">")
            .Text(finding.Class, 40)
            .Raw("</span> depends on <strong>")
            .Text(finding.Factor, 60)
            .Raw("</strong>, shows in <strong>")
            .Text(finding.Channel, 60)
            .Raw("</strong> · <code>")
            .Text(finding.Id, 80)
            .Raw("</code>")
            .Raw(AuditWords.IsInDoubt(finding), " · <strong>not confirmed</strong>")
            .Raw("</p><p>")
            .Text(finding.Reason, 2_000)
            .Raw("</p>");
        Pair();
        Rest();
        html.Raw("</article>\n");
    }

    private void Pair()
    {
        html.Raw("<p class=\"where\">Where: <code>").Text(_evidence.Place, 300).Raw("</code></p>");
        // The lines as they were sent say more; what the comparison made of them, with marks for the machine's own values, follows.
        bool areSent = _evidence.SentBefore.Length + _evidence.SentAfter.Length > 0;
        (string left, string right) = areSent ? (_evidence.SentBefore, _evidence.SentAfter) : (_evidence.Before, _evidence.After);
        if (left.Length == 0 && right.Length == 0)
            return;
        (IReadOnlyList<DiffRun> before, IReadOnlyList<DiffRun> after) = CodePointDiff.Of(Cut(left), Cut(right));
        // What happens whatever the conditions are has no session without it.
        bool isAlways = finding.Factor == Factors.Always && left.Length == 0;
        html.Raw(isAlways, "<div class=\"pair always\">", "<div class=\"pair\">");
        if (!isAlways)
            Side("without", _evidence.Without, _evidence.SessionsWithout.Count, before);
        Side(isAlways ? "in each session" : "with", _evidence.With, _evidence.SessionsWith.Count, after);
        html.Raw("</div>");
        if (left.Length > MostShown || right.Length > MostShown)
            html.Raw("<p class=\"note\">The first ").Number(MostShown).Raw(" characters; the whole is in <code>report.json</code>.</p>");
        new AuditHtmlCodePoints(html).Table(before, after);
        if (areSent && _evidence.Before.Length + _evidence.After.Length > 0)
            html.Raw("<p class=\"where\">What follows the condition: <code>")
                .Text(_evidence.Before.Length > 0 ? _evidence.Before : "nothing", 300)
                .Raw("</code> becomes <code>")
                .Text(_evidence.After.Length > 0 ? _evidence.After : "nothing", 300)
                .Raw("</code></p>");
    }

    private void Side(string word, string variation, int sessions, IReadOnlyList<DiffRun> runs)
    {
        html.Raw("<div class=\"side\"><p class=\"cond\"><span>")
            .Text(word)
            .Raw("</span> <code>")
            .Text(variation, 300)
            .Raw("</code> ")
            .Text(sessions > 0 ? $"({Quantity.Of(sessions, "session")})" : "")
            .Raw("</p><pre class=\"bytes\">");
        if (runs.Count == 0)
            html.Raw("<i class=\"none\">nothing</i>");
        var points = new AuditHtmlCodePoints(html);
        foreach (DiffRun run in runs)
            points.Run(run);
        html.Raw("</pre></div>");
    }

    private void Rest()
    {
        if (_evidence.Statistics.Length > 0)
            html.Raw("<p class=\"where\">Compared: ").Text(_evidence.Statistics, 600).Raw("</p>");
        List("Strings of the package that explain it", _evidence.Strings, isOpen: true);
        List("Processes, each started by the one before", _evidence.Processes, isOpen: true);
        List("Techniques (MITRE ATT&CK, by the behaviour; they say nothing about intent)",
            [.. finding.Techniques.Select(technique => $"{technique.Id} {technique.Name} (release {technique.Version})")], isOpen: false);
        List("Sessions", [.. Sessions("without", _evidence.SessionsWithout), .. Sessions("with", _evidence.SessionsWith)], isOpen: false);
    }

    private void List(string heading, IReadOnlyList<string> items, bool isOpen)
    {
        if (items.Count == 0)
            return;
        html.Raw(isOpen, "<details open>", "<details>").Raw("<summary>").Text(heading).Raw("</summary><ul class=\"plain\">");
        foreach (string item in items.Take(MostSessions))
            html.Raw("<li><code>").Text(item, 600).Raw("</code></li>");
        if (items.Count > MostSessions)
            html.Raw("<li>and ").Number(items.Count - MostSessions).Raw(" more</li>");
        html.Raw("</ul></details>");
    }

    private static IEnumerable<string> Sessions(string word, IReadOnlyList<string> ids) => ids.Select(id => $"{word}: {id}");

    private static string Cut(string text) => text.Length <= MostShown ? text : text[..MostShown];
}
