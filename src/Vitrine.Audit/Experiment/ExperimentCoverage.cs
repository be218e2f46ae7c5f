namespace Vitrine.Audit.Experiment;

/// <summary>What was tried and what was not.</summary>
/// <param name="Sessions">Sessions that were compared.</param>
/// <param name="Scripts">Sessions by script.</param>
/// <param name="Factors">Each factor.</param>
/// <param name="Pairs">Each pair of factors.</param>
public sealed record ExperimentCoverage(int Sessions, IReadOnlyDictionary<string, int> Scripts, IReadOnlyList<FactorTried> Factors,
    IReadOnlyList<PairTried> Pairs)
{
    /// <summary>Share of the levels that were in a session, in percent.</summary>
    public double LevelPercent =>
        Percent(Factors.Sum(factor => factor.Alone.Count + factor.Together.Count),
            Factors.Sum(factor => factor.Alone.Count + factor.Together.Count + factor.NotTried.Count));

    /// <summary>Share of the pairs of levels of different factors that were in one session, in percent.</summary>
    public double PairPercent => Percent(Pairs.Sum(pair => pair.Tried), Pairs.Sum(pair => pair.Possible));

    /// <summary>The same of the leading levels, which are crossed first.</summary>
    public double LeadingPairPercent => Percent(Pairs.Sum(pair => pair.LeadingTried), Pairs.Sum(pair => pair.LeadingPossible));

    internal static double Percent(int part, int whole) => whole == 0 ? 100 : 100.0 * part / whole;
}

/// <summary>What was tried of a factor: names of levels.</summary>
/// <param name="Factor">The factor.</param>
/// <param name="Alone">In a session that changes nothing else.</param>
/// <param name="Together">Only together with levels of other factors.</param>
/// <param name="NotTried">In no session.</param>
public sealed record FactorTried(string Factor, IReadOnlyList<string> Alone, IReadOnlyList<string> Together, IReadOnlyList<string> NotTried);

/// <summary>What was tried of two factors together.</summary>
/// <param name="A">One factor.</param>
/// <param name="B">The other.</param>
/// <param name="Tried">Pairs of their levels that were in one session.</param>
/// <param name="Possible">Pairs that can be.</param>
public sealed record PairTried(string A, string B, int Tried, int Possible)
{
    /// <summary>Of <see cref="Tried"/>, those of leading levels.</summary>
    public int LeadingTried { get; init; }

    /// <summary>Of <see cref="Possible"/>, those of leading levels.</summary>
    public int LeadingPossible { get; init; }

    /// <summary>The share, in percent.</summary>
    public double Percent => ExperimentCoverage.Percent(Tried, Possible);
}
