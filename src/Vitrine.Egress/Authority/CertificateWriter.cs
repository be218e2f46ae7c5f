using System.Security.Cryptography;
using System.Text;
using Vitrine.Core.Model;

namespace Vitrine.Egress.Authority;

/// <summary>Writes the two kinds of X.509 certificates (RFC 5280) that a session needs. All keys are P-256, all signatures ECDSA with SHA-256.</summary>
internal static class CertificateWriter
{
    private static readonly byte[] True = [0x01, 0x01, 0xFF];
    private static readonly byte[] Zero = [Der.Integer, 1, 0];
    private static readonly byte[] Version3 = [0xA0, 3, Der.Integer, 1, 2];
    private static readonly byte[] Signature = Der.Wrap(Der.Sequence, Der.Oid("1.2.840.10045.4.3.2"));
    private static readonly byte[] KeyAlgorithm = Der.Wrap(Der.Sequence, Der.Oid("1.2.840.10045.2.1"), Der.Oid("1.2.840.10045.3.1.7"));

    /// <summary>What names a key within certificates; any digest will do (RFC 7093 section 2).</summary>
    public static byte[] KeyIdentifier(ECDsa key) => SHA256.HashData(Point(key))[..20];

    /// <summary>A distinguished name with one common name and our organisation.</summary>
    public static byte[] Name(string common) => Der.Wrap(Der.Sequence, Attribute("2.5.4.10", "Vitrine"), Attribute("2.5.4.3", common));

    /// <summary>
    /// OpenSSL's hash of such a name (X509_NAME_hash): the first four bytes, little-endian, of SHA-1 over the name's canonical form, which is lower case and
    /// lacks the outer SEQUENCE. It finds a file and proves nothing.
    /// </summary>
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5350", Justification = "The file name that OpenSSL looks for is made with SHA-1.")]
    public static string SubjectHash(string common)
    {
        byte[] digest = SHA1.HashData([.. Attribute("2.5.4.10", "vitrine"), .. Attribute("2.5.4.3", common.ToLowerInvariant())]);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(digest).ToString("x8", System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>A certificate for an authority that signs leaves only, signed by itself.</summary>
    public static byte[] WriteAuthority(byte[] name, ECDsa key, DateTimeOffset from, DateTimeOffset to) => Write(
        name, name, key, key, from, to,
        Extension("2.5.29.19", isCritical: true, Der.Wrap(Der.Sequence, True, Zero)),
        Extension("2.5.29.15", isCritical: true, Der.Bits([0x06], unused: 1)), // keyCertSign, cRLSign
        Extension("2.5.29.14", isCritical: false, Der.Wrap(Der.OctetString, KeyIdentifier(key))));

    /// <summary>A certificate for a server, signed by the authority.</summary>
    public static byte[] WriteLeaf(HostName host, ECDsa key, byte[] issuer, ECDsa issuerKey, DateTimeOffset from, DateTimeOffset to)
    {
        // dNSName or iPAddress. A common name has at most 64 characters (appendix A.1), so a long name stands only in the alternative name, which is what
        // counts.
        byte[] alternative = host.Address is { } address
            ? Der.Wrap(0x87, address.GetAddressBytes())
            : Der.Wrap(0x82, Encoding.ASCII.GetBytes(host.Name));
        return Write(
            issuer, Name(host.Name.Length <= 64 ? host.Name : "server"), key, issuerKey, from, to,
            Extension("2.5.29.17", isCritical: false, Der.Wrap(Der.Sequence, alternative)),
            Extension("2.5.29.19", isCritical: true, Der.Wrap(Der.Sequence)),
            Extension("2.5.29.15", isCritical: true, Der.Bits([0x80], unused: 7)), // digitalSignature
            Extension("2.5.29.37", isCritical: false, Der.Wrap(Der.Sequence, Der.Oid("1.3.6.1.5.5.7.3.1"))), // serverAuth
            Extension("2.5.29.35", isCritical: false, Der.Wrap(Der.Sequence, Der.Wrap(0x80, KeyIdentifier(issuerKey)))));
    }

    private static byte[] Write(
        byte[] issuer, byte[] subject, ECDsa key, ECDsa issuerKey, DateTimeOffset from, DateTimeOffset to, params ReadOnlySpan<byte[]> extensions)
    {
        byte[] serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x7F) | 0x40); // positive, and always of 16 bytes
        byte[] content = Der.Wrap(
            Der.Sequence,
            Version3,
            Der.Wrap(Der.Integer, serial),
            Signature,
            issuer,
            Der.Wrap(Der.Sequence, Der.Time(from), Der.Time(to)),
            subject,
            Der.Wrap(Der.Sequence, KeyAlgorithm, Der.Bits(Point(key))),
            Der.Wrap(0xA3, Der.Wrap(Der.Sequence, extensions)));
        byte[] signed = issuerKey.SignData(content, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return Der.Wrap(Der.Sequence, content, Signature, Der.Bits(signed));
    }

    /// <summary>The public point, uncompressed (SEC 1 section 2.3.3).</summary>
    private static byte[] Point(ECDsa key)
    {
        ECPoint point = key.ExportParameters(includePrivateParameters: false).Q;
        return [4, .. point.X!, .. point.Y!];
    }

    private static byte[] Attribute(string type, string value) => Der.Wrap(
        Der.Set, Der.Wrap(Der.Sequence, Der.Oid(type), Der.Wrap(Der.Utf8String, Encoding.UTF8.GetBytes(value))));

    private static byte[] Extension(string type, bool isCritical, byte[] value) => isCritical
        ? Der.Wrap(Der.Sequence, Der.Oid(type), True, Der.Wrap(Der.OctetString, value))
        : Der.Wrap(Der.Sequence, Der.Oid(type), Der.Wrap(Der.OctetString, value));
}
