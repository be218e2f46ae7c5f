using Vitrine.Core.Model;
using Vitrine.Core.Summary;

namespace Vitrine.Cli.Report;

/// <summary>What stands at the end of <c>vitrine run</c>: a line for each thing worth knowing, and none for what did not happen.</summary>
internal sealed class ShortReport
{
    private const int PathWidth = 60;
    private const int LabelWidth = 9;
    private const int MostHeldBack = 4;
    private const int MostPrograms = 6;
    private readonly SessionReport _report;
    private readonly PathText _paths;
    private readonly List<IReadOnlyList<Cell>> _rows = [];

    private ShortReport(SessionReport report)
    {
        _report = report;
        _paths = new PathText(report.Workspace, report.Home, PathWidth);
    }

    /// <summary>The report as a page.</summary>
    /// <param name="report">What is known of the session.</param>
    /// <param name="home">The person's home on the host, for shorter paths.</param>
    public static Page ToPage(SessionReport report, string? home)
    {
        var page = new ShortReport(report);
        page.AddPrograms();
        new ShortFiles(report, page._paths, page.AddRow).AddRows();
        new ShortNetwork(report, page._rows).AddRows();
        new ShortLeft(report, page.AddRow).AddRows();
        new ShortPolicy(report, page.AddRow).AddRows();
        page.AddHeldBack();
        page.AddQuiet();
        page.AddRecord();
        return new Page([new Block(page.Title(home), page._rows) { LabelWidth = LabelWidth }], IsSpaced: false);
    }

    private List<Piece> Title(string? home)
    {
        string name = _report.Agent ?? (_report.Command is [string first, ..] ? first[(first.LastIndexOf('/') + 1)..] : "a command");
        string verb = _report.Agent is null ? "ran" : "worked";
        List<Piece> title =
        [
            new("vitrine: ", Tone.Faint), new(Visible.Cut(name, 40), Tone.Strong), $" {verb} {Quantity.Duration(_report.Seconds)} behind glass in ",
            PathText.OnHost(_report.Workspace, home, PathWidth),
        ];
        if (_report.Network is "offline" or "observe")
            title.Add($" (--{_report.Network})");
        title.Add(new Piece(" · ", Tone.Faint));
        title.Add(_report switch
        {
            { Ended: null } => new Piece("its end is not recorded", Tone.Caution),
            { Ended: not "exited" } => new Piece("the supervisor was lost, and the session ended with it", Tone.Bad),
            { ExitStatus: 0 } => new Piece("exit 0", Tone.Good),
            _ => new Piece(Quantity.Exit(_report.ExitStatus ?? -1), Tone.Bad),
        });
        return title;
    }

    /// <summary>A label in the first column.</summary>
    internal static Piece Label(string label) => new(label, Tone.Faint);

    private void AddRow(string label, Cell cell) => _rows.Add([Label(label), cell]);

    private void AddPrograms()
    {
        // Of a command that is its only program the title has said all.
        if (_report.Programs.Runs <= 1)
            return;
        var byName = new Dictionary<string, ProgramCount>(StringComparer.Ordinal);
        var programs = new List<ProgramCount>();
        foreach (ProgramReport program in _report.Programs.Programs)
        {
            // A program of the system goes by its name; one that the agent could have written itself shows where it lies.
            string name = program.Place is Place.System or Place.Elsewhere ? program.Name : _paths.Of(program.Program);
            if (!byName.TryGetValue(name, out ProgramCount? count))
                programs.Add(byName[name] = count = new ProgramCount(Visible.Cut(name, 32), programs.Count));
            count.Runs += program.Runs;
        }

        int shown = programs.Count == MostPrograms + 1 ? programs.Count : Math.Min(MostPrograms, programs.Count);
        programs.Sort(static (a, b) => a.Runs != b.Runs ? b.Runs.CompareTo(a.Runs) : a.Order.CompareTo(b.Order));
        List<Piece> names = programs.GetRange(0, shown).ConvertAll(program => new Piece(
            program.Runs == 1 ? program.Name : $"{program.Name} ×{Quantity.Number(program.Runs)}"));
        AddRow("programs", new Line().AddNames(names, programs.Count - shown + _report.Programs.MorePrograms.Count).ToCell());
    }

    private void AddHeldBack()
    {
        long count = _report.Record.HeldBack.Count + _report.Record.MoreHeldBack;
        if (count == 0)
            return;
        string label = "held back";
        foreach (HeldBackReport held in _report.Record.HeldBack.Take(MostHeldBack))
        {
            AddRow(label,
                new Cell([new Piece(_paths.Of(held.Path), Tone.Caution), $" ({Visible.Cut(held.Why, 60)}), kept at ",
                    Visible.Cut(held.KeptAt.ToString(), 120)]));
            label = "";
        }

        if (count > MostHeldBack)
            AddRow("", $"and {Quantity.Of(count - MostHeldBack, "more file")}");
    }

    private void AddQuiet()
    {
        if (_rows.Count == 0)
            AddRow("nothing", "written, sent or refused");
    }

    private void AddRecord()
    {
        RecordReport record = _report.Record;
        if (record.TerminalSequencesDropped.Count > 0)
            AddRow("terminal",
                $"{Quantity.Of(record.TerminalSequencesDropped.Values.Sum(), "control sequence")} kept from it ({string.Join(", ", record.TerminalSequencesDropped.Keys.Take(3))})");
        var line = new Line();
        if (record.IsWhole)
            line.Add(new Piece("whole", Tone.Good));
        if (record.LostCount > 0)
            line.Add(new Piece($"{Quantity.Of(record.LostCount, "event")} lost", Tone.Bad),
                $" ({string.Join(", ", record.Lost.Take(3).Select(lost => $"{lost.Source}: {Visible.Cut(lost.Why, 60)}"))})");
        if (record.MissingEntries > 0)
            line.Add(new Piece($"{Quantity.Of(record.MissingEntries, "entry", "entries")} missing", Tone.Bad));
        AddRow("record", line.Add(new Piece($"vitrine show {_report.Session}", Tone.Command)).ToCell());
    }

    private sealed class ProgramCount(string name, int order)
    {
        public string Name { get; } = name;

        public int Order { get; } = order;

        public long Runs { get; set; }
    }
}
