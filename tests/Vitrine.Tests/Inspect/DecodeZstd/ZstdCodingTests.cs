using System.Text;
using Vitrine.Core.Inspect;
using Vitrine.Core.Inspect.Decode;
using Vitrine.Core.Inspect.Decode.Zstd;
using Vitrine.Core.Inspect.Redaction;
using Vitrine.Tests.Layout;
using Xunit;
using static Vitrine.Tests.Inspect.Decode.Bytes;

namespace Vitrine.Tests.Inspect.DecodeZstd;

public sealed class ZstdCodingTests
{
    private const string Canary = "canary-value-of-this-test";

    private static byte[] Plain => ZstdPlain.Encode(Of($"{{\"note\":\"{Canary}\"}}"));

    public static TheoryData<string, string?, byte[]> Bodies() => new()
    {
        { "labelled", "zstd", Plain },
        { "in capitals", "ZSTD", Plain },
        { "without a label", null, Plain },
        { "under a wrong label", "gzip", Plain },
        { "stacked on gzip", "gzip, zstd", ZstdPlain.Encode(Gzip(Of(Canary))) },
        { "under gzip", "zstd, gzip", Gzip(Plain) },
        { "twice", "zstd", ZstdPlain.Encode(Plain) },
        { "in base64 in JSON", null, Of($"{{\"data\":\"{Base64(Plain)}\"}}") },
        { "behind a frame", "zstd", [.. ZstdPlain.Encode(Of("first")), .. Plain] },
        { "behind all frames", "zstd", [.. ZstdPlain.Encode(Of("first")), .. Of(Canary)] },
        { "in a skippable frame", "zstd", [0x53, 0x2A, 0x4D, 0x18, (byte)Canary.Length, 0, 0, 0, .. Of(Canary), .. ZstdPlain.Encode(Of("first"))] },
        { "behind a skippable frame", "zstd", [0x5F, 0x2A, 0x4D, 0x18, 0, 0, 0, 0, .. Plain] },
        { "cut off", "zstd", Plain[..^6] },
        { "under a wrong checksum", "zstd", [.. Plain[..^1], (byte)~Plain[^1]] },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public void What_is_under_it_is_found(string name, string? label, byte[] body)
    {
        using DecodedBody decoded = BodyDecoder.Decode(body, new BodyHead("application/json", label));
        Assert.True(decoded.Text.IndexOf(Of(Canary)) >= 0, name);
        Assert.Equal(name is "cut off" or "under a wrong checksum", decoded.Unscanned.Any());
    }

    [Fact]
    public void What_the_reference_program_compressed_is_found()
    {
        byte[] body = File.ReadAllBytes(Path.Combine(Repository.Root, "tests", "vectors", "zstd", "many-blocks-19.zst"));
        using DecodedBody decoded = BodyDecoder.Decode(body, new BodyHead("text/plain", "zstd"));
        Assert.Empty(decoded.Unscanned);
        Assert.True(decoded.Text.Length > 320_000);
    }

    [Fact]
    public void A_dictionary_is_said()
    {
        byte[] body = [0x28, 0xB5, 0x2F, 0xFD, 1, 0x38, 7, 9, 0, 0, (byte)'A'];
        using DecodedBody decoded = BodyDecoder.Decode(body, new BodyHead(null, "zstd"));
        Assert.Equal("unknown-encoding", Assert.Single(decoded.Unscanned).Why);
        using DecodedBody nested = BodyDecoder.Decode(Of($"{{\"data\":\"{Base64([.. body, .. body, .. body])}\"}}"), default);
        Assert.Contains(nested.Unscanned, each => each.Why == "unknown-encoding");
    }

    [Fact]
    public void A_bomb_is_said_and_stays_within_its_budget()
    {
        byte[] run = ZstdBytes.Block(1, ZstdDecoder.MaxBlock, [65], isLast: false);
        byte[] bomb = ZstdBytes.Frame([.. Enumerable.Repeat(run, 4000), ZstdBytes.Block(0, 0, [])]);
        using DecodedBody ratio = BodyDecoder.Decode(bomb, new BodyHead(null, "zstd"));
        Assert.Contains(ratio.Unscanned, each => each.Why == "bomb");
        var budget = new DecodeBudget { MaxBytes = 2 << 20, MaxRatio = 1 << 20 };
        using DecodedBody large = BodyDecoder.Decode(bomb, new BodyHead(null, "zstd"), budget);
        Assert.Contains(large.Unscanned, each => each.Why == "too-large");
        Assert.True(large.Text.Length <= budget.MaxBytes);
    }

    [Fact]
    public void Many_small_frames_in_strings_do_not_keep_a_block_each()
    {
        string small = Base64(ZstdPlain.Encode(Of(Canary)));
        byte[] body = Of("[" + string.Join(',', Enumerable.Repeat($"\"{small}\"", 4000)) + "]");
        long before = GC.GetAllocatedBytesForCurrentThread();
        using DecodedBody decoded = BodyDecoder.Decode(body, default);
        Assert.True(decoded.PieceCount >= 4000);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 200 << 20);
    }

    [Theory]
    [InlineData("zstd")]
    [InlineData(null)]
    public void What_is_redacted_is_valid_again(string? label)
    {
        byte[] body = ZstdPlain.Encode(Of($"{{\"note\":\"{Canary}\",\"more\":\"{new string('x', 200_000)}\"}}"));
        var head = new BodyHead("application/json", label);
        using DecodedBody decoded = BodyDecoder.Decode(body, head);
        var range = new TextRange(decoded.Text.IndexOf(Of(Canary)), Canary.Length);
        RedactedBody redacted = BodyRedactor.Redact(decoded, head, [new Replacement(range, "[gone]")]);
        Assert.Equal((RedactionResult.Done, label), (redacted.Result, redacted.ContentEncoding));
        Assert.Equal(ZstdStep.Done, ZstdBytes.Undo(redacted.Body.ToArray(), out byte[] content, out _));
        Assert.StartsWith("{\"note\":\"[gone]\",\"more\":\"xxx", Encoding.UTF8.GetString(content), StringComparison.Ordinal);
    }
}
