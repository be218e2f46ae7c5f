using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Vitrine.Ledger.Payloads;

/// <summary>
/// Makes the salts of a session's entries: HMAC-SHA-256 (RFC 2104) over two plain hashes with the padded key laid out once. The framework's own
/// call sets the key up anew each time, which costs more than all else that an entry's seal needs.
/// </summary>
internal sealed class SaltMaker : IDisposable
{
    private const int BlockSize = 64, KeySize = 32;
    private readonly byte[] _inner = new byte[BlockSize + Label.Length + sizeof(uint) + sizeof(long)], _outer = new byte[BlockSize + SHA256.HashSizeInBytes];

    public SaltMaker(SessionKey key)
    {
        Span<byte> bytes = stackalloc byte[KeySize];
        key.Derive("vitrine-salts/v1"u8, bytes);
        _inner.AsSpan(0, BlockSize).Fill(0x36);
        _outer.AsSpan(0, BlockSize).Fill(0x5c);
        for (int i = 0; i < KeySize; i++)
        {
            _inner[i] ^= bytes[i];
            _outer[i] ^= bytes[i];
        }

        Label.CopyTo(_inner.AsSpan(BlockSize));
        CryptographicOperations.ZeroMemory(bytes);
    }

    private static ReadOnlySpan<byte> Label => "vitrine-salt/v1"u8;

    public void Write(uint opening, long sequence, Span<byte> salt)
    {
        Span<byte> message = _inner.AsSpan(BlockSize + Label.Length);
        BinaryPrimitives.WriteUInt32BigEndian(message, opening);
        BinaryPrimitives.WriteInt64BigEndian(message[sizeof(uint)..], sequence);
        SHA256.HashData(_inner, _outer.AsSpan(BlockSize));
        SHA256.HashData(_outer, salt);
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_inner);
        CryptographicOperations.ZeroMemory(_outer);
    }
}
