using Vitrine.Audit.Model;

namespace Vitrine.Audit.Comparison;

/// <summary>A capture with what it was made under.</summary>
/// <param name="Capture">What was seen.</param>
/// <param name="Variation">The levels that differ from the baseline.</param>
/// <param name="Machine">What the target could find out about its machine.</param>
public sealed record AuditSession(Capture Capture, Variation Variation, MachineFacts Machine);
