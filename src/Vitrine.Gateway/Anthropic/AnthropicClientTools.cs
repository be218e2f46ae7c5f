using System.Text.Json;

namespace Vitrine.Gateway.Anthropic;

/// <summary>
/// The tools that the Messages API knows by their dated type alone, without a schema, and that the client carries out: <c>bash_*</c> and <c>text_editor_*</c>.
/// </summary>
internal static class AnthropicClientTools
{
    /// <summary>The arguments of such a tool, or null for a type that the server itself would run.</summary>
    public static JsonElement? TrySchema(string type)
    {
        if (type.StartsWith("bash_", StringComparison.Ordinal))
            return JsonElement.Parse("""{"type":"object","properties":{"command":{"type":"string"},"restart":{"type":"boolean"}},"required":["command"]}"""u8);
        if (type.StartsWith("text_editor_", StringComparison.Ordinal))
        {
            return JsonElement.Parse("""
                {"type":"object","properties":{"command":{"type":"string","enum":["view","create","str_replace","insert"]},
                "path":{"type":"string","description":"Absolute path"},"file_text":{"type":"string"},"old_str":{"type":"string"},
                "new_str":{"type":"string"},"insert_line":{"type":"integer"},"insert_text":{"type":"string"}},"required":["command","path"]}
                """u8);
        }

        return null;
    }
}
