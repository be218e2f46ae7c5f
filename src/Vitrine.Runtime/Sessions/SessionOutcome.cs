using Vitrine.Core.Model;
using Vitrine.Runtime.Ledger;
using Vitrine.Runtime.Recording;
using Vitrine.Runtime.Workspaces;

namespace Vitrine.Runtime.Sessions;

/// <summary>How a session ended.</summary>
/// <param name="ExitStatus">The agent's own, or <see cref="Sandbox.FirstStage.BoxExit.BoxFailed"/>.</param>
/// <param name="Id">The session.</param>
/// <param name="Summary">All that was recorded.</param>
/// <param name="Failure">What failed of Vitrine's own, for the person; null when nothing did.</param>
public sealed record SessionOutcome(int ExitStatus, string Id, SessionSummary Summary, string? Failure)
{
    /// <summary>What waits for a person to apply or discard, of a reviewed workspace; null for other uses.</summary>
    public PendingCount? Pending { get; init; }

    /// <summary>Whether all of it is in the ledger; else the next command sees to it.</summary>
    public bool IsSealed { get; init; }

    /// <summary>How far witnesses have cosigned the ledger; null where the policy names none.</summary>
    public WitnessingStatus? Witnessed { get; init; }

    /// <summary>Why it was ended before its first program ended by itself; null where it was not.</summary>
    public string? CutOff { get; init; }

    /// <summary>Seconds from the start to the end of the first program; known only with <see cref="SessionPlan.Bounds"/>.</summary>
    public double? FirstSeconds { get; init; }

    /// <summary>
    /// Processes of the box, by the host's numbers, that were there when the first program had ended; known only with <see cref="SessionPlan.Bounds"/>.
    /// </summary>
    public IReadOnlyList<int> Stayed { get; init; } = [];

    /// <summary>Other sessions, which lost their supervisors, that got their end now.</summary>
    public IReadOnlyList<AbandonedSession> Lost { get; init; } = [];
}
