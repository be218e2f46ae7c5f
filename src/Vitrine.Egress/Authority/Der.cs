using System.Globalization;
using System.Text;

namespace Vitrine.Egress.Authority;

/// <summary>
/// The few DER elements (X.690) that our own certificates and trust stores are made of. <see cref="System.Formats.Asn1.AsnWriter"/> would do, but what it makes
/// the runtime compile costs as many milliseconds as all the rest of an authority, and that is on the way to every start of an agent.
/// </summary>
internal static class Der
{
    public const byte Integer = 0x02;
    public const byte BitString = 0x03;
    public const byte OctetString = 0x04;
    public const byte Utf8String = 0x0C;
    public const byte BmpString = 0x1E;
    public const byte Sequence = 0x30;
    public const byte Set = 0x31;

    /// <summary>An element around others.</summary>
    public static byte[] Wrap(byte tag, params ReadOnlySpan<byte[]> parts)
    {
        int length = 0;
        foreach (byte[] part in parts)
            length += part.Length;
        int lengthBytes = length < 0x80 ? 1 : length < 0x100 ? 2 : length < 0x1_0000 ? 3 : 4;
        byte[] element = new byte[1 + lengthBytes + length];
        element[0] = tag;
        element[1] = lengthBytes == 1 ? (byte)length : (byte)(0x80 | (lengthBytes - 1));
        for (int i = 1; i < lengthBytes; i++)
            element[1 + i] = (byte)(length >> (8 * (lengthBytes - 1 - i)));
        int at = 1 + lengthBytes;
        foreach (byte[] part in parts)
        {
            part.CopyTo(element, at);
            at += part.Length;
        }

        return element;
    }

    /// <summary>A bit string of whole bytes but for <paramref name="unused"/> bits at its end.</summary>
    public static byte[] Bits(byte[] bytes, byte unused = 0) => Wrap(BitString, [unused], bytes);

    /// <summary>An OBJECT IDENTIFIER, from its dotted form.</summary>
    public static byte[] Oid(string dotted)
    {
        string[] arcs = dotted.Split('.');
        var content = new List<byte> { (byte)((40 * Arc(arcs[0])) + Arc(arcs[1])) };
        for (int i = 2; i < arcs.Length; i++)
        {
            int arc = Arc(arcs[i]);
            for (int shift = 28; shift > 0; shift -= 7)
                if (arc >> shift != 0)
                    content.Add((byte)(0x80 | ((arc >> shift) & 0x7F)));
            content.Add((byte)(arc & 0x7F));
        }

        return Wrap(0x06, content.ToArray());
    }

    /// <summary>UTCTime until 2049, GeneralizedTime after (RFC 5280 section 4.1.2.5).</summary>
    public static byte[] Time(DateTimeOffset time)
    {
        bool isShort = time.UtcDateTime.Year is >= 1950 and < 2050;
        string text = time.UtcDateTime.ToString(isShort ? "yyMMddHHmmss'Z'" : "yyyyMMddHHmmss'Z'", CultureInfo.InvariantCulture);
        return Wrap((byte)(isShort ? 0x17 : 0x18), Encoding.ASCII.GetBytes(text));
    }

    private static int Arc(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
