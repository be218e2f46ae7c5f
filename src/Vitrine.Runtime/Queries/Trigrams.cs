namespace Vitrine.Runtime.Queries;

/// <summary>
/// Which sequences of three bytes a block's folded text has, each as one of 65,536 rows: different trigrams may share a row, so that a row says "maybe".
/// A block has at most about <see cref="IndexFormat.BlockText"/> bytes of text, so that at most two of five rows are taken even if all its trigrams differ, and
/// a text of n trigrams passes by chance with a probability below 0.4^n; real text takes about one of twenty.
/// </summary>
internal static class Trigrams
{
    public const int Rows = 1 << 16;

    /// <summary>Words of a set of rows.</summary>
    public const int Words = Rows / 64;

    /// <summary>Adds all trigrams of a text whose values are parted by <see cref="EntryText.Separator"/>.</summary>
    public static void AddAll(ReadOnlySpan<byte> folded, Span<ulong> rows)
    {
        while (!folded.IsEmpty)
        {
            int end = folded.IndexOf(EntryText.Separator);
            Add(end < 0 ? folded : folded[..end], rows);
            folded = end < 0 ? [] : folded[(end + 1)..];
        }
    }

    /// <summary>The rows of a text; empty where it is shorter than a trigram, and so may be anywhere.</summary>
    public static ushort[] RowsOf(ReadOnlySpan<byte> folded)
    {
        var rows = new HashSet<ushort>();
        for (int i = 2; i < folded.Length; i++)
            rows.Add((ushort)RowOf(((uint)folded[i - 2] << 16) | ((uint)folded[i - 1] << 8) | folded[i]));
        return [.. rows];
    }

    private static void Add(ReadOnlySpan<byte> value, Span<ulong> rows)
    {
        if (value.Length < 3)
            return;
        uint three = ((uint)value[0] << 8) | value[1];
        foreach (byte next in value[2..])
        {
            three = ((three << 8) | next) & 0xFF_FFFF;
            uint row = RowOf(three);
            rows[(int)(row >> 6)] |= 1UL << (int)(row & 63);
        }
    }

    // Fibonacci hashing (Knuth, The Art of Computer Programming, volume 3, section 6.4).
    private static uint RowOf(uint three) => (three * 0x9E37_79B1) >> 16;
}
