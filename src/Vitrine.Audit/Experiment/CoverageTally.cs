using Vitrine.Audit.Model;

namespace Vitrine.Audit.Experiment;

/// <summary>Counts what was tried.</summary>
internal sealed class CoverageTally(IReadOnlyList<RankedLevel> levels)
{
    private readonly HashSet<(string, string)> _alone = [], _together = [];
    private readonly HashSet<(string, string, string, string)> _pairs = [];
    private readonly Dictionary<string, int> _scripts = new(StringComparer.Ordinal);
    private int _sessions;

    /// <summary>Adds a session that was run and compared.</summary>
    public void Add(Variation variation, string script)
    {
        _sessions++;
        _scripts[script] = _scripts.GetValueOrDefault(script) + 1;
        if (variation.Levels is [Level only])
            _alone.Add((only.Factor, only.Name));
        for (int a = 0; a < variation.Levels.Count; a++)
        {
            Level first = variation.Levels[a];
            _together.Add((first.Factor, first.Name));
            for (int b = a + 1; b < variation.Levels.Count; b++)
                _pairs.Add((first.Factor, first.Name, variation.Levels[b].Factor, variation.Levels[b].Name));
        }
    }

    /// <summary>The statement.</summary>
    public ExperimentCoverage Statement(Func<RankedLevel, bool> leading)
    {
        FactorTried[] factors = [.. levels.GroupBy(level => level.Level.Factor).OrderBy(factor => factor.Key, StringComparer.Ordinal).Select(OfFactor)];
        PairTried[] pairs =
        [
            .. from a in factors
               from b in factors
               where string.CompareOrdinal(a.Factor, b.Factor) < 0
               select OfPair(a.Factor, b.Factor, leading),
        ];
        return new ExperimentCoverage(_sessions, new SortedDictionary<string, int>(_scripts, StringComparer.Ordinal), factors, pairs);
    }

    private FactorTried OfFactor(IGrouping<string, RankedLevel> factor) => new(
        factor.Key,
        [.. factor.Where(level => _alone.Contains((factor.Key, level.Level.Name))).Select(level => level.Level.Name)],
        [.. factor.Where(level => !_alone.Contains((factor.Key, level.Level.Name))
            && _together.Contains((factor.Key, level.Level.Name))).Select(level => level.Level.Name)],
        [.. factor.Where(level => !_together.Contains((factor.Key, level.Level.Name))).Select(level => level.Level.Name)]);

    private PairTried OfPair(string a, string b, Func<RankedLevel, bool> leading)
    {
        int possible = 0, tried = 0, leadingPossible = 0, leadingTried = 0;
        foreach (RankedLevel first in levels.Where(level => level.Level.Factor == a))
        {
            foreach (RankedLevel second in levels.Where(level => level.Level.Factor == b))
            {
                if (!CoveringRows.CanMeet(first, second))
                    continue;
                int done = _pairs.Contains((a, first.Level.Name, b, second.Level.Name)) ? 1 : 0;
                possible++;
                tried += done;
                if (!leading(first) || !leading(second))
                    continue;
                leadingPossible++;
                leadingTried += done;
            }
        }

        return new PairTried(a, b, tried, possible) { LeadingTried = leadingTried, LeadingPossible = leadingPossible };
    }
}
