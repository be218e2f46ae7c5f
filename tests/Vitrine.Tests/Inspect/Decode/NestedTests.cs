using System.Text;
using System.Text.Json;
using Vitrine.Core.Inspect.Decode;
using Xunit;
using static Vitrine.Tests.Inspect.Decode.Bytes;

namespace Vitrine.Tests.Inspect.Decode;

public sealed class NestedTests
{
    private const string Canary = "canary-value-of-this-test?>~";

    public static TheoryData<string, string> Wrappings()
    {
        byte[] data = Of(Canary);
        string wrapped = Convert.ToBase64String(Of(string.Concat(Enumerable.Repeat("some text to fill lines ", 10)) + Canary),
            Base64FormattingOptions.InsertLineBreaks);
        return new()
        {
            { "base64", Base64(data) },
            { "base64", "data:text/plain;base64," + Base64(data) },
            { "base64", "https://host/path/" + Base64(data) },
            { "base64", "see (" + Base64(data).TrimEnd('=') + ")" },
            { "base64", wrapped },
            { "base64", wrapped.ReplaceLineEndings("\n") },
            { "base64url", Base64(data).Replace('+', '-').Replace('/', '_').TrimEnd('=') },
            { "hex", Convert.ToHexString(data) },
            { "hex", "0x" + Convert.ToHexStringLower(data) },
            { "url", "https://host/?q=" + string.Concat(data.Select(each => $"%{each:x2}")) },
            { "base64 gzip", Base64(Gzip(data)) },
            { "base64 zlib", Base64(Zlib(data)) },
            { "base64 base64", Base64(Of(Base64(data))) },
            { "hex base64", Convert.ToHexString(Of(Base64(data))) },
            { "base64 utf-16", Base64(Encoding.Unicode.GetBytes(Canary)) },
            { "json", JsonSerializer.Serialize(new { a = Canary }) },
            { "base64 json", Base64(JsonSerializer.SerializeToUtf8Bytes(new { a = Canary })) },
            { "json base64 gzip json", JsonSerializer.Serialize(new { a = Base64(Gzip(JsonSerializer.SerializeToUtf8Bytes(new { b = Canary }))) }) },
            { "quoted", "The answer was {\"a\": \"canary\\u002dvalue-of-this-test?>~\"} and so on" },
        };
    }

    [Theory]
    [MemberData(nameof(Wrappings))]
    public void What_is_wrapped_in_a_string_is_found(string encoding, string text)
    {
        using DecodedBody body = BodyDecoder.Decode(JsonSerializer.SerializeToUtf8Bytes(new { messages = new[] { new { content = text } } }));
        int at = body.Text.IndexOf(Of(Canary));
        Assert.True(at >= 0, string.Join(" | ", Pieces(body)));
        int piece = body.PieceAt(at);
        Assert.Equal(encoding, body.EncodingOf(piece));
        Assert.StartsWith("/messages/0/content", body.PlaceOf(piece), StringComparison.Ordinal);
        Assert.True(body.ContentBytes.Length >= body.ToContent(body.RangeOf(piece)).End);
        Assert.Empty(body.Unscanned);
    }

    [Fact]
    public void Depth_is_bounded_and_said()
    {
        string text = Canary;
        for (int i = 0; i < 12; i++)
            text = Base64(Of(text));
        using DecodedBody body = BodyDecoder.Decode(Of(text));
        Assert.Equal("too-deep", Assert.Single(body.Unscanned).Why);
    }

    [Fact]
    public void Long_base64_of_noise_is_said_and_short_one_is_not()
    {
        byte[] noise = new byte[3000];
        new Random(3).NextBytes(noise);
        using DecodedBody body = BodyDecoder.Decode(JsonSerializer.SerializeToUtf8Bytes(new { image = Base64(noise), hash = Base64(noise[..32]) }));
        Vitrine.Core.Model.UnscannedPart part = Assert.Single(body.Unscanned);
        Assert.Equal(("/image", "unknown-encoding"), (part.Place, part.Why));
    }

    [Fact]
    public void Code_is_not_taken_for_base64()
    {
        using DecodedBody body =
            BodyDecoder.Decode(Of("getElementsByTagNameAndAttribute src/components/navigation/sidebar/item d41d8cd98f00b204e9800998ecf8427e"));
        Assert.Equal(1, body.PieceCount);
    }

    [Fact]
    public void Events_forms_parts_and_targets_are_read()
    {
        using DecodedBody events =
            BodyDecoder.Decode(Of("event: delta\ndata: {\"delta\":{\"text\":\"one\"}}\n\n: a comment\ndata: {\"delta\":\ndata: {\"text\":\"two\"}}\n\n"),
            new BodyHead("text/event-stream", null));
        Assert.Equal("event 1 > /delta/text", events.PlaceOf(PieceWith(events, "two")));
        Assert.Equal("", events.EncodingOf(PieceWith(events, "two")));
        PieceWith(events, ": a comment");

        using DecodedBody form = BodyDecoder.Decode(Of("a=b+c%21&name=x%00y"), new BodyHead("application/x-www-form-urlencoded", null));
        Assert.Equal("/a", form.PlaceOf(PieceWith(form, "b c!")));
        PieceWith(form, "x\u0001y");

        using DecodedBody target = BodyDecoder.DecodeTarget(Of("/v1/se%63ret/x?token=can%61ry&q=" + Base64(Of(Canary))));
        Assert.Equal("path", target.PlaceOf(PieceWith(target, "secret")));
        Assert.Equal("query/token", target.PlaceOf(PieceWith(target, "canary")));
        Assert.Equal("query/q", target.PlaceOf(PieceWith(target, Canary)));

        string multipart =
            $"--XX\r\nContent-Disposition: form-data; name=\"f\"; filename=\"leak.txt\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{Base64(Of(Canary))}\r\n"
            + "--XX\r\nContent-Type: application/json\r\n\r\n{\"k\":\"v\\n\"}\r\n--XX\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nsoft=\r\n=3Dbreak\r\n--XX--\r\nepilogue";
        foreach (string? type in (string?[])["multipart/form-data; boundary=XX", "multipart/mixed; boundary=\"wrong\"", null])
        {
            using DecodedBody parts = BodyDecoder.Decode(Of(multipart), new BodyHead(type, null));
            Assert.Equal("part 1", parts.PlaceOf(PieceWith(parts, Canary)));
            Assert.Equal("part 2 > /k", parts.PlaceOf(PieceWith(parts, "v\n")));
            PieceWith(parts, "soft=break");
            Assert.True(parts.Text.IndexOf("filename=\"leak.txt\""u8) >= 0 && parts.Text.IndexOf("epilogue"u8) >= 0);
        }
    }
}
