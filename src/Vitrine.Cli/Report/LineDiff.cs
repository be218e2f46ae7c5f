namespace Vitrine.Cli.Report;

/// <summary>
/// The shortest edit from one list of lines to another (Myers, "An O(ND) Difference Algorithm and Its Variations", 1986), up to a bound on the number of edits:
/// past it, what lies between the common start and end is given as removed and added as a whole, so that no pair of files that an agent makes up takes long.
/// </summary>
internal static class LineDiff
{
    private const int MostEdits = 1000, MostEditsOfLong = 100, Long = 20_000;

    /// <summary>One line: in both (' '), only in the old ('-') or only in the new ('+'). Positions count from 0.</summary>
    internal readonly record struct Edit(char Kind, int Old, int New);

    /// <summary>The edits, in order.</summary>
    public static IReadOnlyList<Edit> Between(IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        int start = 0, oldEnd = before.Count, newEnd = after.Count;
        while (start < oldEnd && start < newEnd && before[start] == after[start])
            start++;
        while (oldEnd > start && newEnd > start && before[oldEnd - 1] == after[newEnd - 1])
        {
            oldEnd--;
            newEnd--;
        }

        var edits = new List<Edit>(before.Count + after.Count - start);
        for (int i = 0; i < start; i++)
            edits.Add(new Edit(' ', i, i));
        Middle(before, after, start, oldEnd, newEnd, edits);
        for (int i = 0; i < before.Count - oldEnd; i++)
            edits.Add(new Edit(' ', oldEnd + i, newEnd + i));
        return edits;
    }

    private static void Middle(IReadOnlyList<string> before, IReadOnlyList<string> after, int start, int oldEnd, int newEnd, List<Edit> edits)
    {
        int n = oldEnd - start, m = newEnd - start, most = Math.Min(n + m, n + m > Long ? MostEditsOfLong : MostEdits);
        int[] reach = new int[(2 * most) + 3];
        var trace = new List<int[]>();
        for (int d = 0; d <= most; d++)
        {
            trace.Add(reach[(most + 1 - d)..(most + 2 + d)]);
            for (int k = -d; k <= d; k += 2)
            {
                int at = most + 1 + k;
                int x = k == -d || (k != d && reach[at - 1] < reach[at + 1]) ? reach[at + 1] : reach[at - 1] + 1;
                while (x < n && x - k < m && before[start + x] == after[start + x - k])
                    x++;
                reach[at] = x;
                if (x < n || x - k < m)
                    continue;
                Follow(trace, n, m, start, edits);
                return;
            }
        }

        for (int i = start; i < oldEnd; i++)
            edits.Add(new Edit('-', i, start));
        for (int i = start; i < newEnd; i++)
            edits.Add(new Edit('+', oldEnd, i));
    }

    private static void Follow(List<int[]> trace, int n, int m, int start, List<Edit> edits)
    {
        var reversed = new List<Edit>();
        int x = n, y = m;
        for (int d = trace.Count - 1; d > 0; d--)
        {
            // Slice d holds the diagonals -d to d, as they were before step d.
            int[] reach = trace[d];
            int k = x - y;
            bool isDown = k == -d || (k != d && reach[d + k - 1] < reach[d + k + 1]);
            int from = isDown ? k + 1 : k - 1;
            int fromX = reach[d + from], fromY = fromX - from;
            while (x > fromX && y > fromY && (isDown ? x > fromX : x > fromX + 1) && (isDown ? y > fromY + 1 : y > fromY))
                reversed.Add(new Edit(' ', start + --x, start + --y));
            reversed.Add(isDown ? new Edit('+', start + x, start + --y) : new Edit('-', start + --x, start + y));
        }

        while (x > 0 && y > 0)
            reversed.Add(new Edit(' ', start + --x, start + --y));
        reversed.Reverse();
        edits.AddRange(reversed);
    }
}
