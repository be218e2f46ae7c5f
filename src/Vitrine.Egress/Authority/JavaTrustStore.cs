using System.Globalization;
using System.Text;

namespace Vitrine.Egress.Authority;

/// <summary>
/// Writes certificates as the trust store that Java reads: PKCS#12 (RFC 7292), in clear and without a MAC, since it holds nothing secret; so any
/// password opens it, and none does too. Java takes a certificate for trusted only if it bears Oracle's attribute
/// <c>trustedKeyUsage</c> (2.16.840.1.113894.746875.1.1); without it keytool lists the store as empty.
/// </summary>
internal static class JavaTrustStore
{
    private const string Begin = "-----BEGIN CERTIFICATE-----";
    private const string End = "-----END CERTIFICATE-----";
    private const byte Explicit0 = 0xA0;
    private static readonly byte[] Data = Der.Oid("1.2.840.113549.1.7.1");
    private static readonly byte[] CertificateBag = Der.Oid("1.2.840.113549.1.12.10.1.3");
    private static readonly byte[] X509Certificate = Der.Oid("1.2.840.113549.1.9.22.1");
    private static readonly byte[] FriendlyName = Der.Oid("1.2.840.113549.1.9.20");

    // The attribute, with anyExtendedKeyUsage for its value.
    private static readonly byte[] Trusted = Der.Wrap(
        Der.Sequence, Der.Oid("2.16.840.1.113894.746875.1.1"), Der.Wrap(Der.Set, Der.Oid("2.5.29.37.0")));

    /// <summary>Writes all certificates of a PEM text; what else it holds is passed over.</summary>
    /// <exception cref="FormatException">A certificate's base64 is broken.</exception>
    public static byte[] Write(string pem)
    {
        var bags = new List<byte[]>();
        int at = 0;
        while ((at = pem.IndexOf(Begin, at, StringComparison.Ordinal)) >= 0)
        {
            int start = at + Begin.Length;
            int end = pem.IndexOf(End, start, StringComparison.Ordinal);
            if (end < 0)
                throw new FormatException("A certificate of the bundle has no end.");
            bags.Add(Bag(Convert.FromBase64String(pem[start..end]), $"vitrine-{bags.Count.ToString(CultureInfo.InvariantCulture)}"));
            at = end + End.Length;
        }

        // PFX { version 3, ContentInfo { data, AuthenticatedSafe { ContentInfo { data, SafeContents } } } }
        byte[] contents = Der.Wrap(Der.Sequence, bags.ToArray());
        byte[] safe = Der.Wrap(Der.Sequence, Content(contents));
        return Der.Wrap(Der.Sequence, [Der.Integer, 1, 3], Content(safe));
    }

    private static byte[] Content(byte[] data) => Der.Wrap(Der.Sequence, Data, Der.Wrap(Explicit0, Der.Wrap(Der.OctetString, data)));

    private static byte[] Bag(byte[] certificate, string alias)
    {
        byte[] value = Der.Wrap(Der.Sequence, X509Certificate, Der.Wrap(Explicit0, Der.Wrap(Der.OctetString, certificate)));
        byte[] name = Der.Wrap(Der.BmpString, Encoding.BigEndianUnicode.GetBytes(alias));
        return Der.Wrap(
            Der.Sequence,
            CertificateBag,
            Der.Wrap(Explicit0, value),
            Der.Wrap(Der.Set, Der.Wrap(Der.Sequence, FriendlyName, Der.Wrap(Der.Set, name)), Trusted));
    }
}
