using Vitrine.Audit.Model;

namespace Vitrine.Audit.Comparison;

/// <summary>The conditions of the sessions compared: which sessions share one, and which two differ in a single factor.</summary>
internal sealed class Conditions
{
    private readonly Dictionary<string, int> _byName = new(StringComparer.Ordinal);
    private readonly List<Variation> _variations = [];
    private readonly int[] _of;

    public Conditions(IReadOnlyList<AuditSession> sessions)
    {
        Sessions = sessions;
        _of = new int[sessions.Count];
        for (int i = 0; i < sessions.Count; i++)
        {
            string name = sessions[i].Variation.Name;
            if (!_byName.TryGetValue(name, out int number))
            {
                _byName[name] = number = _variations.Count;
                _variations.Add(sessions[i].Variation);
            }
            _of[i] = number;
        }
        Pairs = MinimalPairs();
        Level[] levels = [.. sessions.SelectMany(session => session.Variation.Levels).DistinctBy(level => (level.Factor, level.Name))];
        Levels = [.. levels.Where(level => !levels.Any(told => told.Factor == level.Factor && told.MatchedWith == level.Name)
            || sessions.Any(session => session.Variation.Of(level.Factor) is null))];
    }

    public IReadOnlyList<AuditSession> Sessions { get; }

    public IReadOnlyList<Variation> Variations => _variations;

    /// <summary>Pairs of conditions that differ in one factor.</summary>
    public IReadOnlyList<(int Without, int With, string Factor)> Pairs { get; }

    /// <summary>All levels that occur, but for a control where there is nothing without it to compare it with.</summary>
    public IReadOnlyList<Level> Levels { get; }

    /// <summary>The condition of a session.</summary>
    public int Of(int session) => _of[session];

    /// <summary>The number of a condition; -1 for one that no session had.</summary>
    public int Find(Variation variation) => _byName.GetValueOrDefault(variation.Name, -1);

    private List<(int, int, string)> MinimalPairs()
    {
        // Conditions that are alike but for a factor share a key in which that factor is left out.
        var pairs = new List<(int, int, string)>();
        var byRest = new Dictionary<(string Factor, string Others), List<int>>();
        string[] factors = [.. _variations.SelectMany(variation => variation.Levels).Select(level => level.Factor).Distinct().Order(StringComparer.Ordinal)];
        for (int i = 0; i < _variations.Count; i++)
        {
            foreach (string factor in factors)
            {
                var key = (factor, Variation.Of(_variations[i].Levels.Where(level => level.Factor != factor)).Name);
                if (!byRest.TryGetValue(key, out List<int>? alike))
                    byRest[key] = alike = [];
                alike.Add(i);
            }
        }
        foreach (((string factor, _), List<int> alike) in byRest.OrderBy(entry => entry.Key.Factor, StringComparer.Ordinal)
            .ThenBy(entry => entry.Key.Others, StringComparer.Ordinal))
        {
            for (int a = 0; a < alike.Count; a++)
            {
                for (int b = a + 1; b < alike.Count; b++)
                {
                    bool isInOrder = IsInOrder(_variations[alike[a]].Of(factor), _variations[alike[b]].Of(factor));
                    pairs.Add(isInOrder ? (alike[a], alike[b], factor) : (alike[b], alike[a], factor));
                }
            }
        }
        return pairs;
    }

    // A control is what its level is compared with, and nothing at all what any level is; else the first comes first.
    private static bool IsInOrder(Level? first, Level? second) =>
        first is null || (second is not null && (second.MatchedWith == first.Name || first.MatchedWith != second.Name));
}
