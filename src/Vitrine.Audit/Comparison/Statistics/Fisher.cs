namespace Vitrine.Audit.Comparison.Statistics;

/// <summary>Fisher's exact test of a two-by-two table.</summary>
internal static class Fisher
{
    /// <summary>
    /// Two-sided p value: the share of all tables with these sums that are no more likely than this one.
    /// </summary>
    /// <param name="a">With the level, of the kind.</param>
    /// <param name="b">With the level, not of the kind.</param>
    /// <param name="c">Without the level, of the kind.</param>
    /// <param name="d">Without the level, not of the kind.</param>
    public static double TwoSided(int a, int b, int c, int d)
    {
        int row = a + b, column = a + c, all = a + b + c + d;
        double seen = LogTable(a, row, column, all);
        double sum = 0;
        for (int x = Math.Max(0, row + column - all); x <= Math.Min(row, column); x++)
        {
            double log = LogTable(x, row, column, all);
            if (log <= seen + 1e-9)
                sum += Math.Exp(log);
        }
        return Math.Min(1, sum);
    }

    /// <summary>The natural logarithm of n over k.</summary>
    public static double LogChoose(int n, int k) => LogFactorial(n) - LogFactorial(k) - LogFactorial(n - k);

    private static double LogTable(int x, int row, int column, int all) => LogChoose(column, x) + LogChoose(all - column, row - x) - LogChoose(all, row);

    private static double LogFactorial(int n)
    {
        if (n < 2)
            return 0;
        if (n < 20)
        {
            double sum = 0;
            for (int i = 2; i <= n; i++)
                sum += Math.Log(i);
            return sum;
        }
        // Stirling's series; exact to 1e-9 from 20 on.
        double x = n + 1.0;
        return ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + (1 / (12 * x)) - (1 / (360 * x * x * x));
    }
}
