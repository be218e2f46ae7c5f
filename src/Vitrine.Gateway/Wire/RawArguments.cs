using System.Text;
using System.Text.Json;

namespace Vitrine.Gateway.Wire;

/// <summary>Arguments that one protocol carries as a string of JSON and another as an object.</summary>
internal static class RawArguments
{
    /// <summary>
    /// Writes <paramref name="arguments"/> as an object. Nothing, or what is no object (truncated, or free text), becomes <c>{}</c> or is kept under
    /// <c>input</c>: the other side gets a valid document in any case.
    /// </summary>
    public static void WriteObject(Utf8JsonWriter json, string arguments)
    {
        if (string.IsNullOrWhiteSpace(arguments))
        {
            json.WriteStartObject();
            json.WriteEndObject();
            return;
        }

        if (JsonBody.Parse(Encoding.UTF8.GetBytes(arguments), out _) is { ValueKind: JsonValueKind.Object } value)
        {
            value.WriteTo(json);
            return;
        }

        json.WriteStartObject();
        json.WriteString("input", arguments);
        json.WriteEndObject();
    }
}
