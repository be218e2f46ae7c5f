namespace Vitrine.Core.Inspect.Provenance;

/// <summary>
/// Finds what is not aligned to lines, where no run of lines was found: from a fragment that a file has too, both texts are followed in both directions as far
/// as they agree. The work is linear: what was followed once, claimed or not, is not followed again.
/// </summary>
internal readonly unsafe ref struct FragmentFinder(ProvenanceIndex index, ScanScratch scratch, ScannedSegment segment)
{
    /// <summary>Dense bytes that must agree. Whatever winnowing guarantees to find is longer.</summary>
    private const int Shortest = 32;

    public void Find(int hits)
    {
        FingerprintTable.View view = index.Fragments.Current;
        List<(int Start, int End)> covered = scratch.Covered;
        var cursor = new RawCursor(segment);
        int floor = 0, range = 0;
        for (int i = 0; i < hits; i++)
        {
            int place = scratch.Places[i];
            while (range < covered.Count && covered[range].End <= place)
                range++;
            if (place < floor || (range < covered.Count && covered[range].Start <= place && covered[range].End >= place + Winnowing.FragmentLength))
                continue;
            int entry = view.Find(index.Key.Hash.OfFragment(segment.Dense + place));
            if (entry != 0 && !view.IsFull(entry))
                floor = Math.Max(floor, Follow(view, entry, place, floor, ref cursor));
        }
    }

    private int Follow(FingerprintTable.View view, int entry, int place, int floor, ref RawCursor cursor)
    {
        Span<Match> ties = stackalloc Match[FingerprintTable.MostPlaces];
        Match best = default, known = default;
        int tied = 0;
        for (int steps = 0; entry != 0 && steps < FingerprintTable.MostPlaces; entry = view.Next[entry], steps++)
        {
            long at = Volatile.Read(ref view.Places[entry]);
            if (!Extend((int)(at >> 32), (int)at, place, floor, out Match match))
                continue;
            if (match.Length > known.Length && IsKnown(match.File, place))
                known = match;
            if (match.Length < best.Length)
                continue;
            if (match.Length > best.Length)
                (best, tied) = (match, 0);
            else
                ties[tied++] = match;
        }

        // A file that has lines here already is the source of this, too, even if another happens to agree for a few bytes more.
        if (known.Length * 2 > best.Length)
            (best, tied) = (known, 0);
        if (best.Length < Shortest)
            return floor;
        int rawStart = cursor.Advance(best.QueryStart), rawEnd = cursor.Advance(best.QueryStart + best.Length);
        int weight = IsWhole(best)
            ? index.LeastEvidence
            : OfMinified(best) + Evidence.Of(new ReadOnlySpan<byte>(segment.Raw + rawStart, rawEnd - rawStart), index.LeastEvidence);
        if (weight >= index.LeastSupported)
            Claim(best, ties[..tied], segment.At(rawStart), weight < index.LeastEvidence);
        return best.QueryStart + best.Length;
    }

    // In the same piece: what is found in one must not depend on the ones beside it.
    private bool IsKnown(int file, int place)
    {
        const int Recent = 64;
        List<FoundRun> found = scratch.Found;
        int line = -1;
        for (int i = found.Count - 1; i >= Math.Max(scratch.FirstOfSegment, found.Count - Recent); i--)
        {
            if (found[i].File != file || found[i].IsWeak)
                continue;
            line = line < 0 ? ScanScratch.LineAtDense(place, segment) : line;
            if (IsOnePiece(found[i].At - segment.Offset, segment.Lines[line].RawStart))
                return true;
        }

        return false;
    }

    private bool IsOnePiece(int raw, int other)
    {
        (raw, other) = (Math.Clamp(Math.Min(raw, other), 0, segment.Length), Math.Clamp(Math.Max(raw, other), 0, segment.Length));
        return new ReadOnlySpan<byte>(segment.Raw + raw, other - raw).IndexOf((byte)0) < 0;
    }

    // Where all names are short, agreement over so many characters says more than the words do.
    private int OfMinified(Match match)
    {
        const int Long = 1000, Share = 10;
        SourceFile file = index.File(match.File);
        return file.LinesWithin(match.Start, match.Start + match.Length, out int first, out int last) && first == last && file.Length(first) >= Long
            ? match.Length / Share
            : 0;
    }

    private bool IsWhole(Match match)
    {
        SourceFile file = index.File(match.File);
        return match.Length == file.DenseLength && file.IsWhole(0, file.Ends.Length - 1);
    }

    private void Claim(Match best, ReadOnlySpan<Match> ties, int at, bool isWeak)
    {
        List<FoundElsewhere>? others = null;
        foreach (Match tie in ties)
            if (tie.File != best.File && index.File(tie.File).LinesWithin(tie.Start, tie.Start + tie.Length, out int from, out int to))
                (others ??= []).Add(new FoundElsewhere(tie.File, from, to));
        if (index.File(best.File).LinesWithin(best.Start, best.Start + best.Length, out int first, out int last))
            scratch.Found.Add(new FoundRun(best.File, first, last, at, isWeak, others));
    }

    private bool Extend(int number, int start, int place, int floor, out Match match)
    {
        match = default;
        SourceFile file = index.File(number);
        if (file.Dense is null)
            return false;
        byte* own = file.DensePointer, text = segment.Dense;
        int length = file.DenseLength;
        int forward = new ReadOnlySpan<byte>(own + start, length - start).CommonPrefixLength(new ReadOnlySpan<byte>(text + place, segment.DenseLength - place));
        if (forward < Winnowing.FragmentLength)
            return false;
        int back = 0, most = Math.Min(start, place - floor);
        while (back < most && own[start - back - 1] == text[place - back - 1])
            back++;
        match = new Match(number, start - back, place - back, back + forward);
        return true;
    }

    private readonly record struct Match(int File, int Start, int QueryStart, int Length);
}

/// <summary>From places in a segment's dense text to places in the text as it came, in rising order.</summary>
internal unsafe ref struct RawCursor(ScannedSegment segment)
{
    private int _raw, _dense, _line;

    /// <summary>Where the dense byte at <paramref name="place"/> stands (or the first one behind a place that was asked for before).</summary>
    public int Advance(int place)
    {
        while (_line + 1 < segment.LineCount && segment.Lines[_line + 1].Start <= place)
            _line++;
        if (_line < segment.LineCount && segment.Lines[_line].Start > _dense && segment.Lines[_line].Start <= place)
            (_raw, _dense) = (segment.Lines[_line].RawStart, segment.Lines[_line].Start);
        for (; _raw < segment.Length; _raw++)
        {
            if ((byte)(segment.Raw[_raw] - 1) < 32)
                continue;
            if (_dense >= place)
                break;
            _dense++;
        }

        return _raw;
    }
}
