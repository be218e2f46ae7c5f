using System.Text;

namespace Vitrine.Audit.Reports;

/// <summary>A run of code points of one side of a comparison.</summary>
/// <param name="Runes">The code points.</param>
/// <param name="IsDifferent">Whether the other side does not have them there.</param>
public readonly record struct DiffRun(IReadOnlyList<int> Runes, bool IsDifferent);

/// <summary>
/// In which code points two texts differ. Two texts that look alike may not be alike, so nothing is normalised, and half a surrogate pair is a value of its
/// own.
/// </summary>
public static class CodePointDiff
{
    /// <summary>Code points of one text that are compared; what is beyond is one run.</summary>
    public const int Maximum = 20_000;

    // Edits that Myers' algorithm looks for; its work grows with their square. More than that is shown as one run.
    private const int MostEdits = 400;

    /// <summary>Compares two texts.</summary>
    /// <returns>The runs of each side, in order.</returns>
    public static (IReadOnlyList<DiffRun> Before, IReadOnlyList<DiffRun> After) Of(string before, string after)
    {
        int[] a = CodePoints(before), b = CodePoints(after);
        int head = 0;
        while (head < a.Length && head < b.Length && a[head] == b[head])
            head++;
        int tail = 0;
        while (tail < a.Length - head && tail < b.Length - head && a[^(tail + 1)] == b[^(tail + 1)])
            tail++;
        bool[] keptA = new bool[a.Length], keptB = new bool[b.Length];
        keptA.AsSpan(0, head).Fill(true);
        keptB.AsSpan(0, head).Fill(true);
        keptA.AsSpan(a.Length - tail).Fill(true);
        keptB.AsSpan(b.Length - tail).Fill(true);
        Keep(a.AsSpan(head..^tail), b.AsSpan(head..^tail), keptA.AsSpan(head..^tail), keptB.AsSpan(head..^tail));
        return (Runs(a, keptA), Runs(b, keptB));
    }

    /// <summary>Code points of a text; a surrogate without its other half counts as itself.</summary>
    public static int[] CodePoints(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var points = new List<int>(Math.Min(text.Length, Maximum));
        for (int i = 0; i < text.Length && points.Count < Maximum; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                points.Add(new Rune(text[i], text[i + 1]).Value);
                i++;
            }
            else
            {
                points.Add(text[i]);
            }
        }

        return [.. points];
    }

    // Myers, "An O(ND) Difference Algorithm" (1986): the furthest reach on each diagonal, kept for each number of edits, and walked back.
    private static void Keep(ReadOnlySpan<int> a, ReadOnlySpan<int> b, Span<bool> keptA, Span<bool> keptB)
    {
        if (a.IsEmpty || b.IsEmpty)
            return;
        int limit = Math.Min(MostEdits, a.Length + b.Length);
        var reaches = new List<int[]>();
        int[] reach = new int[2 * limit + 3];
        for (int edits = 0; edits <= limit; edits++)
        {
            reaches.Add([.. reach]);
            for (int k = -edits; k <= edits; k += 2)
            {
                int at = k + limit + 1;
                int x = k == -edits || (k != edits && reach[at - 1] < reach[at + 1]) ? reach[at + 1] : reach[at - 1] + 1;
                int y = x - k;
                while (x < a.Length && y < b.Length && a[x] == b[y])
                    (x, y) = (x + 1, y + 1);
                reach[at] = x;
                if (x >= a.Length && y >= b.Length)
                {
                    WalkBack(reaches, edits, limit, a.Length, b.Length, keptA, keptB);
                    return;
                }
            }
        }
    }

    private static void WalkBack(List<int[]> reaches, int edits, int limit, int x, int y, Span<bool> keptA, Span<bool> keptB)
    {
        for (; edits >= 0; edits--)
        {
            int[] reach = reaches[edits];
            int k = x - y, at = k + limit + 1;
            int from = k == -edits || (k != edits && reach[at - 1] < reach[at + 1]) ? k + 1 : k - 1;
            int fromX = edits == 0 ? 0 : reach[from + limit + 1], fromY = edits == 0 ? 0 : fromX - from;
            while (x > fromX && y > fromY && x > 0 && y > 0)
            {
                x--;
                y--;
                keptA[x] = true;
                keptB[y] = true;
            }

            (x, y) = (fromX, fromY);
        }
    }

    private static List<DiffRun> Runs(int[] points, bool[] kept)
    {
        var runs = new List<DiffRun>();
        for (int start = 0, end; start < points.Length; start = end)
        {
            end = start + 1;
            while (end < points.Length && kept[end] == kept[start])
                end++;
            runs.Add(new DiffRun(points[start..end], !kept[start]));
        }

        return runs;
    }
}
