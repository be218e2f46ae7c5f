namespace Vitrine.Audit.Model;

/// <summary>The conditions of one session: the levels that differ from the baseline, at most one of each factor; none for the baseline itself.</summary>
/// <param name="Levels">In the order of their factors' names.</param>
public sealed record Variation(IReadOnlyList<Level> Levels)
{
    /// <summary>The baseline.</summary>
    public static Variation Baseline { get; } = new([]);

    /// <summary>Unique among the variations of an audit: <c>baseline</c>, or <c>timezone=Asia/Shanghai, endpoint-host=…</c>.</summary>
    public string Name => Levels.Count == 0 ? "baseline" : string.Join(", ", Levels.Select(level => $"{level.Factor}={level.Name}"));

    /// <summary>The level of a factor; null where it is the baseline's.</summary>
    public Level? Of(string factor) => Levels.FirstOrDefault(level => level.Factor == factor);

    /// <summary>Makes one in the right order.</summary>
    public static Variation Of(params IEnumerable<Level> levels) => new([.. levels.OrderBy(level => level.Factor, StringComparer.Ordinal)]);

    /// <inheritdoc/>
    public bool Equals(Variation? other) => other is not null && Name == other.Name;

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
}
