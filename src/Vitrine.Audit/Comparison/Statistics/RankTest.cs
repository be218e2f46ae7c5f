namespace Vitrine.Audit.Comparison.Statistics;

/// <summary>The Mann–Whitney test: whether values of one sample tend to be larger than those of another, whatever their distribution.</summary>
internal static class RankTest
{
    /// <summary>
    /// Two-sided p value; exact where the samples do not overlap at all, by the normal approximation with ties and continuity correction otherwise.
    /// </summary>
    public static double TwoSided(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        int n = first.Count, m = second.Count;
        if (n == 0 || m == 0)
            return 1;
        if (first.Max() < second.Min() || second.Max() < first.Min())
            return Math.Min(1, 2 * Math.Exp(-Fisher.LogChoose(n + m, n)));
        (double Value, bool IsFirst)[] all = [.. first.Select(value => (value, true)), .. second.Select(value => (value, false))];
        Array.Sort(all, (a, b) => a.Value.CompareTo(b.Value));
        double rankSum = 0, ties = 0;
        for (int i = 0; i < all.Length;)
        {
            int end = i;
            while (end < all.Length && all[end].Value == all[i].Value)
                end++;
            double rank = (i + 1 + end) / 2.0;
            for (int k = i; k < end; k++)
                rankSum += all[k].IsFirst ? rank : 0;
            double tied = end - i;
            ties += (tied * tied * tied) - tied;
            i = end;
        }
        double u = rankSum - (n * (n + 1) / 2.0);
        double total = n + m;
        double variance = n * (double)m / 12 * (total + 1 - (ties / (total * (total - 1))));
        if (variance <= 0)
            return 1;
        double z = Math.Max(0, Math.Abs(u - (n * (double)m / 2)) - 0.5) / Math.Sqrt(variance);
        return Math.Min(1, 2 * UpperTail(z));
    }

    /// <summary>The middle value.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? 0 : sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>The median distance from the median.</summary>
    public static double Spread(IReadOnlyList<double> values)
    {
        double middle = Median(values);
        return Median(values.Select(value => Math.Abs(value - middle)));
    }

    // Mills' ratio by continued fraction in the tail, by the error function's series near zero.
    private static double UpperTail(double z)
    {
        double density = Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
        if (z < 1.5)
        {
            double term = z, sum = z;
            for (int i = 1; i < 60; i++)
            {
                term *= z * z / ((2 * i) + 1);
                sum += term;
            }
            return 0.5 - (density * sum);
        }
        double fraction = z;
        for (int i = 120; i >= 1; i--)
            fraction = z + (i / fraction);
        return density / fraction;
    }
}
