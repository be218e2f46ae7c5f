using System.Buffers.Binary;
using System.Net;

namespace Vitrine.Egress.Naming;

/// <summary>Codes of an answer (RFC 1035 section 4.1.1).</summary>
internal enum DnsCode
{
    NoError = 0,
    FormatError = 1,
    ServerFailure = 2,
    NameError = 3,
    NotImplemented = 4,
    Refused = 5,
}

/// <summary>Writes answers: the header, the question as it came, and at most one address.</summary>
internal static class DnsReply
{
    /// <summary>The longest answer: header, question, and an AAAA record with its name as a pointer.</summary>
    public const int MaximumLength = DnsQuestion.HeaderLength + 255 + 4 + 12 + 16;

    /// <summary>Seconds that an answer may be kept. The address holds for the whole session; a minute spares most repeats.</summary>
    private const int TimeToLive = 60;

    /// <summary>Writes the answer to <paramref name="query"/> and gives its length. The question's bytes are repeated exactly, case and all.</summary>
    public static int Write(ReadOnlySpan<byte> query, in DnsQuestion question, DnsCode code, IPAddress? address, Span<byte> reply)
    {
        reply[..DnsQuestion.HeaderLength].Clear();
        BinaryPrimitives.WriteUInt16BigEndian(reply, question.Id);
        // QR and RA, the query's RD, the code.
        BinaryPrimitives.WriteUInt16BigEndian(reply[2..], (ushort)(0x8080 | (question.RecursionDesired ? 0x0100 : 0) | (int)code));
        int length = DnsQuestion.HeaderLength;
        if (question.Length == 0)
            return length;
        BinaryPrimitives.WriteUInt16BigEndian(reply[4..], 1);
        query.Slice(length, question.Length).CopyTo(reply[length..]);
        length += question.Length;
        if (address is null)
            return length;
        BinaryPrimitives.WriteUInt16BigEndian(reply[6..], 1);
        Span<byte> record = reply[length..];
        BinaryPrimitives.WriteUInt16BigEndian(record, 0xC000 | DnsQuestion.HeaderLength);
        BinaryPrimitives.WriteUInt16BigEndian(record[2..], (ushort)question.Type);
        BinaryPrimitives.WriteUInt16BigEndian(record[4..], 1);
        BinaryPrimitives.WriteInt32BigEndian(record[6..], TimeToLive);
        address.TryWriteBytes(record[12..], out int size);
        BinaryPrimitives.WriteUInt16BigEndian(record[10..], (ushort)size);
        return length + 12 + size;
    }
}
