using System.Buffers.Binary;
using System.Text;

namespace Vitrine.Egress.Capture;

/// <summary>How far reading came. A fourth state, an exception, does not exist.</summary>
internal enum HelloReading
{
    /// <summary>So far it is a ClientHello; more bytes are needed.</summary>
    Incomplete,

    /// <summary>A whole ClientHello.</summary>
    Complete,

    /// <summary>No ClientHello, or a malformed or oversize one.</summary>
    Invalid,
}

/// <summary>
/// What the door must know of a ClientHello (RFC 8446 section 4.1.2) before it answers: the server's name. The hello may be spread over any number
/// of records and segments, and post-quantum key shares make it longer than one record seldom is; up to <see cref="MaximumLength"/> it is read.
/// </summary>
/// <param name="ServerName">The name of the SNI extension (RFC 6066 section 3) as it stands there, or null when there is none.</param>
internal readonly record struct ClientHello(string? ServerName)
{
    /// <summary>The longest run of bytes that may hold a hello, records' headers included.</summary>
    public const int MaximumLength = 32 * 1024;

    private const byte HandshakeRecord = 22;
    private const byte ClientHelloMessage = 1;
    private const int RecordHeader = 5;
    private const int MessageHeader = 4;
    private const int MaximumRecord = 1 << 14;
    private const ushort ServerNameExtension = 0;

    /// <summary>Reads the hello from the first bytes of a connection.</summary>
    public static HelloReading Read(ReadOnlySpan<byte> bytes, out ClientHello hello)
    {
        hello = default;
        HelloReading gathered = TryGather(bytes, out ReadOnlySpan<byte> message);
        if (gathered == HelloReading.Complete)
            return TryParse(message, out hello) ? HelloReading.Complete : HelloReading.Invalid;
        return gathered == HelloReading.Incomplete && bytes.Length >= MaximumLength ? HelloReading.Invalid : gathered;
    }

    /// <summary>Strips the records' headers; <paramref name="message"/> is the body of the hello.</summary>
    private static HelloReading TryGather(ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> message)
    {
        message = default;
        byte[]? joined = null;
        int held = 0;
        int wanted = -1;
        ReadOnlySpan<byte> rest = bytes;
        Span<byte> head = stackalloc byte[MessageHeader];
        while (rest.Length >= RecordHeader)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(rest[3..]);
            // Empty handshake records are forbidden (RFC 8446 section 5.1); so they can't be used to go on for ever.
            if (rest[0] != HandshakeRecord || rest[1] != 3 || length is 0 or > MaximumRecord)
                return HelloReading.Invalid;
            ReadOnlySpan<byte> fragment = rest[RecordHeader..];
            bool whole = fragment.Length >= length;
            fragment = whole ? fragment[..length] : fragment;
            if (wanted < 0)
            {
                int take = Math.Min(MessageHeader - held, fragment.Length);
                fragment[..take].CopyTo(head[held..]);
                held += take;
                fragment = fragment[take..];
                if (head[0] != ClientHelloMessage && held > 0)
                    return HelloReading.Invalid;
                if (held == MessageHeader)
                {
                    wanted = BinaryPrimitives.ReadInt32BigEndian(head) & 0xFF_FFFF;
                    held = 0;
                    if (wanted > MaximumLength)
                        return HelloReading.Invalid;
                    // The common case: all of it in one record, no copy.
                    if (fragment.Length >= wanted)
                    {
                        message = fragment[..wanted];
                        return HelloReading.Complete;
                    }
                }
            }

            if (wanted >= 0)
            {
                int take = Math.Min(wanted - held, fragment.Length);
                joined ??= new byte[wanted];
                fragment[..take].CopyTo(joined.AsSpan(held));
                held += take;
                if (held == wanted)
                {
                    message = joined;
                    return HelloReading.Complete;
                }
            }

            if (!whole)
                return HelloReading.Incomplete;
            rest = rest[(RecordHeader + length)..];
        }

        return IsRecordPrefix(rest) ? HelloReading.Incomplete : HelloReading.Invalid;
    }

    private static bool IsRecordPrefix(ReadOnlySpan<byte> bytes) =>
        bytes.IsEmpty || (bytes[0] == HandshakeRecord && (bytes.Length < 2 || bytes[1] == 3));

    private static bool TryParse(ReadOnlySpan<byte> message, out ClientHello hello)
    {
        hello = default;
        var reader = new ByteReader(message);
        // legacy_version, random, session id, cipher suites, compression methods.
        if (!reader.TryTake(2 + 32, out _) || !reader.TryTakeVector8(out _) || !reader.TryTakeVector16(out _) || !reader.TryTakeVector8(out _))
            return false;
        if (reader.IsAtEnd)
            return true;
        if (!reader.TryTakeVector16(out ReadOnlySpan<byte> extensions) || !reader.IsAtEnd)
            return false;
        var list = new ByteReader(extensions);
        bool named = false;
        while (!list.IsAtEnd)
        {
            if (!list.TryReadUInt16(out ushort type) || !list.TryTakeVector16(out ReadOnlySpan<byte> data))
                return false;
            if (type != ServerNameExtension)
                continue;
            // Two of them: whoever reads the other one sees another name.
            if (named || !TryReadServerName(data, out string? name))
                return false;
            named = true;
            hello = new ClientHello(name);
        }

        return true;
    }

    private static bool TryReadServerName(ReadOnlySpan<byte> data, out string? name)
    {
        name = null;
        var reader = new ByteReader(data);
        if (!reader.TryTakeVector16(out ReadOnlySpan<byte> list) || !reader.IsAtEnd)
            return false;
        var names = new ByteReader(list);
        // Exactly one entry, of type host_name.
        if (!names.TryReadByte(out byte type) || type != 0 || !names.TryTakeVector16(out ReadOnlySpan<byte> host) || !names.IsAtEnd || host.IsEmpty)
            return false;
        // Latin-1 maps each byte to one character: what isn't ASCII stays that, and HostName refuses it.
        name = Encoding.Latin1.GetString(host);
        return true;
    }
}
