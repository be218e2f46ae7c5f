using System.Buffers.Binary;

namespace Vitrine.Audit.Wire;

/// <summary>The kinds of frames (RFC 9113 section 6).</summary>
internal enum FrameType
{
    Data = 0,
    Headers = 1,
    Priority = 2,
    ResetStream = 3,
    Settings = 4,
    PushPromise = 5,
    Ping = 6,
    GoAway = 7,
    WindowUpdate = 8,
    Continuation = 9,
}

/// <summary>A frame's header (RFC 9113 section 4.1) and where its payload stands.</summary>
internal readonly record struct Http2Frame(FrameType Type, byte Flags, int Stream, int Start, int Length)
{
    /// <summary>Length of a header.</summary>
    public const int Header = 9;

    public const byte EndStream = 1;
    public const byte Acknowledgement = 1;
    public const byte EndHeaders = 4;
    public const byte Padded = 8;
    public const byte HasPriority = 0x20;

    /// <summary>What a client sends before its first frame (section 3.4).</summary>
    public static ReadOnlySpan<byte> Magic => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;

    /// <summary>Where what follows begins.</summary>
    public int End => Start + Length;

    /// <summary>The payload.</summary>
    public ReadOnlySpan<byte> Payload(ReadOnlySpan<byte> bytes) => bytes.Slice(Start, Length);

    public bool Has(byte flag) => (Flags & flag) != 0;

    /// <summary>Reads a whole frame; false where the bytes end before it does.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, int at, out Http2Frame frame)
    {
        frame = default;
        ReadOnlySpan<byte> rest = bytes[at..];
        if (rest.Length < Header)
            return false;
        int length = (rest[0] << 16) | (rest[1] << 8) | rest[2];
        if (rest.Length - Header < length)
            return false;
        frame = new Http2Frame((FrameType)rest[3], rest[4], (int)(BinaryPrimitives.ReadUInt32BigEndian(rest[5..]) & 0x7fff_ffff), at + Header, length);
        return true;
    }

    /// <summary>Takes the padding off a payload (section 6.1); false where there is more of it than payload.</summary>
    public bool TryUnpad(ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> data, out int padding)
    {
        data = Payload(bytes);
        padding = 0;
        if (!Has(Padded))
            return true;
        if (data.IsEmpty || data[0] >= data.Length)
            return false;
        padding = data[0];
        data = data[1..^padding];
        return true;
    }
}
