using System.Security.Cryptography;
using System.Text;

namespace Vitrine.Ledger.Payloads;

/// <summary>
/// How a session's key lies on disk:
/// <code>
/// "vitrine-key\0" ‖ version (32 bit, big-endian: 1) ‖ nonce (12, random) ‖ session key, encrypted (32) ‖ GCM tag (16)
/// </code>
/// AES-256-GCM under the wrapping key; header and session id are authenticated with it, so that one session's key is not taken for another's.
/// </summary>
internal static class SessionKeyFile
{
    public const int Size = HeaderSize + NonceSize + SessionKey.Size + TagSize;

    private const int HeaderSize = 16, NonceSize = 12, TagSize = 16;

    private static ReadOnlySpan<byte> Header => "vitrine-key\0\0\0\0\u0001"u8;

    public static byte[] Wrap(ReadOnlySpan<byte> key, WrappingKey wrapping, string session)
    {
        byte[] file = new byte[Size];
        Header.CopyTo(file);
        Span<byte> nonce = file.AsSpan(HeaderSize, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using AesGcm cipher = wrapping.CreateCipher(TagSize);
        cipher.Encrypt(nonce, key, file.AsSpan(HeaderSize + NonceSize, SessionKey.Size), file.AsSpan(Size - TagSize), Associated(session));
        return file;
    }

    /// <summary>The key, or null where the bytes are none that was wrapped so.</summary>
    public static byte[]? Unwrap(ReadOnlySpan<byte> file, WrappingKey wrapping, string session)
    {
        if (file.Length != Size || !file.StartsWith(Header))
            return null;
        byte[] key = new byte[SessionKey.Size];
        using AesGcm cipher = wrapping.CreateCipher(TagSize);
        try
        {
            cipher.Decrypt(file.Slice(HeaderSize, NonceSize), file.Slice(HeaderSize + NonceSize, SessionKey.Size), file[^TagSize..], key, Associated(session));
            return key;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static byte[] Associated(string session) => [.. Header, .. Encoding.UTF8.GetBytes(session)];
}
