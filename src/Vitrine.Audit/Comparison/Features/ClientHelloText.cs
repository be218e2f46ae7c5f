using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Vitrine.Audit.Comparison.Features;

/// <summary>
/// A TLS ClientHello (RFC 8446, section 4.1.2) as text, one line for each part, in the order on the wire. JA3 and JA4 would sort what is looked for here.
/// </summary>
internal static class ClientHelloText
{
    /// <summary>The text; the bytes in hexadecimal from where they are none. Random, session id and key shares are left out: they are random.</summary>
    public static string Of(ReadOnlySpan<byte> message)
    {
        var text = new StringBuilder();
        // A record header may stand before it.
        if (message.Length > 5 && message[0] == 22)
            message = message[5..];
        if (message.Length < 39 || message[0] != 1)
            return text.Append("not read: ").Append(Convert.ToHexStringLower(message[..Math.Min(message.Length, 64)])).ToString();
        text.Append(CultureInfo.InvariantCulture, $"version {message[4]:x2}{message[5]:x2}\n");
        ReadOnlySpan<byte> rest = message[38..];
        if (!Take(ref rest, 1, out ReadOnlySpan<byte> session)
            || !Take(ref rest, 2, out ReadOnlySpan<byte> ciphers)
            || !Take(ref rest, 1, out ReadOnlySpan<byte> compression))
            return text.Append("cut").ToString();
        text.Append(CultureInfo.InvariantCulture,
            $"session id of {session.Length}\nciphers {Words(ciphers)}\ncompression {Convert.ToHexStringLower(compression)}\n");
        if (!Take(ref rest, 2, out ReadOnlySpan<byte> extensions))
            return text.ToString();
        while (extensions.Length >= 4)
        {
            int type = BinaryPrimitives.ReadUInt16BigEndian(extensions);
            extensions = extensions[2..];
            if (!Take(ref extensions, 2, out ReadOnlySpan<byte> value))
                return text.Append("cut").ToString();
            text.Append(Extension(type, value)).Append('\n');
        }
        return text.ToString();
    }

    private static string Extension(int type, ReadOnlySpan<byte> value)
    {
        string name = IsGrease(type) ? "grease" : type.ToString(CultureInfo.InvariantCulture);
        return type switch
        {
            0 when value.Length > 5 => $"extension 0 {Encoding.ASCII.GetString(value[5..])}",
            // key_share, pre_shared_key, session_ticket: fresh in each connection.
            51 or 41 or 35 => $"extension {name}",
            10 or 13 or 50 when value.Length > 2 => $"extension {name} {Words(value[2..])}",
            21 => "extension 21 (padding)",
            _ when IsGrease(type) => "extension grease",
            _ => $"extension {name} {Convert.ToHexStringLower(value[..Math.Min(value.Length, 64)])}",
        };
    }

    private static string Words(ReadOnlySpan<byte> bytes)
    {
        var words = new StringBuilder();
        for (int i = 0; i + 1 < bytes.Length; i += 2)
        {
            int word = BinaryPrimitives.ReadUInt16BigEndian(bytes[i..]);
            words.Append(IsGrease(word) ? "grease" : word.ToString("x4", CultureInfo.InvariantCulture)).Append(' ');
        }
        return words.ToString();
    }

    // RFC 8701: both bytes alike and ending in A.
    private static bool IsGrease(int word) => (word & 0x0F0F) == 0x0A0A && word >> 8 == (word & 0xFF);

    private static bool Take(ref ReadOnlySpan<byte> rest, int lengthBytes, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (rest.Length < lengthBytes)
            return false;
        int length = lengthBytes == 1 ? rest[0] : BinaryPrimitives.ReadUInt16BigEndian(rest);
        if (rest.Length - lengthBytes < length)
            return false;
        value = rest.Slice(lengthBytes, length);
        rest = rest[(lengthBytes + length)..];
        return true;
    }
}
