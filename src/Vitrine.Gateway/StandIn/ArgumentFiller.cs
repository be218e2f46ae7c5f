using System.Buffers;
using System.Text;
using System.Text.Json;
using Vitrine.Gateway.Model;
using Vitrine.Gateway.Wire;

namespace Vitrine.Gateway.StandIn;

/// <summary>Fills a tool's arguments: what the step says, and something sensible for what else the schema requires.</summary>
/// <param name="workspace">The workspace, for working directories.</param>
internal sealed class ArgumentFiller(Workspace workspace)
{
    /// <summary>Writes the arguments of a call.</summary>
    /// <param name="shape">The tool.</param>
    /// <param name="given">The values of properties, by their names on the wire. Each is written in the type of its schema.</param>
    /// <param name="purpose">What the call is for, in a sentence.</param>
    public string Fill(ToolShape shape, IReadOnlyDictionary<string, string> given, string purpose)
    {
        ArrayBufferWriter<byte> output = new();
        using (Utf8JsonWriter json = new(output, SseFrames.JsonOptions))
        {
            json.WriteStartObject();
            HashSet<string> written = new(StringComparer.Ordinal);
            foreach (ToolProperty property in shape.Properties)
            {
                bool has = given.TryGetValue(property.Name, out string? value);
                if (!(has || property.Required) || !written.Add(property.Name))
                    continue;
                json.WritePropertyName(property.Name);
                if (has)
                    WriteGiven(json, property, value!);
                else
                    WriteRequired(json, shape.Tool, property, purpose);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static void WriteGiven(Utf8JsonWriter json, ToolProperty property, string value)
    {
        string type = SchemaReading.TypeOf(property.Schema);
        if (type is "integer" or "number" && long.TryParse(value, out long number))
        {
            json.WriteNumberValue(number);
            return;
        }

        if (SchemaReading.TakesText(property.Schema) || type != "array")
        {
            json.WriteStringValue(value);
            return;
        }

        json.WriteStartArray();
        if (ToolNames.CommandArgument.Contains(property.Plain))
        {
            json.WriteStringValue("bash"u8);
            json.WriteStringValue("-lc"u8);
        }

        json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private void WriteRequired(Utf8JsonWriter json, ModelTool tool, ToolProperty property, string purpose)
    {
        bool fixedValue = !property.Schema.Get("enum", "const").IsMissing || !property.Schema.Get("default").IsMissing;
        string type = SchemaReading.TypeOf(property.Schema);
        if (!fixedValue && type is "string" or "" && !property.Schema.Get("format").IsString && WriteText(property, purpose) is { } text)
            json.WriteStringValue(text);
        else if (!fixedValue && type is "integer" or "number" && property.Plain.Contains("timeout", StringComparison.Ordinal))
            json.WriteNumberValue(JsonInstance.Number(property.Schema, InMilliseconds(property) ? 60_000 : 60));
        else
            new JsonInstance(tool.Schema).Write(json, property.Schema);
    }

    private string? WriteText(ToolProperty property, string purpose)
    {
        string? text = property.Plain switch
        {
            "cwd" or "workdir" or "workingdirectory" or "directory" or "dir" => workspace.Directory ?? ".",
            _ when property.Plain.EndsWith("id", StringComparison.Ordinal) => null,
            _ => purpose,
        };
        if (text is null || text.Length < (property.Schema.GetCount("minLength") ?? 0))
            return null;
        return property.Schema.GetCount("maxLength") is { } most && text.Length > most ? JsonInstance.Text(property.Schema) : text;
    }

    private static bool InMilliseconds(ToolProperty property) =>
        property.Plain.EndsWith("ms", StringComparison.Ordinal) || property.Description.Contains("millisecond", StringComparison.OrdinalIgnoreCase);
}
