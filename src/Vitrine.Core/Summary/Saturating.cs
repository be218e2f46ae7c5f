namespace Vitrine.Core.Summary;

/// <summary>Sums of numbers that stand in a ledger: one that was damaged must not turn a total negative.</summary>
internal static class Saturating
{
    /// <summary>The sum, where a negative <paramref name="more"/> counts as nothing and an overflow as the largest number.</summary>
    public static long Add(long total, long more) => more <= 0 ? total : total > long.MaxValue - more ? long.MaxValue : total + more;
}
