using Vitrine.Audit.Experiment;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Auditing;

/// <summary>
/// Which randomness a session sees. The first look at each condition sees the same as the first baselines, so what an agent draws anew each time is equal and whatever else differs shows in one session.
/// All repetitions see others: what is random is known by them, nothing is confirmed that only one draw of luck shows, and an identifier that takes the place of something random stands still where the
/// baselines move. Both sides of a confirmation see the same at each turn.
/// </summary>
internal static class Chance
{
    /// <summary>How many baselines see what first looks see.</summary>
    public const int EqualBaselines = 3;

    // Any number: it only has to be the same in each part of an audit, and when a pair is run again.
    private const ulong First = 0x5eed_0000_0000;

    // A session before it, and its installation, have a number of their own added by RunOrder.
    private const ulong Apart = 1 << 16;

    /// <summary>Where the randomness of a session begins.</summary>
    public static ulong SeedOf(Cell cell) => First + (Apart * (ulong)(cell.Variation.Levels.Count == 0 && cell.Repetition < EqualBaselines ? 0 : cell.Repetition));

    /// <summary>Whether a baseline saw what first looks see.</summary>
    public static bool IsFirst(Observation baseline) => baseline.Capture.Repetition < EqualBaselines;
}
