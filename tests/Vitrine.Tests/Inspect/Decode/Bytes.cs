using System.IO.Compression;
using System.Text;
using Vitrine.Core.Inspect.Decode;

using Xunit;
namespace Vitrine.Tests.Inspect.Decode;

/// <summary>Bodies for tests.</summary>
internal static class Bytes
{
    public static byte[] Of(string text) => Encoding.UTF8.GetBytes(text);

    public static byte[] Gzip(byte[] data) => Compress(data, stream => new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true));

    public static byte[] Zlib(byte[] data) => Compress(data, stream => new ZLibStream(stream, CompressionLevel.Optimal, leaveOpen: true));

    public static byte[] Deflate(byte[] data) => Compress(data, stream => new DeflateStream(stream, CompressionLevel.Optimal, leaveOpen: true));

    public static byte[] Brotli(byte[] data) => Compress(data, stream => new BrotliStream(stream, CompressionLevel.Fastest, leaveOpen: true));

    public static string Base64(byte[] data) => Convert.ToBase64String(data);

    /// <summary>Pieces in the order of the text.</summary>
    public static List<string> Pieces(DecodedBody body) =>
        [.. Enumerable.Range(0, body.PieceCount).Select(i => Encoding.UTF8.GetString(body.Text.Slice(body.RangeOf(i).Start, body.RangeOf(i).Length)))];

    /// <summary>The number of the piece with that text; the test fails where there is none.</summary>
    public static int PieceWith(DecodedBody body, string text)
    {
        int found = Pieces(body).FindIndex(each => each == text);
        Assert.True(found >= 0, $"no piece is {text}; there are: {string.Join(" | ", Pieces(body))}");
        return found;
    }

    private static byte[] Compress(byte[] data, Func<Stream, Stream> open)
    {
        using var target = new MemoryStream();
        using (Stream stream = open(target))
            stream.Write(data);
        return target.ToArray();
    }
}
