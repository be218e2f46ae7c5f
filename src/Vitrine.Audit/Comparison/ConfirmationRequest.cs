using Vitrine.Audit.Model;

namespace Vitrine.Audit.Comparison;

/// <summary>Sessions that would decide whether a difference is real: both sides in turn, so that what drifts does not favour one.</summary>
/// <param name="Without">One side; the baseline where there is no better one.</param>
/// <param name="With">The other side.</param>
/// <param name="Times">How many sessions of each side are to be added.</param>
/// <param name="Reason">What they are to decide.</param>
public sealed record ConfirmationRequest(Variation Without, Variation With, int Times, string Reason);
