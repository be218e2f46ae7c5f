using System.Text.Json;
using Vitrine.Gateway.Wire;

namespace Vitrine.Gateway.StandIn;

/// <summary>Reading JSON schemas as agents write them: types alone or in a list, in lower or (Gemini) upper case, or hidden in a choice.</summary>
internal static class SchemaReading
{
    private const int MaximumChoices = 16;

    /// <summary>The type that the schema names first, in lower case and never <c>null</c> when there is another; empty when it names none.</summary>
    public static string TypeOf(JsonElement schema)
    {
        JsonElement type = schema.Get("type");
        if (type.AsText() is { } one)
            return one.ToLowerInvariant();
        foreach (JsonElement item in type.Items().Take(MaximumChoices))
        {
            if (item.AsText() is { } listed && !listed.Equals("null", StringComparison.OrdinalIgnoreCase))
                return listed.ToLowerInvariant();
        }

        foreach (JsonElement choice in schema.Get("anyOf", "oneOf").Items().Take(MaximumChoices))
        {
            if (choice.GetText("type") is { } chosen && !chosen.Equals("null", StringComparison.OrdinalIgnoreCase))
                return chosen.ToLowerInvariant();
        }

        return schema.Get("properties").IsObject ? "object" : "";
    }

    /// <summary>Whether a text may stand for the schema: its type says so, or says nothing.</summary>
    public static bool TakesText(JsonElement schema)
    {
        if (TypeOf(schema) is "string" or "")
            return true;
        return schema.Get("anyOf", "oneOf").Items().Take(MaximumChoices).Any(choice => TypeOf(choice) == "string")
            || schema.Get("type")
                .Items()
                .Take(MaximumChoices)
                .Any(type => type.AsText() is { } text && text.Equals("string", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whether <paramref name="value"/> is one of the schema's <c>enum</c>.</summary>
    public static bool Lists(JsonElement schema, string value) => schema.Get("enum").Items().Any(item => item.AsText() == value);
}
