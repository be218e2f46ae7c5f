using System.Buffers.Binary;

namespace Vitrine.Audit.Wire;

/// <summary>The records of TLS (RFC 8446 section 5.1) that carry a ClientHello.</summary>
internal static class HelloRecords
{
    private const int RecordHeader = 5;
    private const int MessageHeader = 4;
    private const int Longest = 64 << 10;

    /// <summary>Joins the records; gives the message without its header, the versions and lengths of the records, and how many bytes they take.</summary>
    public static WireState Read(ReadOnlySpan<byte> bytes, out byte[] message, out IReadOnlyList<string> records, out int end)
    {
        var joined = new List<byte>();
        var seen = new List<string>();
        (message, records, end) = ([], seen, 0);
        while (true)
        {
            ReadOnlySpan<byte> rest = bytes[end..];
            if (rest.Length < RecordHeader)
                return rest.IsEmpty || rest[0] == 22 ? WireState.Incomplete : WireState.Malformed;
            int length = BinaryPrimitives.ReadUInt16BigEndian(rest[3..]);
            if (rest[0] != 22 || rest[1] != 3 || length is 0 or > 1 << 14)
                return WireState.Malformed;
            if (rest.Length < RecordHeader + length)
                return WireState.Incomplete;
            seen.Add($"{rest[1]:x2}{rest[2]:x2} {length}");
            joined.AddRange(rest.Slice(RecordHeader, length));
            end += RecordHeader + length;
            if (joined[0] != 1 || joined.Count > Longest)
                return WireState.Malformed;
            if (joined.Count < MessageHeader)
                continue;
            int wanted = (joined[1] << 16) | (joined[2] << 8) | joined[3];
            if (joined.Count - MessageHeader < wanted)
                continue;
            message = [.. joined.Skip(MessageHeader).Take(wanted)];
            return WireState.Complete;
        }
    }
}
