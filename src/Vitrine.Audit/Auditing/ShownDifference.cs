using Vitrine.Audit.Model;

namespace Vitrine.Audit.Auditing;

/// <summary>A difference with the least conditions that show it.</summary>
public sealed record ShownDifference
{
    /// <summary>Conditions with it; without any of their levels it is gone.</summary>
    public required Variation With { get; init; }

    /// <summary>The same without one level.</summary>
    public required Variation Without { get; init; }

    /// <summary>The level that only <see cref="With"/> has: its factor is what the behaviour depends on.</summary>
    public required Level Toggled { get; init; }

    /// <summary>What differs, by fresh sessions where <see cref="IsConfirmed"/>.</summary>
    public required IReadOnlyList<Difference> Differences { get; init; }

    /// <summary>
    /// Whether it showed again in sessions run for nothing else, both ways in turn. Without that it is a difference that its conditions explain, for the
    /// report's open facts.
    /// </summary>
    public required bool IsConfirmed { get; init; }

    /// <summary>Sessions without it.</summary>
    public required IReadOnlyList<Observation> SessionsWithout { get; init; }

    /// <summary>Sessions with it.</summary>
    public required IReadOnlyList<Observation> SessionsWith { get; init; }

    /// <summary>Other conditions under which one of the keys was seen, by name; at most 32.</summary>
    public IReadOnlyList<string> AlsoUnder { get; init; } = [];
}
