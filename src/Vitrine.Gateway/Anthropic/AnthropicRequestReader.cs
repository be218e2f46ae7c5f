using System.Text.Json;
using Vitrine.Gateway.Model;
using Vitrine.Gateway.Wire;

namespace Vitrine.Gateway.Anthropic;

/// <summary>
/// Reads a request of the Anthropic Messages API. Unknown fields and parts are tolerated; what a server has to understand to answer is checked.
/// </summary>
internal static class AnthropicRequestReader
{
    /// <summary>Reads <paramref name="body"/>. Null and a reason when it is no request.</summary>
    public static ModelRequest? Read(JsonElement body, out string? fault)
    {
        fault = Check(body);
        if (fault is not null)
            return null;
        List<ModelMessage> messages = [];
        foreach (JsonElement message in body.Get("messages").Items())
        {
            ModelRole? role = message.GetText("role") switch
            {
                "user" => ModelRole.User,
                "assistant" => ModelRole.Assistant,
                "system" => ModelRole.System,
                _ => null,
            };
            JsonElement content = message.Get("content");
            if (role is null || !(content.IsString || content.IsArray))
            {
                fault = $"messages.{messages.Count}: a message needs a role (user, assistant, system) and content (a string or an array).";
                return null;
            }

            messages.Add(new ModelMessage(role.Value, ReadContent(content)));
        }

        JsonElement format = body.Get("output_config").Get("format") is { ValueKind: JsonValueKind.Object } nested ? nested : body.Get("output_format");
        return new ModelRequest
        {
            Model = body.GetText("model")!,
            System = body.Get("system").JoinText(),
            Messages = messages,
            Tools = [.. body.Get("tools").Items().Select(ReadTool)],
            ToolChoice = ReadChoice(body.Get("tool_choice")),
            Stream = body.IsTrue("stream"),
            MaxTokens = body.GetCount("max_tokens"),
            WantsJson = format.GetText("type") == "json_schema",
            ResponseSchema = format.Get("schema") is { ValueKind: JsonValueKind.Object } schema ? schema : null,
        };
    }

    private static string? Check(JsonElement body)
    {
        if (!body.IsObject)
            return "The request body must be a JSON object.";
        if (!body.Get("model").IsString)
            return "model: Field required";
        if (!body.Get("messages").IsArray)
            return "messages: Field required";
        return body.Get("tools") is { IsMissing: false, IsArray: false } ? "tools: Input should be a valid list" : null;
    }

    private static List<ModelPart> ReadContent(JsonElement content)
    {
        if (content.AsText() is { } text)
            return [new ModelPart.Text(text)];
        List<ModelPart> parts = [];
        foreach (JsonElement part in content.EnumerateArray())
        {
            string kind = part.GetText("type") ?? "";
            parts.Add(kind switch
            {
                "text" => new ModelPart.Text(part.GetText("text") ?? ""),
                "tool_use" => new ModelPart.ToolCall(part.GetText("id") ?? "", part.GetText("name") ?? "",
                    part.Get("input") is { IsObject: true } input ? input.GetRawText() : ""),
                "tool_result" => new ModelPart.ToolResult(part.GetText("tool_use_id") ?? "", part.Get("content").JoinText(), part.IsTrue("is_error")),
                _ => new ModelPart.Opaque(kind, part),
            });
        }

        return parts;
    }

    private static ModelTool ReadTool(JsonElement tool)
    {
        string name = tool.GetText("name") ?? "";
        string type = tool.GetText("type") ?? "custom";
        JsonElement schema = tool.Get("input_schema");
        if (schema.IsObject)
            return new ModelTool(name, tool.GetText("description") ?? "", ModelToolKind.Function, schema);
        return AnthropicClientTools.TrySchema(type) is { } known
            ? new ModelTool(name, "", ModelToolKind.Function, known)
            : new ModelTool(name, "", ModelToolKind.Hosted, default);
    }

    private static ModelToolChoice ReadChoice(JsonElement choice) => choice.GetText("type") switch
    {
        "none" => new(ToolChoiceMode.None),
        "any" => new(ToolChoiceMode.Required),
        "tool" => new(ToolChoiceMode.Named, choice.GetText("name")),
        _ => default,
    };
}
