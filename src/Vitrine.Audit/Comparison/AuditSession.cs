using Vitrine.Audit.Model;

namespace Vitrine.Audit.Comparison;

/// <summary>A capture with what it was made under.</summary>
/// <param name="Capture">What was seen.</param>
/// <param name="Variation">The levels that differ from the baseline.</param>
/// <param name="Machine">What the target could find out about its machine.</param>
public sealed record AuditSession(Capture Capture, Variation Variation, MachineFacts Machine)
{
    /// <summary>Which randomness it saw: sessions of the same number saw the same. Null where each saw its own.</summary>
    public int? Draw { get; init; }

    /// <summary>Whether it was run in turn with sessions of the other side, so that its times can be compared with theirs; null where all were.</summary>
    public bool? IsInTurn { get; init; }
}
