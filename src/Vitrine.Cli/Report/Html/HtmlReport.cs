using System.Globalization;
using Vitrine.Core.Model;
using Vitrine.Core.Summary;

namespace Vitrine.Cli.Report.Html;

/// <summary>
/// One self-contained page: no script, nothing loaded, and a Content-Security-Policy that says so to the browser. Readable on a phone, in the dark and in
/// print.
/// </summary>
internal sealed class HtmlReport
{
    private readonly SessionReport _report;
    private readonly HtmlWriter _out;
    private readonly PathText _paths;

    private HtmlReport(SessionReport report, HtmlWriter writer) =>
        (_report, _out, _paths) = (report, writer, new PathText(report.Workspace, report.Home, 200));

    /// <summary>Writes the page.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="report">What is known of the session.</param>
    /// <param name="timeline">What happened when.</param>
    /// <param name="state">Whether it runs, has ended, or was lost.</param>
    /// <param name="integrity">What the record's chain says: <c>intact</c>, <c>torn-tail</c> or <c>damaged</c>.</param>
    /// <param name="read">Reads a file of the workspace as it is now; null where it can't be shown.</param>
    public static void Write(TextWriter writer, SessionReport report, Timeline timeline, string state, string integrity, Func<UnixPath, SentFile?> read)
    {
        var page = new HtmlReport(report, new HtmlWriter(writer));
        page.Head();
        page.Title(state, integrity);
        new HtmlLeft(page._out, report).Write();
        new HtmlTimeline(page._out, timeline, report.Seconds).Write();
        new HtmlFiles(page._out, report, read).Write();
        new HtmlDecisions(page._out, report).Write();
        page.Written();
        page.Programs();
        page.Foot();
    }

    private void Head()
    {
        _out.Raw("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
            + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">"
            + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"referrer\" content=\"no-referrer\"><meta name=\"color-scheme\" content=\"light dark\"><title>Vitrine: ")
            .Text(_report.Agent ?? "session").Raw(" ").Text(_report.Session).Raw("</title><style>").Raw(HtmlStyle.Sheet).Raw("</style></head><body><main>\n");
    }

    private void Title(string state, string integrity)
    {
        string name = _report.Agent ?? (_report.Command is [string first, ..] ? first[(first.LastIndexOf('/') + 1)..] : "a command");
        _out.Raw("<header><p class=\"brand\">Vitrine</p><h1>What ").Text(name, 60).Raw(" did</h1><dl class=\"facts\">");
        Fact("Session", _report.Session);
        if (_report.Started is { } started)
            Fact("Started", started.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC");
        Fact("Took", Quantity.Duration(_report.Seconds));
        Fact("State", _report.ExitStatus is { } exit ? $"{state}, {Quantity.Exit(exit)}" : state);
        Fact("Network", _report.Network.Replace('-', ' '));
        Fact("Workspace", Visible.Cut(_report.Workspace.ToString(), 200));
        Fact("Command", ArgumentText.Of(_report.Command));
        foreach (string layer in _report.Policy.Layers)
            Fact("Policy", layer);
        if (_report.Policy.Digest is { } digest)
            Fact("Policy SHA-256", digest);
        RecordReport record = _report.Record;
        Fact("Record", (integrity, record.IsWhole) switch
        {
            ("intact", true) => $"whole, {Quantity.Of(_report.EntryCount, "entry", "entries")}, chain intact",
            ("intact", false) => $"{Quantity.Of(record.LostCount, "event")} lost, {Quantity.Of(record.MissingEntries, "entry", "entries")} missing; chain intact",
            _ => $"chain {integrity}: what stands here is what could be read",
        });
        Fact("Made by", $"Vitrine {_report.Vitrine} on Linux {_report.Kernel}");
        _out.Raw("</dl></header>\n");
    }

    private void Fact(string label, string value) => _out.Raw("<div><dt>").Text(label).Raw("</dt><dd>").Text(value, 400).Raw("</dd></div>");

    private void Written()
    {
        List<(string Name, FileReport File)> changed = [];
        foreach (PlaceReport place in _report.Files.Places)
            if (place.Place is not Place.System and not Place.Process)
                changed.AddRange(place.Files.Where(file => file.IsChanged || file.IsLost).Take(500).Select(file => (_paths.Of(file.Path), file)));
        if (changed.Count == 0)
            return;
        _out.Raw("<section><h2>Files written</h2><p class=\"note\">What was asked for; a write that the system refused stands here too.</p><ul class=\"plain\">");
        foreach ((string name, FileReport file) in changed.Take(1_000))
            _out.Raw("<li><code>")
                .Text(name)
                .Raw("</code>")
                .Raw(file.IsLost, " <span class=\"tag\">removed</span>")
                .Raw(!file.IsLost && file.IsCreated, " <span class=\"tag\">new</span>")
                .Raw("</li>");
        _out.Raw("</ul></section>\n");
    }

    private void Programs()
    {
        if (_report.Programs.Runs == 0)
            return;
        _out.Raw("<section><h2>Programs</h2><p class=\"note\">")
            .Text(Quantity.Of(_report.Programs.Runs, "start"))
            .Raw(", each below the one that started it.</p><details><summary>Show the tree</summary><pre class=\"tree\">");
        foreach (IReadOnlyList<Cell> row in ProcessTree.ToRows(_report.Programs.Tree))
        {
            foreach (Piece piece in row[^1].Pieces)
                _out.Text(piece.Text);
            _out.Raw("\n");
        }

        _out.Raw("</pre></details></section>\n");
    }

    private void Foot() => _out.Raw(
        "<footer><p>What this page does not say: what a server does with what it got; what was in bytes marked “not searched”; anything that left outside the box. "
        + "Lines are named only where they were compared with the file. The record itself can be checked with <code>vitrine show ")
        .Text(_report.Session)
        .Raw(" --json</code>.</p></footer></main></body></html>\n");
}
