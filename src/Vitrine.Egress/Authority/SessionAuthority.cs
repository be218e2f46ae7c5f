using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Vitrine.Egress;

/// <summary>
/// The certificate authority of one session, which only its box trusts. Its key is made anew, is never written down, and ends with the process.
/// </summary>
public sealed class SessionAuthority : IDisposable
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromHours(24);
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);

    private readonly X509Certificate2 _certificate;
    // One key for all leaves: making a key for each would cost more than making the certificate, and the process that holds one holds all.
    private readonly ECDsa _leafKey;

    private SessionAuthority(X509Certificate2 certificate, ECDsa leafKey) => (_certificate, _leafKey) = (certificate, leafKey);

    /// <summary>The authority's certificate in PEM, with a line feed at its end.</summary>
    public string CertificatePem => _certificate.ExportCertificatePem() + "\n";

    /// <summary>The authority's certificate.</summary>
    internal X509Certificate2 Certificate => _certificate;

    /// <summary>Makes an authority that is valid from a day before now for 90 days.</summary>
    public static SessionAuthority Create(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        // The subject is different for each session: verifiers that keep old authorities look issuers up by subject.
        string serial = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        var request = new CertificateRequest($"CN=Vitrine session {serial}, O=Vitrine", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        DateTimeOffset now = time.GetUtcNow();
        X509Certificate2 certificate = request.CreateSelfSigned(now - ClockSkew, now + Lifetime);
        return new SessionAuthority(certificate, ECDsa.Create(ECCurve.NamedCurves.nistP256));
    }

    /// <summary>A system's bundle with this authority behind it; what is in the bundle stays as it is.</summary>
    /// <param name="systemBundle">The text of, for example, /etc/ssl/certs/ca-certificates.crt; may be empty.</param>
    public string BundlePem(string systemBundle)
    {
        ArgumentNullException.ThrowIfNull(systemBundle);
        string gap = systemBundle.Length == 0 || systemBundle.EndsWith('\n') ? "" : "\n";
        return systemBundle + gap + CertificatePem;
    }

    /// <summary>The same bundle as a trust store for Java: see <see cref="JavaTrustStore"/>.</summary>
    /// <exception cref="CryptographicException">The bundle holds a PEM certificate that is no base64.</exception>
    public byte[] JavaTrustStore(string systemBundle) => Authority.JavaTrustStore.Write(BundlePem(systemBundle));

    /// <inheritdoc/>
    public void Dispose()
    {
        _certificate.Dispose();
        _leafKey.Dispose();
    }

    /// <summary>Makes a certificate for the host, with the shared key.</summary>
    internal X509Certificate2 Issue(Core.Model.HostName host)
    {
        // A common name has at most 64 characters (RFC 5280 appendix A.1); verifiers read the alternative name.
        string common = host.Name.Length <= 64 ? host.Name : "Vitrine";
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(common);
        var request = new CertificateRequest(subject.Build(), _leafKey, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (host.Address is { } address)
            names.AddIpAddress(address);
        else
            names.AddDnsName(host.Name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        Span<byte> serial = stackalloc byte[16];
        RandomNumberGenerator.Fill(serial);
        serial[0] = (byte)((serial[0] & 0x7f) | 0x40); // positive, and of one length
        using X509Certificate2 bare = request.Create(_certificate, _certificate.NotBefore, _certificate.NotAfter, serial);
        return bare.CopyWithPrivateKey(_leafKey);
    }
}
