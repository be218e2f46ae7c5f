namespace Vitrine.Core.Inspect.Provenance;

/// <summary>
/// Makes runs of lines. A line that is known leads to its places; from each, as many lines before and behind as agree byte by byte belong to the run, common lines too. The longest run
/// wins; it counts if it holds enough that is distinctive. The work is linear: what a run has taken is not looked at again, and a run without evidence is not followed far.
/// </summary>
internal readonly unsafe ref struct RunFinder(ProvenanceIndex index, ScanScratch scratch, ScannedSegment segment)
{
    private const int MostBack = 64, MostWithoutEvidence = 256;

    public void Find(int hits)
    {
        FingerprintTable.View view = index.Lines.Current;
        int next = 0;
        for (int i = 0; i < hits; i++)
        {
            LineHit hit = scratch.Hits[i];
            if (hit.Line < next)
                continue;
            int entry = view.Find(hit.Hash);
            if (entry != 0)
                next = Math.Max(next, Follow(view, entry, hit, next));
        }
    }

    // Returns the line from which the search goes on.
    private int Follow(FingerprintTable.View view, int entry, LineHit hit, int floor)
    {
        Span<Candidate> ties = stackalloc Candidate[FingerprintTable.MostPlaces];
        Candidate best = default;
        int tied = 0;
        for (int steps = 0; entry != 0 && steps < FingerprintTable.MostPlaces; entry = view.Next[entry], steps++)
        {
            long place = Volatile.Read(ref view.Places[entry]);
            if (!Extend((int)(place >> 32), (int)place, hit, floor, out Candidate candidate) || candidate.Bytes < best.Bytes)
                continue;
            if (candidate.Bytes > best.Bytes)
                (best, tied) = (candidate, 0);
            else
                ties[tied++] = candidate;
        }

        if (best.Bytes == 0)
            return floor;
        SourceFile file = index.File(best.File);
        if (!file.IsWhole(best.First, best.Last) && !Evidence.Suffices(segment.RawLines(best.QueryFirst, best.QueryLast), index.LeastEvidence))
            return best.QueryLast - best.QueryFirst >= MostWithoutEvidence ? best.QueryLast : floor;
        scratch.Found.Add(new FoundRun(best.File, best.First, best.Last, segment.Offset + segment.Lines[best.QueryFirst].RawStart, Elsewhere(best, ties[..tied])));
        scratch.Covered.Add((segment.Lines[best.QueryFirst].Start, segment.Lines[best.QueryLast].End));
        return best.QueryLast + 1;
    }

    private static List<FoundElsewhere>? Elsewhere(Candidate best, ReadOnlySpan<Candidate> ties)
    {
        List<FoundElsewhere>? others = null;
        foreach (Candidate tie in ties)
            if (tie.File != best.File)
                (others ??= []).Add(new FoundElsewhere(tie.File, tie.First, tie.Last));
        return others;
    }

    private bool Extend(int number, int line, LineHit hit, int floor, out Candidate run)
    {
        run = default;
        SourceFile file = index.File(number);
        DenseLine own = segment.Lines[hit.Line];
        if (!file.IsLine(line, segment.Dense + own.Start + hit.Skipped, own.Length - hit.Skipped, index.Key))
            return false;
        int first = line, last = line, queryFirst = hit.Line, queryLast = hit.Line;
        for (int query = hit.Line + 1; query < segment.LineCount && segment.Follows(query) && last + 1 < file.Ends.Length; query++)
        {
            LineMatch match = Compare(query, file, last + 1);
            if (match == LineMatch.None)
                break;
            if (match == LineMatch.Blank)
                continue;
            (last, queryLast) = (last + 1, query);
            if (match == LineMatch.Cut)
                break;
        }

        for (int query = hit.Line - 1; query >= floor && hit.Line - query <= MostBack && segment.Follows(query + 1) && first > 0; query--)
        {
            LineMatch match = Compare(query, file, first - 1);
            if (match is LineMatch.None or LineMatch.Cut)
                break;
            if (match == LineMatch.Whole)
                (first, queryFirst) = (first - 1, query);
        }

        run = new Candidate(number, first, last, queryFirst, queryLast, file.Ends[last] - file.Start(first));
        return true;
    }

    private LineMatch Compare(int query, SourceFile file, int line)
    {
        DenseLine own = segment.Lines[query];
        byte* text = segment.Dense + own.Start;
        if (file.IsLine(line, text, own.Length, index.Key))
            return LineMatch.Whole;
        int* forms = stackalloc int[LinePrefix.MostForms];
        int count = LinePrefix.MayBegin[*text] ? LinePrefix.Forms(segment.Raw + own.RawStart, segment.Raw + segment.Length, forms) : 0, cut = 0;
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

    private readonly record struct Candidate(int File, int First, int Last, int QueryFirst, int QueryLast, int Bytes);

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
