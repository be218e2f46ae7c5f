using Vitrine.Core.Inspect.Identity;
using Found = Vitrine.Core.Inspect.Identity.IdentityHit;

namespace Vitrine.Core.Inspect.Detectors;

/// <summary>What tells who or where the person is, as the inspector takes it.</summary>
/// <param name="detector">Finds it.</param>
public sealed class IdentityFinder(IdentityDetector detector) : IDetector
{
    [ThreadStatic]
    private static List<Found>? s_found;

    /// <inheritdoc/>
    public ulong Version => 1;

    /// <inheritdoc/>
    public void Find(ReadOnlySpan<byte> text, ICollection<Hit> hits)
    {
        ArgumentNullException.ThrowIfNull(hits);
        List<Found> found = s_found ??= [];
        found.Clear();
        detector.Find(text, found);
        foreach (Found each in found)
            hits.Add(new IdentityHit(each.Range, IdentityKinds.Name(each.Kind), each.Form));
    }
}
