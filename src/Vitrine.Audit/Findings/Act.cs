using Vitrine.Audit.Comparison;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Findings;

/// <summary>Something a session did that needs no comparison to be wrong.</summary>
/// <param name="Feature">The feature that says whether a session did it; its dependence on factors is the act's.</param>
/// <param name="Channel">One of <see cref="Channels"/>.</param>
/// <param name="Severity">How much it weighs.</param>
/// <param name="Summary">What was done, without the condition.</param>
/// <param name="Reason">Why it weighs that much.</param>
/// <param name="Shown">What was seen.</param>
/// <param name="Session">Who did it.</param>
internal sealed record Act(string Feature, string Channel, Severity Severity, string Summary, string Reason, string Shown, AuditSession Session)
{
    /// <summary>The host that was called; empty for an act of the machine.</summary>
    public string Host { get; init; } = "";

    /// <summary>Whether the target's README says that it does it.</summary>
    public bool IsDeclared { get; init; }

    /// <summary>The programs that did it, where that is known.</summary>
    public IReadOnlyList<string> Processes { get; init; } = [];
}
