using Vitrine.Audit.Model;

namespace Vitrine.Audit.Auditing;

/// <summary>What sessions under some conditions showed, compared with the baseline.</summary>
/// <param name="Variation">The conditions.</param>
/// <param name="Script">The script.</param>
/// <param name="End">Whether they were seen.</param>
/// <param name="Differences">From the baseline; of those that may be chance, what is left after repetitions.</param>
/// <param name="Lapsed">Keys that differed in one session and no more in several.</param>
/// <param name="Sessions">How many sessions there were.</param>
internal sealed record Examination(Variation Variation, string Script, SessionEnd End, IReadOnlyList<Difference> Differences, IReadOnlyList<string> Lapsed,
    int Sessions)
{
    /// <summary>Differences that chance does not make, explained or not.</summary>
    public IEnumerable<Difference> Shown => Differences.Where(difference => difference.Weight != DifferenceWeight.Suspected);

    /// <summary>Differences that are certain.</summary>
    public IEnumerable<Difference> Certain => Differences.Where(difference => difference.Weight == DifferenceWeight.Certain);
}
