using Vitrine.Core.Policy;
using Vitrine.Ledger.Notes;

namespace Vitrine.Runtime.Ledger;

/// <summary>A witness as it is configured.</summary>
/// <param name="Url">Its submission prefix.</param>
/// <param name="Key">Its verifier key, for cosignatures.</param>
public sealed record WitnessPeer(Uri Url, VerifierKey Key)
{
    /// <summary>A witness that a policy names; the policy's reader has checked the form of both.</summary>
    /// <exception cref="ArgumentException">It is not of that form.</exception>
    public static WitnessPeer Of(WitnessRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return VerifierKey.TryParse(rule.Key, out VerifierKey? key)
            && key.Algorithm == VerifierKey.CosignatureAlgorithm
            && Uri.TryCreate(rule.Url, UriKind.Absolute, out Uri? url)
            ? new WitnessPeer(url, key)
            : throw new ArgumentException("A witness has an absolute URL and the key of a cosigner.", nameof(rule));
    }

    /// <summary>An address below the prefix.</summary>
    public Uri At(string path) => new($"{Url.GetLeftPart(UriPartial.Path).TrimEnd('/')}/{path}");
}
