namespace Vitrine.Audit.Comparison;

/// <summary>How sure a comparison has to be.</summary>
public sealed record ComparisonOptions
{
    /// <summary>Sessions that each side of a minimal pair needs before a difference counts as confirmed.</summary>
    public int RunsOfEachSide { get; init; } = 5;

    /// <summary>The greatest chance that a steady feature changed on one side of a pair by accident.</summary>
    public double MostAccident { get; init; } = 1e-4;

    /// <summary>The greatest p value, corrected for all comparisons (Holm–Bonferroni), of a difference of something random.</summary>
    public double MostCorrected { get; init; } = 1e-3;

    /// <summary>Uncorrected p value from which a random feature is worth more sessions.</summary>
    public double WorthRepeating { get; init; } = 1e-3;

    /// <summary>The least difference of medians of two times that counts, in seconds.</summary>
    public double LeastSeconds { get; init; } = 0.06;

    /// <summary>The same for the time that a session takes to send its requests, from the first byte of each to its last.</summary>
    public double LeastSendingSeconds { get; init; } = 0.02;

    /// <summary>How many requests for more sessions are made at once; the most telling ones.</summary>
    public int MostRequests { get; init; } = 24;

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(RunsOfEachSide, 2);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MostAccident);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MostCorrected);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(WorthRepeating);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(LeastSeconds);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(LeastSendingSeconds);
        ArgumentOutOfRangeException.ThrowIfNegative(MostRequests);
    }
}
