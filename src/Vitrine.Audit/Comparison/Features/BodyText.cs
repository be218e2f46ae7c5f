using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Comparison.Features;

/// <summary>A request's body without its coding.</summary>
internal static class BodyText
{
    private const int MostBytes = 32 << 20, MostBare = 1 << 20, BufferSize = 16 << 10;

    // Bytes of UTF-8.
    private const int LongestCharacter = 4;

    // One in so many signs of a text may be a control character: a mark between records.
    private const int MostControls = 20;

    /// <summary>The value of the first field of that name; null where there is none.</summary>
    public static string? Field(CapturedExchange exchange, string name) =>
        exchange.Fields.FirstOrDefault(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Value;

    /// <summary>The decoded body; as it was sent where the coding is unknown or the bytes are none of it.</summary>
    public static byte[] Decode(CapturedExchange exchange) => Decode(exchange, exchange.Body.Unpack());

    /// <summary>The same; the very array that was sent where nothing was to be decoded.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="sent">Its body.</param>
    public static byte[] Decode(CapturedExchange exchange, byte[] sent)
    {
        long spent = 0;
        byte[] decoded = Field(exchange, "content-encoding")?.Trim().ToLowerInvariant() switch
        {
            "gzip" or "x-gzip" => Inflate(sent, ref spent, MostBytes, source => new GZipStream(source, CompressionMode.Decompress)),
            "deflate" => Inflate(sent, ref spent, MostBytes, source => new ZLibStream(source, CompressionMode.Decompress)),
            "br" => InflateBrotli(sent, ref spent, MostBytes),
            _ => sent,
        };
        // What is more than is looked at is compared as it was sent.
        return IsCut(decoded, MostBytes) ? sent : decoded;
    }

    /// <summary>Whether there may be more than was unpacked.</summary>
    public static bool IsCut(byte[] unpacked, int most) => unpacked.Length > most - LongestCharacter;

    /// <summary>
    /// What a gzip body unpacks to, as much of it as is asked for at most; null where it is none. What it took, also in vain, is added to
    /// <paramref name="spent"/>, in bytes.
    /// </summary>
    public static byte[]? Gunzip(byte[] bytes, ref long spent, int most = MostBytes)
    {
        if (bytes.Length < 18 || bytes[0] != 0x1F || bytes[1] != 0x8B)
            return null;
        byte[] inflated = Inflate(bytes, ref spent, most, source => new GZipStream(source, CompressionMode.Decompress));
        return ReferenceEquals(inflated, bytes) ? null : inflated;
    }

    /// <summary>What a zlib stream (RFC 1950) unpacks to; null where it is none.</summary>
    public static byte[]? Unzlib(byte[] bytes, ref long spent, int most = MostBytes)
    {
        if (bytes.Length < 8 || (bytes[0] & 0x0F) != 8 || ((bytes[0] << 8) | bytes[1]) % 31 != 0)
            return null;
        byte[] inflated = Inflate(bytes, ref spent, most, source => new ZLibStream(source, CompressionMode.Decompress));
        return ReferenceEquals(inflated, bytes) || inflated.Length == 0 ? null : inflated;
    }

    /// <summary>What a bare deflate stream (RFC 1951) unpacks to, where that is text; null where it is none.</summary>
    public static byte[]? Undeflate(byte[] bytes, ref long spent, int most = MostBytes)
    {
        if (bytes.Length is < 8 or > MostBare || !MayBeDeflate(bytes) || Utf8(bytes) is not null)
            return null;
        byte[] inflated = Inflate(bytes, ref spent, most, source => new DeflateStream(source, CompressionMode.Decompress));
        // Almost any bytes can begin such a stream; a text does not come out of noise.
        return ReferenceEquals(inflated, bytes) || inflated.Length < 16 || Utf8(inflated) is null ? null : inflated;
    }

    // By the first block (RFC 1951, section 3.2.3): to try costs an exception where it is none, and of noise half can be told from one.
    private static bool MayBeDeflate(byte[] bytes) => ((bytes[0] >> 1) & 3) switch
    {
        0 => (BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(1)) ^ BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(3))) == 0xFFFF,
        1 => true,
        2 => bytes[0] >> 3 < 30 && (bytes[1] & 31) < 30,
        _ => false,
    };

    /// <summary>What a Brotli stream (RFC 7932) unpacks to, where that is text; null where it is none.</summary>
    public static byte[]? Unbrotli(byte[] bytes, ref long spent, int most = MostBytes)
    {
        if (bytes.Length is < 8 or > MostBare || Utf8(bytes) is not null)
            return null;
        byte[] inflated = InflateBrotli(bytes, ref spent, most);
        return ReferenceEquals(inflated, bytes)
            || inflated.Length < 16
            || Utf8(inflated) is not string text
            || MostControls * text.Count(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')) > text.Length
            ? null
            : inflated;
    }

    /// <summary>What a stream of one of these kinds unpacks to, as much of it as is asked for at most, in bytes; null where it is none.</summary>
    public static byte[]? Unpack(byte[] bytes, ref long spent, int most) =>
        Gunzip(bytes, ref spent, most) ?? Unzlib(bytes, ref spent, most) ?? Undeflate(bytes, ref spent, most) ?? Unbrotli(bytes, ref spent, most);

    /// <summary>Of bytes that are no text, the runs that could be: a word in noise is no word.</summary>
    public static string Printable(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        for (int from = 0; from < bytes.Length;)
        {
            int end = from;
            while (end < bytes.Length && bytes[end] is >= 0x20 and < 0x7f)
                end++;
            if (end - from >= 6)
                text.Append(Encoding.ASCII.GetString(bytes[from..end])).Append('\n');
            from = end + 1;
        }

        return text.ToString();
    }

    /// <summary>The text of bytes that are UTF-8; null for others.</summary>
    public static string? Utf8(byte[] bytes)
    {
        if (!System.Text.Unicode.Utf8.IsValid(bytes))
            return null;
        return Encoding.UTF8.GetString(bytes);
    }

    private static byte[] Inflate(byte[] bytes, ref long spent, int most, Func<Stream, Stream> open)
    {
        var target = new MemoryStream();
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            using Stream source = open(new MemoryStream(bytes));
            for (int read = source.Read(buffer); read > 0; read = source.Read(buffer))
            {
                target.Write(buffer, 0, read);
                spent += read;
                if (target.Length >= most)
                    return Cut(target.GetBuffer().AsSpan(0, (int)target.Length), most);
            }
        }
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            // What is no such stream, or asks for a dictionary that nobody has (RFC 1950, FDICT): IOException then.
            return bytes;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return target.ToArray();
    }

    // The decoder that says what is wrong instead of throwing it: most that it is tried on is none.
    private static byte[] InflateBrotli(byte[] bytes, ref long spent, int most)
    {
        var target = new MemoryStream();
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        using var decoder = new BrotliDecoder();
        try
        {
            ReadOnlySpan<byte> rest = bytes;
            OperationStatus status;
            do
            {
                status = decoder.Decompress(rest, buffer, out int consumed, out int written);
                // None, or one that is cut off.
                if (status is OperationStatus.InvalidData or OperationStatus.NeedMoreData)
                    return bytes;
                rest = rest[consumed..];
                target.Write(buffer, 0, written);
                spent += written;
                if (target.Length >= most)
                    return Cut(target.GetBuffer().AsSpan(0, (int)target.Length), most);
            }
            while (status == OperationStatus.DestinationTooSmall);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return target.ToArray();
    }

    // Not within a character: what was a text is one still.
    private static byte[] Cut(ReadOnlySpan<byte> bytes, int most)
    {
        int end = Math.Min(most, bytes.Length), back = end - 1;
        while (back > 0 && end - back < LongestCharacter && (bytes[back] & 0xC0) == 0x80)
            back--;
        int needs = bytes[back] switch { >= 0xF0 => 4, >= 0xE0 => 3, >= 0xC0 => 2, _ => 1 };
        return bytes[..(back + needs > end ? back : end)].ToArray();
    }
}
