using System.Buffers;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Vitrine.Gateway.StandIn;
using Vitrine.Gateway.Wire;
using Xunit;

namespace Vitrine.Tests.Gateway;

public sealed class JsonInstanceTests
{
    [Theory]
    [InlineData("""{"type":"STRING"}""", "\"vitrine\"")]
    [InlineData("""{"type":["null","integer"],"minimum":3}""", "3")]
    [InlineData("""{"type":"integer","exclusiveMinimum":1}""", "2")]
    [InlineData("""{"type":"integer","maximum":-4}""", "-4")]
    [InlineData("""{"type":"number","minimum":7,"multipleOf":5}""", "10")]
    [InlineData("""{"const":{"a":[1]}}""", "{\"a\":[1]}")]
    [InlineData("""{"enum":[null,"b"]}""", "\"b\"")]
    [InlineData("""{"type":"boolean","default":true}""", "true")]
    [InlineData("""{"type":"string","format":"date-time"}""", "\"2000-01-01T00:00:00Z\"")]
    [InlineData("""{"type":"string","maxLength":3}""", "\"vit\"")]
    [InlineData("""{"type":"array","items":{"type":"boolean"},"minItems":2}""", "[false,false]")]
    [InlineData("""{"anyOf":[{"type":"null"},{"type":"object","properties":{"a":{"type":"boolean"}},"required":["a"]}]}""", "{\"a\":false}")]
    [InlineData("""{"$defs":{"x":{"type":"integer"}},"type":"object","properties":{"a":{"$ref":"#/$defs/x"},"b":{"type":"string"}},"required":["a"]}""",
        "{\"a\":1}")]
    [InlineData("""{"$ref":"#/nowhere"}""", "\"vitrine\"")]
    public void A_schema_gets_its_least_value(string schema, string value) => Assert.Equal(value, Write(schema));

    [Fact]
    public void Circles_and_explosions_end_within_the_bounds()
    {
        Assert.True(Write("""{"$ref":"#"}""").Length < 100);
        Assert.True(Write("""{"type":"object","properties":{"a":{"$ref":"#"},"b":{"$ref":"#"}},"required":["a","b"]}""").Length < 1 << 20);
        Assert.True(Write("""{"type":"array","minItems":64,"items":{"$ref":"#"}}""").Length < 1 << 20);
        Assert.True(Write("""{"type":"string","minLength":9223372036854775807}""").Length < 1 << 13);
    }

    [Fact]
    public void Random_schemas_get_values_that_satisfy_them()
    {
        Gen<string> leaf =
            from least in Gen.Choose(-50, 50)
            from span in Gen.Choose(0, 20)
            from text in Gen.Elements(
                $$"""{"type":"integer","minimum":{{least}},"maximum":{{least + span}}}""",
                $$"""{"type":"string","minLength":{{span}},"maxLength":{{span + 3}}}""",
                """{"type":"boolean"}""",
                """{"type":"string","enum":["x","y"]}""")
            select text;
        Gen<string> level = leaf;
        for (int i = 0; i < 3; i++)
        {
            Gen<string> inner = level;
            Gen<string> nested =
                from first in inner
                from second in inner
                from count in Gen.Choose(0, 3)
                from text in Gen.Elements(
                    $$"""{"type":"object","properties":{"a":{{first}},"b":{{second}}},"required":["b"],"additionalProperties":false}""",
                    $$"""{"type":"array","minItems":{{count}},"items":{{first}}}""")
                select text;
            level = Gen.OneOf(leaf, nested);
        }

        Prop.ForAll(level.ToArbitrary(),
            schema => SchemaCheck.Satisfies(JsonElement.Parse(schema), JsonElement.Parse(Write(schema)))).QuickCheckThrowOnFailure();
    }

    private static string Write(string schema)
    {
        JsonElement root = JsonElement.Parse(schema);
        ArrayBufferWriter<byte> output = new();
        using (Utf8JsonWriter json = new(output, SseFrames.JsonOptions))
            new JsonInstance(root).Write(json, root);
        return System.Text.Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
