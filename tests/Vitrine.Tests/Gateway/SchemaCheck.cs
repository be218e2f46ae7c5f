using System.Text.Json;
using Xunit;

namespace Vitrine.Tests.Gateway;

/// <summary>A validator for the part of JSON schema that agents' tools use; it fails the test when a value does not satisfy a schema.</summary>
internal static class SchemaCheck
{
    public static void Satisfies(JsonElement schema, JsonElement value, string at = "$")
    {
        if (schema.ValueKind != JsonValueKind.Object)
            return;
        if (schema.TryGetProperty("type", out JsonElement type) && type.ValueKind == JsonValueKind.String)
            Assert.True(IsOfType(type.GetString()!.ToLowerInvariant(), value), $"{at} is {value}, not of type {type}");
        if (schema.TryGetProperty("enum", out JsonElement allowed))
            Assert.Contains(value.ToString(), allowed.EnumerateArray().Select(item => item.ToString()));
        if (schema.TryGetProperty("minimum", out JsonElement minimum))
            Assert.True(value.GetDouble() >= minimum.GetDouble(), $"{at} is {value}, less than {minimum}");
        if (schema.TryGetProperty("maximum", out JsonElement maximum))
            Assert.True(value.GetDouble() <= maximum.GetDouble(), $"{at} is {value}, more than {maximum}");
        if (schema.TryGetProperty("exclusiveMinimum", out JsonElement above))
            Assert.True(value.GetDouble() > above.GetDouble(), $"{at} is {value}, not above {above}");
        if (schema.TryGetProperty("minLength", out JsonElement minLength))
            Assert.True(value.GetString()!.Length >= minLength.GetInt32(), $"{at} is too short");
        if (schema.TryGetProperty("maxLength", out JsonElement maxLength))
            Assert.True(value.GetString()!.Length <= maxLength.GetInt32(), $"{at} is too long");
        if (schema.TryGetProperty("minItems", out JsonElement minItems))
            Assert.True(value.GetArrayLength() >= minItems.GetInt32(), $"{at} has too few items");
        if (value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out JsonElement items))
        {
            foreach (JsonElement item in value.EnumerateArray())
                Satisfies(items, item, at + "[]");
        }

        if (value.ValueKind == JsonValueKind.Object)
            CheckObject(schema, value, at);
    }

    private static void CheckObject(JsonElement schema, JsonElement value, string at)
    {
        if (schema.TryGetProperty("required", out JsonElement required))
            Assert.All(required.EnumerateArray(), name => Assert.True(value.TryGetProperty(name.GetString()!, out _), $"{at}.{name} is missing"));
        JsonElement properties = schema.TryGetProperty("properties", out JsonElement described) ? described : default;
        foreach (JsonProperty property in value.EnumerateObject())
        {
            if (properties.ValueKind == JsonValueKind.Object && properties.TryGetProperty(property.Name, out JsonElement inner))
                Satisfies(inner, property.Value, $"{at}.{property.Name}");
            else
                Assert.False(schema.TryGetProperty("additionalProperties", out JsonElement more) && more.ValueKind == JsonValueKind.False,
                    $"{at}.{property.Name} is not allowed");
        }
    }

    private static bool IsOfType(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "integer" => value.ValueKind == JsonValueKind.Number && value.GetDouble() % 1 == 0,
        "number" => value.ValueKind == JsonValueKind.Number,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        _ => true,
    };
}
