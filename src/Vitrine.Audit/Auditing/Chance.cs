using Vitrine.Audit.Experiment;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Auditing;

/// <summary>
/// Which randomness a session sees. The first look at each condition sees the same as the first baselines, so what an agent draws anew each time is equal and
/// whatever else differs shows in one session. All repetitions see others: what is random is known by them, nothing is confirmed that only one draw of luck
/// shows, and an identifier that takes the place of something random stands still where the baselines move. Both sides of a confirmation see the same at each
/// turn, and the second look at conditions sees what the fourth baseline saw, the third what the fifth: what is drawn is told from what is done with it.
/// </summary>
internal static class Chance
{
    /// <summary>How many baselines see what first looks see.</summary>
    public const int EqualBaselines = 3;

    // Any number: it only has to be the same in each part of an audit, and when a pair is run again.
    private const ulong First = 0x5eed_0000_0000;

    // A session before it, and its installation, have a number of their own added by RunOrder.
    private const ulong Apart = 1 << 16;

    /// <summary>By how much the number of a session lies above that of one whose randomness it sees again.</summary>
    public const int AgainFrom = 1000;

    // Repetitions of the search; those of a confirmation have numbers that both sides share already.
    private const int Search = 100;

    /// <summary>Where the randomness of a session begins.</summary>
    public static ulong SeedOf(Cell cell) => First + (Apart * (ulong)DrawOf(cell.Variation, cell.Repetition));

    /// <summary>Which randomness a session saw: the same number, the same randomness.</summary>
    public static int DrawOf(Variation variation, int repetition) =>
        variation.Levels.Count == 0 && repetition < EqualBaselines ? 0
            : repetition >= 2 * AgainFrom ? repetition - AgainFrom
                : repetition is > 0 and < Search && variation.Levels.Count > 0 ? repetition + EqualBaselines - 1
                    : repetition;

    /// <summary>Whether a baseline saw what first looks see.</summary>
    public static bool IsFirst(Observation baseline) => baseline.Capture.Repetition < EqualBaselines;
}
