using Vitrine.Audit.Experiment;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Auditing;

/// <summary>A session that is being run, or waits for its place, or has run before anybody asked for it. Changed under the queue's lock.</summary>
/// <param name="cell">Which.</param>
/// <param name="share">The share of the budget up to which it may be begun.</param>
internal sealed class SessionFlight(Cell cell, double share)
{
    /// <summary>Which.</summary>
    public Cell Cell { get; } = cell;

    /// <summary>The share of the budget up to which it may be begun.</summary>
    public double Share { get; } = share;

    /// <summary>Its wait for a place.</summary>
    public required SlotWait Place { get; init; }

    /// <summary>Whether the plan asked for it; else it was begun because the plan probably will.</summary>
    public bool IsAsked { get; set; }

    /// <summary>Whether it was begun.</summary>
    public bool IsBegun { get; set; }

    /// <summary>Whether the budget was charged for it.</summary>
    public bool IsSpent { get; set; }

    /// <summary>What came of it.</summary>
    public Task<Landing> Landing { get; set; } = null!;
}

/// <summary>What came of a session's run.</summary>
/// <param name="Capture">What was seen; null where it was not run, or failed.</param>
/// <param name="Failure">Why it failed; null where it did not.</param>
/// <param name="Elapsed">Seconds of the audit when it ended.</param>
internal readonly record struct Landing(Capture? Capture, string? Failure, double Elapsed)
{
    /// <summary>Whether it ran.</summary>
    public bool HasRun => Capture is not null || Failure is not null;
}
