using Vitrine.Audit.Model;

namespace Vitrine.Audit.Experiment;

/// <summary>
/// Sessions with many factors changed at once, such that every level, and then every pair of levels of different factors, is in one of them. If such a session
/// differs in nothing from the baseline, all pairs in it are clear; there lies its economy. Greedy and deterministic: first the levels that are in none yet,
/// then pairs by weight, by turns, so that the first rows are worth most wherever the budget ends. What adds nothing stays at the baseline.
/// </summary>
public sealed class CoveringRows
{
    /// <summary>Most levels that are taken; the rest is left out by rank.</summary>
    public const int MaxLevels = 1024;

    private const double NewLevel = 1000;
    private const double LightPair = 0.02;
    // A pair of leading levels whose kinds have met already.
    private const double LeadingPair = 0.4;
    private const int WholeTurn = 24;
    private readonly RankedLevel[] _levels;
    private readonly int[] _factor;
    private readonly double[] _weight;
    private readonly bool[] _leading;
    private readonly int[] _kind;
    private readonly int[][] _ofKind;
    private readonly bool[] _kindPair;
    private readonly bool[] _seen;
    private readonly bool[] _pair;
    private readonly bool[] _apart;
    // Of a level, the pairs that rows begun with it may still cover: a veil is only ever the first of a row.
    private readonly double[] _left;
    private readonly int[] _open;
    private readonly int _factors;
    private int _rows;

    /// <summary>Prepares the rows.</summary>
    /// <param name="levels">Levels; those for <see cref="LevelUse.Alone"/> are left out.</param>
    /// <param name="leading">Whether pairs of this level matter; those of others are covered last.</param>
    /// <param name="weight">Weight of a factor.</param>
    /// <param name="kind">A level's kind within its factor, empty for none: each pair of kinds comes before what else there is of them. Null where levels have
    /// no kinds.</param>
    public CoveringRows(IEnumerable<RankedLevel> levels, Func<RankedLevel, bool> leading, Func<string, double> weight, Func<RankedLevel, string>? kind = null)
    {
        _levels = [.. levels.Where(level => level.Use != LevelUse.Alone).OrderBy(level => level.Rank).Take(MaxLevels)];
        int count = _levels.Length;
        string[] factors = [.. _levels.Select(level => level.Level.Factor).Distinct().Order(StringComparer.Ordinal)];
        _factors = factors.Length;
        _factor = [.. _levels.Select(level => Array.IndexOf(factors, level.Level.Factor))];
        _weight = [.. _levels.Select(level => Math.Max(0.01, weight(level.Level.Factor)))];
        _leading = [.. _levels.Select(leading)];
        (string Factor, string Kind)[] kinds = [.. _levels.Select(level => (level.Level.Factor, kind?.Invoke(level) ?? ""))];
        (string Factor, string Kind)[] known = [.. kinds.Where(each => each.Kind.Length > 0).Distinct()];
        _kind = [.. kinds.Select(each => Array.IndexOf(known, each))];
        _ofKind = [.. known.Select((_, at) => Enumerable.Range(0, count).Where(level => _kind[level] == at).ToArray())];
        _kindPair = new bool[known.Length * known.Length];
        _seen = new bool[count];
        _pair = new bool[count * count];
        _apart = new bool[count * count];
        _left = new double[count];
        _open = new int[count];
        for (int a = 0; a < count; a++)
        {
            for (int b = 0; b < a; b++)
            {
                bool apart = !CanMeet(_levels[a], _levels[b]);
                _apart[a * count + b] = _apart[b * count + a] = apart;
                if (apart)
                    continue;
                Pairs++;
                Owe(a, b, 1);
            }
        }
    }

    /// <summary>Pairs of levels of different factors that can be in one session.</summary>
    public int Pairs { get; }

    /// <summary>How many of them have been in a row.</summary>
    public int PairsCovered { get; private set; }

    /// <summary>Notes that a level was in another session, so that it needs no row for its own sake.</summary>
    public void Tried(Level level)
    {
        ArgumentNullException.ThrowIfNull(level);
        int index = Array.FindIndex(_levels, each => each.Level.Factor == level.Factor && each.Level.Name == level.Name);
        if (index >= 0)
            _seen[index] = true;
    }

    /// <summary>The next row; null if every pair has been in one.</summary>
    public Variation? Next()
    {
        // A row may come out with nothing new where its turn does not suit what is left; after a whole turn there is nothing left.
        for (int turn = 0; turn < WholeTurn; turn++)
        {
            bool veiled = _rows % 4 == 3;
            List<int> row = Grow(veiled);
            if (row.Count == 0)
                row = Grow(!veiled);
            _rows++;
            if (row.Count > 0 && Settle(row))
                return Variation.Of(row.Select(index => _levels[index].Level));
        }

        return null;
    }

