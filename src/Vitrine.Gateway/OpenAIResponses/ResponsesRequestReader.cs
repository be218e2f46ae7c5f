using System.Text.Json;
using Vitrine.Gateway.Model;
using Vitrine.Gateway.Wire;

namespace Vitrine.Gateway.OpenAIResponses;

/// <summary>Reads a request of OpenAI's Responses API, with its custom, local-shell and namespaced tools.</summary>
internal static class ResponsesRequestReader
{
    /// <summary>Reads <paramref name="body"/>. Null and a reason when it is no request.</summary>
    public static ModelRequest? Read(JsonElement body, out string? fault)
    {
        fault = Check(body);
        if (fault is not null)
            return null;
        JsonElement input = body.Get("input");
        List<ModelMessage> messages = [];
        List<ModelTool> tools = [.. ResponsesTools.Read(body.Get("tools"))];
        if (input.AsText() is { } prompt)
            messages.Add(new ModelMessage(ModelRole.User, [new ModelPart.Text(prompt)]));
        int index = 0;
        foreach (JsonElement item in input.Items())
        {
            if (!item.IsObject)
            {
                fault = $"Invalid type for 'input[{index}]': expected an object.";
                return null;
            }

            if (item.GetText("type") == "additional_tools")
                tools.AddRange(ResponsesTools.Read(item.Get("tools")));
            else
                messages.Add(ReadItem(item));
            index++;
        }

        JsonElement format = body.Get("text").Get("format");
        return new ModelRequest
        {
            Model = body.GetText("model")!,
            System = body.GetText("instructions") ?? "",
            Messages = messages,
            Tools = tools,
            ToolChoice = ReadChoice(body.Get("tool_choice")),
            Stream = body.IsTrue("stream"),
            MaxTokens = body.GetCount("max_output_tokens"),
            WantsJson = format.GetText("type") is "json_schema" or "json_object",
            ResponseSchema = format.Get("schema") is { ValueKind: JsonValueKind.Object } schema ? schema : null,
        };
    }

    private static string? Check(JsonElement body)
    {
        if (!body.IsObject)
            return "The request body must be a JSON object.";
        if (!body.Get("model").IsString)
            return "Missing required parameter: 'model'.";
        if (body.Get("input") is { IsString: false, IsArray: false })
            return "Missing required parameter: 'input' (a string or an array).";
        return body.Get("tools") is { IsMissing: false, IsArray: false } ? "Invalid type for 'tools': expected an array." : null;
    }

    /// <summary>One item is one message here, though a model's turn may be several items: what matters is their order.</summary>
    private static ModelMessage ReadItem(JsonElement item)
    {
        string kind = item.GetText("type") ?? "message";
        string call = item.GetText("call_id") ?? "";
        string name = item.GetText("name") ?? "";
        return kind switch
        {
            "message" => new(ReadRole(item.GetText("role")), ReadContent(item.Get("content"))),
            "function_call" => new(ModelRole.Assistant, [new ModelPart.ToolCall(call, name, item.GetText("arguments") ?? "")]),
            "custom_tool_call" => new(ModelRole.Assistant, [new ModelPart.ToolCall(call, name, item.GetText("input") ?? "")]),
            "local_shell_call" => new(ModelRole.Assistant,
                [new ModelPart.ToolCall(call, "local_shell", item.Get("action") is { IsObject: true } action ? action.GetRawText() : "")]),
            "function_call_output" or "custom_tool_call_output" => new(ModelRole.User, [new ModelPart.ToolResult(call, ReadOutput(item.Get("output")), false)]),
            // The API names the call by `id` here; clients were seen to send `call_id`.
            "local_shell_call_output" => new(ModelRole.User,
                [new ModelPart.ToolResult(call.Length > 0 ? call : item.GetText("id") ?? "", ReadOutput(item.Get("output")), false)]),
            "reasoning" => new(ModelRole.Assistant, [new ModelPart.Opaque(kind, item)]),
            _ => new(ModelRole.User, [new ModelPart.Opaque(kind, item)]),
        };
    }

    private static ModelRole ReadRole(string? role) => role switch
    {
        "assistant" => ModelRole.Assistant,
        "system" or "developer" => ModelRole.System,
        _ => ModelRole.User,
    };

    private static List<ModelPart> ReadContent(JsonElement content)
    {
        if (content.AsText() is { } text)
            return [new ModelPart.Text(text)];
        List<ModelPart> parts = [];
        foreach (JsonElement part in content.Items())
            parts.Add(part.GetText("text") is { } value ? new ModelPart.Text(value) : new ModelPart.Opaque(part.GetText("type") ?? "", part));
        return parts;
    }

    private static string ReadOutput(JsonElement output) => output.IsObject ? output.GetRawText() : output.JoinText();

    private static ModelToolChoice ReadChoice(JsonElement choice) => choice.AsText() switch
    {
        "none" => new(ToolChoiceMode.None),
        "required" => new(ToolChoiceMode.Required),
        null when choice.GetText("type") is "function" or "custom" => new(ToolChoiceMode.Named, choice.GetText("name")),
        _ => default,
    };
}
