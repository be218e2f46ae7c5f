using System.Text;
using System.Text.Json;
using Vitrine.Core.Inspect;
using Vitrine.Core.Inspect.Decode;
using Xunit;
using static Vitrine.Tests.Inspect.Decode.Bytes;

namespace Vitrine.Tests.Inspect.Decode;

public sealed class JsonTests
{
    [Fact]
    public void Names_strings_and_long_numbers_are_pieces_with_pointers()
    {
        using DecodedBody body = BodyDecoder.Decode(Of("""{"messages":[{"role":"user","content":"a\nb"},{"a/b~c":{"deep":["x","y z"]}}],"n":1234567}"""));
        Assert.Equal("/messages/0/content", body.PlaceOf(PieceWith(body, "a\nb")));
        Assert.Equal("/messages/1/a~1b~0c/deep/1", body.PlaceOf(PieceWith(body, "y z")));
        Assert.Equal("/n", body.PlaceOf(PieceWith(body, "1234567")));
        Assert.Equal("/messages/0/role", body.PlaceOf(PieceWith(body, "role")));
        Assert.Equal("/messages/0/content", body.PlaceOf(PieceWith(body, "a\nb")));
        Assert.Empty(body.Unscanned);
        Assert.Equal("json", body.LayersOf(0));
        Assert.Equal("", body.EncodingOf(0));
    }

    [Fact]
    public void Each_piece_is_followed_by_one_zero_and_holds_none()
    {
        using DecodedBody body = BodyDecoder.Decode(Of("{\"a\":\"b\\u0000c\",\"d\":\"\0\"}"));
        Assert.Equal(["a", "b\u0001c", "d", "\u0001"], Pieces(body));
        Assert.Equal(4, body.Text.Count((byte)0));
        Assert.Equal(0, body.Text[^1]);
    }

    [Fact]
    public void Every_duplicate_name_is_kept()
    {
        using DecodedBody body = BodyDecoder.Decode(Of("""{"a":"one","a":"two","a":"three"}"""));
        Assert.Equal(["a", "one", "a", "two", "a", "three"], Pieces(body));
    }

    [Theory]
    [InlineData("\\ud83d\\ude00", "😀")]
    [InlineData("\\ud83d", "\uFFFD")]
    [InlineData("\\ude00\\ud83d", "\uFFFD\uFFFD")]
    [InlineData("\\ud83d\\u0041", "\uFFFDA")]
    [InlineData("\\u0041\\\"\\\\\\/\\b\\f\\n\\r\\t", "A\"\\/\b\f\n\r\t")]
    [InlineData("\\x41\\u00g0", "\\x41\\u00g0")]
    public void Escapes_are_undone_and_odd_ones_stay(string escaped, string text)
    {
        using DecodedBody body = BodyDecoder.Decode(Of($"[\"{escaped}\"]"));
        Assert.Equal([text], Pieces(body));
    }

