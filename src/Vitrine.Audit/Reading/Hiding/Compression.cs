using System.IO.Compression;
using Vitrine.Core.Inspect.Decode;

namespace Vitrine.Audit.Reading.Hiding;

/// <summary>Undoes compression within a budget: an output that is over it is cut and named, never held.</summary>
internal static class Compression
{
    /// <summary>Undoes what the first bytes tell, or, where they tell nothing and it is asked for, what works: raw deflate or Brotli to their ends.</summary>
    public static Unmasked? Undo(ReadOnlyMemory<byte> packed, bool tryAll, int most, out bool isCut)
    {
        isCut = false;
        ReadOnlySpan<byte> head = packed.Span;
        if (head.Length < 6)
            return null;
        if (head[0] == 0x1f && head[1] == 0x8b && head[2] == 8)
            return Run(packed, "gzip", static stream => new GZipStream(stream, CompressionMode.Decompress), most, ref isCut);
        if (head[0] == 0x28 && head[1] == 0xb5 && head[2] == 0x2f && head[3] == 0xfd)
            return Zstandard(packed, most);
        if ((head[0] & 0x0f) == 8 && head[0] >> 4 <= 7 && ((head[0] << 8) | head[1]) % 31 == 0
            && Run(packed, "zlib", static stream => new ZLibStream(stream, CompressionMode.Decompress), most, ref isCut) is { } zlib)
            return zlib;
        if (!tryAll || head.Length < 16)
            return null;
        // Formats without a sign of their own: only what is text to its end counts.
        if (Run(packed, "deflate", static stream => new DeflateStream(stream, CompressionMode.Decompress), most, ref isCut) is { Bits: > 40 } raw
            && TextScore.IsPrintable(raw.Bytes))
            return raw;
        return Run(packed, "brotli", static stream => new BrotliStream(stream, CompressionMode.Decompress), most, ref isCut) is { Bits: > 40 } brotli
            && TextScore.IsPrintable(brotli.Bytes)
            ? brotli
            : null;
    }

    /// <summary>Undoes gzip, zlib or raw deflate, of whatever length.</summary>
    public static Unmasked? Deflated(ReadOnlyMemory<byte> packed, int most) => Undo(packed, tryAll: false, most, out bool isCut)
        ?? Run(packed, "deflate", static stream => new DeflateStream(stream, CompressionMode.Decompress), most, ref isCut);

    /// <summary>Undoes Brotli, which only a name can tell.</summary>
    public static Unmasked? Brotli(ReadOnlyMemory<byte> packed, int most, out bool isCut)
    {
        isCut = false;
        return Run(packed, "brotli", static stream => new BrotliStream(stream, CompressionMode.Decompress), most, ref isCut);
    }

    private static Unmasked? Run(ReadOnlyMemory<byte> packed, string name, Func<Stream, Stream> open, int most, ref bool isCut)
    {
        using var source = new MemoryBytes(packed);
        using Stream stream = open(source);
        using var result = new MemoryStream();
        byte[] block = new byte[Math.Clamp(packed.Length * 4, 1 << 10, 64 << 10)];
        try
        {
            while (true)
            {
                int read = stream.Read(block);
                if (read == 0)
                    break;
                int room = most - (int)result.Length;
                result.Write(block, 0, Math.Min(read, room));
                if (read > room)
                {
                    isCut = true;
                    break;
                }
            }
        }
        catch (Exception error) when (error is InvalidDataException or IOException or InvalidOperationException)
        {
            // Not that format, or damaged; what came out before is worth reading when it is much.
            if (result.Length < 4096)
                return null;
        }

        byte[] bytes = result.ToArray();
        return bytes.Length == 0 ? null : new Unmasked(bytes, name, TextScore.Of(bytes));
    }

    private static Unmasked? Zstandard(ReadOnlyMemory<byte> packed, int most)
    {
        using DecodedBody body = BodyDecoder.Decode(packed, new BodyHead(null, "zstd"), new DecodeBudget { MaxBytes = most, MaxRatio = 4096 });
        byte[] bytes = body.ContentBytes.ToArray();
        return bytes.Length == 0 || bytes.Length == packed.Length ? null : new Unmasked(bytes, "zstd", TextScore.Of(bytes));
    }
}
