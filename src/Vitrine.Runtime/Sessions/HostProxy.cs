using Vitrine.Egress;

namespace Vitrine.Runtime.Sessions;

/// <summary>How this machine itself reaches the network: the door dials as its host does.</summary>
internal static class HostProxy
{
    /// <summary>The proxy that the usual variables name; null for none.</summary>
    public static UpstreamProxy? Find() => UpstreamProxy.FromEnvironment(Environment.GetEnvironmentVariable);
}
