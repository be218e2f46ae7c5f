using System.Globalization;
using Vitrine.Core.Model;
using Vitrine.Core.Summary;

namespace Vitrine.Cli.Report.Html;

/// <summary>The files of which lines left, with these lines marked.</summary>
internal sealed class HtmlFiles(HtmlWriter html, SessionReport report, Func<UnixPath, SentFile?> read)
{
    private const int MostFiles = 300, MostLines = 40_000, Context = 2;
    private int _shownLines;

    public void Write()
    {
        var files = new Dictionary<string, (UnixPath File, int FileLines, LineSet Lines, List<string> Hosts, bool IsExact)>(StringComparer.Ordinal);
        foreach (DestinationReport destination in report.Left.Destinations)
        {
            foreach (LeftFileReport file in destination.Files)
            {
                string name = file.File.ToString();
                (UnixPath File, int FileLines, LineSet Lines, List<string> Hosts, bool IsExact) known =
                    files.TryGetValue(name, out var found) ? found : (file.File, 0, new LineSet(), [], true);
                foreach (LineRange range in file.Ranges)
                    known.Lines.Add(range);
                known.Hosts.Add(destination.Host);
                files[name] = known with { FileLines = Math.Max(known.FileLines, file.FileLines), IsExact = known.IsExact && file.IsExact };
            }
        }

        if (files.Count == 0)
            return;
        html.Raw("<section><h2>Files that left</h2><p class=\"note\">Marked lines went out; the text is the file's as it is on this machine now.</p>");
        foreach ((UnixPath file, int fileLines, LineSet lines, List<string> hosts,
            bool isExact) in files.Values.OrderByDescending(file => file.Lines.Count).Take(MostFiles))
        {
            html.Raw("<details class=\"file\"><summary><code>")
                .Text(file.ToString(), 160)
                .Raw("</code> <span class=\"share\">")
                .Text(Share(lines.Count, fileLines))
                .Raw("</span> <span class=\"where\">to ")
                .Text(string.Join(", ", hosts.Take(4).Select(host => Visible.Cut(host, 60))))
                .Raw(!isExact, "; by fingerprints, not compared")
                .Raw("</span></summary>");
            Show(file, lines.Ranges);
            html.Raw("</details>");
        }

        if (files.Count > MostFiles)
            html.Raw("<p class=\"note\">and ").Text(Quantity.Of(files.Count - MostFiles, "more file")).Raw("</p>");
        html.Raw("</section>\n");
    }

    private static string Share(long lines, int fileLines) =>
        fileLines <= 0
            ? Quantity.Of(lines, "line")
            : string.Create(CultureInfo.InvariantCulture, $"{lines:#,0} of {fileLines:#,0} lines ({Math.Min(100, 100 * lines / fileLines)} %)");

    private void Show(UnixPath file, IReadOnlyList<LineRange> ranges)
    {
        if (read(file) is not { } text)
        {
            html.Raw("<p class=\"note\">The file is not there any more, or can't be shown. Lines: ")
                .Text(string.Join(", ",
                    ranges.Take(100).Select(range => range.First == range.Last ? $"{range.First}" : $"{range.First}–{range.Last}"))).Raw("</p>");
            return;
        }

        if (text.HasChanged)
            html.Raw("<p class=\"caution\">The file was changed after the session: the marks may be beside the text that left.</p>");
        html.Raw("<pre class=\"code\">");
        int next = 1;
        foreach (LineRange range in ranges)
        {
            int from = Math.Max(next, range.First - Context);
            if (from > next)
                Gap(from - next);
            for (int line = from; line <= Math.Min(range.Last, text.Lines.Count); line++)
                Line(line, text.Lines[line - 1], line >= range.First);
            next = Math.Max(next, range.Last + 1);
        }

        int end = Math.Min(text.Lines.Count, next + Context - 1);
        for (int line = next; line <= end; line++)
            Line(line, text.Lines[line - 1], false);
        if (text.Lines.Count > end)
            Gap(text.Lines.Count - end);
        html.Raw("</pre>");
    }

    private void Line(int number, string line, bool isMarked)
    {
        if (++_shownLines > MostLines)
            return;
        html.Raw(isMarked, "<span class=\"l m\"><i>", "<span class=\"l\"><i>")
            .Number(number)
            .Raw(isMarked, "</i><mark>", "</i>")
            .Source(line.Length > 2_000 ? line[..2_000] + "…" : line)
            .Raw(isMarked, "</mark></span>", "</span>");
    }

    private void Gap(int lines)
    {
        if (_shownLines <= MostLines)
            html.Raw("<span class=\"gap\">").Text(Quantity.Of(lines, "line")).Raw(" not sent</span>");
    }
}
