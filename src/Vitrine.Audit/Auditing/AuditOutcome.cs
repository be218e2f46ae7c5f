using Vitrine.Audit.Experiment;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Auditing;

/// <summary>What an audit's sessions gave.</summary>
public sealed record AuditOutcome
{
    /// <summary>What was found, each id once.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>What was tried.</summary>
    public required ExperimentCoverage Coverage { get; init; }

    /// <summary>Whether each factor, each pair that was planned and each candidate got what the budget planned for it.</summary>
    public required bool IsPlanDone { get; init; }

    /// <summary>Why not; empty where it was.</summary>
    public string NotDoneBecause { get; init; } = "";

    /// <summary>Whether it was told to end before that.</summary>
    public bool IsInterrupted { get; init; }

    /// <summary>Sessions that were planned, by the speed that was measured.</summary>
    public required int SessionsPlanned { get; init; }

    /// <summary>Sessions that could not be run or had to be ended.</summary>
    public required int SessionsFailed { get; init; }

    /// <summary>Time that it took, with earlier parts.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Conditions that had a session, each once.</summary>
    public required IReadOnlyList<Variation> Variations { get; init; }

    /// <summary>Differences that were seen and did not come again, or were left when the budget ended: key and conditions.</summary>
    public IReadOnlyList<string> Unexplained { get; init; } = [];

    /// <summary>What else is to be said of the sessions, in words.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary><c>covert</c>, <c>clear</c> or <c>incomplete</c>.</summary>
    public string Verdict => Findings.Any(finding => finding.Severity >= Severity.Medium) ? "covert" : IsPlanDone ? "clear" : "incomplete";
}
