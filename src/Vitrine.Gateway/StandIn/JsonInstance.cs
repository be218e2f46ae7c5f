using System.Runtime.InteropServices;
using System.Text.Json;
using Vitrine.Gateway.Wire;

namespace Vitrine.Gateway.StandIn;

/// <summary>
/// Writes a small value that satisfies a JSON schema: the default, the only or the first allowed value, else the least of its type, with required properties
/// filled. Patterns are not solved. Schemas are hostile: references may turn in circles and lengths ask for gigabytes, so depth and size are bounded; past the
/// bound stands null.
/// </summary>
/// <param name="root">The whole schema, for <c>$ref</c>.</param>
internal sealed class JsonInstance(JsonElement root)
{
    private const int MaximumDepth = 32;
    private const int MaximumNodes = 2000;
    private const int MaximumText = 4096;
    private const int MaximumPart = 64;
    private const int MaximumTotal = 1 << 16;

    private int _nodes;
    private int _characters;

    /// <summary>Writes one value for <paramref name="schema"/>.</summary>
    public void Write(Utf8JsonWriter json, JsonElement schema, int depth = 0)
    {
        if (depth > MaximumDepth || ++_nodes > MaximumNodes)
        {
            json.WriteNullValue();
            return;
        }

        foreach (string given in (ReadOnlySpan<string>)["const", "default"])
        {
            if (schema.Get(given) is { ValueKind: not JsonValueKind.Undefined } value && TryCopy(json, value))
                return;
        }

        JsonElement first = schema.Get("enum").Items().FirstOrDefault(item => item.ValueKind != JsonValueKind.Null);
        if (first.ValueKind != JsonValueKind.Undefined && TryCopy(json, first))
            return;
        if (Redirect(schema) is { } other)
            Write(json, other, depth + 1);
        else
            WriteType(json, schema, depth);
    }

    private bool TryCopy(Utf8JsonWriter json, JsonElement value)
    {
        int length = JsonMarshal.GetRawUtf8Value(value).Length;
        if (length > MaximumText || _characters > MaximumTotal)
            return false;
        _characters += length;
        value.WriteTo(json);
        return true;
    }

    private void WriteType(Utf8JsonWriter json, JsonElement schema, int depth)
    {
        switch (SchemaReading.TypeOf(schema))
        {
            case "object":
                WriteObject(json, schema, depth);
                break;
            case "array":
                WriteArray(json, schema, depth);
                break;
            case "integer" or "number":
                json.WriteNumberValue(Number(schema, 1));
                break;
            case "boolean":
                json.WriteBooleanValue(false);
                break;
            case "null":
                json.WriteNullValue();
                break;
            default:
                string text = _characters < MaximumTotal ? Text(schema) : "";
                _characters += text.Length;
                json.WriteStringValue(text);
                break;
        }
    }

    /// <summary>The number nearest to <paramref name="wish"/> between the schema's bounds.</summary>
    public static decimal Number(JsonElement schema, decimal wish)
    {
        decimal value = wish;
        if (Bound("minimum") is { } least && value < least)
            value = least;
        if (Bound("exclusiveMinimum") is { } above && value <= above)
            value = decimal.Floor(above) + 1;
        if (Bound("maximum") is { } most && value > most)
            value = most;
        if (Bound("exclusiveMaximum") is { } below && value >= below)
            value = decimal.Ceiling(below) - 1;
        if (Bound("multipleOf") is > 0 and { } step && value % step != 0)
            value = decimal.Ceiling(value / step) * step;
        return value;

        // Bounds past this are no bounds to a reader of JSON numbers (RFC 8259 section 6).
        decimal? Bound(string name) =>
            schema.Get(name) is { ValueKind: JsonValueKind.Number } bound
            && bound.TryGetDecimal(out decimal number)
            && Math.Abs(number) <= 9_007_199_254_740_991m
            && (name != "multipleOf" || number >= 0.001m)
                ? number
                : null;
    }

    /// <summary>A text of the schema's format and length.</summary>
    public static string Text(JsonElement schema)
    {
        string text = schema.GetText("format") switch
        {
            "date-time" => "2000-01-01T00:00:00Z",
            "date" => "2000-01-01",
            "time" => "00:00:00Z",
            "email" => "nobody@example.com",
            "uri" or "url" => "https://example.com/",
            "uuid" => "00000000-0000-4000-8000-000000000000",
            _ => "vitrine",
        };
        int least = (int)Math.Clamp(schema.GetCount("minLength") ?? 0, 0, MaximumText);
        int most = (int)Math.Clamp(schema.GetCount("maxLength") ?? MaximumText, 0, MaximumText);
        string padded = text.PadRight(least, '.');
        return padded.Length > most ? padded[..most] : padded;
    }

    private void WriteObject(Utf8JsonWriter json, JsonElement schema, int depth)
    {
        json.WriteStartObject();
        JsonElement properties = schema.Get("properties");
        HashSet<string> written = new(StringComparer.Ordinal);
        foreach (JsonElement item in schema.Get("required").Items().Take(MaximumPart))
        {
            if (item.AsText() is { } name && written.Add(name))
            {
                json.WritePropertyName(name);
                Write(json, properties.Get(name), depth + 1);
            }
        }

        json.WriteEndObject();
    }

    private void WriteArray(Utf8JsonWriter json, JsonElement schema, int depth)
    {
        json.WriteStartArray();
        long least = Math.Clamp(schema.GetCount("minItems") ?? 0, 0, MaximumPart);
        for (long i = 0; i < least; i++)
            Write(json, schema.Get("items"), depth + 1);
        json.WriteEndArray();
    }

    /// <summary>The schema that this one stands for: a reference inside the document, or one of a choice.</summary>
    private JsonElement? Redirect(JsonElement schema)
    {
        if (schema.GetText("$ref") is { } reference)
            return Follow(reference);
        JsonElement choices = schema.Get("anyOf", "oneOf");
        if (!choices.IsArray)
            choices = schema.Get("allOf");
        return choices.Items().Cast<JsonElement?>().FirstOrDefault(choice => choice is { IsObject: true } one && SchemaReading.TypeOf(one) != "null");
    }

    private JsonElement Follow(string reference)
    {
        JsonElement at = root;
        if (!reference.StartsWith("#/", StringComparison.Ordinal) || reference.Length > 256)
            return default;
        foreach (string name in reference[2..].Split('/'))
            at = at.Get(name.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal));
        return at;
    }
}
