using Vitrine.Core.Model;

namespace Vitrine.Core.Inspect.Provenance;

/// <summary>
/// One search of one text. Per segment of it: squeeze out white space, probe the filter with each line and with each chosen fragment; only where a probe says
/// "may be" is anything looked up, compared and extended (<see cref="RunFinder"/>, <see cref="FragmentFinder"/>). At the end <see cref="Attribution"/> says
/// which files it was.
/// </summary>
internal readonly unsafe ref struct ProvenanceScan(ProvenanceIndex index, ScanScratch scratch)
{
    // A run that a segment's end cuts is found again from here on, with lines enough before the cut to be sure of it.
    private const int Overlap = 4096, FragmentOverlap = 256;

    /// <summary>Searches the text and leaves what it finds, in the order of the text, in <see cref="ScanScratch.Found"/>.</summary>
    public void Find(ReadOnlySpan<byte> text)
    {
        fixed (byte* raw = text)
            for (int start = 0; start < text.Length;)
            {
                int length = SegmentLength(text[start..], out bool atLine);
                int before = scratch.FirstOfSegment = scratch.Found.Count;
                if (text.Slice(start, length).Contains((byte)'&'))
                    ScanWithReferences(raw, start, text.Slice(start, length));
                else
                    Scan(raw + start, length, start, length, fragments: true);
                start += length;
                if (start < text.Length && !atLine)
                    start -= FragmentOverlap;
                else if (start < text.Length && scratch.Found.Count > before)
                    start = LineStart(text, start - Overlap);
            }
    }

    // Only pieces that have character references are searched twice. References tear text into fragments that may fit elsewhere: as it is, such a piece is
    // searched for lines only.
    private void ScanWithReferences(byte* raw, int start, ReadOnlySpan<byte> segment)
    {
        int plain = 0;
        for (int at = 0; at < segment.Length;)
        {
            int next = segment[at..].IndexOf((byte)'&');
            if (next < 0)
                break;
            at += next;
            int end = segment[at..].IndexOf((byte)0);
            end = end < 0 ? segment.Length : at + end;
            int first = segment[plain..at].LastIndexOf((byte)0) + 1 + plain;
            int resolved = CharacterReferences.Resolve(segment[first..end], scratch.Unescaped);
            at = end;
            if (resolved == 0)
                continue;
            if (first > plain)
                Scan(raw + start + plain, first - plain, start + plain, first - plain, fragments: true);
            Scan(raw + start + first, end - first, start + first, end - first, fragments: false);
            fixed (byte* unescaped = scratch.Unescaped)
                Scan(unescaped, resolved, start + first, end - first, fragments: true);
            plain = end;
        }

        if (plain < segment.Length)
            Scan(raw + start + plain, segment.Length - plain, start + plain, segment.Length - plain, fragments: true);
    }

    // To the last end of a line in the second half; a longer line is cut.
    private static int SegmentLength(ReadOnlySpan<byte> rest, out bool atLine)
    {
        atLine = true;
        if (rest.Length <= ScanScratch.Segment)
            return rest.Length;
        int last = rest[(ScanScratch.Segment / 2)..ScanScratch.Segment].LastIndexOfAny((byte)'\n', (byte)0);
        atLine = last >= 0;
        return atLine ? (ScanScratch.Segment / 2) + last + 1 : ScanScratch.Segment;
    }

    private static int LineStart(ReadOnlySpan<byte> text, int at)
    {
        int end = text.Slice(at, Overlap).IndexOfAny((byte)'\n', (byte)0);
        return end < 0 ? at : at + end + 1;
    }

    private void Scan(byte* raw, int length, int offset, int original, bool fragments)
    {
        var segment = new ScannedSegment(raw, length, offset, offset + original - 1, scratch);
        scratch.Covered.Clear();
        int hits = ProbeLines(segment);
        if (hits > 0)
            new RunFinder(index, scratch, segment).Find(hits);
        new NumberedLineFinder(index, scratch, segment).Find();
        int places = fragments ? ProbeFragments(segment) : 0;
        if (places > 0)
            new FragmentFinder(index, scratch, segment).Find(places);
    }

    private int ProbeLines(in ScannedSegment segment)
    {
        FingerprintTable.View view = index.Lines.Current;
        DenseHash hash = index.Key.Hash;
        LineHit* hits = scratch.Hits;
        byte* dense = segment.Dense;
        int count = 0, mask = view.Filter.Length - 1;
        int* forms = stackalloc int[LinePrefix.MostForms];
        fixed (ulong* filter = view.Filter)
            for (int i = 0; i < segment.LineCount; i++)
            {
                DenseLine line = segment.Lines[i];
                if (line.Length < ProvenanceIndex.ShortestLine)
                    continue;
                byte* at = dense + line.Start;
                int prefixes = LinePrefix.May(*at, segment.Raw[line.RawStart])
                    ? LinePrefix.Forms(segment.Raw + line.RawStart, segment.Raw + segment.Length, forms)
                    : 0;
                int skipped = 0;
                for (int form = 0; ; form++)
                {
                    int length = line.Length - skipped;
                    if (length >= ProvenanceIndex.ShortestLine)
                    {
                        ulong value = hash.Of(at + skipped, length);
                        hits[count] = new LineHit(i, skipped, value);
                        ulong bits = FingerprintTable.View.Bits(value);
                        count += (filter[(int)(value >> 40) & mask] & bits) == bits ? 1 : 0;
                    }

                    if (form == prefixes)
                        break;
                    skipped = forms[form];
                }
            }

        return count;
    }

    private int ProbeFragments(in ScannedSegment segment)
    {
        int* places = scratch.Places;
        int chosen = Winnowing.Choose(segment.Dense, segment.DenseLength, index.Key, places), count = 0;
        FingerprintTable.View view = index.Fragments.Current;
        (ulong a, ulong b, ulong c, ulong d) = index.Key.Hash.Keys;
        int mask = view.Filter.Length - 1;
        byte* dense = segment.Dense;
        fixed (ulong* filter = view.Filter)
            for (int i = 0; i < chosen; i++)
            {
                int place = places[i];
                ulong value = DenseHash.OfFragment(dense + place, a, b, c, d), bits = FingerprintTable.View.Bits(value);
                if ((filter[(int)(value >> 40) & mask] & bits) == bits)
                    places[count++] = place;
            }

        return count;
    }
}
