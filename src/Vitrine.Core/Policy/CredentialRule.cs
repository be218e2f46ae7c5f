using Vitrine.Core.Model;

namespace Vitrine.Core.Policy;

/// <summary>Where a credential's value is; the policy never holds one.</summary>
public enum CredentialSource
{
    /// <summary>A variable of the person's environment.</summary>
    Environment,

    /// <summary>A file of the person's, outside the box.</summary>
    File,
}

/// <summary>
/// One entry of <c>credentials</c>: the door puts the value in for these hosts alone, once their certificate is verified; the agent holds a placeholder.
/// </summary>
/// <param name="Name">Its name in the policy.</param>
/// <param name="Source">Where the value is.</param>
/// <param name="Location">Name of the variable, or path of the file, which may begin with <c>~/</c>.</param>
/// <param name="Hosts">The hosts that it is for.</param>
/// <param name="Header">The header that it stands in, such as <c>x-api-key</c>.</param>
/// <param name="Scheme">What stands before it in the header, such as <c>Bearer</c>; empty for nothing.</param>
/// <param name="IsOnly">Whether these hosts take no other credential: a request with another one is refused.</param>
/// <param name="Rank">Whose rule it is.</param>
/// <param name="Origin">Where the rule stands.</param>
public sealed record CredentialRule(
    string Name, CredentialSource Source, string Location, IReadOnlyList<HostRule> Hosts, string Header, string Scheme, bool IsOnly, PolicyRank Rank,
        string Origin)
{
    /// <summary>Whether the credential is for this destination.</summary>
    public bool Covers(Destination destination)
    {
        foreach (HostRule host in Hosts)
            if (host.Covers(destination))
                return true;
        return false;
    }
}
