using Vitrine.Audit.Experiment;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Auditing;

/// <summary>Runs a session of the target. Called from several threads at a time.</summary>
/// <param name="cell">Which; its <see cref="Cell.Changes"/> say what to change, its <see cref="Cell.Script"/> what to play.</param>
/// <param name="stop">Ends the session at once.</param>
/// <exception cref="Running.AuditBoxException">The session could not be run.</exception>
/// <exception cref="IOException">The session could not be run.</exception>
/// <exception cref="InvalidOperationException">The session could not be run.</exception>
/// <exception cref="TimeoutException">The session could not be run.</exception>
/// <exception cref="UnauthorizedAccessException">The session could not be run.</exception>
public delegate Task<Capture> RunSession(Cell cell, CancellationToken stop);

/// <summary>
/// In which things sessions differ. Called from several threads at a time, with the same list of baselines again and again, so what is learned of one may be
/// kept by its reference.
/// </summary>
/// <param name="without">Sessions under one set of conditions.</param>
/// <param name="with">Sessions under another; each under the same.</param>
public delegate IReadOnlyList<Difference> CompareSessions(IReadOnlyList<Observation> without, IReadOnlyList<Observation> with);

/// <summary>Makes findings of a difference: class, severity, words. Called from several threads at a time.</summary>
public delegate IReadOnlyList<Finding> ConcludeDifference(ShownDifference shown);

/// <summary>Makes findings of what sessions do whatever the conditions are.</summary>
/// <param name="sessions">All baselines, and the session that installs.</param>
public delegate IReadOnlyList<Finding> JudgeAlways(IReadOnlyList<Observation> sessions);

/// <summary>What an audit calls for each of its steps.</summary>
public sealed record AuditSteps
{
    /// <summary>Runs a session.</summary>
    public required RunSession Run { get; init; }

    /// <summary>Compares sessions.</summary>
    public required CompareSessions Compare { get; init; }

    /// <summary>Makes findings of a difference.</summary>
    public required ConcludeDifference Conclude { get; init; }

    /// <summary>Makes findings of the baselines.</summary>
    public required JudgeAlways Always { get; init; }

    /// <summary>
    /// Told of what <see cref="Conclude"/> or <see cref="Always"/> gave, when it counts: one at a time, in the plan's order, where conclusions are drawn as
    /// sessions end.
    /// </summary>
    public Action<IReadOnlyList<Finding>>? Took { get; init; }
}
