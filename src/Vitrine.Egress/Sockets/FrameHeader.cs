using System.Buffers.Binary;

namespace Vitrine.Egress.Sockets;

/// <summary>What a frame is for (RFC 6455 section 5.2).</summary>
internal enum FrameKind : byte
{
    /// <summary>A message goes on.</summary>
    Continuation = 0,

    /// <summary>A message of text begins.</summary>
    Text = 1,

    /// <summary>A message of bytes begins.</summary>
    Binary = 2,

    /// <summary>The socket is to close.</summary>
    Close = 8,

    /// <summary>An answer is asked for.</summary>
    Ping = 9,

    /// <summary>The answer.</summary>
    Pong = 10,
}

/// <summary>How far reading came.</summary>
internal enum FrameReading
{
    /// <summary>More bytes are needed.</summary>
    Incomplete,

    /// <summary>A whole header.</summary>
    Complete,

    /// <summary>No frame of this side of this protocol: the socket must end (RFC 6455 section 7.1.7).</summary>
    Invalid,
}

/// <summary>The header of one WebSocket frame.</summary>
/// <param name="Kind">What it is for.</param>
/// <param name="IsFinal">Whether the message ends with it.</param>
/// <param name="Length">Bytes of payload.</param>
/// <param name="Mask">The masking key as it stands; 0 where there is none, since a mask of zeros does nothing.</param>
internal readonly record struct FrameHeader(FrameKind Kind, bool IsFinal, long Length, uint Mask)
{
    /// <summary>The longest header: two bytes, eight of length, four of mask.</summary>
    public const int MaximumLength = 14;

    private const int MaximumControl = 125;

    /// <summary>Whether the frame is about the socket and not part of a message.</summary>
    public bool IsControl => Kind >= FrameKind.Close;

    /// <summary>
    /// Reads a header. Reserved bits are those of extensions, and none was negotiated; lengths have one form only; what a client sends is masked and what a
    /// server sends is not, each exactly so.
    /// </summary>
    public static FrameReading Read(ReadOnlySpan<byte> bytes, bool isMasked, out FrameHeader header, out int consumed)
    {
        header = default;
        consumed = 0;
        if (bytes.IsEmpty)
            return FrameReading.Incomplete;
        var kind = (FrameKind)(bytes[0] & 0x0f);
        bool isFinal = (bytes[0] & 0x80) != 0;
        if ((bytes[0] & 0x70) != 0 || (byte)kind is (> 2 and < 8) or > 10 || (kind >= FrameKind.Close && !isFinal))
            return FrameReading.Invalid;
        if (bytes.Length < 2)
            return FrameReading.Incomplete;
        int first = bytes[1] & 0x7f;
        if ((bytes[1] & 0x80) != 0 != isMasked || (kind >= FrameKind.Close && first > MaximumControl) || (kind == FrameKind.Close && first == 1))
            return FrameReading.Invalid;
        int at = 2 + (first == 126 ? 2 : first == 127 ? 8 : 0);
        if (bytes.Length < at)
            return FrameReading.Incomplete;
        ulong length = first == 126
            ? BinaryPrimitives.ReadUInt16BigEndian(bytes[2..])
            : first == 127
                ? BinaryPrimitives.ReadUInt64BigEndian(bytes[2..])
                : (ulong)first;
        if ((first == 126 && length < 126) || (first == 127 && length is <= ushort.MaxValue or > long.MaxValue))
            return FrameReading.Invalid;
        uint mask = 0;
        if (isMasked)
        {
            if (bytes.Length < at + 4)
                return FrameReading.Incomplete;
            mask = BitConverter.ToUInt32(bytes[at..]);
            at += 4;
        }

        header = new FrameHeader(kind, isFinal, (long)length, mask);
        consumed = at;
        return FrameReading.Complete;
    }

    /// <summary>Writes the header into <paramref name="to"/>, of at least <see cref="MaximumLength"/> bytes, and says how long it is.</summary>
    public int Write(Span<byte> to, bool isMasked)
    {
        to[0] = (byte)((IsFinal ? 0x80 : 0) | (byte)Kind);
        byte masked = (byte)(isMasked ? 0x80 : 0);
        int at = 2;
        if (Length < 126)
        {
            to[1] = (byte)(masked | (byte)Length);
        }
        else if (Length <= ushort.MaxValue)
        {
            to[1] = (byte)(masked | 126);
            BinaryPrimitives.WriteUInt16BigEndian(to[2..], (ushort)Length);
            at = 4;
        }
        else
        {
            to[1] = (byte)(masked | 127);
            BinaryPrimitives.WriteUInt64BigEndian(to[2..], (ulong)Length);
            at = 10;
        }

        if (!isMasked)
            return at;
        BitConverter.TryWriteBytes(to[at..], Mask);
        return at + 4;
    }
}
