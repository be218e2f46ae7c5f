namespace Vitrine.Core.Inspect.Provenance;

/// <summary>A segment of the text, squeezed, and its lines.</summary>
internal readonly unsafe struct ScannedSegment
{
    private readonly int _last;

    public ScannedSegment(byte* raw, int length, int offset, int last, ScanScratch scratch)
    {
        _last = last;
        Raw = raw;
        Length = length;
        Offset = offset;
        Dense = scratch.Dense;
        Lines = scratch.Lines;
        DenseLength = DenseText.Squeeze(raw, length, Dense, Lines, out int count);
        LineCount = count;
    }

    public byte* Raw { get; }

    public int Length { get; }

    /// <summary>Where the segment begins in the text.</summary>
    public int Offset { get; }

    public byte* Dense { get; }

    public int DenseLength { get; }

    public DenseLine* Lines { get; }

    public int LineCount { get; }

    /// <summary>The place in the text of a byte of the segment; where character references were resolved, about, but never behind the piece.</summary>
    public int At(int raw) => Math.Min(Offset + raw, _last);

    /// <summary>The text of some lines as it came.</summary>
    public ReadOnlySpan<byte> RawLines(int first, int last)
    {
        int start = Lines[first].RawStart, next = last + 1 < LineCount ? Lines[last + 1].RawStart : Length;
        return new ReadOnlySpan<byte>(Raw + start, next - start);
    }

    /// <summary>Whether a line and the one before it are of one piece: no zero byte stands between them.</summary>
    public bool Follows(int line) => Lines[line].Start == Lines[line - 1].End;
}
