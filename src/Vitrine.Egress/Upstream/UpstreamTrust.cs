using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Vitrine.Egress.Upstream;

/// <summary>Whose certificates upstreams may have: the system's authorities, and those of a file that the operator names.</summary>
internal sealed class UpstreamTrust
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private readonly X509Certificate2Collection _extraRoots = [];

    /// <summary>Reads the file, if there is one.</summary>
    /// <exception cref="IOException">The file can't be read.</exception>
    /// <exception cref="CryptographicException">The file holds no certificate.</exception>
    public UpstreamTrust(string? extraRootsFile)
    {
        if (extraRootsFile is null)
            return;
        _extraRoots.ImportFromPemFile(extraRootsFile);
        if (_extraRoots.Count == 0)
            throw new CryptographicException($"{extraRootsFile} holds no certificate in PEM.");
    }

    /// <summary>Options for one client; the caller sets or leaves the name.</summary>
    public SslClientAuthenticationOptions CreateOptions() => new()
    {
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        AllowRenegotiation = false,
        CertificateChainPolicy = CreatePolicy(),
        RemoteCertificateValidationCallback = _extraRoots.Count == 0 ? null : Verify,
    };

    private static X509ChainPolicy CreatePolicy()
    {
        var policy = new X509ChainPolicy
        {
            RevocationMode = X509RevocationMode.NoCheck,
            // A certificate may name an address to fetch its issuer from: that would be a request which nobody decided on and nothing records.
            DisableCertificateDownloads = true,
        };
        policy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        return policy;
    }

    private bool Verify(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
            return true;
        // Only a chain that ends at no system root is looked at again. A wrong name, or no certificate, stays wrong.
        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || certificate is not X509Certificate2 leaf || chain is null)
            return false;
        using var again = new X509Chain { ChainPolicy = CreatePolicy() };
        again.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        again.ChainPolicy.CustomTrustStore.AddRange(_extraRoots);
        again.ChainPolicy.ExtraStore.AddRange(chain.ChainPolicy.ExtraStore);
        return again.Build(leaf);
    }
}
