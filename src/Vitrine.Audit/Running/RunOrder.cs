using Vitrine.Audit.Model;
using Vitrine.Sandbox;

namespace Vitrine.Audit.Running;

/// <summary>One session that is to be run.</summary>
/// <param name="Variation">The name of its conditions.</param>
/// <param name="Repetition">Which repetition it is.</param>
/// <param name="Changes">What differs from the baseline machine.</param>
public sealed record RunOrder(string Variation, int Repetition, MachineChanges Changes)
{
    /// <summary>Where the randomness of the box begins; null leaves true randomness.</summary>
    public ulong? Seed { get; init; }

    /// <summary>What the clock shows at the start where <see cref="MachineChanges.Clock"/> says nothing; null leaves the machine's own.</summary>
    public DateTimeOffset? Clock { get; init; }

    /// <summary>The steps in which such a clock goes; zero for one that runs smoothly.</summary>
    public TimeSpan ClockStep { get; init; }

    /// <summary>Whether the box has one processor alone (<see cref="BoxDeterminism.OneProcessor"/>).</summary>
    public bool OneProcessor { get; init; }

    /// <summary>Time and chance of a session.</summary>
    /// <param name="number">Sessions of one order differ in this: a machine does not roll the same numbers each time.</param>
    internal BoxDeterminism? Determinism(int number)
    {
        DateTimeOffset? clock = Changes.Clock ?? Clock;
        return Seed is null && clock is null && !OneProcessor
            ? null
            : new BoxDeterminism
            {
                Seed = Seed + (ulong)number,
                Clock = clock,
                ClockStep = clock is null ? TimeSpan.Zero : ClockStep,
                OneProcessor = OneProcessor
            };
    }

    /// <summary>The order for a variation.</summary>
    public static RunOrder Of(Variation variation, int repetition)
    {
        ArgumentNullException.ThrowIfNull(variation);
        return new RunOrder(variation.Name, repetition, variation.Levels.Aggregate(new MachineChanges(), (changes, level) => changes.With(level.Changes)));
    }
}