    [Fact]
    public void The_fast_unescape_does_what_the_base_library_does()
    {
        var random = new Random(11);
        for (int round = 0; round < 3000; round++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(200)).Select(_ => random.Next(12) switch
            {
                0 => "\n",
                1 => "\"",
                2 => "\\",
                3 => "é",
                4 => "😀",
                5 => "\u0007",
                _ => ((char)random.Next(32, 127)).ToString(),
            }));
            byte[] escaped = JsonSerializer.SerializeToUtf8Bytes(text)[1..^1];
            byte[] target = new byte[escaped.Length + JsonEscapes.Slack];
            Assert.Equal(text, Encoding.UTF8.GetString(target, 0, JsonEscapes.Undo(escaped, target)));
            byte[] more = [.. escaped, .. "\",\"\\n\\u0041\0 and what stands behind it, which is no part of the string"u8];
            Assert.Equal(text, Encoding.UTF8.GetString(target, 0, JsonEscapes.Undo(more, escaped.Length, target)));
            Assert.Equal(text, Encoding.UTF8.GetString(target, 0, Units.Undo(Layer.JsonString, escaped, target)));
        }
    }

    [Fact]
    public void A_range_maps_to_its_escapes()
    {
        byte[] json = Of("""{"k":"ab\n\u00e9\ud83d\ude00 secret\t!"}""");
        using DecodedBody body = BodyDecoder.Decode(json);
        int start = body.Text.IndexOf("\n"u8);
        TextRange range = body.ToContent(new TextRange(start, Of("\né😀").Length));
        Assert.Equal("""\n\u00e9\ud83d\ude00""", Encoding.UTF8.GetString(json, range.Start, range.Length));
    }

    [Fact]
    public void Lines_of_json_are_all_read()
    {
        using DecodedBody body = BodyDecoder.Decode(Of("{\"a\":\"one\"}\n{\"a\":\"two\"}\n{\"b\":{\"c\":\"three\"}}\n"));
        Assert.Equal("[2]/b/c", body.PlaceOf(PieceWith(body, "three")));
        Assert.Equal("[1]/a", body.PlaceOf(PieceWith(body, "two")));
    }

    [Theory]
    [InlineData("{\"a\":\"canary\\u002dvalue\"")]
    [InlineData("{\"a\":\"canary\\u002dvalue")]
    [InlineData("{\"a\" \"canary\\u002dvalue\"}")]
    [InlineData("{\"x\":\"y\"} trailing \\ \"canary\\u002dvalue\"")]
    [InlineData("[1,2,,\"canary\\u002dvalue\"]")]
    public void Broken_json_is_searched_as_text_and_its_escapes_undone(string json)
    {
        using DecodedBody body = BodyDecoder.Decode(Of(json));
        Assert.True(body.Text.IndexOf("canary-value"u8) >= 0);
    }

    [Fact]
    public void Deep_nesting_is_searched_as_text()
    {
        using DecodedBody body = BodyDecoder.Decode(Of(new string('[', 100_000) + "\"canary-value\"" + new string(']', 100_000)));
        Assert.True(body.Text.IndexOf("canary-value"u8) >= 0);
    }

    [Fact]
    public void Other_encodings_of_characters_are_read()
    {
        const string Json = """{"a":"canary-value é"}""";
        foreach (Encoding encoding in (Encoding[])[new UnicodeEncoding(false, true), new UnicodeEncoding(true, true), new UTF32Encoding(false, true),
            new UTF8Encoding(true), new UnicodeEncoding(false, false)])
        {
            using DecodedBody body = BodyDecoder.Decode((byte[])[.. encoding.GetPreamble(), .. encoding.GetBytes(Json)]);
            Assert.Equal("/a", body.PlaceOf(PieceWith(body, "canary-value é")));
        }
    }

    [Fact]
    public void Overlong_forms_are_read_as_lenient_readers_do_and_other_bytes_stay()
    {
        byte[] overlong = [.. "{\"a\":\"can"u8, 0xC1, 0xA1, .. "ry-"u8, 0xE0, 0x81, 0xB6, .. "alue "u8, 0xFF, 0xC3, 0xA9, 0xED, 0xA0, 0x80, .. "\"}"u8];
        using DecodedBody body = BodyDecoder.Decode(overlong);
        TextRange range = body.RangeOf(1);
        Assert.Equal((byte[])[.. "canary-value "u8, 0xFF, 0xC3, 0xA9, 0xED, 0xA0, 0x80], body.Text.Slice(range.Start, range.Length).ToArray());
        Assert.Equal(new TextRange(6, 15), body.ToContent(range with { Length = 12 }));
    }

    [Fact]
    public void A_hidden_name_is_in_no_place()
    {
        using DecodedBody body = BodyDecoder.Decode(Of("""{"outer":{"sk-canary":{"x":"y"}}}"""));
        body.HideName(PieceWith(body, "sk-canary"));
        Assert.Equal("/outer/*/x", body.PlaceOf(PieceWith(body, "y")));
        Assert.Equal("/outer/*", body.PlaceOf(PieceWith(body, "sk-canary")));
    }
}
