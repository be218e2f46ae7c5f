using System.Net;
using Vitrine.Core.Model;
using Vitrine.Core.Policy;

namespace Vitrine.Egress.Capture;

/// <summary>Whether a destination may be dialled at an address: a public one always, another only where a rule of its own says so.</summary>
internal sealed class PrivateAccess(IReadOnlyList<HostRule> rules)
{
    /// <summary>Whether <paramref name="destination"/> may be dialled at <paramref name="address"/>.</summary>
    public bool Allows(Destination destination, IPAddress address)
    {
        if (PublicAddress.Is(address))
            return true;
        foreach (HostRule rule in rules)
            if (rule.Port is null ? rule.Covers(destination.Host) : rule.Covers(destination))
                return true;
        return false;
    }

    /// <summary>The decision for what is not allowed.</summary>
    public static Decision Denied(Destination destination) => Decision.Deny(null, $"--allow-private {destination.Host.ToUriHost()}");
}
