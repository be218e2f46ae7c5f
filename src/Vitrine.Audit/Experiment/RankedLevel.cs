using Vitrine.Audit.Model;

namespace Vitrine.Audit.Experiment;

/// <summary>A level with its place in the queue.</summary>
/// <param name="Level">The level.</param>
/// <param name="Rank">When its turn comes: one of <see cref="LevelRanks"/>; the lower, the sooner.</param>
/// <param name="Use">With what it may be combined.</param>
public sealed record RankedLevel(Level Level, int Rank, LevelUse Use = LevelUse.Any);

/// <summary>What a level may be combined with in one session.</summary>
public enum LevelUse
{
    /// <summary>With levels of any other factor.</summary>
    Any,

    /// <summary>
    /// It is a reason for a careful program to behave: continuous integration, a container, an interception, an opt-out. A session with it clears nothing but
    /// itself, so at most one of these stands in a session, and each pair of other levels is also tried without any.
    /// </summary>
    Veil,

    /// <summary>With nothing: it is slow, or its session is looked at in another way.</summary>
    Alone,
}

/// <summary>The order in which levels have their turn.</summary>
public static class LevelRanks
{
    /// <summary>It stood in the package in a hidden form.</summary>
    public const int Hidden = 0;

    /// <summary>A built-in level that stands for many.</summary>
    public const int Leading = 1;

    /// <summary>It stood in the package in clear.</summary>
    public const int Harvested = 2;

    /// <summary>A built-in level worth a session of its own.</summary>
    public const int Usual = 3;

    /// <summary>A built-in level for completeness.</summary>
    public const int Rare = 4;

    /// <summary>The same in other letters as a level that has its turn: it is run where that one is to be compared with it.</summary>
    public const int Twin = 5;
}