    /// <summary>Whether two levels may stand in one session.</summary>
    public static bool CanMeet(RankedLevel a, RankedLevel b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return a.Level.Factor != b.Level.Factor && a.Use != LevelUse.Alone && b.Use != LevelUse.Alone && !(a.Use == LevelUse.Veil && b.Use == LevelUse.Veil)
            && !LevelConflict.Exists(a.Level.Changes, b.Level.Changes);
    }

    private double PairWeight(int a, int b) =>
        _weight[a] * _weight[b] * (AreNewKinds(a, b) ? 1 : !(_leading[a] && _leading[b]) ? LightPair : _ofKind.Length > 0 ? LeadingPair : 1);

    private bool AreNewKinds(int a, int b) => _kind[a] >= 0 && _kind[b] >= 0 && !_kindPair[(_kind[a] * _ofKind.Length) + _kind[b]];

    // Once two kinds have met, what else there is of them weighs less.
    private void Meet(int kindA, int kindB)
    {
        Weigh(kindA, kindB, -1);
        _kindPair[(kindA * _ofKind.Length) + kindB] = _kindPair[(kindB * _ofKind.Length) + kindA] = true;
        Weigh(kindA, kindB, 1);
    }

    private void Weigh(int kindA, int kindB, int sign)
    {
        foreach (int a in _ofKind[kindA])
        {
            foreach (int b in _ofKind[kindB])
            {
                if (_apart[(a * _levels.Length) + b] || _pair[(a * _levels.Length) + b])
                    continue;
                Owe(a, b, sign);
            }
        }
    }

    private void Owe(int a, int b, int sign)
    {
        bool veilA = _levels[a].Use == LevelUse.Veil, veilB = _levels[b].Use == LevelUse.Veil;
        foreach (int level in (ReadOnlySpan<int>)(veilA ? [a] : veilB ? [b] : [a, b]))
        {
            _left[level] += sign * PairWeight(a, b);
            _open[level] += sign;
        }
    }

    private List<int> Grow(bool veiled)
    {
        var row = new List<int>(_factors);
        int first = Seed(veiled);
        if (first < 0)
            return row;
        row.Add(first);
        bool slowly = _rows % 3 == 0;
        Span<bool> taken = stackalloc bool[_factors];
        taken[_factor[first]] = true;
        while (true)
        {
            int best = -1;
            double most = 0;
            for (int level = 0; level < _levels.Length; level++)
            {
                // Earlier sessions cost as much as this one: they are not part of each row.
                if (taken[_factor[level]]
                    || _levels[level].Use == LevelUse.Veil
                    || (IsDirect && IsProxy(level))
                    || (!slowly && _levels[level].Level.Changes.SessionsBefore > 0))
                    continue;
                double gain = Gain(level, row);
                if (gain > most)
                    (best, most) = (level, gain);
            }

            if (best < 0)
                return row;
            row.Add(best);
            taken[_factor[best]] = true;
        }
    }

    // Behind a proxy a careful program behaves, too, but there is much to find beside one: half of the rows are without.
    private bool IsDirect => _rows / 4 % 2 == 0;

    private bool IsProxy(int level) => _levels[level].Level.Factor == Factors.Proxy;

    private int Seed(bool veiled)
    {
        int best = -1;
        double most = 0;
        for (int level = 0; level < _levels.Length; level++)
        {
            if (_levels[level].Use == LevelUse.Veil != veiled || (IsDirect && IsProxy(level)))
                continue;
            // Counted, as sums of fractions never come back to zero.
            double gain = (_open[level] > 0 ? Math.Max(_left[level], LightPair / 1e6) : 0) + NewFor(level);
            if (gain > most)
                (best, most) = (level, gain);
        }

        return best;
    }

    private double Gain(int level, List<int> row)
    {
        double gain = NewFor(level);
        foreach (int other in row)
        {
            int pair = level * _levels.Length + other;
            if (_apart[pair])
                return 0;
            if (!_pair[pair])
                gain += PairWeight(level, other);
        }

        return gain;
    }

    // Every other row serves the pairs alone.
    private double NewFor(int level) => _seen[level] || _rows % 2 == 1 ? 0 : NewLevel / (1 + _levels[level].Rank);

    private bool Settle(List<int> row)
    {
        bool isNew = false;
        foreach (int a in row)
        {
            isNew |= !_seen[a];
            _seen[a] = true;
            foreach (int b in row)
            {
                if (b >= a || _pair[a * _levels.Length + b])
                    continue;
                _pair[a * _levels.Length + b] = _pair[b * _levels.Length + a] = true;
                Owe(a, b, -1);
                if (AreNewKinds(a, b))
                    Meet(_kind[a], _kind[b]);
                PairsCovered++;
                isNew = true;
            }
        }

        return isNew;
    }
}
