namespace Vitrine.Audit.Comparison.Text;

/// <summary>A piece of one sequence that stands where the other has another piece; either may be empty.</summary>
/// <param name="From">Where it begins in the first.</param>
/// <param name="Length">How long it is there.</param>
/// <param name="OtherFrom">Where it begins in the second.</param>
/// <param name="OtherLength">How long it is there.</param>
internal readonly record struct Gap(int From, int Length, int OtherFrom, int OtherLength);

/// <summary>Longest common subsequence, bounded: what is too large to align is one gap.</summary>
internal static class Alignment
{
    private const long MostCells = 4_000_000;

    /// <summary>What differs, in order.</summary>
    public static List<Gap> Gaps(IReadOnlyList<string> a, IReadOnlyList<string> b)
    {
        int head = 0;
        while (head < a.Count && head < b.Count && a[head] == b[head])
            head++;
        int tail = 0;
        while (tail < a.Count - head && tail < b.Count - head && a[a.Count - 1 - tail] == b[b.Count - 1 - tail])
            tail++;
        int n = a.Count - head - tail;
        int m = b.Count - head - tail;
        if (n == 0 && m == 0)
            return [];
        if ((n == 0) != (m == 0))
            return [Slide(a, b, new Gap(head, n, head, m), 0)];
        if ((long)n * m > MostCells)
            return [new Gap(head, n, head, m)];
        List<Gap> gaps = Walk(a, b, head, n, m);
        for (int i = 0; i < gaps.Count; i++)
            gaps[i] = Slide(a, b, gaps[i], i == 0 ? 0 : gaps[i - 1].From + gaps[i - 1].Length);
        return gaps;
    }

    /// <summary>What was put between equal neighbours could stand before either: the first place counts, so that it is the same in each session.</summary>
    public static Gap Slide(IReadOnlyList<string> a, IReadOnlyList<string> b, Gap gap, int least)
    {
        if ((gap.Length == 0) == (gap.OtherLength == 0))
            return gap;
        IReadOnlyList<string> longer = gap.Length > 0 ? a : b;
        while (gap.From > least && gap.OtherFrom > 0 && a[gap.From - 1] == b[gap.OtherFrom - 1])
        {
            int from = gap.Length > 0 ? gap.From : gap.OtherFrom;
            int length = gap.Length + gap.OtherLength;
            if (longer[from - 1] != longer[from + length - 1])
                break;
            gap = gap with { From = gap.From - 1, OtherFrom = gap.OtherFrom - 1 };
        }
        return gap;
    }

    private static List<Gap> Walk(IReadOnlyList<string> a, IReadOnlyList<string> b, int head, int n, int m)
    {
        ushort[,] longest = new ushort[n + 1, m + 1];
        for (int i = n - 1; i >= 0; i--)
        {
            for (int j = m - 1; j >= 0; j--)
            {
                longest[i, j] = a[head + i] == b[head + j]
                    ? (ushort)(longest[i + 1, j + 1] + 1)
                    : Math.Max(longest[i + 1, j], longest[i, j + 1]);
            }
        }
        var gaps = new List<Gap>();
        int x = 0, y = 0, fromX = 0, fromY = 0;
        while (x < n && y < m)
        {
            if (a[head + x] == b[head + y])
            {
                Close(x, y);
                fromX = ++x;
                fromY = ++y;
            }
            else if (longest[x + 1, y] >= longest[x, y + 1])
            {
                x++;
            }
            else
            {
                y++;
            }
        }
        Close(n, m);
        return gaps;

        void Close(int endX, int endY)
        {
            if (endX > fromX || endY > fromY)
                gaps.Add(new Gap(head + fromX, endX - fromX, head + fromY, endY - fromY));
        }
    }
}
