using Vitrine.Core.Model;

namespace Vitrine.Core.Summary;

/// <summary>Programs that were run: how often each and, where the limits give room, which started which.</summary>
internal sealed class ProgramTally(SummaryLimits limits, TextBudget budget)
{
    private readonly BoundedTable<ProgramRow> _programs = new(limits.Names, limits, budget, static () => new ProgramRow());
    private readonly List<ProcessReport> _tree = [];
    private readonly Dictionary<int, int> _current = [];
    private long _runs;
    private long _repeatedOpens;

    public void Add(DateTimeOffset time, ProgramRun run)
    {
        _runs++;
        ProgramRow row = _programs[run.Program.ToString()];
        row.Runs++;
        row.Program = run.Program;
        if (_tree.Count < limits.Processes)
            AddToTree(time, run);
    }

    public void Add(OpensRepeated repeated) => _repeatedOpens = Saturating.Add(_repeatedOpens, repeated.Count);

    public ProgramsReport ToReport(PathPlaces places) => new(
        _runs,
        _programs.ToSortedList().ConvertAll(row => new ProgramReport(NameOf(row.Program), row.Program, places.Of(row.Program), row.Runs)),
        _programs.More, _repeatedOpens,
        [.. _tree], limits.Processes == 0 ? 0 : _runs - _tree.Count);

    private static string NameOf(UnixPath program)
    {
        string text = program.ToString();
        string name = text[(text.LastIndexOf('/') + 1)..];
        return name.Length == 0 ? text : name;
    }

    private void AddToTree(DateTimeOffset time, ProgramRun run)
    {
        // The program that this process ran before (exec without fork) stands above the new one; else the one that its parent runs.
        int? parent = _current.TryGetValue(run.Process, out int before) ? before : _current.TryGetValue(run.ParentProcess, out int above) ? above : null;
        int characters = run.WorkingDirectory.ToString().Length + run.Arguments.Sum(argument => argument.Length);
        bool fits = budget.TryTake(characters);
        int id = _tree.Count;
        _tree.Add(new ProcessReport(
            id, parent, run.Process, time, run.Program, fits ? run.Arguments : [], run.ArgumentsCut || !fits, fits ? run.WorkingDirectory : new UnixPath("")));
        _current[run.Process] = id;
    }

    private sealed class ProgramRow : TableRow
    {
        public override long Weight => Runs;

        public UnixPath Program { get; set; }

        public long Runs { get; set; }
    }
}
