using Vitrine.Audit.Model;

namespace Vitrine.Audit.Auditing;

/// <summary>A session with its conditions.</summary>
/// <param name="Variation">What differed from the baseline.</param>
/// <param name="Script">What the stand-in played.</param>
/// <param name="Capture">What was seen.</param>
public sealed record Observation(Variation Variation, string Script, Capture Capture);
