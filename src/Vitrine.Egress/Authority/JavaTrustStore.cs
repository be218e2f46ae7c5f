using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography;

namespace Vitrine.Egress.Authority;

/// <summary>
/// Writes certificates as the trust store that Java reads: PKCS#12 (RFC 7292), in clear and without a MAC, since it holds nothing secret; so any
/// password opens it, and none does too. Java takes a certificate for trusted only if it bears Oracle's attribute
/// <c>trustedKeyUsage</c> (2.16.840.1.113894.746875.1.1); without it keytool lists the store as empty.
/// </summary>
internal static class JavaTrustStore
{
    private const string Data = "1.2.840.113549.1.7.1";
    private const string CertificateBag = "1.2.840.113549.1.12.10.1.3";
    private const string X509Certificate = "1.2.840.113549.1.9.22.1";
    private const string FriendlyName = "1.2.840.113549.1.9.20";
    private const string TrustedKeyUsage = "2.16.840.1.113894.746875.1.1";
    private const string AnyExtendedKeyUsage = "2.5.29.37.0";
    private static readonly Asn1Tag Explicit0 = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <summary>Writes all certificates of a PEM text; what else it holds is passed over.</summary>
    /// <exception cref="CryptographicException">A certificate's base64 is broken.</exception>
    public static byte[] Write(string pem)
    {
        var bags = new AsnWriter(AsnEncodingRules.DER, pem.Length);
        using (bags.PushSequence())
        {
            int number = 0;
            ReadOnlySpan<char> rest = pem;
            while (PemEncoding.TryFind(rest, out PemFields fields))
            {
                if (rest[fields.Label] is "CERTIFICATE")
                    WriteBag(bags, Decode(rest[fields.Base64Data], fields.DecodedDataLength), $"vitrine-{number++.ToString(CultureInfo.InvariantCulture)}");
                rest = rest[fields.Location.End..];
            }
        }

        // PFX { version 3, ContentInfo { data, AuthenticatedSafe { ContentInfo { data, bags } } } }
        var safe = new AsnWriter(AsnEncodingRules.DER);
        using (safe.PushSequence())
            WriteData(safe, bags.Encode());
        var store = new AsnWriter(AsnEncodingRules.DER);
        using (store.PushSequence())
        {
            store.WriteInteger(3);
            WriteData(store, safe.Encode());
        }

        return store.Encode();
    }

    private static byte[] Decode(ReadOnlySpan<char> base64, int length)
    {
        byte[] certificate = new byte[length];
        return Convert.TryFromBase64Chars(base64, certificate, out int written) && written == length
            ? certificate
            : throw new CryptographicException("A certificate of the bundle is no base64.");
    }

    private static void WriteData(AsnWriter writer, byte[] content)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(Data);
            using (writer.PushSequence(Explicit0))
                writer.WriteOctetString(content);
        }
    }

    private static void WriteBag(AsnWriter writer, byte[] certificate, string alias)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(CertificateBag);
            using (writer.PushSequence(Explicit0))
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(X509Certificate);
                using (writer.PushSequence(Explicit0))
                    writer.WriteOctetString(certificate);
            }

            using (writer.PushSetOf())
            {
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(FriendlyName);
                    using (writer.PushSetOf())
                        writer.WriteCharacterString(UniversalTagNumber.BMPString, alias);
                }

                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(TrustedKeyUsage);
                    using (writer.PushSetOf())
                        writer.WriteObjectIdentifier(AnyExtendedKeyUsage);
                }
            }
        }
    }
}
