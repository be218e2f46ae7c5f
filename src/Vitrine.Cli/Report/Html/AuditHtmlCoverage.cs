using Vitrine.Audit.Model;

namespace Vitrine.Cli.Report.Html;

/// <summary>What was tried and what was not, as plainly as the findings.</summary>
internal sealed class AuditHtmlCoverage(HtmlWriter html, AuditResult result)
{
    private const int MostLevels = 200, MostOpen = 6;
    private readonly Coverage _coverage = result.Coverage;

    public void Write()
    {
        html.Raw("<section><h2>What was tried, and what not</h2><p>").Text(AuditWords.Tried(_coverage)).Raw(".</p>");
        string left = AuditWords.NotTried(_coverage);
        if (left.Length > 0)
            html.Raw("<p>Not: ").Text(left, 1_000).Raw(".</p>");
        if (_coverage.EqualShare is { } equal)
            html.Raw("<p class=\"note\">Of the bytes that two equal sessions sent, ")
                .Text(AuditWords.Share(equal))
                .Raw(" were equal; what differs between equal sessions can hide a difference, so it is compared by statistics.</p>");
        Factors();
        Phases();
        List("Sessions that failed", _coverage.Failures);
        List("What could not be seen", _coverage.Unseen);
        List("Differences that were seen and did not come again", _coverage.Unexplained);
        html.Raw("</section>\n");
    }

    private void Factors()
    {
        html.Raw("<div class=\"scroll\"><table class=\"factors\"><thead><tr><th>factor</th><th>levels tried</th><th>levels not tried</th></tr></thead><tbody>");
        foreach (string factor in Audit.Model.Factors.All)
        {
            if (factor == Audit.Model.Factors.Always)
                continue;
            FactorCoverage[] rows = [.. _coverage.Factors.Where(row => row.Factor == factor)];
            html.Raw("<tr><td>").Text(factor).Raw("</td><td class=\"levels\">");
            Levels([.. rows.SelectMany(row => row.Tried)], "nothing was tried");
            html.Raw("</td><td class=\"levels\">");
            LevelCoverage[] left = [.. rows.SelectMany(row => row.NotTried)];
            bool areMany = left.Length > MostOpen;
            if (areMany)
                html.Raw("<details><summary>").Number(left.Length).Raw("</summary>");
            Levels(left, "");
            html.Raw(areMany, "</details>");
            foreach (FactorCoverage row in rows)
                if (row.Remark.Length > 0)
                    html.Raw(" <span class=\"note\">").Text(row.Remark, 300).Raw("</span>");
            html.Raw("</td></tr>");
        }

        html.Raw("</tbody></table></div><p class=\"note\">Levels that the package's own strings named bear a dot: ")
            .Number(_coverage.Factors.Sum(row => row.Tried.Count(IsHarvested)))
            .Raw(" of those tried. Scripts played: ")
            .Text(_coverage.Scripts.Count > 0 ? string.Join(", ", _coverage.Scripts) : "none", 300).Raw(".</p>");
    }

    private void Levels(LevelCoverage[] levels, string none)
    {
        if (levels.Length == 0)
            html.Raw("<span class=\"note\">").Text(none).Raw("</span>");
        foreach (LevelCoverage level in levels.Take(MostLevels))
            html.Raw("<code>").Text((IsHarvested(level) ? "•" : "") + level.Name, 60).Raw("</code> ");
        if (levels.Length > MostLevels)
            html.Raw("<span class=\"note\">and ").Number(levels.Length - MostLevels).Raw(" more</span>");
    }

    private void Phases()
    {
        if (result.Times.Phases.Count > 0)
            html.Raw("<p class=\"note\">Time: ")
                .Text(string.Join(", ", result.Times.Phases.Select(phase => $"{phase.Key} {Quantity.Duration(phase.Value)}")), 400)
                .Raw(".</p>");
    }

    private void List(string heading, IReadOnlyList<string> items)
    {
        if (items.Count == 0)
            return;
        html.Raw("<details><summary>").Text(heading).Raw(" (").Number(items.Count).Raw(")</summary><ul class=\"plain\">");
        foreach (string item in items.Take(MostLevels))
            html.Raw("<li>").Text(item, 400).Raw("</li>");
        if (items.Count > MostLevels)
            html.Raw("<li>and ").Number(items.Count - MostLevels).Raw(" more</li>");
        html.Raw("</ul></details>");
    }

    private static bool IsHarvested(LevelCoverage level) => level.Origin != "built-in";
}
