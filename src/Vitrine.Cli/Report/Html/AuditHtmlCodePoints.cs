using System.Globalization;
using System.Text;
using Vitrine.Audit.Reports;

namespace Vitrine.Cli.Report.Html;

/// <summary>Text in which it must be seen which code points stand there, and not only what they look like.</summary>
internal sealed class AuditHtmlCodePoints(HtmlWriter html)
{
    // In a longer run that differs, only what can't be told by eye gets its number.
    private const int ShortRun = 3;
    private const int MostRows = 12;

    /// <summary>A run; one that differs is marked.</summary>
    public void Run(DiffRun run)
    {
        if (!run.IsDifferent)
        {
            Lines(run.Runes, 0, run.Runes.Count);
            return;
        }

        html.Raw("<mark>");
        int from = 0;
        for (int i = 0; i < run.Runes.Count; i++)
        {
            int point = run.Runes[i];
            if (run.Runes.Count > ShortRun && point is (>= ' ' and <= '~') or '\n')
                continue;
            // Of what can't be seen the number is all there is to show; the line's end comes after it.
            bool isSeen = point is >= ' ' and <= '~' || (Rune.IsValid(point) && Visible.Text(new Rune(point).ToString()) is { Length: <= 2 });
            Lines(run.Runes, from, isSeen ? i + 1 : i);
            html.Raw("<i class=\"cp\">").Text(Number(point)).Raw("</i>").Raw(point == '\n', "\n");
            from = i + 1;
        }

        Lines(run.Runes, from, run.Runes.Count);
        html.Raw("</mark>");
    }

    /// <summary>The code points that differ, with their names where those are known and their bytes in UTF-8.</summary>
    public void Table(IReadOnlyList<DiffRun> before, IReadOnlyList<DiffRun> after)
    {
        int[] left = Different(before), right = Different(after);
        // Of a text that is another altogether a table of letters says nothing.
        if (left.Length + right.Length is 0 or > MostRows || left.Concat(right).All(point => point is > ' ' and <= '~') && left.Length + right.Length > 2)
            return;
        html.Raw("<div class=\"scroll\"><table class=\"points\"><thead><tr><th></th><th>code point</th><th>UTF-8</th><th>name</th></tr></thead><tbody>");
        foreach ((string side, int[] points) in (ReadOnlySpan<(string, int[])>)[("only without", left), ("only with", right)])
            foreach (int point in points)
                html.Raw("<tr><td>")
                    .Text(side)
                    .Raw("</td><td><code>")
                    .Text(Number(point))
                    .Raw("</code></td><td><code>")
                    .Text(Bytes(point))
                    .Raw("</code></td><td>")
                    .Text(CodePointNames.Of(point))
                    .Raw("</td></tr>");
        html.Raw("</tbody></table></div>");
    }

    private static int[] Different(IReadOnlyList<DiffRun> runs) =>
        [.. runs.Where(run => run.IsDifferent).SelectMany(run => run.Runes).Distinct().Take(MostRows + 1)];

    private void Lines(IReadOnlyList<int> points, int from, int to)
    {
        var text = new StringBuilder();
        for (int i = from; i < to; i++)
        {
            if (points[i] == '\n')
            {
                html.Text(text.ToString()).Raw("\n");
                text.Clear();
            }
            else if (Rune.IsValid(points[i]))
                text.Append(new Rune(points[i]));
            else
                text.Append((char)points[i]);
        }

        html.Text(text.ToString());
    }

    private static string Number(int point) => "U+" + point.ToString("X4", CultureInfo.InvariantCulture);

    private static string Bytes(int point) =>
        Rune.IsValid(point) ? Convert.ToHexStringLower(Encoding.UTF8.GetBytes(new Rune(point).ToString())) : "none: half a surrogate pair";
}
