using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Vitrine.Ledger.Notes;

namespace Vitrine.Audit.Reports;

/// <summary>The public half of an audit key: an Ed25519 key in a PEM file, as OpenSSL and the tools of in-toto take it (RFC 8410, RFC 7468).</summary>
public sealed class AuditPublicKey
{
    private const string Label = "PUBLIC KEY";

    // SubjectPublicKeyInfo of RFC 8410, section 4: SEQUENCE { SEQUENCE { OID 1.3.101.112 }, BIT STRING }; the key's 32 bytes follow.
    private static readonly byte[] s_prefix = Convert.FromHexString("302a300506032b6570032100");

    private readonly byte[] _key;

    internal AuditPublicKey(byte[] key)
    {
        _key = key;
        Id = Convert.ToHexStringLower(SHA256.HashData([.. s_prefix, .. key]));
    }

    /// <summary>SHA-256 of the SubjectPublicKeyInfo, in lower-case hexadecimal.</summary>
    public string Id { get; }

    /// <summary>Reads a PEM text that holds a public key, and nothing else that is PEM.</summary>
    public static bool TryParse(string pem, [NotNullWhen(true)] out AuditPublicKey? key)
    {
        ArgumentNullException.ThrowIfNull(pem);
        key = null;
        if (!PemEncoding.TryFind(pem, out PemFields fields) || !pem.AsSpan()[fields.Label].SequenceEqual(Label))
            return false;
        byte[] bytes = new byte[fields.DecodedDataLength];
        if (bytes.Length != s_prefix.Length + Ed25519.PublicKeyBytes || !Convert.TryFromBase64Chars(pem.AsSpan()[fields.Base64Data], bytes, out int length)
            || length != bytes.Length || !bytes.AsSpan().StartsWith(s_prefix))
        {
            return false;
        }

        key = new AuditPublicKey(bytes[s_prefix.Length..]);
        return true;
    }

    /// <summary>Whether a signature is the key's over the message.</summary>
    public bool Verifies(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) => Ed25519.Verify(_key, message, signature);

    /// <summary>The PEM text.</summary>
    public string ToPem() => PemEncoding.WriteString(Label, [.. s_prefix, .. _key]) + "\n";
}
