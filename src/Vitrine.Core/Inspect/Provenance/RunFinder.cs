namespace Vitrine.Core.Inspect.Provenance;

/// <summary>
/// Makes runs of lines. A line that is known leads to its places; from each, as many lines before and behind as agree byte by byte belong to the run, common
/// lines too. The longest run wins; <see cref="RunGroups"/> decides whether it counts. The work is linear: what a run has taken is not looked at again.
/// </summary>
internal readonly unsafe ref struct RunFinder(ProvenanceIndex index, ScanScratch scratch, ScannedSegment segment)
{
    private const int MostBack = 64;

    public void Find(int hits)
    {
        FingerprintTable.View view = index.Lines.Current;
        var groups = new RunGroups(index, scratch, segment);
        int next = 0;
        for (int i = 0; i < hits; i++)
        {
            LineHit hit = scratch.Hits[i];
            if (hit.Line < next)
                continue;
            int entry = view.Find(hit.Hash);
            if (entry != 0 && !view.IsFull(entry))
                next = Math.Max(next, Follow(view, entry, hit, next, ref groups));
        }

        groups.Close();
    }

    // Returns the line from which the search goes on.
    private int Follow(FingerprintTable.View view, int entry, LineHit hit, int floor, ref RunGroups groups)
    {
        Span<LineRun> ties = stackalloc LineRun[FingerprintTable.MostPlaces];
        int tied = 0, most = 0;
        for (int steps = 0; entry != 0 && steps < FingerprintTable.MostPlaces; entry = view.Next[entry], steps++)
        {
            long place = Volatile.Read(ref view.Places[entry]);
            if (!Extend((int)(place >> 32), (int)place, hit, floor, out LineRun run) || run.Bytes < most)
                continue;
            if (run.Bytes > most)
                (most, tied) = (run.Bytes, 0);
            ties[tied++] = run;
        }

        if (tied == 0)
            return floor;
        groups.Add(ties[..tied]);
        while (Resume(ties, ref tied))
            groups.Add(ties[..tied]);
        return ties[0].QueryLast + 1;
    }

    // Behind a line or two that are not the file's (what a diff takes away, a remark), its next line, be it ever so common. Of several files those stay that go
    // on longest.
    private bool Resume(Span<LineRun> ties, ref int tied)
    {
        const int MostForeign = 2;
        int end = ties[0].QueryLast + 1;
        for (int query = end; query <= end + MostForeign && query < segment.LineCount && segment.Follows(query); query++)
        {
            int kept = 0, most = 0;
            for (int i = 0; i < tied; i++)
            {
                LineRun run = ties[i];
                SourceFile file = index.File(run.File);
                if (run.Last + 1 >= file.Ends.Length || Compare(query, file, run.Last + 1) is not (LineMatch.Whole or LineMatch.Cut))
                    continue;
                LineRun next = Grow(run.File, run.Last + 1, query, query);
                if (next.Bytes < most)
                    continue;
                if (next.Bytes > most)
                    (most, kept) = (next.Bytes, 0);
                ties[kept++] = next;
            }

            if (kept == 0)
                continue;
            tied = kept;
            return true;
        }

        return false;
    }

    private bool Extend(int number, int line, LineHit hit, int floor, out LineRun run)
    {
        run = default;
        SourceFile file = index.File(number);
        DenseLine own = segment.Lines[hit.Line];
        if (!file.IsLine(line, segment.Dense + own.Start + hit.Skipped, own.Length - hit.Skipped, index.Key))
            return false;
        run = Grow(number, line, hit.Line, floor);
        return true;
    }

    private LineRun Grow(int number, int line, int start, int floor)
    {
        SourceFile file = index.File(number);
        int first = line, last = line, queryFirst = start, queryLast = start;
        for (int query = start + 1; query < segment.LineCount && segment.Follows(query) && last + 1 < file.Ends.Length; query++)
        {
            LineMatch match = Compare(query, file, last + 1);
            if (match == LineMatch.None)
                break;
            if (match == LineMatch.Blank)
                continue;
            (last, queryLast) = (last + 1, query);
        }

        for (int query = start - 1; query >= floor && start - query <= MostBack && segment.Follows(query + 1) && first > 0; query--)
        {
            LineMatch match = Compare(query, file, first - 1);
            if (match == LineMatch.None)
                break;
            if (match != LineMatch.Blank)
                (first, queryFirst) = (first - 1, query);
        }

        return new LineRun(number, first, last, queryFirst, queryLast, file.Ends[last] - file.Start(first));
    }

    private LineMatch Compare(int query, SourceFile file, int line)
    {
        DenseLine own = segment.Lines[query];
        byte* text = segment.Dense + own.Start;
        if (file.IsLine(line, text, own.Length, index.Key))
            return LineMatch.Whole;
        int* forms = stackalloc int[LinePrefix.MostForms];
        int count = LinePrefix.May(*text, segment.Raw[own.RawStart]) ? LinePrefix.Forms(segment.Raw + own.RawStart, segment.Raw + segment.Length, forms) : 0,
            cut = 0;
        for (int form = 0; form < count; form++)
        {
            int skipped = forms[form];
            if (skipped >= own.Length)
                return LineMatch.Blank;
            if (file.IsLine(line, text + skipped, own.Length - skipped, index.Key))
                return LineMatch.Whole;
            cut = skipped;
        }

        return file.BeginsWith(line, new ReadOnlySpan<byte>(text + cut, own.Length - cut)) || file.BeginsWith(line, new ReadOnlySpan<byte>(text, own.Length))
            ? LineMatch.Cut
            : LineMatch.None;
    }

    private enum LineMatch
    {
        None,

        // A prefix with nothing behind it: a blank line of the file.
        Blank,

        Whole,

        // The beginning of the line: whoever sent it cut it.
        Cut,
    }
}
