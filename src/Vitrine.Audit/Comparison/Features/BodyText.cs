using System.IO.Compression;
using System.Text;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Comparison.Features;

/// <summary>A request's body without its coding.</summary>
internal static class BodyText
{
    private const int MostBytes = 32 << 20, MostBare = 1 << 20;

    /// <summary>The value of the first field of that name; null where there is none.</summary>
    public static string? Field(CapturedExchange exchange, string name) =>
        exchange.Fields.FirstOrDefault(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Value;

    /// <summary>The decoded body; as it was sent where the coding is unknown or the bytes are none of it.</summary>
    public static byte[] Decode(CapturedExchange exchange)
    {
        long spent = 0;
        return Field(exchange, "content-encoding")?.Trim().ToLowerInvariant() switch
        {
            "gzip" or "x-gzip" => Inflate(exchange.Body, ref spent, source => new GZipStream(source, CompressionMode.Decompress)),
            "deflate" => Inflate(exchange.Body, ref spent, source => new ZLibStream(source, CompressionMode.Decompress)),
            "br" => Inflate(exchange.Body, ref spent, source => new BrotliStream(source, CompressionMode.Decompress)),
            _ => exchange.Body,
        };
    }

    /// <summary>What a gzip body unpacks to; null where it is none, or is larger than 32 MiB. What it took, also in vain, is added to <paramref name="spent"/>, in bytes.</summary>
    public static byte[]? Gunzip(byte[] bytes, ref long spent)
    {
        if (bytes.Length < 18 || bytes[0] != 0x1F || bytes[1] != 0x8B)
            return null;
        byte[] inflated = Inflate(bytes, ref spent, source => new GZipStream(source, CompressionMode.Decompress));
        return ReferenceEquals(inflated, bytes) ? null : inflated;
    }

    /// <summary>What a zlib stream (RFC 1950) unpacks to; null where it is none.</summary>
    public static byte[]? Unzlib(byte[] bytes, ref long spent)
    {
        if (bytes.Length < 8 || (bytes[0] & 0x0F) != 8 || ((bytes[0] << 8) | bytes[1]) % 31 != 0)
            return null;
        byte[] inflated = Inflate(bytes, ref spent, source => new ZLibStream(source, CompressionMode.Decompress));
        return ReferenceEquals(inflated, bytes) || inflated.Length == 0 ? null : inflated;
    }

    /// <summary>What a bare deflate stream (RFC 1951) unpacks to, where that is text; null where it is none.</summary>
    public static byte[]? Undeflate(byte[] bytes, ref long spent)
    {
        if (bytes.Length is < 8 or > MostBare || Utf8(bytes) is not null)
            return null;
        byte[] inflated = Inflate(bytes, ref spent, source => new DeflateStream(source, CompressionMode.Decompress));
        // Almost any bytes can begin such a stream; a text does not come out of noise.
        return ReferenceEquals(inflated, bytes) || inflated.Length < 16 || Utf8(inflated) is null ? null : inflated;
    }

    /// <summary>What a Brotli stream (RFC 7932) unpacks to, where that is text; null where it is none.</summary>
    public static byte[]? Unbrotli(byte[] bytes, ref long spent)
    {
        if (bytes.Length is < 8 or > MostBare || Utf8(bytes) is not null)
            return null;
        byte[] inflated = Inflate(bytes, ref spent, source => new BrotliStream(source, CompressionMode.Decompress));
        return ReferenceEquals(inflated, bytes) || inflated.Length < 16 || Utf8(inflated) is not string text || text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')) ? null : inflated;
    }

    /// <summary>What a stream of one of these kinds unpacks to; null where it is none.</summary>
    public static byte[]? Unpack(byte[] bytes, ref long spent) => Gunzip(bytes, ref spent) ?? Unzlib(bytes, ref spent) ?? Undeflate(bytes, ref spent) ?? Unbrotli(bytes, ref spent);

    /// <summary>The text of bytes that are UTF-8; null for others.</summary>
    public static string? Utf8(byte[] bytes)
    {
        if (!System.Text.Unicode.Utf8.IsValid(bytes))
            return null;
        return Encoding.UTF8.GetString(bytes);
    }

    private static byte[] Inflate(byte[] bytes, ref long spent, Func<Stream, Stream> open)
    {
        var target = new MemoryStream();
        try
        {
            using Stream source = open(new MemoryStream(bytes));
            byte[] buffer = new byte[64 * 1024];
            for (int read = source.Read(buffer); read > 0; read = source.Read(buffer))
            {
                target.Write(buffer, 0, read);
                spent += read;
                if (target.Length > MostBytes)
                    return bytes;
            }
        }
        catch (Exception error) when (error is InvalidDataException or IOException or InvalidOperationException)
        {
            // What is no such stream, or asks for a dictionary that nobody has (RFC 1950, FDICT): IOException then. Brotli's reader says InvalidOperationException.
            return bytes;
        }
        return target.ToArray();
    }
}
