using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Vitrine.Egress.Naming;

/// <summary>What came of reading a message.</summary>
internal enum DnsReading
{
    /// <summary>No message to answer: too short to have an id, or itself an answer (answering those makes loops).</summary>
    Ignored,

    /// <summary>Not a query with exactly one well-formed question: FORMERR.</summary>
    Malformed,

    /// <summary>Another operation than a query: NOTIMP.</summary>
    NotImplemented,

    /// <summary>A question.</summary>
    Question,
}

/// <summary>
/// The one question of a DNS query (RFC 1035 section 4.1). Compression pointers have no place in a question and are refused; what follows it, such
/// as EDNS (RFC 6891), is not looked at. Reading never looks past the message and takes time in proportion to the 255 bytes that a name may have.
/// </summary>
/// <param name="Id">The id, which the answer repeats.</param>
/// <param name="RecursionDesired">The flag, which the answer repeats.</param>
/// <param name="Name">The name as text; a byte that is no printable ASCII, a backslash, or a dot within a label is written <c>\DDD</c>, as in a master
/// file.</param>
/// <param name="Type">Type of the question.</param>
/// <param name="Class">Class of the question; 1 is the Internet.</param>
/// <param name="Length">Bytes of the question section, from offset 12.</param>
internal readonly record struct DnsQuestion(ushort Id, bool RecursionDesired, string Name, DnsType Type, ushort Class, int Length)
{
    public const int HeaderLength = 12;
    private const int MaximumNameLength = 255;

    /// <summary>The name of the type; one that has none here is written TYPEn (RFC 3597).</summary>
    public string PlainType => Enum.IsDefined(Type) ? Type.ToString() : $"TYPE{(int)Type}";

    /// <summary>The name of the type, with the class where that is not the Internet.</summary>
    public string TypeName => Class == 1 ? PlainType : $"CLASS{Class} {PlainType}";

    /// <summary>Reads a message. For a malformed one or another operation, <paramref name="question"/> has the id only.</summary>
    public static DnsReading Read(ReadOnlySpan<byte> message, out DnsQuestion question)
    {
        question = default;
        if (message.Length < HeaderLength)
            return DnsReading.Ignored;
        ushort flags = BinaryPrimitives.ReadUInt16BigEndian(message[2..]);
        if ((flags & 0x8000) != 0)
            return DnsReading.Ignored;
        question = new DnsQuestion(BinaryPrimitives.ReadUInt16BigEndian(message), (flags & 0x0100) != 0, "", 0, 0, 0);
        if ((flags & 0x7800) != 0)
            return DnsReading.NotImplemented;
        if (BinaryPrimitives.ReadUInt16BigEndian(message[4..]) != 1 || BinaryPrimitives.ReadUInt32BigEndian(message[6..]) != 0)
            return DnsReading.Malformed;
        if (!TryReadName(message[HeaderLength..], out string name, out int length) || message.Length < HeaderLength + length + 4)
            return DnsReading.Malformed;
        ReadOnlySpan<byte> rest = message[(HeaderLength + length)..];
        question = question with
        {
            Name = name,
            Type = (DnsType)BinaryPrimitives.ReadUInt16BigEndian(rest),
            Class = BinaryPrimitives.ReadUInt16BigEndian(rest[2..]),
            Length = length + 4,
        };
        return DnsReading.Question;
    }

    private static bool TryReadName(ReadOnlySpan<byte> bytes, out string name, out int length)
    {
        name = "";
        length = 0;
        var text = new StringBuilder(64);
        while (length < bytes.Length && length < MaximumNameLength)
        {
            int label = bytes[length++];
            if (label == 0)
            {
                name = text.Length == 0 ? "." : text.ToString();
                return true;
            }

            // The two upper bits make a pointer, or a kind of label that never came to be.
            if (label > 63 || label > bytes.Length - length || length + label >= MaximumNameLength)
                return false;
            if (text.Length > 0)
                text.Append('.');
            foreach (byte b in bytes.Slice(length, label))
                if (b is > 0x20 and < 0x7f and not ((byte)'.' or (byte)'\\'))
                    text.Append((char)b);
                else
                    text.Append('\\').Append(b.ToString("D3", CultureInfo.InvariantCulture));
            length += label;
        }

        return false;
    }
}
