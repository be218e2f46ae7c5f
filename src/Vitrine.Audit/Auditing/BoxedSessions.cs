using Vitrine.Audit.Experiment;
using Vitrine.Audit.Model;
using Vitrine.Audit.Running;

namespace Vitrine.Audit.Auditing;

/// <summary>
/// The sessions of an audit behind glass: all begin at the same moment of a clock of their own, with the randomness that <see cref="Chance"/> says.
/// </summary>
public static class BoxedSessions
{
    /// <summary>What a report says of it.</summary>
    public const string Remark =
        "what shows only with the machine's own clock, randomness, or fast clock (vDSO): each session's clock began at the same moment and ran at true speed, and what the kernel gives as random followed from a number";

    /// <summary>Runs each session of a plan in a box.</summary>
    /// <param name="box">Makes the boxes.</param>
    /// <param name="clock">What the clock shows at the start of each session, unless its conditions say otherwise.</param>
    public static RunSession Of(AuditBox box, DateTimeOffset clock)
    {
        ArgumentNullException.ThrowIfNull(box);
        return async (cell, stop) =>
        {
            try
            {
                return await box.RunAsync(new RunOrder(cell.Variation.Name, cell.Repetition, cell.Changes) { Clock = clock, Seed = Chance.SeedOf(cell) },
                    stop).ConfigureAwait(false);
            }
            catch (ArgumentOutOfRangeException unable)
            {
                // A date that no box can show: this session is lost, not the audit.
                throw new InvalidOperationException(unable.Message, unable);
            }
        };
    }
}
