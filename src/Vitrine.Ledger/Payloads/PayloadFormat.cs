using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Vitrine.Ledger.Payloads;

/// <summary>
/// The payload file of a session: a header of 16 bytes, then records in the order in which they were written. Each holds one chunk of one payload, and
/// those of several payloads may alternate:
/// <code>
/// record = previous (64 bit) ‖ length (32 bit) ‖ chunk, encrypted (length bytes) ‖ GCM tag (16 bytes)           integers are big-endian
/// </code>
/// <i>previous</i> is where in the file the record before it of the same payload starts, or 0 for the first. Every chunk but the last has 64 KiB. A
/// payload is named by the position of its last record, from which the others are found backwards. This is the STREAM construction (Hoang,
/// Reyhanitabar, Rogaway, Vizár: "Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance", CRYPTO 2015): the nonce of a chunk is
/// <code>payload number, 56 bit big-endian ‖ chunk counter, 32 bit big-endian ‖ 1 for the last chunk, else 0</code>
/// so chunks that are cut off, moved, repeated, or taken from another payload do not authenticate. The payload number is the position of its first
/// record: a position is given out once, and a file is only ever created together with its key, so a nonce is never used twice under a key. Header,
/// the record's own position, <i>previous</i> and length are authenticated with each chunk.
/// </summary>
internal static class PayloadFormat
{
    public const int HeaderSize = 16, PrefixSize = 12, ChunkSize = 64 * 1024, TagSize = 16;

    /// <summary>What a record has besides its chunk.</summary>
    public const int RecordOverhead = PrefixSize + TagSize;

    public const int FullRecordSize = ChunkSize + RecordOverhead;

    /// <summary>What is authenticated with a chunk: header, position and prefix.</summary>
    public const int AssociatedSize = HeaderSize + sizeof(long) + PrefixSize;

    /// <summary>Where in that the prefix starts, and with it the record.</summary>
    public const int PrefixOffset = AssociatedSize - PrefixSize;

    public const long MaximumPosition = (1L << 56) - 1;

    private const int NonceSize = 12;

    public static ReadOnlySpan<byte> Header => "vitrine-body\0\0\0\u0002"u8;

    /// <summary>Writes what is authenticated with a chunk and is not in its record.</summary>
    public static void WriteContext(Span<byte> associated, long position)
    {
        Header.CopyTo(associated);
        BinaryPrimitives.WriteInt64BigEndian(associated[HeaderSize..], position);
    }

    /// <summary>Writes a record's prefix.</summary>
    public static void WritePrefix(Span<byte> prefix, long previous, int length)
    {
        BinaryPrimitives.WriteInt64BigEndian(prefix, previous);
        BinaryPrimitives.WriteInt32BigEndian(prefix[sizeof(long)..], length);
    }

    /// <summary>The fields of a record's prefix, which may be anything.</summary>
    public static (long Previous, int Length) ReadPrefix(ReadOnlySpan<byte> prefix) =>
        (BinaryPrimitives.ReadInt64BigEndian(prefix), BinaryPrimitives.ReadInt32BigEndian(prefix[sizeof(long)..]));

    public static void Seal(AesGcm cipher, long number, uint chunk, bool isLast, ReadOnlySpan<byte> associated, Span<byte> bytes, Span<byte> tag)
    {
        Span<byte> nonce = stackalloc byte[NonceSize];
        WriteNonce(nonce, number, chunk, isLast);
        cipher.Encrypt(nonce, bytes, bytes, tag, associated);
    }

    public static bool TryOpen(AesGcm cipher, long number, uint chunk, bool isLast, ReadOnlySpan<byte> associated, Span<byte> bytes, ReadOnlySpan<byte> tag)
    {
        Span<byte> nonce = stackalloc byte[NonceSize];
        WriteNonce(nonce, number, chunk, isLast);
        try
        {
            cipher.Decrypt(nonce, bytes, tag, bytes, associated);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    private static void WriteNonce(Span<byte> nonce, long number, uint chunk, bool isLast)
    {
        BinaryPrimitives.WriteInt64BigEndian(nonce, number << 8);
        BinaryPrimitives.WriteUInt32BigEndian(nonce[7..], chunk);
        nonce[11] = isLast ? (byte)1 : (byte)0;
    }
}
