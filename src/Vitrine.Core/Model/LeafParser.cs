using System.Globalization;
using System.Text.Json;

namespace Vitrine.Core.Model;

/// <summary>Reads what a leaf says; <see cref="LeafJson.TryParse"/> then sees to its form.</summary>
internal static class LeafParser
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    public static Leaf? Parse(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = 3 });
        var leaf = new Leaf("", default);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            if (!reader.Read() || With(leaf, name, ref reader) is not { } more)
                return null;
            leaf = more;
        }

        return reader.TokenType == JsonTokenType.EndObject && !reader.Read() ? leaf : null;
    }

    private static Leaf? With(Leaf leaf, string name, ref Utf8JsonReader reader) => name switch
    {
        "data" => leaf with { Data = Data(ref reader) },
        "decision" => LeafForm.EffectOf(Text(ref reader)) is { } effect ? leaf with { Decision = effect } : null,
        "payloads" => leaf with { Payloads = List(ref reader) },
        "policy" => leaf with { Policy = Text(ref reader) },
        "rule" => leaf with { Rule = Text(ref reader) },
        "sealed" => leaf with { Sealed = Text(ref reader) },
        "sequence" => leaf with { Sequence = reader.GetInt64() },
        "session" => leaf with { Session = Text(ref reader) },
        "time" => leaf with { Time = DateTimeOffset.ParseExact(Text(ref reader), TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) },
        "type" => leaf with { Type = Text(ref reader) },
        "v" => reader.GetInt64() == Leaf.CurrentVersion ? leaf : null,
        _ => null,
    };

    private static string Text(ref Utf8JsonReader reader) => reader.GetString() ?? throw new JsonException("A leaf has no null.");

    private static List<string> List(ref Utf8JsonReader reader)
    {
        var list = new List<string>();
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("A list was expected.");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            list.Add(Text(ref reader));
        return list;
    }

    private static List<LeafMember> Data(ref Utf8JsonReader reader)
    {
        var data = new List<LeafMember>();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("An object was expected.");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            data.Add(reader.TokenType switch
            {
                JsonTokenType.Number => LeafMember.Of(name, reader.GetInt64()),
                JsonTokenType.StartArray => LeafMember.Of(name, List(ref reader)),
                _ => LeafMember.Of(name, Text(ref reader)),
            });
        }

        return data;
    }
}
