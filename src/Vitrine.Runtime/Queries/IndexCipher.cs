using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Vitrine.Ledger.Payloads;
using Vitrine.Runtime.Recording;

namespace Vitrine.Runtime.Queries;

/// <summary>Seals and opens the parts of a session's index; see <see cref="IndexFormat"/>. Not for use by two threads at once.</summary>
internal sealed class IndexCipher : IDisposable
{
    private readonly AesGcm _cipher;

    private IndexCipher(AesGcm cipher) => _cipher = cipher;

    /// <summary>The cipher for one session's index.</summary>
    public static IndexCipher Of(SessionKey key, SessionId id)
    {
        byte[] derived = key.Derive([.. IndexFormat.KeyLabel, .. Encoding.ASCII.GetBytes(id.ToString())]);
        try
        {
            return new IndexCipher(new AesGcm(derived, IndexFormat.TagSize));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(derived);
        }
    }

    /// <summary>
    /// Seals a part. The nonce is random: under one key no more than some 2^28 parts are ever made (NIST SP 800-38D, section 8.3, allows 2^32).
    /// </summary>
    public byte[] Seal(ReadOnlySpan<byte> part, ReadOnlySpan<byte> segment, int number)
    {
        byte[] whole = new byte[part.Length + IndexFormat.SealOverhead];
        Span<byte> nonce = whole.AsSpan(0, IndexFormat.NonceSize);
        RandomNumberGenerator.Fill(nonce);
        Span<byte> context = stackalloc byte[IndexFormat.IdSize + sizeof(int)];
        WriteContext(context, segment, number);
        _cipher.Encrypt(nonce, part, whole.AsSpan(IndexFormat.NonceSize, part.Length), whole.AsSpan(^IndexFormat.TagSize..), context);
        return whole;
    }

    /// <summary>Opens a part in place.</summary>
    /// <exception cref="InvalidDataException">It is not what was sealed there.</exception>
    public ReadOnlySpan<byte> Open(Span<byte> whole, ReadOnlySpan<byte> segment, int number)
    {
        if (whole.Length < IndexFormat.SealOverhead)
            throw IndexInput.Damaged();
        Span<byte> part = whole[IndexFormat.NonceSize..^IndexFormat.TagSize];
        Span<byte> context = stackalloc byte[IndexFormat.IdSize + sizeof(int)];
        WriteContext(context, segment, number);
        try
        {
            _cipher.Decrypt(whole[..IndexFormat.NonceSize], part, whole[^IndexFormat.TagSize..], part, context);
            return part;
        }
        catch (AuthenticationTagMismatchException)
        {
            throw IndexInput.Damaged();
        }
    }

    public void Dispose() => _cipher.Dispose();

    private static void WriteContext(Span<byte> context, ReadOnlySpan<byte> segment, int number)
    {
        segment.CopyTo(context);
        BinaryPrimitives.WriteInt32BigEndian(context[IndexFormat.IdSize..], number);
    }
}
