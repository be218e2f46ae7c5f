using System.Text;
using System.Text.Json;
using Vitrine.Core.Inspect;
using Vitrine.Core.Inspect.Decode;
using Vitrine.Core.Inspect.Redaction;
using Vitrine.Tests.Inspect.Decode;
using Xunit;
using static Vitrine.Tests.Inspect.Decode.Bytes;

namespace Vitrine.Tests.Inspect.DecodeRedaction;

public sealed class RedactionTests
{
    private const string Secret = "canary\n\"secret\"\tvalue é";
    private const string Mark = "[redacted:canary]";

    public static TheoryData<string, byte[], BodyHead> Bodies()
    {
        byte[] json = Json(Secret);
        byte[] data = Of($"some text, {Secret}, and more of it");
        BodyHead gzip = new(null, "gzip");
        return new()
        {
            { "json", json, default },
            { "json that escapes all",
            Of("{\"k\":\"" + string.Concat(("a " + Secret + " b").Select(each => $"\\u{(int)each:x4}")) + "\",\"other\":\"\\u0041\\/\"}"), default },
            { "gzip", Gzip(json), gzip },
            { "brotli over gzip", Brotli(Gzip(json)), new(null, "gzip, br") },
            { "zlib", Zlib(json), new(null, "deflate") },
            { "deflate", Deflate(json), new(null, "deflate") },
            { "gzip without label", Gzip(json), default },
            { "json under gzip label", json, gzip },
            { "base64", Json(Base64(data)), default },
            { "base64 unpadded in a path", Json("https://host/path/" + Base64(data).TrimEnd('=') + " end"), default },
            { "base64 wrapped",
            Json("x " + Convert.ToBase64String(Of(new string('a', 200) + Secret + new string('b', 200)), Base64FormattingOptions.InsertLineBreaks) + "\nend"),
            default },
            { "base64 of gzip of json", Json(Base64(Gzip(json))), default },
            { "hex", Json(Convert.ToHexString(data)), default },
            { "url", Json("https://host/?q=" + Uri.EscapeDataString(Secret) + "&r=x"), default },
            { "json in json", Json(Encoding.UTF8.GetString(Json(Encoding.UTF8.GetString(json)))), default },
            { "events", Of($"event: x\ndata: {Encoding.UTF8.GetString(json)}\n\ndata: more\n\n"), new("text/event-stream", null) },
            { "form", Of("a=b&c=" + Uri.EscapeDataString(Secret) + "&d=e+f"), new("application/x-www-form-urlencoded", null) },
            { "utf-16", Encoding.Unicode.GetBytes("\uFEFF" + Encoding.UTF8.GetString(json)), default },
            { "text", data, default },
            { "a name", Of("{" + JsonSerializer.Serialize("x " + Secret) + ":{\"a\":1}}"), default },
            { "parts",
            Of($"--X\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{Base64(data)}\r\n--X\r\n\r\nplain\r\n--X--\r\n"),
            new("multipart/form-data; boundary=X", null) },
        };
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public void The_secret_is_gone_and_all_else_is_as_it_was(string name, byte[] body, BodyHead head)
    {
        using DecodedBody decoded = BodyDecoder.Decode(body, head);
        List<Replacement> replacements = All(decoded, Of(Secret));
        Assert.NotEmpty(replacements);
        RedactedBody redacted = BodyRedactor.Redact(decoded, head, replacements);
        Assert.True(redacted.Result == RedactionResult.Done, $"{name}: {redacted.Result}");
        using DecodedBody again = BodyDecoder.Decode(redacted.Body, head with { ContentEncoding = redacted.ContentEncoding });
        Assert.True(again.Text.IndexOf(Of(Secret)) < 0);
        Assert.Equal([.. Pieces(decoded).Where(each => !each.Contains(' ')).Take(2)], [.. Pieces(again).Where(each => !each.Contains(' ')).Take(2)]);
        Assert.True(again.Text.IndexOf(Of(Mark)) >= 0);
    }

    [Fact]
    public void Json_stays_byte_for_byte_but_for_the_secret()
    {
        byte[] body = Of("""{ "a" : "x\u0041 canary-secret \/ y",  "a":"z", "n": 12345678 }""");
        using DecodedBody decoded = BodyDecoder.Decode(body);
        RedactedBody redacted = BodyRedactor.Redact(decoded, default, [.. All(decoded, "canary-secret"u8), .. All(decoded, "12345678"u8)]);
        Assert.Equal("""{ "a" : "x\u0041 [redacted:canary] \/ y",  "a":"z", "n": "[redacted:canary]" }""", Encoding.UTF8.GetString(redacted.Body.Span));
    }

    [Fact]
    public void A_target_is_redacted()
    {
        using DecodedBody decoded = BodyDecoder.DecodeTarget(Of("/a/b%20c?token=canary-secret&x=%79"));
        RedactedBody redacted = BodyRedactor.Redact(decoded, default, All(decoded, "canary-secret"u8));
        Assert.Equal("/a/b%20c?token=%5Bredacted%3Acanary%5D&x=%79", Encoding.UTF8.GetString(redacted.Body.Span));
    }

    [Fact]
    public void What_cannot_be_done_safely_is_refused()
    {
        using DecodedBody decoded = BodyDecoder.Decode(Json("canary-secret"));
        TextRange range = All(decoded, "canary-secret"u8)[0].Range;
        Assert.Equal(RedactionResult.BadText, BodyRedactor.Redact(decoded, default, [new(range, "a\"b")]).Result);
        Assert.Equal(RedactionResult.BadText, BodyRedactor.Redact(decoded, default, [new(range, "")]).Result);
        Assert.Equal(RedactionResult.BadRange, BodyRedactor.Redact(decoded, default, [new(range with { Length = range.Length + 1 }, "x")]).Result);
        Assert.Equal(RedactionResult.BadRange, BodyRedactor.Redact(decoded, default, [new(new TextRange(0, int.MaxValue), "x")]).Result);
        // Only one of two places is named: the value would still leave.
        using DecodedBody twice = BodyDecoder.Decode(Of("""{"a":"canary-secret","b":"canary-secret"}"""));
        Assert.Equal(RedactionResult.NotVerified, BodyRedactor.Redact(twice, default, [All(twice, "canary-secret"u8)[0]]).Result);
        using DecodedBody cut = BodyDecoder.Decode(Gzip(Json("canary-secret")).AsMemory(..^9), new BodyHead(null, "gzip"));
        Assert.Equal(RedactionResult.Incomplete, BodyRedactor.Redact(cut, new BodyHead(null, "gzip"), All(cut, "canary"u8)).Result);
        Assert.Equal(default, RedactionResult.BadRange);
    }

    private static byte[] Json(string content) =>
        JsonSerializer.SerializeToUtf8Bytes(new { model = "m", messages = new[] { new { role = "user", content = $"{content}" } }, tail = "end" });

    private static List<Replacement> All(DecodedBody body, ReadOnlySpan<byte> value)
    {
        List<Replacement> found = [];
        for (int at = 0; body.Text[at..].IndexOf(value) is >= 0 and var step; at += step + value.Length)
            found.Add(new Replacement(new TextRange(at + step, value.Length), Mark));
        return found;
    }
}
