using Vitrine.Core.Inspect.Decode;
using Vitrine.Core.Model;
using Xunit;
using static Vitrine.Tests.Inspect.Decode.Bytes;

namespace Vitrine.Tests.Inspect.Decode;

public sealed class CodingTests
{
    private const string Canary = "canary-value-of-this-test";

    public static TheoryData<string, string?, byte[]> Codings()
    {
        byte[] text = Of(Canary);
        return new()
        {
            { "gzip", "gzip", Gzip(text) },
            { "x-gzip in capitals", "X-GZIP", Gzip(text) },
            { "zlib under deflate", "deflate", Zlib(text) },
            { "raw deflate", "deflate", Deflate(text) },
            { "brotli", "br", Brotli(text) },
            { "stacked", "gzip, br", Brotli(Gzip(text)) },
            { "gzip twice with one label", "gzip", Gzip(Gzip(text)) },
            { "gzip without a label", null, Gzip(text) },
            { "gzip under a wrong label", "br", Gzip(text) },
            { "text under gzip", "gzip", text },
            { "text under brotli", "br", text },
            { "text under deflate", "deflate", text },
            { "text under zstd", "zstd", text },
            { "text under an unknown label", "dcb", text },
            { "identity", "identity", text },
            { "several members", "gzip", [.. Gzip(Of("first")), .. Gzip([]), .. Gzip(text)] },
            { "behind a member", "gzip", [.. Gzip(Of("first")), .. text] },
            { "behind a long member", "gzip", [.. Gzip(Noise(100_000)), .. text, .. Noise(30)] },
            { "behind brotli", "br", [.. Brotli(Of("first first first")), .. text] },
            { "in a gzip header", "gzip", [0x1F, 0x8B, 8, 8, 0, 0, 0, 0, 0, 3, .. text, 0, .. Gzip(Of("x"))[10..]] },
            { "cut off", "gzip", Gzip([.. text, .. Noise(5000)])[..^2000] },
        };
    }

    [Theory]
    [MemberData(nameof(Codings))]
    public void What_is_under_a_coding_is_found(string name, string? label, byte[] body)
    {
        using DecodedBody decoded = BodyDecoder.Decode(body, new BodyHead("text/plain", label));
        Assert.True(decoded.Text.IndexOf(Of(Canary)) >= 0, name);
    }

    [Fact]
    public void A_bomb_is_said_and_stays_within_its_budget()
    {
        var budget = new DecodeBudget { MaxBytes = 4 << 20 };
        using DecodedBody decoded = BodyDecoder.Decode(Gzip(new byte[64 << 20]), new BodyHead(null, "gzip"), budget);
        Assert.Contains(decoded.Unscanned, each => each.Why is "bomb" or "too-large");
        Assert.True(decoded.Text.Length <= budget.MaxBytes);
        using DecodedBody ratio = BodyDecoder.Decode(Gzip(new byte[64 << 20]), new BodyHead(null, "gzip"));
        Assert.Contains(ratio.Unscanned, each => each.Why == "bomb");
    }

    [Fact]
    public void Bombs_within_bombs_end()
    {
        byte[] body = Of(Canary);
        for (int i = 0; i < 40; i++)
            body = Gzip(body);
        using DecodedBody decoded = BodyDecoder.Decode(body);
        UnscannedPart part = Assert.Single(decoded.Unscanned);
        Assert.Equal("too-deep", part.Why);
    }

    [Fact]
    public void What_is_not_understood_is_said()
    {
        using DecodedBody zstandard = BodyDecoder.Decode(new byte[] { 0x28, 0xB5, 0x2F, 0xFD, 4, 0, 1, 2, 3 }, new BodyHead(null, "zstd"));
        Assert.Equal("malformed", Assert.Single(zstandard.Unscanned).Why);
        using DecodedBody noise = BodyDecoder.Decode(Noise(5000));
        Assert.Equal("unknown-encoding", Assert.Single(noise.Unscanned).Why);
        using DecodedBody cut = BodyDecoder.Decode(Gzip([.. Of(Canary), .. Noise(5000)]).AsMemory(..^2000), new BodyHead(null, "gzip"));
        Assert.Contains(cut.Unscanned, each => each.Why == "malformed");
        using DecodedBody label = BodyDecoder.Decode(Of(Canary), new BodyHead(null, "aes128gcm"));
        Assert.Equal("unknown-encoding", Assert.Single(label.Unscanned).Why);
    }

    private static byte[] Noise(int length)
    {
        byte[] noise = new byte[length];
        new Random(7).NextBytes(noise);
        return noise;
    }
}
