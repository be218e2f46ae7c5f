using System.Globalization;
using Vitrine.Core.Model;
using Vitrine.Core.Summary;

namespace Vitrine.Cli.Report;

/// <summary>What <c>vitrine show</c> tells: all sections, full lists.</summary>
internal sealed class FullReport
{
    private const int PathWidth = 240;
    private readonly SessionReport _report;
    private readonly PathText _paths;
    private readonly List<Block> _blocks = [];

    private FullReport(SessionReport report)
    {
        _report = report;
        _paths = new PathText(report.Workspace, report.Home, PathWidth);
    }

    /// <summary>The report as a page.</summary>
    /// <param name="report">What is known of the session.</param>
    /// <param name="state">Whether it runs, has ended, or was lost, as the store knows.</param>
    /// <param name="home">The person's home on the host.</param>
    public static Page ToPage(SessionReport report, string state, string? home)
    {
        var full = new FullReport(report);
        full.AddSession(state, home);
        full.AddPrograms();
        full._blocks.AddRange(new FullFiles(report, full._paths).ToBlocks());
        full._blocks.AddRange(new FullNetwork(report).ToBlocks());
        full._blocks.AddRange(new FullLeft(report).ToBlocks());
        full.AddRefused();
        full.AddRecord();
        return new Page(full._blocks, IsSpaced: true);
    }

    private void AddSession(string state, string? home)
    {
        var rows = new List<IReadOnlyList<Cell>>();
        void Add(string label, Cell cell) => rows.Add([new Piece(label, Tone.Faint), cell]);
        Add("session", new Piece(_report.Session, Tone.Strong));
        Add("state", new Cell([state, _report.ExitStatus is { } exit ? new Piece(", " + Quantity.Exit(exit), exit == 0 ? Tone.Good : Tone.Bad) : "",
            _report.Ended is { } ended && ended != "exited" ? new Piece(", " + ended.Replace('-', ' '), Tone.Bad) : ""]));
        if (_report.Agent is { } agent)
            Add("agent", agent);
        Add("command", ArgumentText.Of(_report.Command));
        Add("workspace", PathText.OnHost(_report.Workspace, home, PathWidth));
        if (_report.Started is { } started)
            Add("started", started.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC");
        Add("took", Quantity.Duration(_report.Seconds));
        Add("network", _report.Network.Replace('-', ' '));
        foreach (string layer in _report.Policy.Layers)
            Add("policy", Visible.Cut(layer, PathWidth));
        if (_report.Policy.Digest is { } digest)
            Add("", new Piece($"SHA-256 {Visible.Cut(digest, 64)}", Tone.Faint));
        if (_report.Allow.Count > 0)
            Add("allowed", string.Join(", ", _report.Allow));
        if (_report.EnvironmentNames.Count > 0)
            Add("passed in", string.Join(", ", _report.EnvironmentNames));
        Add("made by", $"vitrine {_report.Vitrine} on Linux {_report.Kernel}");
        RecordReport record = _report.Record;
        Add("record", record.IsWhole
            ? new Cell([new Piece("whole", Tone.Good), $", {Quantity.Of(_report.EntryCount, "entry", "entries")}"])
            : new Cell([new Piece($"{Quantity.Of(record.LostCount, "event")} lost, {Quantity.Of(record.MissingEntries, "entry", "entries")} missing",
                Tone.Bad)]));
        _blocks.Add(new Block(null, rows));
    }

    private void AddPrograms()
    {
        ProgramsReport programs = _report.Programs;
        if (programs.Runs == 0)
            return;
        var rows = programs.Programs.Select(program => Row($"×{Quantity.Number(program.Runs)}", Visible.Cut(program.Program.ToString(), PathWidth))).ToList();
        AddMore(rows, programs.MorePrograms, "program");
        _blocks.Add(new Block(Heading("Programs", $"{Quantity.Of(programs.Runs, "start")}"), rows));
        if (programs.Tree.Count == 0)
            return;
        var tree = ProcessTree.ToRows(programs.Tree).ToList();
        if (programs.MoreInTree > 0)
            tree.Add(["", new Piece($"and {Quantity.Of(programs.MoreInTree, "more start")}", Tone.Faint)]);
        _blocks.Add(new Block(Heading("Who started what", "process number, command"), tree) { NumberColumn = 0 });
    }

    private void AddRefused()
    {
        RefusedReport refused = _report.Refused;
        if (refused.Count == 0)
            return;
        var rows = refused.Network.Select(refusal => Row(
            new Piece(Visible.Cut(refusal.What, PathWidth), Tone.Bad),
            ShortNetwork.How(refusal),
            ShortNetwork.Hint(refusal) ?? new Piece(RuleAndHint(refusal), Tone.Faint))).ToList();
        AddMore(rows, refused.MoreNetwork, "host");
        rows.AddRange(refused.Calls.Select(call => Row(
            new Piece(call.Call, Tone.Bad), Quantity.Of(call.Times, "call"),
                string.Join(", ", call.Details.Prepend(call.Error).Where(text => text.Length > 0)))));
        AddMore(rows, refused.MoreCalls, "call");
        _blocks.Add(new Block(Heading("Refused", $"{Quantity.Number(refused.Count)} times; on the right the option that would allow it"), rows));
    }

    private static string RuleAndHint(RefusalReport refusal) =>
        string.Join("; ", new[] { ShortNetwork.Rule(refusal), refusal.Hint is { } hint ? Visible.Cut(hint, 160) : null }.OfType<string>());

    private void AddRecord()
    {
        RecordReport record = _report.Record;
        Add("Signals sent to other processes", record.Signals.Select(signal => Row(Signals.Name(signal.Key), $"×{Quantity.Number(signal.Value)}")));
        var held = record.HeldBack.Select(file => Row(new Piece(_paths.Of(file.Path), Tone.Caution), file.Why,
            Visible.Cut(file.KeptAt.ToString(), PathWidth))).ToList();
        AddMore(held, new More(record.MoreHeldBack, true), "file");
        Add("Held back: the host might run these", held);
        Add("Kept from the terminal", record.TerminalSequencesDropped.Select(dropped => Row(dropped.Key, $"×{Quantity.Number(dropped.Value)}")));
        Add("Lost", record.Lost.Select(lost => Row(lost.Source, Quantity.Of(lost.Count, "event"), lost.Why)));
    }

    private void Add(string heading, IEnumerable<IReadOnlyList<Cell>> rows)
    {
        List<IReadOnlyList<Cell>> all = [.. rows];
        if (all.Count > 0)
            _blocks.Add(new Block(Heading(heading), all));
    }

    internal static IReadOnlyList<Cell> Row(params ReadOnlySpan<Cell> cells) => [.. cells];

    internal static IReadOnlyList<Piece> Heading(string name, string? explanation = null) =>
        explanation is null ? [new Piece(name, Tone.Strong)] : [new Piece(name, Tone.Strong), new Piece(": " + explanation, Tone.Faint)];

    internal static void AddMore(List<IReadOnlyList<Cell>> rows, More more, string what)
    {
        if (more.Count > 0)
            rows.Add(["…", new Piece($"and {(more.IsExact ? "" : "at least ")}{Quantity.Of(more.Count, "more " + what)}", Tone.Faint)]);
    }
}
