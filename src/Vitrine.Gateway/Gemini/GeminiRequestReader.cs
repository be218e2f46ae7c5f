using System.Text;
using System.Text.Json;
using Vitrine.Gateway.Model;
using Vitrine.Gateway.Wire;

namespace Vitrine.Gateway.Gemini;

/// <summary>
/// Reads a request of the Gemini API (generateContent). The API takes protobuf's JSON, so names come in camelCase and in snake_case, and types of schemas in
/// upper case.
/// </summary>
internal static class GeminiRequestReader
{
    /// <summary>Reads <paramref name="body"/>; the model stands in the path. Null and a reason when it is no request.</summary>
    public static ModelRequest? Read(JsonElement body, string model, bool stream, out string? fault)
    {
        fault = Check(body);
        if (fault is not null)
            return null;
        JsonElement contents = body.Get("contents");
        List<ModelMessage> messages = [];
        if (contents.AsText() is { } prompt)
            messages.Add(new ModelMessage(ModelRole.User, [new ModelPart.Text(prompt)]));
        GeminiCallIds ids = new();
        foreach (JsonElement content in contents.IsObject ? [contents] : contents.Items().ToArray())
        {
            if (!content.IsObject || content.Get("parts") is { IsMissing: false, IsArray: false })
            {
                fault = $"contents[{messages.Count}]: a content is an object with an array of parts.";
                return null;
            }

            ModelRole role = content.GetText("role") == "model" ? ModelRole.Assistant : ModelRole.User;
            messages.Add(new ModelMessage(role, [.. content.Get("parts").Items().Select(part => ReadPart(part, ids))]));
        }

        JsonElement config = body.Get("generationConfig", "generation_config");
        JsonElement schema = config.Get("responseJsonSchema", "response_json_schema");
        if (!schema.IsObject)
            schema = config.Get("responseSchema", "response_schema");
        return new ModelRequest
        {
            Model = model,
            System = ReadSystem(body.Get("systemInstruction", "system_instruction")),
            Messages = messages,
            Tools = [.. body.Get("tools").Items().SelectMany(ReadTools)],
            ToolChoice = ReadChoice(body.Get("toolConfig", "tool_config")),
            Stream = stream,
            MaxTokens = config.Get("maxOutputTokens", "max_output_tokens") is { ValueKind: JsonValueKind.Number } limit && limit.TryGetInt64(out long tokens)
                ? tokens
                : null,
            WantsJson = config.Get("responseMimeType", "response_mime_type").AsText() == "application/json",
            ResponseSchema = schema.IsObject ? schema : null,
        };
    }

    private static string? Check(JsonElement body)
    {
        if (!body.IsObject)
            return "Invalid JSON payload received. The root must be an object.";
        JsonElement contents = body.Get("contents");
        if (!contents.IsArray && !contents.IsObject && !contents.IsString)
            return "* GenerateContentRequest.contents: contents is not specified";
        return body.Get("tools") is { IsMissing: false, IsArray: false } ? "Invalid value at 'tools': expected an array." : null;
    }

    private static string ReadSystem(JsonElement system) => system.IsObject ? system.Get("parts").JoinText() : system.JoinText();

    private static ModelPart ReadPart(JsonElement part, GeminiCallIds ids)
    {
        JsonElement call = part.Get("functionCall", "function_call");
        if (call.IsObject)
        {
            string name = call.GetText("name") ?? "";
            string id = call.GetText("id") ?? ReadSignature(part.Get("thoughtSignature", "thought_signature").AsText()) ?? "";
            ids.Called(name, id);
            return new ModelPart.ToolCall(id, name, call.Get("args") is { IsObject: true } arguments ? arguments.GetRawText() : "");
        }

        JsonElement response = part.Get("functionResponse", "function_response");
        if (response.IsObject)
        {
            JsonElement value = response.Get("response");
            JsonElement error = value.Get("error");
            JsonElement output = error.IsMissing ? value.Get("output") : error;
            string id = ids.Answered(response.GetText("name") ?? "", response.GetText("id"));
            string text = output.AsText() ?? (value.IsMissing ? "" : value.GetRawText());
            return new ModelPart.ToolResult(id, text, !error.IsMissing);
        }

        // A thought is the model's own reasoning, not something it said.
        bool thought = part.IsTrue("thought");
        return !thought && part.GetText("text") is { } plain ? new ModelPart.Text(plain) : new ModelPart.Opaque(thought ? "thought" : "", part);
    }

    /// <summary>The signature is opaque to clients and comes back as it went out; ours is the call's id, for clients that drop the id itself.</summary>
    private static string? ReadSignature(string? signature)
    {
        if (signature is null || signature.Length > 256)
            return null;
        Span<byte> bytes = stackalloc byte[256];
        return Convert.TryFromBase64String(signature, bytes, out int length) && Ascii.IsValid(bytes[..length])
            ? Encoding.ASCII.GetString(bytes[..length])
            : null;
    }

    private static IEnumerable<ModelTool> ReadTools(JsonElement tool)
    {
        JsonElement declarations = tool.Get("functionDeclarations", "function_declarations");
        if (!declarations.IsArray)
            return [new ModelTool("", "", ModelToolKind.Hosted, default)];
        return declarations.EnumerateArray().Select(function =>
        {
            JsonElement schema = function.Get("parametersJsonSchema", "parameters_json_schema");
            return new ModelTool(function.GetText("name") ?? "", function.GetText("description") ?? "", ModelToolKind.Function,
                schema.IsObject ? schema : function.Get("parameters"));
        });
    }

    private static ModelToolChoice ReadChoice(JsonElement config)
    {
        JsonElement calling = config.Get("functionCallingConfig", "function_calling_config");
        JsonElement.ArrayEnumerator allowed = calling.Get("allowedFunctionNames", "allowed_function_names").Items();
        return calling.GetText("mode")?.ToUpperInvariant() switch
        {
            "NONE" => new(ToolChoiceMode.None),
            "ANY" => allowed.Any() && allowed.First().AsText() is { } name ? new(ToolChoiceMode.Named, name) : new(ToolChoiceMode.Required),
            _ => default,
        };
    }
}
