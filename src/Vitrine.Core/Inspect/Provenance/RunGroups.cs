using System.Runtime.InteropServices;

namespace Vitrine.Core.Inspect.Provenance;

/// <summary>
/// Weighs runs. A diff or an edited text breaks a file's lines into short runs; runs of one file that follow each other closely, in the file's order, are
/// weighed together, and count together or not at all. A run that several files have joins the group of any of them.
/// </summary>
internal unsafe ref struct RunGroups(ProvenanceIndex index, ScanScratch scratch, ScannedSegment segment)
{
    private const int MostGap = 8, MostOpen = 4, MostRuns = 32;
    // Empty between segments; pooled, so that weak runs allocate nothing.
    private readonly List<Group> _open = scratch.Groups;

    /// <summary>Adds a run, with all places that it may be of; all have the same lines of the segment's text or as many bytes of them.</summary>
    public readonly void Add(ReadOnlySpan<LineRun> ties)
    {
        for (int i = _open.Count - 1; i >= 0; i--)
            if (_open[i].Ends.Count >= MostRuns || !IsNear(_open[i].QueryLast, ties[0].QueryFirst))
                End(i);
        foreach (Group group in _open)
            if (group.Narrow(ties))
            {
                Join(group, ties);
                return;
            }

        if (_open.Count == MostOpen)
            End(0);
        Group added = scratch.FreeGroups.TryPop(out Group? free) ? free : new Group();
        foreach (LineRun tie in ties)
            added.Candidates.Add((tie.File, tie.Last));
        _open.Add(added);
        Join(added, ties);
    }

    /// <summary>Weighs what is still open.</summary>
    public readonly void Close()
    {
        while (_open.Count > 0)
            End(0);
        scratch.Covered.Sort();
    }

    // What is found in a piece must not depend on the ones beside it.
    private readonly bool IsNear(int last, int next)
    {
        if (next - last > MostGap)
            return false;
        for (int line = last + 1; line <= next; line++)
            if (!segment.Follows(line))
                return false;
        return true;
    }

    private readonly void Join(Group group, ReadOnlySpan<LineRun> ties)
    {
        LineRun run = ties[0];
        group.QueryLast = run.QueryLast;
        if (group.Weight < index.LeastEvidence)
            group.Weight += Evidence.Of(segment.RawLines(run.QueryFirst, run.QueryLast), index.LeastEvidence);
        group.Runs.AddRange(ties);
        group.Ends.Add(group.Runs.Count);
    }

    private readonly void End(int number)
    {
        Group group = _open[number];
        _open.RemoveAt(number);
        if (group.Weight >= index.LeastEvidence || IsWhole(group))
            Claim(group, isWeak: false);
        else if (group.Weight >= index.LeastSupported)
            Claim(group, isWeak: true);
        group.Clear();
        scratch.FreeGroups.Push(group);
    }

    // A short file that is there from its first line to its last, with changes between them or not, needs no rare words.
    private readonly bool IsWhole(Group group)
    {
        SourceFile file = index.File(group.Candidates[0].File);
        int lines = 0, first = -1, start = 0;
        foreach (int end in group.Ends)
        {
            foreach (LineRun tie in CollectionsMarshal.AsSpan(group.Runs)[start..end])
                if (tie.File == group.Candidates[0].File)
                {
                    first = first < 0 ? tie.First : first;
                    lines += tie.Last - tie.First + 1;
                    break;
                }

            start = end;
        }

        return first == 0 && lines == group.Candidates[0].Last + 1 && file.IsWhole(0, group.Candidates[0].Last);
    }

    private readonly void Claim(Group group, bool isWeak)
    {
        int file = group.Candidates[0].File, start = 0;
        foreach (int end in group.Ends)
        {
            ReadOnlySpan<LineRun> ties = CollectionsMarshal.AsSpan(group.Runs)[start..end];
            start = end;
            LineRun run = default;
            List<FoundElsewhere>? others = null;
            foreach (LineRun tie in ties)
                if (tie.File == file && run.Bytes == 0)
                    run = tie;
                else if (tie.File != file && group.Has(tie.File))
                    (others ??= []).Add(new FoundElsewhere(tie.File, tie.First, tie.Last));
            scratch.Found.Add(new FoundRun(run.File, run.First, run.Last, segment.At(segment.Lines[run.QueryFirst].RawStart), isWeak, others));
            if (!isWeak)
                scratch.Covered.Add((segment.Lines[run.QueryFirst].Start, segment.Lines[run.QueryLast].End));
        }
    }

    /// <summary>Runs that are weighed together, and the files that have all of them in this order.</summary>
    internal sealed class Group
    {
        public List<(int File, int Last)> Candidates { get; } = [];

        public int QueryLast { get; set; }

        public int Weight { get; set; }

        /// <summary>All places of the first run, then all of the second, and so on.</summary>
        public List<LineRun> Runs { get; } = [];

        /// <summary>Where in <see cref="Runs"/> each run's places end.</summary>
        public List<int> Ends { get; } = [];

        public void Clear()
        {
            Candidates.Clear();
            Runs.Clear();
            Ends.Clear();
            Weight = 0;
        }

        public bool Has(int file)
        {
            foreach ((int File, int) candidate in Candidates)
                if (candidate.File == file)
                    return true;
            return false;
        }

        /// <summary>Keeps the files that have the run, too, behind the last one. False, and nothing changed, if none has.</summary>
        public bool Narrow(ReadOnlySpan<LineRun> ties)
        {
            Span<(int, int)> kept = stackalloc (int, int)[FingerprintTable.MostPlaces];
            int count = 0;
            foreach ((int file, int last) in Candidates)
                foreach (LineRun tie in ties)
                    if (tie.File == file && tie.First > last && count < kept.Length)
                    {
                        kept[count++] = (file, tie.Last);
                        break;
                    }

            if (count == 0)
                return false;
            Candidates.Clear();
            Candidates.AddRange(kept[..count]);
            return true;
        }
    }
}
