using System.Buffers;
using System.IO.Compression;
using System.Text;
using Vitrine.Core.Inspect.Decode;
using Vitrine.Core.Inspect.Decode.Zstd;

namespace Vitrine.Core.Inspect.Redaction;

/// <summary>Does the layers again.</summary>
internal static class Encoders
{
    /// <summary>Bytes of a unit layer: unchanged units are copied as they stood, new bytes are escaped.</summary>
    public static byte[] ByUnit(Layer layer, ReadOnlySpan<byte> source, List<Edit> edits)
    {
        var writer = new ArrayBufferWriter<byte>(source.Length + 64);
        Span<byte> scratch = stackalloc byte[Units.MaxOutput];
        int i = 0, o = 0, copied = 0;
        foreach (Edit edit in edits)
        {
            while (i < source.Length && o < edit.Range.Start)
                o += Step(layer, source, ref i, scratch);
            writer.Write(source[copied..i]);
            foreach (byte each in edit.Bytes)
                Escape(layer, each, writer);
            while (i < source.Length && o < edit.Range.End)
                o += Step(layer, source, ref i, scratch);
            copied = i;
        }

        writer.Write(source[copied..]);
        byte[] result = writer.WrittenSpan.ToArray();
        // A number with anything else in it is none: what stands there from now on is a string.
        return layer == Layer.JsonNumber ? [(byte)'"', .. result, (byte)'"'] : result;
    }

    /// <summary>Bytes of another layer, made anew in the manner of the old ones.</summary>
    /// <returns>Null where that can't be done.</returns>
    public static byte[]? Whole(Layer layer, byte[] data, ReadOnlySpan<byte> like) => layer switch
    {
        Layer.Base64 or Layer.Base64Url => Base64Text.Redo(data, layer == Layer.Base64Url, like),
        Layer.Hex => Encoding.ASCII.GetBytes(like.IndexOfAnyInRange((byte)'A', (byte)'F') >= 0 ? Convert.ToHexString(data) : Convert.ToHexStringLower(data)),
        Layer.QuotedPrintable => QuotedPrintable.Redo(data),
        Layer.Gzip => Compress(data, stream => new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true)),
        Layer.Zlib => Compress(data, stream => new ZLibStream(stream, CompressionLevel.Fastest, leaveOpen: true)),
        Layer.Deflate => Compress(data, stream => new DeflateStream(stream, CompressionLevel.Fastest, leaveOpen: true)),
        Layer.Brotli => Compress(data, stream => new BrotliStream(stream, CompressionLevel.Fastest, leaveOpen: true)),
        Layer.Zstandard => ZstdPlain.Encode(data),
        Layer.Utf16Little or Layer.Utf16Big or Layer.Utf32Little or Layer.Utf32Big => WideText.Encoding(layer).GetBytes(Encoding.UTF8.GetString(data)),
        _ => null,
    };

    /// <summary>Puts edits into data.</summary>
    public static byte[] Apply(ReadOnlySpan<byte> data, List<Edit> edits)
    {
        var writer = new ArrayBufferWriter<byte>(data.Length + 64);
        int copied = 0;
        foreach (Edit edit in edits)
        {
            writer.Write(data[copied..edit.Range.Start]);
            writer.Write(edit.Bytes);
            copied = edit.Range.End;
        }

        writer.Write(data[copied..]);
        return writer.WrittenSpan.ToArray();
    }

    private static int Step(Layer layer, ReadOnlySpan<byte> source, ref int i, Span<byte> scratch)
    {
        i += Units.Next(layer, source, i, scratch, out int written);
        return written;
    }

    private static void Escape(Layer layer, byte value, ArrayBufferWriter<byte> writer)
    {
        bool isPlain = layer switch
        {
            Layer.JsonString or Layer.Quoted => value is >= 0x20 and not ((byte)'"' or (byte)'\\'),
            Layer.Percent or Layer.Form => char.IsAsciiLetterOrDigit((char)value) || value is (byte)'-' or (byte)'.' or (byte)'_' or (byte)'~',
            Layer.SseData => value is not ((byte)'\n' or (byte)'\r'),
            _ => true,
        };
        if (isPlain)
            writer.Write([value]);
        else if (layer is Layer.Percent or Layer.Form)
            writer.Write([(byte)'%', Digit(value >> 4), Digit(value & 15)]);
        else if (layer == Layer.SseData)
            writer.Write("\ndata: "u8);
        else if (value is (byte)'"' or (byte)'\\')
            writer.Write([(byte)'\\', value]);
        else if (value is (byte)'\n' or (byte)'\r' or (byte)'\t')
            writer.Write([(byte)'\\', value == '\n' ? (byte)'n' : value == '\r' ? (byte)'r' : (byte)'t']);
        else
            writer.Write([(byte)'\\', (byte)'u', (byte)'0', (byte)'0', Digit(value >> 4), Digit(value & 15)]);
    }

    private static byte Digit(int value) => "0123456789ABCDEF"u8[value];

    private static byte[] Compress(byte[] data, Func<Stream, Stream> open)
    {
        using var target = new MemoryStream();
        using (Stream stream = open(target))
            stream.Write(data);
        return target.ToArray();
    }
}
