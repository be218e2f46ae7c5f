using Vitrine.Audit.Model;

namespace Vitrine.Audit.Experiment;

/// <summary>One session of the plan.</summary>
/// <param name="Variation">Its conditions.</param>
/// <param name="Script">What the stand-in plays: one of <see cref="AuditScripts"/>.</param>
/// <param name="Repetition">0 for the first session of this kind.</param>
public sealed record Cell(Variation Variation, string Script, int Repetition)
{
    /// <summary>Unique among the sessions of an audit.</summary>
    public string Name => $"{Script}#{Repetition}: {Variation.Name}";

    /// <summary>All that the conditions change.</summary>
    public MachineChanges Changes =>
        Variation.Levels.Aggregate(new MachineChanges(), (changes, level) => changes.With(level.Changes)) is var all && all.Script is null
            ? all with { Script = Script }
            : all;

    /// <summary>How many sessions of the target it takes.</summary>
    public int Cost => 1 + Variation.Levels.Sum(level => level.Changes.SessionsBefore ?? 0);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
