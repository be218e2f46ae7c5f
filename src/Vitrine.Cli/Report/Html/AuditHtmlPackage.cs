using Vitrine.Audit.Model;

namespace Vitrine.Cli.Report.Html;

/// <summary>What the reading found in the package: what it consists of, and what its strings name; strings that were hidden come first.</summary>
internal sealed class AuditHtmlPackage(HtmlWriter html, AuditResult result)
{
    private const int MostComponents = 400, MostNames = 150;

    public void Write()
    {
        ReadingCoverage reading = result.Coverage.Reading;
        html.Raw("<section><h2>What the package says of itself</h2><p>")
            .Text($"{Quantity.Of(reading.Files, "file")} read, {Quantity.Bytes(reading.Bytes)}; {Quantity.Of(reading.Strings, "string")}, {Quantity.Number(reading.Decoded)} of them decoded; "
            + $"{Quantity.Of(reading.Levels, "level")} of the experiment come from them.").Raw("</p>");
        foreach (string text in reading.NotRead.Take(20))
            html.Raw("<p class=\"note\">Not read: ").Text(text, 300).Raw("</p>");
        Hidden([.. result.Names.Where(name => name.Hiding.Count > 0)]);
        foreach (IGrouping<string, NamedString> kind in result.Names.Where(name => name.Hiding.Count == 0)
            .GroupBy(name => name.Kind)
            .OrderBy(group => group.Key, StringComparer.Ordinal))
            Names(kind.Key, [.. kind]);
        Components();
        html.Raw("</section>\n");
    }

    private void Hidden(NamedString[] names)
    {
        if (names.Length == 0)
            return;
        html.Raw("<details open><summary>Strings that were encoded (")
            .Number(names.Length)
            .Raw(")</summary><div class=\"scroll\"><table><thead><tr><th>kind</th><th>string</th><th>how it was hidden</th><th>where</th></tr></thead><tbody>");
        foreach (NamedString name in names.Take(MostNames))
            html.Raw("<tr><td>")
                .Text(name.Kind, 40)
                .Raw("</td><td><code>")
                .Text(name.Value, 200)
                .Raw("</code></td><td>")
                .Text(string.Join(", then ", name.Hiding), 120)
                .Raw("</td><td class=\"where\">")
                .Text(name.Place, 160)
                .Raw("</td></tr>");
        html.Raw("</tbody></table></div>");
        More(names.Length - MostNames);
        html.Raw("</details>");
    }

    private void Names(string kind, NamedString[] names)
    {
        html.Raw("<details><summary>").Text(kind, 40).Raw(" (").Number(names.Length).Raw(")</summary><ul class=\"plain\">");
        foreach (NamedString name in names.Take(MostNames))
            html.Raw("<li><code>").Text(name.Value, 200).Raw("</code> <span class=\"where\">").Text(name.Place, 160).Raw("</span></li>");
        html.Raw("</ul>");
        More(names.Length - MostNames);
        html.Raw("</details>");
    }

    private void Components()
    {
        if (result.Inventory.Count == 0)
            return;
        html.Raw("<details><summary>Components (")
            .Number(result.Inventory.Count)
            .Raw("), also in <code>bom.cdx.json</code></summary><div class=\"scroll\"><table><thead><tr><th>name</th><th>version</th><th>licence</th><th>where</th></tr></thead><tbody>");
        foreach (Component component in result.Inventory.Take(MostComponents))
            html.Raw("<tr><td>")
                .Text(component.Name, 80)
                .Raw("</td><td>")
                .Text(component.Version, 40)
                .Raw("</td><td>")
                .Text(string.Join(", ", component.Licences), 80)
                .Raw("</td><td class=\"where\">")
                .Text(component.Path, 120)
                .Raw("</td></tr>");
        html.Raw("</tbody></table></div>");
        More(result.Inventory.Count - MostComponents);
        html.Raw("</details>");
    }

    private void More(int count)
    {
        if (count > 0)
            html.Raw("<p class=\"note\">and ").Number(count).Raw(" more, in <code>report.json</code></p>");
    }
}
