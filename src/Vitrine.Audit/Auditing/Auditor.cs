namespace Vitrine.Audit.Auditing;

/// <summary>
/// Conducts an audit's sessions. In turn: the baseline, repeated (1); one level at a time (2); what differs is repeated both ways (3); many factors at once,
/// which clears their pairs or is narrowed down to the least that shows the difference (4), and that again repeated both ways (5); then from (2) on with what
/// the budget leaves.
/// </summary>
/// <remarks>
/// Which session comes next follows from the levels, the budget's numbers and the sessions before it, and from the clock only by decisions that the index
/// keeps: so an audit that was interrupted goes through the same plan again, finds its sessions in the store, and goes on where it was.
/// </remarks>
public sealed class Auditor(AuditSettings settings, AuditSteps steps, TimeProvider time)
{
    /// <summary>Runs the audit.</summary>
    /// <param name="progress">Told after each batch.</param>
    /// <param name="stop">Ends it soon; what was found until then is the result.</param>
    /// <exception cref="IOException">The directory cannot be used, or holds another audit.</exception>
    /// <exception cref="InvalidDataException">What it holds is damaged.</exception>
    public async Task<AuditOutcome> RunAsync(IProgress<AuditProgress>? progress, CancellationToken stop)
    {
        settings.Validate();
        using CaptureStore store = CaptureStore.Open(settings);
        var pace = new Pace(time, settings.Budget.Time, settings.Budget.Sessions, store.Elapsed);
        using var queue = new SessionQueue(settings, steps, store, pace, time, stop);
        using var course = new AuditCourse(settings, steps, store, pace, queue, progress);
        bool stopped = false;
        try
        {
            await course.RunAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            stopped = true;
        }
        finally
        {
            await queue.EndAsync().ConfigureAwait(false);
        }

        return course.Outcome(stopped);
    }
}
