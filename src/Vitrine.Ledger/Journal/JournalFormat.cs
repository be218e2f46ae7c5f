using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Vitrine.Ledger.Journal;

/// <summary>
/// The entry file: a header of 16 bytes, then frames. Lengths are big-endian; room for more frames, all zeros, may follow the last one.
/// <code>
/// frame    = length (16 bit) ‖ leaf ‖ length (24 bit) ‖ sealed record ‖ chain (32 bytes)
/// leafhash = SHA-256(0x00 ‖ leaf)                              RFC 6962 section 2.1: the tree is built over the same leaves
/// chain    = SHA-256("vitrine-chain/v2\n" ‖ previous ‖ leafhash ‖ SHA-256(sealed record))
///            previous of the first entry = SHA-256("vitrine-chain/v2\n" ‖ header)
/// </code>
/// A leaf has at least one byte, so that zeros, be they room made ahead or what some file systems leave after a power loss, are never a frame.
/// </summary>
internal static class JournalFormat
{
    public const int HeaderSize = 16, LeafLengthSize = 2, SealedLengthSize = 3, HashSize = SHA256.HashSizeInBytes;

    /// <summary>A C2SP tlog-tiles bundle gives an entry's length in 16 bits.</summary>
    public const int MaximumLeafSize = ushort.MaxValue;

    /// <summary>Bounds of a sealed record that is there at all.</summary>
    public const int MinimumSealedSize = 48, MaximumSealedSize = 128 * 1024;

    public const int LengthsSize = LeafLengthSize + SealedLengthSize;

    /// <summary>What a frame has besides leaf and sealed record.</summary>
    public const int FrameOverhead = LengthsSize + HashSize;

    public const int MaximumFrameSize = MaximumLeafSize + MaximumSealedSize + FrameOverhead;

    /// <summary>What <see cref="FindLastFrame"/> says when there is none, and when bytes made to look like frames would keep it busy.</summary>
    public const int NoFrame = -1, TooManyCandidates = -2;

    private const int LabelSize = 17, VersionSize = 4;

    // Random bytes look like a frame's lengths once in 2^19 places or less.
    private const int MaximumCandidates = 64;

    public static ReadOnlySpan<byte> Header => "vitrine-log\n\0\0\0\u0002"u8;

    private static ReadOnlySpan<byte> Label => "vitrine-chain/v2\n"u8;

    /// <summary>The version that a whole header of this kind of file names, or null.</summary>
    public static uint? VersionOf(ReadOnlySpan<byte> header) =>
        header.StartsWith(Header[..^VersionSize]) ? BinaryPrimitives.ReadUInt32BigEndian(header[^VersionSize..]) : null;

    /// <summary>The chain hash before the first entry.</summary>
    public static void Begin(Span<byte> chain)
    {
        Span<byte> input = stackalloc byte[LabelSize + HeaderSize];
        Label.CopyTo(input);
        Header.CopyTo(input[LabelSize..]);
        SHA256.HashData(input, chain);
    }

    /// <summary>Writes a frame but for its hash.</summary>
    public static void Write(Span<byte> frame, ReadOnlySpan<byte> leaf, ReadOnlySpan<byte> sealedRecord)
    {
        BinaryPrimitives.WriteUInt16BigEndian(frame, (ushort)leaf.Length);
        leaf.CopyTo(frame[LeafLengthSize..]);
        frame = frame[(LeafLengthSize + leaf.Length)..];
        frame[0] = (byte)(sealedRecord.Length >> 16);
        BinaryPrimitives.WriteUInt16BigEndian(frame[1..], (ushort)sealedRecord.Length);
        sealedRecord.CopyTo(frame[SealedLengthSize..]);
    }

    /// <summary>The lengths in a frame of which at least the leaf and both lengths are there. They may be anything.</summary>
    public static FrameLayout LayoutOf(ReadOnlySpan<byte> frame)
    {
        int leaf = LeafLengthOf(frame);
        ReadOnlySpan<byte> second = frame[(LeafLengthSize + leaf)..];
        return new FrameLayout(leaf, (second[0] << 16) | BinaryPrimitives.ReadUInt16BigEndian(second[1..]));
    }

    public static int LeafLengthOf(ReadOnlySpan<byte> frame) => BinaryPrimitives.ReadUInt16BigEndian(frame);

    /// <summary>
    /// Replaces <paramref name="chain"/> by the hash that stands after the entry. The frame's second byte is zero while the leaf is hashed and is
    /// put back, so that 0x00 ‖ leaf need not be copied together.
    /// </summary>
    /// <param name="frame">Lengths, leaf and sealed record; the hash may follow or not.</param>
    /// <param name="layout">Its lengths.</param>
    /// <param name="chain">The hash before, then the hash after.</param>
    public static void Advance(Span<byte> frame, FrameLayout layout, Span<byte> chain)
    {
        Span<byte> input = stackalloc byte[LabelSize + (3 * HashSize)];
        Label.CopyTo(input);
        chain.CopyTo(input[LabelSize..]);
        byte low = frame[1];
        frame[1] = 0;
        SHA256.HashData(frame.Slice(1, 1 + layout.Leaf), input[(LabelSize + HashSize)..]);
        frame[1] = low;
        SHA256.HashData(frame[layout.SealedRange], input[(LabelSize + (2 * HashSize))..]);
        SHA256.HashData(input, chain);
    }

    /// <summary>
    /// Finds the frame after which there are only zeros, and gives where it starts, or a negative number. It needs no walk from the front: the hash
    /// before the frame is the 32 bytes in front of it, so a frame proves itself, and bytes that only look like one inside an entry would need
    /// a SHA-256 collision.
    /// </summary>
    /// <param name="tail">Bytes of the file from some place on, up to an end after which there is nothing, or nothing but zeros.</param>
    /// <param name="tailOffset">Where in the file they start; not before the end of the header.</param>
    /// <param name="layout">The lengths of the frame that was found.</param>
    public static int FindLastFrame(Span<byte> tail, long tailOffset, out FrameLayout layout)
    {
        Span<byte> chain = stackalloc byte[HashSize];
        int used = tail.LastIndexOfAnyExcept((byte)0) + 1, candidates = 0;
        layout = default;
        for (int start = Math.Min(used + HashSize, tail.Length) - FrameOverhead; start >= 0 && start >= used - MaximumFrameSize; start--)
        {
            int leaf = LeafLengthOf(tail[start..]);
            if (leaf == 0 || start + leaf + FrameOverhead > tail.Length)
                continue;
            layout = LayoutOf(tail[start..]);
            // The hash at its end may itself end in zeros.
            int end = start + layout.Size;
            if (!layout.IsFit || end < used || end > tail.Length || end - used >= HashSize)
                continue;
            if (start >= HashSize)
                tail.Slice(start - HashSize, HashSize).CopyTo(chain);
            else if (tailOffset + start == HeaderSize)
                Begin(chain);
            else
                continue;
            if (candidates++ == MaximumCandidates)
                return TooManyCandidates;
            Advance(tail[start..], layout, chain);
            if (chain.SequenceEqual(tail.Slice(end - HashSize, HashSize)))
                return start;
        }

        return NoFrame;
    }
}
