using System.Buffers;
using System.Buffers.Binary;

namespace Vitrine.Audit.Wire;

/// <summary>
/// The frames of a WebSocket (RFC 6455 section 5.2) that an agent sends: their payloads one after the other, unmasked. The masking keys, which are random, are
/// left out.
/// </summary>
internal static class SocketPayloads
{
    /// <summary>Reads to the end of the bytes; gives how far it came.</summary>
    public static int Read(ReadOnlySpan<byte> bytes, int at, ArrayBufferWriter<byte> body, List<int> sizes, NoteList notes)
    {
        while (bytes.Length - at >= 2)
        {
            ReadOnlySpan<byte> rest = bytes[at..];
            bool isMasked = (rest[1] & 0x80) != 0;
            int extra = (rest[1] & 0x7f) switch { 126 => 2, 127 => 8, _ => 0 };
            int header = 2 + extra + (isMasked ? 4 : 0);
            if (rest.Length < header)
                break;
            ulong length = extra switch
            {
                2 => BinaryPrimitives.ReadUInt16BigEndian(rest[2..]),
                8 => BinaryPrimitives.ReadUInt64BigEndian(rest[2..]),
                _ => (ulong)(rest[1] & 0x7f),
            };
            if (!isMasked)
                notes.Add("frame without a mask");
            if ((rest[0] & 0x70) != 0)
                notes.Add("frame with reserved bits");
            if ((rest[0] & 0x0f) > 2)
                notes.Add($"frame of kind {rest[0] & 0x0f}");
            int present = (int)Math.Min(length, (ulong)(rest.Length - header));
            Unmask(rest.Slice(header, present), isMasked ? rest.Slice(header - 4, 4) : default, body.GetSpan(present + 1));
            body.Advance(present);
            sizes.Add(present);
            at += header + present;
            if ((ulong)present < length)
                notes.Add("incomplete frame");
        }

        return at;
    }

    private static void Unmask(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> mask, Span<byte> clear)
    {
        payload.CopyTo(clear);
        if (mask.IsEmpty)
            return;
        for (int i = 0; i < payload.Length; i++)
            clear[i] ^= mask[i & 3];
    }
}
