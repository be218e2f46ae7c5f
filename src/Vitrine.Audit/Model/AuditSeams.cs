namespace Vitrine.Audit.Model;

/// <summary>What a person asks an audit for.</summary>
public sealed record AuditRequest
{
    /// <summary><c>npm:NAME[@VERSION]</c>, or the path of a directory, a tarball or a program.</summary>
    public required string Target { get; init; }

    /// <summary><c>quick</c>, <c>standard</c> or <c>deep</c>.</summary>
    public string Budget { get; init; } = "standard";

    /// <summary>An agent profile's file or built-in name; null to go by the package.</summary>
    public string? Profile { get; init; }

    /// <summary><c>anthropic</c>, <c>openai-chat</c>, <c>openai-responses</c>; null to go by the package.</summary>
    public string? Protocol { get; init; }

    /// <summary>Sessions at a time; 0 for as many as the machine allows.</summary>
    public int Jobs { get; init; }

    /// <summary>Whether what an interrupted audit left in <see cref="Work"/> is used.</summary>
    public bool IsResumed { get; init; }

    /// <summary>Restricts the levels to these factors; empty for all.</summary>
    public IReadOnlyList<string> OnlyFactors { get; init; } = [];

    /// <summary>A directory for what must survive an interruption; made if it is missing.</summary>
    public required string Work { get; init; }
}

/// <summary>How far an audit is.</summary>
/// <param name="Phase">What it does: <c>resolving</c>, <c>reading</c>, <c>running</c>, <c>comparing</c>, <c>confirming</c>, <c>writing</c>.</param>
/// <param name="Done">Steps of the whole that are done.</param>
/// <param name="Planned">Steps that there will be, as far as that is known; 0 where it is not.</param>
/// <param name="SecondsLeft">An estimate; null where there is none.</param>
public sealed record AuditAdvance(string Phase, int Done, int Planned, double? SecondsLeft = null)
{
    /// <summary>Findings so far.</summary>
    public int Findings { get; init; }
}

/// <summary>An audit's result, and where its captures are.</summary>
/// <param name="Result">The result; of an interrupted audit what was done, with a plan that is not.</param>
/// <param name="FileOf">Reads the file of a capture of <see cref="AuditResult.Captures"/> (<see cref="Running.CaptureFile"/>).</param>
public sealed record RecordedAudit(AuditResult Result, Func<CaptureEntry, byte[]> FileOf);

/// <summary>Audits a target. When it is cancelled it gives what it has, and does not throw.</summary>
/// <exception cref="AuditException">The target cannot be audited.</exception>
public delegate Task<RecordedAudit> RunAudit(AuditRequest request, Action<AuditAdvance> tell, CancellationToken cancellationToken);

/// <summary>Finds again, in the captures alone, what an audit found.</summary>
/// <param name="recorded">The report; its findings are not to be relied on.</param>
/// <param name="captures">Captures under <see cref="AuditResult.Variations"/>.</param>
/// <returns>The findings that follow.</returns>
public delegate RecomputedFindings RecomputeFindings(AuditResult recorded, IReadOnlyList<Capture> captures);

/// <summary>Runs sessions of a recorded audit's target again, one after the other.</summary>
/// <param name="recorded">The report.</param>
/// <param name="sessions">Their conditions and scripts; session ids and digests are of no account.</param>
/// <param name="cancellationToken">Stops it.</param>
/// <returns>Their captures, in the same order.</returns>
/// <exception cref="AuditException">The target is gone, or another.</exception>
public delegate Task<IReadOnlyList<Capture>> RunAgain(AuditResult recorded, IReadOnlyList<CaptureEntry> sessions, CancellationToken cancellationToken);

/// <summary>A target that cannot be audited, for a reason that a person can do something about.</summary>
public sealed class AuditException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="message">What happened and why.</param>
    /// <param name="hint">What to do.</param>
    public AuditException(string message, string hint)
        : base(message) => Hint = hint;

    /// <summary>What to do.</summary>
    public string Hint { get; }
}

/// <summary>What a recorded audit's captures give when they are compared again.</summary>
/// <param name="Findings">The findings.</param>
/// <param name="NotCompared">Comparisons that took too long or could not be made: what they would have shown is not known.</param>
public sealed record RecomputedFindings(IReadOnlyList<Finding> Findings, int NotCompared);
