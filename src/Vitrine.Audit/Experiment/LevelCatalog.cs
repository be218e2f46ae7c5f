using Vitrine.Audit.Experiment.Catalog;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Experiment;

/// <summary>All levels of an audit: the built-in ones and those that the reading harvested.</summary>
public static class LevelCatalog
{
    /// <summary>Most harvested levels of one factor; the most telling first.</summary>
    public const int MaxHarvested = 64;

    private const int MaxName = 120;

    /// <summary>The built-in levels.</summary>
    /// <param name="now">The baseline's time.</param>
    /// <param name="defaultHost">The vendor's own endpoint host, if the package names one.</param>
    /// <param name="baselineEndpoint">Scheme, host and port of the baseline's endpoint, which is no level of its own.</param>
    public static IReadOnlyList<RankedLevel> BuiltIn(DateTimeOffset now, string? defaultHost = null, string? baselineEndpoint = null) =>
    [
        .. ZoneLevels.All(), .. LocaleLevels.All(), .. TwinLevels.With(MachineNameLevels.All()),
            .. TwinLevels.With(EndpointLevels.All(defaultHost, baselineEndpoint)), .. EnvironmentLevels.All(),
        .. WatchedLevels.All(baselineEndpoint?.Split("://")[^1] ?? defaultHost ?? "localhost"), .. TwinLevels.With(GitLevels.All()),
        .. WorkspaceLevels.All(), .. TimeLevels.All(now), .. ServerLevels.All(),
    ];

    /// <summary>
    /// What a level that was harvested may be combined with: what a program looks at to see whether it is watched hides the rest of a session, whoever thought
    /// of it.
    /// </summary>
    public static LevelUse UseOf(Level level)
    {
        ArgumentNullException.ThrowIfNull(level);
        return level.Factor is Factors.Interception or Factors.SandboxDetection
            || (level.Factor == Factors.EnvironmentVariable && level.Changes.Environment.Keys.Any(EnvironmentLevels.IsVeil))
            ? LevelUse.Veil
            : LevelUse.Any;
    }

    /// <summary>
    /// Harvested levels, and the built-in ones that are not among them. A harvested level that a built-in one equals gives it its rank and origin.
    /// </summary>
    /// <param name="harvested">From the reading; names are a package's own words, so they are made short and visible.</param>
    /// <param name="builtIn">See <see cref="BuiltIn"/>.</param>
    public static IReadOnlyList<RankedLevel> Merge(IEnumerable<RankedLevel> harvested, IReadOnlyList<RankedLevel> builtIn)
    {
        ArgumentNullException.ThrowIfNull(harvested);
        ArgumentNullException.ThrowIfNull(builtIn);
        var merged = new Dictionary<(string, string), RankedLevel>();
        foreach (RankedLevel level in harvested.GroupBy(level => level.Level.Factor)
            .SelectMany(factor => factor.OrderBy(level => level.Rank).Take(MaxHarvested)))
        {
            string name = Visible(level.Level.Name);
            merged.TryAdd((level.Level.Factor, name),
                level with { Level = level.Level with { Name = name, MatchedWith = level.Level.MatchedWith is { } matched ? Visible(matched) : null } });
        }

        foreach (RankedLevel level in builtIn)
        {
            (string, string) key = (level.Level.Factor, level.Level.Name);
            merged[key] = merged.TryGetValue(key, out RankedLevel? found)
                ? level with { Rank = Math.Min(level.Rank, found.Rank), Level = level.Level with { Origin = found.Level.Origin } }
                : level;
        }

        return [.. merged.Values.OrderBy(level => level.Rank)];
    }

    /// <summary>
    /// Levels but for those that take the variable with the key that the target asks its model with: another key there is another account, which is a level of
    /// its own.
    /// </summary>
    public static IReadOnlyList<RankedLevel> WithoutKey(IReadOnlyList<RankedLevel> levels, string variable) =>
        [.. levels.Where(level => variable.Length == 0 || !level.Level.Changes.Environment.ContainsKey(variable))];

    // A comma would make the names of two variations equal; a control character would reach a terminal.
    private static string Visible(string name)
    {
        Span<char> kept = stackalloc char[MaxName];
        int length = 0;
        foreach (char c in name)
        {
            if (length == MaxName)
                break;
            kept[length++] = c == ',' ? ';' : char.IsControl(c) || char.IsSurrogate(c) ? '\uFFFD' : c;
        }

        return length == 0 ? "(empty)" : new string(kept[..length]);
    }
}
