using Vitrine.Audit.Running;

namespace Vitrine.Audit.Auditing;

/// <summary>The sessions of an audit behind glass.</summary>
public static class BoxedSessions
{
    /// <summary>Runs each session of a plan in a box.</summary>
    /// <param name="box">Makes the boxes.</param>
    /// <param name="clock">What the clock shows at the start of each session, unless its conditions say otherwise; null leaves the machine's own.</param>
    public static RunSession Of(AuditBox box, DateTimeOffset? clock)
    {
        ArgumentNullException.ThrowIfNull(box);
        return async (cell, stop) =>
        {
            try
            {
                return await box.RunAsync(new RunOrder(cell.Variation.Name, cell.Repetition, cell.Changes) { Clock = clock }, stop).ConfigureAwait(false);
            }
            catch (ArgumentOutOfRangeException unable)
            {
                // A date that no box can show: this session is lost, not the audit.
                throw new InvalidOperationException(unable.Message, unable);
            }
        };
    }
}
