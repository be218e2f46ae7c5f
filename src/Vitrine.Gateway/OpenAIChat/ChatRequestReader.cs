using System.Text.Json;
using Vitrine.Gateway.Model;
using Vitrine.Gateway.Wire;

namespace Vitrine.Gateway.OpenAIChat;

/// <summary>Reads a request of OpenAI's Chat Completions API and of the many servers that speak it.</summary>
internal static class ChatRequestReader
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
            if (ReadMessage(message) is not { } read)
            {
                fault = $"messages[{messages.Count}]: a message needs a role (system, developer, user, assistant, tool) and content (a string or an array).";
                return null;
            }

            messages.Add(read);
        }

        JsonElement format = body.Get("response_format");
        return new ModelRequest
        {
            Model = body.GetText("model")!,
            Messages = messages,
            Tools = [.. body.Get("tools").Items().Select(ReadTool)],
            ToolChoice = ReadChoice(body.Get("tool_choice")),
            Stream = body.IsTrue("stream"),
            StreamUsage = body.Get("stream_options").IsTrue("include_usage"),
            MaxTokens = body.GetCount("max_completion_tokens") ?? body.GetCount("max_tokens"),
            WantsJson = format.GetText("type") is "json_object" or "json_schema",
            ResponseSchema = format.Get("json_schema").Get("schema") is { ValueKind: JsonValueKind.Object } schema ? schema : null,
        };
    }

    private static string? Check(JsonElement body)
    {
        if (!body.IsObject)
            return "The request body must be a JSON object.";
        if (!body.Get("model").IsString)
            return "You must provide a model parameter.";
        if (!body.Get("messages").IsArray)
            return "Missing required parameter: 'messages'.";
        return body.Get("tools") is { IsMissing: false, IsArray: false } ? "Invalid type for 'tools': expected an array." : null;
    }

    private static ModelMessage? ReadMessage(JsonElement message)
    {
        JsonElement content = message.Get("content");
        if (!content.IsMissing && !content.IsString && !content.IsArray)
            return null;
        return message.GetText("role") switch
        {
            "system" or "developer" => new(ModelRole.System, ReadContent(content)),
            "user" => new(ModelRole.User, ReadContent(content)),
            "assistant" => new(ModelRole.Assistant, [.. ReadContent(content), .. message.Get("tool_calls").Items().Select(ReadCall)]),
            "tool" or "function" => new(ModelRole.User, [new ModelPart.ToolResult(message.GetText("tool_call_id") ?? "", content.JoinText(), false)]),
            _ => null,
        };
    }

    private static List<ModelPart> ReadContent(JsonElement content)
    {
        if (content.AsText() is { } text)
            return text.Length == 0 ? [] : [new ModelPart.Text(text)];
        List<ModelPart> parts = [];
        foreach (JsonElement part in content.Items())
            parts.Add((part.AsText() ?? part.GetText("text")) is { } value
                ? new ModelPart.Text(value)
                : new ModelPart.Opaque(part.GetText("type") ?? "", part));
        return parts;
    }

    private static ModelPart ReadCall(JsonElement call)
    {
        string id = call.GetText("id") ?? "";
        JsonElement custom = call.Get("custom");
        if (custom.IsObject)
            return new ModelPart.ToolCall(id, custom.GetText("name") ?? "", custom.GetText("input") ?? "");
        JsonElement function = call.Get("function");
        return new ModelPart.ToolCall(id, function.GetText("name") ?? "", function.GetText("arguments") ?? "");
    }

    private static ModelTool ReadTool(JsonElement tool)
    {
        JsonElement custom = tool.Get("custom");
        if (tool.GetText("type") == "custom" && custom.IsObject)
            return new ModelTool(custom.GetText("name") ?? "", custom.GetText("description") ?? "", ModelToolKind.Custom, default);
        JsonElement function = tool.Get("function");
        ModelToolKind kind = function.IsObject ? ModelToolKind.Function : ModelToolKind.Hosted;
        return new ModelTool(function.GetText("name") ?? "", function.GetText("description") ?? "", kind, function.Get("parameters"));
    }

    private static ModelToolChoice ReadChoice(JsonElement choice) => choice.AsText() switch
    {
        "none" => new(ToolChoiceMode.None),
        "required" => new(ToolChoiceMode.Required),
        null when choice.IsObject => (choice.Get("function").GetText("name") ?? choice.Get("custom").GetText("name")) is { } name
            ? new(ToolChoiceMode.Named, name)
            : default,
        _ => default,
    };
}
