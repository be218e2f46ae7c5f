namespace Vitrine.Core.Inspect.Provenance;

/// <summary>
/// Lines of a search's result, <c>path:12:text</c>, or <c>12:text</c> below a line that is the path alone; and lines of a unified diff below <c>+++ b/path</c>
/// and <c>@@ -12,3 +12,4 @@</c>. The path is a file's, and the file's line of that number is this very text: however common the line, it is found.
/// </summary>
internal unsafe ref struct NumberedLineFinder(ProvenanceIndex index, ScanScratch scratch, ScannedSegment segment)
{
    // What any file of a common name may have at the same place.
    private const int ShortestPath = 4, ShortestLine = 6, LongestPath = 256;
    private int _entry, _old, _new;
    private bool _hasFolder;

    public void Find()
    {
        byte* end = segment.Raw + segment.Length;
        int* forms = stackalloc int[LinePrefix.MostForms];
        for (int i = 0; i < segment.LineCount; i++)
        {
            DenseLine line = segment.Lines[i];
            byte* raw = segment.Raw + line.RawStart;
            if (i > 0 && !segment.Follows(i))
                (_entry, _old, _new) = (0, 0, 0);
            if (*raw == '+'
                && line.Length > 6
                && line.Length <= LongestPath
                && new ReadOnlySpan<byte>(raw, (int)Math.Min(4, end - raw)).SequenceEqual("+++ "u8))
                Begin(new ReadOnlySpan<byte>(segment.Dense + line.Start, line.Length));
            else if (_entry != 0 && *raw == '@')
                BeginHunk(new ReadOnlySpan<byte>(segment.Dense + line.Start, Math.Min(line.Length, 48)));
            else if (_entry != 0 && _new > 0 && *raw is (byte)' ' or (byte)'+' or (byte)'-')
                FollowHunk(i, *raw);
            else if (LinePrefix.MayBePath(*raw))
                FollowSearch(i, raw, end);
            else if (_entry != 0 && LinePrefix.NumberOf(raw, end) is > 0 and var number && LinePrefix.Forms(raw, end, forms) > 0)
                Claim(i, number, forms[0]);
        }
    }

    private void Begin(ReadOnlySpan<byte> header)
    {
        ReadOnlySpan<byte> path = header[3..];
        if (path.StartsWith("b/"u8))
            path = path[2..];
        fixed (byte* at = path)
            Look(at, path.Length);
        (_old, _new) = (0, 0);
    }

    // @@-12,3+12,4@@, since white space is gone.
    private void BeginHunk(ReadOnlySpan<byte> header)
    {
        (_old, _new) = (0, 0);
        int plus = header.IndexOf((byte)'+');
        if (!header.StartsWith("@@-"u8) || plus < 0)
            return;
        (_old, _new) = (Number(header[3..]), Number(header[(plus + 1)..]));
    }

    private void FollowHunk(int line, byte mark)
    {
        // Blank lines of both versions are not among the lines.
        DenseLine before = segment.Lines[line - 1], own = segment.Lines[line];
        int blank = new ReadOnlySpan<byte>(segment.Raw + before.RawStart, own.RawStart - before.RawStart).Count((byte)'\n') - 1;
        (_old, _new) = (_old + blank, _new + blank);
        Claim(line, mark == '-' ? _old : _new, mark == ' ' ? 0 : 1);
        (_old, _new) = (_old + (mark == '+' ? 0 : 1), _new + (mark == '-' ? 0 : 1));
    }

    private void FollowSearch(int line, byte* raw, byte* end)
    {
        int head = LinePrefix.PathAndNumber(raw, end, out int length, out int number);
        if (head == 0 && (line + 1 == segment.LineCount || !segment.Follows(line + 1)))
        {
            // A path with nothing below it, as names and values of JSON may be.
            _entry = 0;
            return;
        }

        Look(segment.Dense + segment.Lines[line].Start, length);
        if (_entry == 0 || head == 0)
            return;
        Claim(line, number, head);
        _entry = 0;
    }

    private void Look(byte* path, int length)
    {
        _entry = length >= ShortestPath ? index.Names.Current.Find(index.Key.Hash.Of(path, length)) : 0;
        _hasFolder = _entry != 0 && new ReadOnlySpan<byte>(path, length).Contains((byte)'/');
    }

    private static int Number(ReadOnlySpan<byte> text) =>
        System.Buffers.Text.Utf8Parser.TryParse(text, out int number, out _) && number is > 0 and < 100_000_000 ? number : 0;

    private readonly void Claim(int query, int number, int skipped)
    {
        DenseLine own = segment.Lines[query];
        int length = own.Length - skipped;
        FingerprintTable.View view = index.Names.Current;
        for (int entry = _entry; entry != 0 && length >= (_hasFolder ? 1 : ShortestLine); entry = view.Next[entry])
        {
            int file = (int)(Volatile.Read(ref view.Places[entry]) >> 32);
            SourceFile source = index.File(file);
            int line = Array.BinarySearch(source.Numbers, number);
            if (line < 0 || !source.IsLine(line, segment.Dense + own.Start + skipped, length, index.Key))
                continue;
            scratch.Found.Add(new FoundRun(file, line, line, segment.At(own.RawStart), IsWeak: false, null));
            return;
        }
    }
}
