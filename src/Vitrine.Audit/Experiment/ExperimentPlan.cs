using Vitrine.Audit.Model;

namespace Vitrine.Audit.Experiment;

/// <summary>
/// What is tried, in which order. It depends on nothing but the levels and the budget, so that an audit that was interrupted goes on with the same plan.
/// </summary>
public sealed class ExperimentPlan
{
    private readonly IReadOnlyList<RankedLevel> _levels;
    private readonly ExperimentBudget _budget;
    private readonly FactorWeights _weights;
    private readonly HashSet<(string Factor, string Name)> _leading = [];
    private readonly Dictionary<(string Factor, string Name), string> _kinds;

    /// <summary>Makes the plan.</summary>
    /// <exception cref="ArgumentException">Two levels of a factor have one name.</exception>
    public ExperimentPlan(IReadOnlyList<RankedLevel> levels, ExperimentBudget budget, FactorWeights weights)
    {
        ArgumentNullException.ThrowIfNull(levels);
        _levels = [.. levels.Select((level, index) => (level, index)).OrderBy(each => each.level.Rank).ThenBy(each => each.index).Select(each => each.level)];
        _budget = budget;
        _weights = weights;
        if (_levels.Select(level => (level.Level.Factor, level.Level.Name)).Distinct().Count() != _levels.Count)
            throw new ArgumentException("Two levels of a factor have one name.", nameof(levels));
        foreach (IGrouping<string, RankedLevel> factor in _levels.GroupBy(level => level.Level.Factor))
            _leading.UnionWith(Lead([.. factor]).Select(level => (level.Level.Factor, level.Level.Name)));
        _kinds = _levels.ToDictionary(level => (level.Level.Factor, level.Level.Name), level => LevelKinds.Of(level, IsLeading(level)));
    }

    /// <summary>Levels in the order of their ranks.</summary>
    public IReadOnlyList<RankedLevel> Levels => _levels;

    /// <summary>The level of that name; null for none.</summary>
    public Level? Find(string factor, string? name) => _levels.FirstOrDefault(level => level.Level.Factor == factor && level.Level.Name == name)?.Level;

    /// <summary>Whether pairs with this level come first.</summary>
    public bool IsLeading(RankedLevel level) => _leading.Contains((level.Level.Factor, level.Level.Name));

    /// <summary>A level's kind within its factor (<see cref="LevelKinds"/>); empty where it has none or is not of the plan.</summary>
    public string KindOf(Level level)
    {
        ArgumentNullException.ThrowIfNull(level);
        return _kinds.GetValueOrDefault((level.Factor, level.Name), "");
    }

    /// <summary>Repetitions of the baseline, each script in turn.</summary>
    /// <param name="main">The script that most of the plan uses.</param>
    /// <param name="others">The other ones.</param>
    public IEnumerable<Cell> Baselines(string main, IReadOnlyList<string> others)
    {
        for (int repetition = 0; repetition < Math.Max(_budget.Baselines, _budget.OtherBaselines); repetition++)
        {
            if (repetition < _budget.Baselines)
                yield return new Cell(Variation.Baseline, main, repetition);
            if (repetition >= _budget.OtherBaselines)
                continue;
            foreach (string script in others)
                yield return new Cell(Variation.Baseline, script, repetition);
        }
    }

    /// <summary>
    /// One level at a time: the first of each factor, then the others in turn by the factors' weights, so that none waits for another to be done.
    /// </summary>
    public IReadOnlyList<RankedLevel> Singles() =>
    [
        .. _levels.GroupBy(level => level.Level.Factor)
            .SelectMany(factor => InTurn([.. factor]).Select((level, index) => (Level: level, Turn: index == 0 ? 0 : index / _weights[factor.Key])))
            .OrderBy(each => each.Turn).ThenBy(each => each.Level.Level.Factor, StringComparer.Ordinal)
            .Select(each => each.Level),
    ];

    /// <summary>
    /// Sessions after another one, of which something is different: what waits for some days after its first start shows neither by the date alone nor by the
    /// number of sessions, and what a server's answers leave behind shows at the next start.
    /// </summary>
    /// <param name="now">The baseline's time.</param>
    public IEnumerable<Variation> Aged(DateTimeOffset now)
    {
        RankedLevel? again = _levels.FirstOrDefault(level => level.Level.Changes.SessionsBefore > 0);
        bool IsLater(RankedLevel level) => level.Level.Changes.Clock - now > TimeSpan.FromDays(2) && IsLeading(level);
        bool IsOfServer(RankedLevel level) =>
            level.Level.Factor == Factors.ServerResponse && level.Use == LevelUse.Any && (IsLeading(level) || level.Level.Changes.FailFirst > 0);
        return again is null ? [] : _levels.Where(level => IsLater(level) || IsOfServer(level)).Select(level => Variation.Of(level.Level, again.Level));
    }

    /// <summary>Sessions with many factors changed at once.</summary>
    public CoveringRows Rows() => new(_levels, IsLeading, factor => _weights[factor], level => KindOf(level.Level));

    // By turns from the package and from the catalogue: a package may hold a long list of words to hide the one that counts.
    private static IEnumerable<RankedLevel> InTurn(IReadOnlyList<RankedLevel> factor)
    {
        foreach ((int ofPackage, int ofCatalogue) in ((int, int)[])[(LevelRanks.Hidden, LevelRanks.Leading), (LevelRanks.Harvested, LevelRanks.Usual)])
            foreach (RankedLevel level in Alternate([.. factor.Where(level => level.Rank == ofPackage)], [.. factor.Where(level => level.Rank == ofCatalogue)]))
                yield return level;
        foreach (RankedLevel level in factor.Where(level => level.Rank > LevelRanks.Usual))
            yield return level;
    }

    private static IEnumerable<RankedLevel> Alternate(RankedLevel[] one, RankedLevel[] other) =>
        one.Select((level, index) => (level, 2 * index))
            .Concat(other.Select((level, index) => (level, (2 * index) + 1)))
            .OrderBy(each => each.Item2)
            .Select(each => each.level);

    // What was harvested goes first, but a third stays with the built-in levels: a package may hold a long list of words to hide the one that counts.
    private IEnumerable<RankedLevel> Lead(IReadOnlyList<RankedLevel> factor)
    {
        RankedLevel[] harvested = [.. factor.Where(level => level.Rank is LevelRanks.Hidden or LevelRanks.Harvested)];
        RankedLevel[] builtIn = [.. factor.Where(level => level.Rank is not (LevelRanks.Hidden or LevelRanks.Harvested))];
        int ofBuiltIn = Math.Min(builtIn.Length, Math.Max((_budget.Leading + 2) / 3, _budget.Leading - harvested.Length));
        return harvested.Take(_budget.Leading - ofBuiltIn).Concat(builtIn.Take(ofBuiltIn));
    }
}
