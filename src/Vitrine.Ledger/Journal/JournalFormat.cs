using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Vitrine.Ledger.Journal;

/// <summary>
/// The entry file: a header of 16 bytes, then frames of a 16-bit big-endian length (as in a C2SP tlog-tiles bundle), the entry, and 32 bytes of
/// chain hash.
/// <code>
/// leaf  = SHA-256(0x00 ‖ entry)                              RFC 6962 section 2.1: a tree may be built over the same leaves
/// chain = SHA-256("vitrine-chain/v1\n" ‖ previous ‖ leaf)    previous of the first entry = SHA-256("vitrine-chain/v1\n" ‖ header)
/// </code>
/// An entry has at least one byte, so that a tail of zeros, which some file systems leave after a power loss, is never a frame.
/// </summary>
internal static class JournalFormat
{
    public const int HeaderSize = 16, LengthSize = 2, HashSize = SHA256.HashSizeInBytes;
    public const int MaximumEntrySize = ushort.MaxValue;

    /// <summary>What a frame has besides its entry.</summary>
    public const int FrameOverhead = LengthSize + HashSize;

    public const int MaximumFrameSize = MaximumEntrySize + FrameOverhead;

    private const int LabelSize = 17;

    public static ReadOnlySpan<byte> Header => "vitrine-log\n\0\0\0\u0001"u8;

    private static ReadOnlySpan<byte> Label => "vitrine-chain/v1\n"u8;

    /// <summary>The chain hash before the first entry.</summary>
    public static void Begin(Span<byte> chain)
    {
        Span<byte> input = stackalloc byte[LabelSize + HeaderSize];
        Label.CopyTo(input);
        Header.CopyTo(input[LabelSize..]);
        SHA256.HashData(input, chain);
    }

    /// <summary>
    /// Replaces <paramref name="chain"/> by the hash that stands after the entry. The frame's second byte is zero while the leaf is hashed and is
    /// put back, so that 0x00 ‖ entry need not be copied together.
    /// </summary>
    /// <param name="frame">Length and entry; the hash may follow or not.</param>
    /// <param name="entryLength">Length of the entry.</param>
    /// <param name="chain">The hash before, then the hash after.</param>
    public static void Advance(Span<byte> frame, int entryLength, Span<byte> chain)
    {
        Span<byte> input = stackalloc byte[LabelSize + (2 * HashSize)];
        Label.CopyTo(input);
        chain.CopyTo(input[LabelSize..]);
        byte low = frame[1];
        frame[1] = 0;
        SHA256.HashData(frame.Slice(1, 1 + entryLength), input[(LabelSize + HashSize)..]);
        frame[1] = low;
        SHA256.HashData(input, chain);
    }

    /// <summary>
    /// Finds the frame that ends exactly at the end of <paramref name="tail"/>, and gives where it starts, or -1. It needs no walk from the front:
    /// the hash before the frame is the 32 bytes in front of it, so a frame proves itself, and bytes that only look like one inside an entry
    /// would need a SHA-256 collision.
    /// </summary>
    /// <param name="tail">The file's last bytes: at most a whole frame and the hash before it.</param>
    /// <param name="tailOffset">Where in the file they start; not before the end of the header.</param>
    public static int FindLastFrame(Span<byte> tail, long tailOffset)
    {
        Span<byte> chain = stackalloc byte[HashSize];
        for (int length = 1, start; (start = tail.Length - FrameOverhead - length) >= 0 && length <= MaximumEntrySize; length++)
        {
            if (BinaryPrimitives.ReadUInt16BigEndian(tail[start..]) != length)
                continue;
            if (start >= HashSize)
                tail.Slice(start - HashSize, HashSize).CopyTo(chain);
            else if (tailOffset + start == HeaderSize)
                Begin(chain);
            else
                continue;
            Advance(tail[start..], length, chain);
            if (chain.SequenceEqual(tail[^HashSize..]))
                return start;
        }

        return -1;
    }
}
