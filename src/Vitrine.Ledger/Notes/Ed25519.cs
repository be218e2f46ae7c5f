using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Vitrine.Ledger.Notes;

/// <summary>
/// Ed25519 (RFC 8032, section 5.1), by OpenSSL. Verification is stricter than OpenSSL's, so that one message has one signature by one key and a signature
/// names one message: keys and points that are not written in the one canonical way, and points of small order, are refused.
/// </summary>
public static class Ed25519
{
    /// <summary>Length of a seed (RFC 8032's private key), in bytes.</summary>
    public const int SeedBytes = 32;

    /// <summary>Length of a public key, in bytes.</summary>
    public const int PublicKeyBytes = 32;

    /// <summary>Length of a signature, in bytes.</summary>
    public const int SignatureBytes = 64;

    private static bool s_isLoaded;

    /// <summary>The public key of a seed.</summary>
    /// <exception cref="ArgumentException">The seed is not 32 bytes.</exception>
    /// <exception cref="PlatformNotSupportedException">OpenSSL 3 is not installed.</exception>
    public static byte[] PublicKey(ReadOnlySpan<byte> seed)
    {
        using LibCrypto.KeyHandle key = PrivateKey(seed);
        byte[] bytes = new byte[PublicKeyBytes];
        nuint length = PublicKeyBytes;
        if (LibCrypto.GetPublicKey(key, bytes, ref length) != 1 || length != PublicKeyBytes)
            throw Failed("give the public key");
        return bytes;
    }

    /// <summary>Signs a message; the same message gives the same signature.</summary>
    /// <param name="seed">32 bytes.</param>
    /// <param name="message">Any length.</param>
    /// <param name="signature">Receives 64 bytes.</param>
    /// <exception cref="ArgumentException">The seed or the signature's place has another length.</exception>
    /// <exception cref="PlatformNotSupportedException">OpenSSL 3 is not installed.</exception>
    public static void Sign(ReadOnlySpan<byte> seed, ReadOnlySpan<byte> message, Span<byte> signature)
    {
        if (signature.Length != SignatureBytes)
            throw new ArgumentException($"A signature has {SignatureBytes} bytes, not {signature.Length}.", nameof(signature));
        using LibCrypto.KeyHandle key = PrivateKey(seed);
        using LibCrypto.DigestHandle digest = LibCrypto.NewDigest();
        nuint length = SignatureBytes;
        if (digest.IsInvalid || LibCrypto.SignInit(digest, 0, 0, 0, key) != 1
            || LibCrypto.Sign(digest, signature, ref length, in First(message), (nuint)message.Length) != 1 || length != SignatureBytes)
        {
            throw Failed("sign");
        }
    }

    /// <summary>Whether the signature is the key's over the message. Takes any bytes of any length.</summary>
    /// <exception cref="PlatformNotSupportedException">OpenSSL 3 is not installed.</exception>
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != SignatureBytes || !Edwards25519.IsStrictPoint(publicKey) || !Edwards25519.IsStrictPoint(signature[..32])
            || !Edwards25519.IsCanonicalScalar(signature[32..]))
        {
            return false;
        }

        Load();
        using LibCrypto.KeyHandle key = LibCrypto.NewPublicKey(LibCrypto.EVP_PKEY_ED25519, 0, publicKey, PublicKeyBytes);
        using LibCrypto.DigestHandle digest = LibCrypto.NewDigest();
        bool isGood = !key.IsInvalid && !digest.IsInvalid && LibCrypto.VerifyInit(digest, 0, 0, 0, key) == 1
            && LibCrypto.Verify(digest, signature, SignatureBytes, in First(message), (nuint)message.Length) == 1;
        if (!isGood)
            LibCrypto.ClearErrors();
        return isGood;
    }

    private static LibCrypto.KeyHandle PrivateKey(ReadOnlySpan<byte> seed)
    {
        if (seed.Length != SeedBytes)
            throw new ArgumentException($"A seed has {SeedBytes} bytes, not {seed.Length}.", nameof(seed));
        Load();
        LibCrypto.KeyHandle key = LibCrypto.NewPrivateKey(LibCrypto.EVP_PKEY_ED25519, 0, seed, SeedBytes);
        return key.IsInvalid ? throw Failed("take the key") : key;
    }

    /// <summary>An empty message needs an address all the same: OpenSSL takes a null pointer for the question how long the signature will be.</summary>
    private static ref readonly byte First(ReadOnlySpan<byte> message) => ref message.IsEmpty ? ref "\0"u8[0] : ref MemoryMarshal.GetReference(message);

    private static void Load()
    {
        if (s_isLoaded)
            return;
        LibCrypto.Require();
        s_isLoaded = true;
    }

    private static CryptographicException Failed(string what)
    {
        LibCrypto.ClearErrors();
        return new CryptographicException($"OpenSSL could not {what} (Ed25519). Hint: a provider configuration such as FIPS may have switched the algorithm off; see openssl list -signature-algorithms.");
    }
}
