using System.Text.Json;
using Vitrine.Gateway;
using Vitrine.Gateway.Model;
using Xunit;

namespace Vitrine.Tests.Gateway;

/// <summary>Reads each protocol's single answer back into neutral events, as a client of that protocol would.</summary>
internal static class SingleAnswers
{
    public static List<ModelEvent> Parse(ModelProtocol protocol, string document)
    {
        JsonElement json = JsonElement.Parse(document);
        return protocol switch
        {
            ModelProtocol.AnthropicMessages => Anthropic(json),
            ModelProtocol.OpenAIChat => Chat(json),
            ModelProtocol.OpenAIResponses => Responses(json),
            _ => Gemini(json),
        };
    }

    private static List<ModelEvent> Anthropic(JsonElement json)
    {
        List<ModelEvent> events = [new ModelEvent.Started(Text(json, "id")["msg_".Length..], default)];
        foreach (JsonElement block in json.GetProperty("content").EnumerateArray())
        {
            if (Text(block, "type") == "text")
                events.Add(new ModelEvent.TextDelta(Text(block, "text")));
            else
                AddCall(events, Text(block, "id"), Text(block, "name"), block.GetProperty("input").GetRawText());
        }

        AddEnd(events, json.GetProperty("usage"), "input_tokens", "output_tokens", Text(json, "stop_reason"));
        return events;
    }

    private static List<ModelEvent> Chat(JsonElement json)
    {
        List<ModelEvent> events = [new ModelEvent.Started(Text(json, "id")["chatcmpl-".Length..], default)];
        JsonElement choice = json.GetProperty("choices")[0];
        JsonElement message = choice.GetProperty("message");
        if (message.GetProperty("content").GetString() is { Length: > 0 } text)
            events.Add(new ModelEvent.TextDelta(text));
        foreach (JsonElement call in message.TryGetProperty("tool_calls", out JsonElement calls) ? calls.EnumerateArray() : default)
        {
            if (call.TryGetProperty("custom", out JsonElement custom))
                AddCall(events, Text(call, "id"), Text(custom, "name"), Text(custom, "input"), ModelToolKind.Custom);
            else
                AddCall(events, Text(call, "id"), Text(call.GetProperty("function"), "name"), Text(call.GetProperty("function"), "arguments"));
        }

        AddEnd(events, json.GetProperty("usage"), "prompt_tokens", "completion_tokens", Text(choice, "finish_reason"));
        return events;
    }

    private static List<ModelEvent> Responses(JsonElement json)
    {
        List<ModelEvent> events = [new ModelEvent.Started(Text(json, "id")["resp_".Length..], default)];
        foreach (JsonElement item in json.GetProperty("output").EnumerateArray())
        {
            Assert.Equal("completed", Text(item, "status"));
            string? space = item.TryGetProperty("namespace", out JsonElement named) ? named.GetString() : null;
            switch (Text(item, "type"))
            {
                case "message":
                    events.Add(new ModelEvent.TextDelta(Text(item.GetProperty("content")[0], "text")));
                    break;
                case "custom_tool_call":
                    AddCall(events, Text(item, "call_id"), Text(item, "name"), Text(item, "input"), ModelToolKind.Custom, space);
                    break;
                case "local_shell_call":
                    AddCall(events, Text(item, "call_id"), "local_shell", item.GetProperty("action").GetRawText(), ModelToolKind.LocalShell);
                    break;
                default:
                    AddCall(events, Text(item, "call_id"), Text(item, "name"), Text(item, "arguments"), ModelToolKind.Function, space);
                    break;
            }
        }

        AddEnd(events, json.GetProperty("usage"), "input_tokens", "output_tokens", Text(json, "status"));
        return events;
    }

    private static List<ModelEvent> Gemini(JsonElement json)
    {
        List<ModelEvent> events = [new ModelEvent.Started(Text(json, "responseId"), default)];
        JsonElement candidate = json.GetProperty("candidates")[0];
        foreach (JsonElement part in candidate.GetProperty("content").GetProperty("parts").EnumerateArray())
        {
            if (part.TryGetProperty("functionCall", out JsonElement call))
                AddCall(events, Text(call, "id"), Text(call, "name"), call.GetProperty("args").GetRawText());
            else
                events.Add(new ModelEvent.TextDelta(Text(part, "text")));
        }

        AddEnd(events, json.GetProperty("usageMetadata"), "promptTokenCount", "candidatesTokenCount", Text(candidate, "finishReason"));
        return events;
    }

    private static void AddCall(List<ModelEvent> events, string id, string name, string arguments, ModelToolKind kind = ModelToolKind.Function,
        string? space = null)
    {
        events.Add(new ModelEvent.CallStarted(id, name, kind, space));
        events.Add(new ModelEvent.ArgumentsDelta(arguments));
        events.Add(new ModelEvent.CallEnded());
    }

    private static void AddEnd(List<ModelEvent> events, JsonElement usage, string input, string output, string reason)
    {
        events.Add(new ModelEvent.UsageKnown(new(usage.GetProperty(input).GetInt64(), usage.GetProperty(output).GetInt64())));
        bool called = events.Any(next => next is ModelEvent.CallStarted);
        events.Add(new ModelEvent.Finished(reason switch
        {
            "max_tokens" or "length" or "incomplete" or "MAX_TOKENS" => FinishReason.MaxTokens,
            "tool_use" or "tool_calls" => FinishReason.ToolUse,
            "completed" or "STOP" => called ? FinishReason.ToolUse : FinishReason.Stop,
            "end_turn" or "stop" => FinishReason.Stop,
            _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
        }));
    }

    private static string Text(JsonElement holder, string name) => holder.GetProperty(name).GetString()!;
}
