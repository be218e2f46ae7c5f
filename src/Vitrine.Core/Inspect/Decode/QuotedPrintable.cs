using System.Buffers;

namespace Vitrine.Core.Inspect.Decode;

/// <summary>Quoted-printable (RFC 2045, 6.7).</summary>
internal static class QuotedPrintable
{
    private const int Width = 76;

    /// <summary>Undoes it; what is malformed stays as it is.</summary>
    /// <returns>Bytes written.</returns>
    public static int Undo(ReadOnlySpan<byte> source, Span<byte> target)
    {
        int o = 0;
        for (int i = 0; i < source.Length;)
        {
            if (source[i] != '=')
            {
                target[o++] = source[i++];
            }
            else if (i + 2 < source.Length && HexDigits.Pair(source[i + 1], source[i + 2]) is >= 0 and var pair)
            {
                target[o++] = (byte)pair;
                i += 3;
            }
            else if (i + 1 < source.Length && source[i + 1] is (byte)'\n' or (byte)'\r')
            {
                i += source[(i + 1)..].StartsWith("\r\n"u8) ? 3 : 2;
            }
            else
            {
                target[o++] = source[i++];
            }
        }

        return o;
    }

    /// <summary>Encodes bytes; line ends stay line ends.</summary>
    public static byte[] Redo(ReadOnlySpan<byte> data)
    {
        var writer = new ArrayBufferWriter<byte>(data.Length + (data.Length / 8) + 16);
        int column = 0;
        foreach (byte each in data)
        {
            bool isPlain = each is (>= 0x20 and < 0x7F and not (byte)'=') or (byte)'\t' or (byte)'\r' or (byte)'\n';
            if (column + 3 >= Width && each is not ((byte)'\r' or (byte)'\n'))
            {
                writer.Write("=\r\n"u8);
                column = 0;
            }

            if (isPlain)
                writer.Write([each]);
            else
                writer.Write([(byte)'=', "0123456789ABCDEF"u8[each >> 4], "0123456789ABCDEF"u8[each & 15]]);
            column = each == '\n' ? 0 : column + (isPlain ? 1 : 3);
        }

        return writer.WrittenSpan.ToArray();
    }
}
