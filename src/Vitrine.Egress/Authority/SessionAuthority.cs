using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Vitrine.Core.Model;
using Vitrine.Egress.Authority;

namespace Vitrine.Egress;

/// <summary>
/// The certificate authority of one session, which only its box trusts. Its key is made anew, is never written down, and ends with the process.
/// </summary>
public sealed class SessionAuthority : IDisposable
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromHours(24);
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);

    private readonly byte[] _name;
    private readonly byte[] _certificate;
    private readonly DateTimeOffset _from;
    private readonly ECDsa _key;
    // One key for all leaves: making a key for each would cost more than making the certificate, and the process that holds one holds all.
    private readonly ECDsa _leafKey;

    private SessionAuthority(DateTimeOffset now)
    {
        _from = now - ClockSkew;
        _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _leafKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        // The subject differs from session to session: verifiers that keep older authorities look issuers up by subject.
        string label = Convert.ToHexStringLower(CertificateWriter.KeyIdentifier(_key).AsSpan(0, 4));
        string common = $"Vitrine session {label}";
        _name = CertificateWriter.Name(common);
        SubjectHash = CertificateWriter.SubjectHash(common);
        _certificate = CertificateWriter.WriteAuthority(_name, _key, _from, now + Lifetime);
        CertificatePem = Pem(_certificate);
    }

    /// <summary>The authority's certificate in PEM (RFC 7468), with a line feed at its end.</summary>
    public string CertificatePem { get; }

    /// <summary>The name under which OpenSSL looks for this authority in a directory of certificates (openssl-rehash(1)), without the <c>.0</c>.</summary>
    public string SubjectHash { get; }

    /// <summary>Makes an authority that is valid from a day before now for 90 days.</summary>
    public static SessionAuthority Create(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return new SessionAuthority(time.GetUtcNow());
    }

    /// <summary>A system's bundle with this authority behind it; what is in the bundle stays as it is.</summary>
    /// <param name="systemBundle">The text of, for example, /etc/ssl/certs/ca-certificates.crt; may be empty.</param>
    public string BundlePem(string systemBundle)
    {
        ArgumentNullException.ThrowIfNull(systemBundle);
        string gap = systemBundle.Length == 0 || systemBundle.EndsWith('\n') ? "" : "\n";
        return systemBundle + gap + CertificatePem;
    }

    /// <summary>
    /// The same bundle as a trust store for Java: PKCS#12 in clear and without a MAC, so that <c>javax.net.ssl.trustStore</c> opens it with any password or
    /// none.
    /// </summary>
    /// <exception cref="FormatException">The bundle holds a PEM certificate that is no base64.</exception>
    public byte[] JavaTrustStore(string systemBundle) => Authority.JavaTrustStore.Write(BundlePem(systemBundle));

    /// <inheritdoc/>
    public void Dispose()
    {
        _key.Dispose();
        _leafKey.Dispose();
    }

    /// <summary>Makes a certificate for the host, with the shared key.</summary>
    internal X509Certificate2 Issue(HostName host)
    {
        byte[] leaf = CertificateWriter.WriteLeaf(host, _leafKey, _name, _key, _from, _from + ClockSkew + Lifetime);
        using X509Certificate2 bare = X509CertificateLoader.LoadCertificate(leaf);
        return bare.CopyWithPrivateKey(_leafKey);
    }

    private static string Pem(byte[] certificate)
    {
        const int line = 64;
        string base64 = Convert.ToBase64String(certificate);
        var text = new System.Text.StringBuilder("-----BEGIN CERTIFICATE-----\n", base64.Length + 80);
        for (int i = 0; i < base64.Length; i += line)
            text.Append(base64, i, Math.Min(line, base64.Length - i)).Append('\n');
        return text.Append("-----END CERTIFICATE-----\n").ToString();
    }
}
