using Vitrine.Audit.Model;

namespace Vitrine.Audit.Reading.Leveling;

/// <summary>Levels with their ranks; each name once in its factor, with the higher rank.</summary>
internal sealed class LevelList(int mostOfFactor)
{
    private readonly Dictionary<(string Factor, string Name), (Level Level, int Rank)> _levels = [];

    public void Add(Level level, int rank)
    {
        if (_levels.TryGetValue((level.Factor, level.Name), out (Level Level, int Rank) known) && known.Rank >= rank)
            return;
        _levels[(level.Factor, level.Name)] = (level, rank);
    }

    public IReadOnlyList<Level> Ranked()
    {
        var kept = new List<(Level Level, int Rank)>();
        foreach (IGrouping<string, (Level Level, int Rank)> factor in _levels.Values.GroupBy(one => one.Level.Factor))
        {
            (Level Level, int Rank)[] ranked = [.. factor.OrderByDescending(one => one.Rank).ThenBy(one => one.Level.Name, StringComparer.Ordinal)];
            var names = ranked.Take(mostOfFactor).Select(one => one.Level.Name).ToHashSet(StringComparer.Ordinal);
            // A control that fell off the end takes its level's claim with it.
            kept.AddRange(ranked.Take(mostOfFactor).Select(one => (one.Level.MatchedWith is { } control && !names.Contains(control)
                ? one.Level with { MatchedWith = null }
                : one.Level,
                one.Rank)));
        }

        return [.. kept.OrderByDescending(one => one.Rank)
            .ThenBy(one => one.Level.Factor, StringComparer.Ordinal)
            .ThenBy(one => one.Level.Name, StringComparer.Ordinal)
            .Select(one => one.Level)];
    }
}
