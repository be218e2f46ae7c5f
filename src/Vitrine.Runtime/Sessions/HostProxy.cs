using Vitrine.Egress;

namespace Vitrine.Runtime.Sessions;

/// <summary>How this machine itself reaches the network: the door dials as its host does.</summary>
internal static class HostProxy
{
    /// <summary>The proxy that the usual variables name; null for none.</summary>
    public static UpstreamProxy? Find() => UpstreamProxy.FromEnvironment(Environment.GetEnvironmentVariable);

    /// <summary>A bundle of certificates that this machine trusts beside the system's, as SSL_CERT_FILE names it to every other program.</summary>
    public static string? ExtraRoots() => Environment.GetEnvironmentVariable("SSL_CERT_FILE") is { Length: > 0 } file && File.Exists(file) ? file : null;
}
