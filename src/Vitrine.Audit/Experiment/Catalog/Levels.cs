using Vitrine.Audit.Model;

namespace Vitrine.Audit.Experiment.Catalog;

/// <summary>Short ways to write levels down.</summary>
internal static class Levels
{
    /// <summary>A level.</summary>
    public static RankedLevel Of(string factor, string name, int rank, MachineChanges changes, LevelUse use = LevelUse.Any, string? matchedWith = null) =>
        new(new Level(factor, name, changes) { MatchedWith = matchedWith }, rank, use);

    /// <summary>A level that sets variables.</summary>
    public static RankedLevel Variables(string factor, string name, int rank, LevelUse use, params ReadOnlySpan<(string Name, string? Value)> variables) =>
        Of(factor, name, rank, new MachineChanges { Environment = Map(variables) }, use);

    /// <summary>Names with values, in the order of the names.</summary>
    public static IReadOnlyDictionary<string, string?> Map(params ReadOnlySpan<(string Name, string? Value)> pairs)
    {
        var map = new SortedDictionary<string, string?>(StringComparer.Ordinal);
        foreach ((string name, string? value) in pairs)
            map[name] = value;
        return map;
    }
}
