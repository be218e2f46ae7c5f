namespace Vitrine.Core.Inspect.Provenance;

/// <summary>
/// Weighs runs. A diff or an edited text breaks a file's lines into short runs; runs of one file that follow each other closely, in the file's order, are weighed together, and count
/// together or not at all. A run that several files have joins the group of any of them.
/// </summary>
internal unsafe ref struct RunGroups(ProvenanceIndex index, ScanScratch scratch, ScannedSegment segment)
{
    private const int MostGap = 8, MostOpen = 4, MostRuns = 32;
    private readonly List<Group> _open = scratch.Groups;

    /// <summary>Adds a run, with all places that it may be of; all have the same lines of the segment's text or as many bytes of them.</summary>
    public readonly void Add(ReadOnlySpan<LineRun> ties)
    {
        for (int i = _open.Count - 1; i >= 0; i--)
            if (ties[0].QueryFirst - _open[i].QueryLast > MostGap || _open[i].Runs.Count >= MostRuns)
                End(i);
        foreach (Group group in _open)
            for (int i = 0; i < ties.Length; i++)
                if (ties[i].File == group.File && ties[i].First > group.Last)
                {
                    Join(group, ties, i);
                    return;
                }

        if (_open.Count == MostOpen)
            End(0);
        var added = new Group(ties[0].File);
        _open.Add(added);
        Join(added, ties, 0);
    }

    /// <summary>Weighs what is still open.</summary>
    public readonly void Close()
    {
        while (_open.Count > 0)
            End(0);
        scratch.Covered.Sort();
    }

    private readonly void Join(Group group, ReadOnlySpan<LineRun> ties, int chosen)
    {
        LineRun run = ties[chosen];
        List<FoundElsewhere>? others = null;
        foreach (LineRun tie in ties)
            if (tie.File != run.File)
                (others ??= []).Add(new FoundElsewhere(tie.File, tie.First, tie.Last));
        group.Last = run.Last;
        group.QueryLast = run.QueryLast;
        bool whole = index.File(run.File).IsWhole(run.First, run.Last);
        if (group.Weight < index.LeastEvidence)
            group.Weight += whole ? index.LeastEvidence : Evidence.Of(segment.RawLines(run.QueryFirst, run.QueryLast), index.LeastEvidence);
        group.Runs.Add((run, others));
    }

    private readonly void End(int number)
    {
        Group group = _open[number];
        _open.RemoveAt(number);
        if (group.Weight < index.LeastEvidence)
            return;
        foreach ((LineRun run, List<FoundElsewhere>? others) in group.Runs)
        {
            scratch.Found.Add(new FoundRun(run.File, run.First, run.Last, segment.Offset + segment.Lines[run.QueryFirst].RawStart, others));
            scratch.Covered.Add((segment.Lines[run.QueryFirst].Start, segment.Lines[run.QueryLast].End));
        }
    }

    /// <summary>Runs that are weighed together.</summary>
    internal sealed class Group(int file)
    {
        public int File { get; } = file;

        public int Last { get; set; } = -1;

        public int QueryLast { get; set; }

        public int Weight { get; set; }

        public List<(LineRun Run, List<FoundElsewhere>? Others)> Runs { get; } = [];
    }
}
