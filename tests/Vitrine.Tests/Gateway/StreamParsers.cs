using System.Text.Json;
using Vitrine.Gateway;
using Vitrine.Gateway.Model;
using Xunit;

namespace Vitrine.Tests.Gateway;

/// <summary>Reads each protocol's stream back into neutral events, as a client of that protocol would, with every rule of the stream's life checked.</summary>
internal static class StreamParsers
{
    public static List<ModelEvent> Parse(ModelProtocol protocol, string stream) => protocol switch
    {
        ModelProtocol.AnthropicMessages => Anthropic(stream),
        ModelProtocol.OpenAIChat => Chat(stream),
        ModelProtocol.OpenAIResponses => Responses(stream),
        _ => Gemini(stream),
    };

    private static List<ModelEvent> Anthropic(string stream)
    {
        List<ModelEvent> events = [];
        int index = -1;
        string open = "";
        bool ended = false;
        foreach (JsonElement json in SseText.Json(stream, named: true))
        {
            Assert.False(ended);
            switch (json.GetProperty("type").GetString())
            {
                case "message_start":
                    JsonElement message = json.GetProperty("message");
                    Assert.Empty(message.GetProperty("content").EnumerateArray());
                    Assert.Equal(JsonValueKind.Null, message.GetProperty("stop_reason").ValueKind);
                    events.Add(new ModelEvent.Started(message.GetProperty("id").GetString()!["msg_".Length..], AnthropicUsage(message)));
                    break;
                case "content_block_start":
                    Assert.Equal("", open);
                    Assert.Equal(++index, json.GetProperty("index").GetInt32());
                    JsonElement block = json.GetProperty("content_block");
                    open = block.GetProperty("type").GetString()!;
                    if (open == "tool_use")
                        events.Add(new ModelEvent.CallStarted(block.GetProperty("id").GetString()!, block.GetProperty("name").GetString()!,
                            ModelToolKind.Function, null));
                    break;
                case "content_block_delta":
                    Assert.Equal(index, json.GetProperty("index").GetInt32());
                    JsonElement delta = json.GetProperty("delta");
                    events.Add(delta.GetProperty("type").GetString() == "text_delta"
                        ? new ModelEvent.TextDelta(delta.GetProperty("text").GetString()!)
                        : new ModelEvent.ArgumentsDelta(delta.GetProperty("partial_json").GetString()!));
                    Assert.Equal(open == "text", events[^1] is ModelEvent.TextDelta);
                    break;
                case "content_block_stop":
                    Assert.Equal(index, json.GetProperty("index").GetInt32());
                    if (open == "tool_use")
                        events.Add(new ModelEvent.CallEnded());
                    open = "";
                    break;
                case "message_delta":
                    Assert.Equal("", open);
                    events.Add(new ModelEvent.UsageKnown(AnthropicUsage(json)));
                    events.Add(new ModelEvent.Finished(Reason(json.GetProperty("delta").GetProperty("stop_reason").GetString()!)));
                    break;
                case "message_stop":
                    ended = true;
                    break;
                case "ping":
                    break;
                default:
                    Assert.Fail($"Unknown event: {json}");
                    break;
            }
        }

        Assert.True(ended);
        return events;
    }

    private static List<ModelEvent> Chat(string stream)
    {
        List<ModelEvent> events = [];
        bool inCall = false;
        FinishReason? reason = null;
        (string, string)[] frames = [.. SseText.Frames(stream)];
        Assert.Equal(("", "[DONE]"), frames[^1]);
        foreach ((string name, string data) in frames[..^1])
        {
            Assert.Equal("", name);
            JsonElement json = JsonElement.Parse(data);
            Assert.Equal("chat.completion.chunk", json.GetProperty("object").GetString());
            if (json.GetProperty("choices").GetArrayLength() == 0)
            {
                JsonElement usage = json.GetProperty("usage");
                events.Add(new ModelEvent.UsageKnown(new(usage.GetProperty("prompt_tokens").GetInt64(), usage.GetProperty("completion_tokens").GetInt64())));
                events.Add(new ModelEvent.Finished(reason!.Value));
                continue;
            }

            JsonElement choice = json.GetProperty("choices")[0];
            JsonElement delta = choice.GetProperty("delta");
            JsonElement call = delta.TryGetProperty("tool_calls", out JsonElement calls) ? calls[0] : default;
            bool starts = call.ValueKind != JsonValueKind.Undefined && call.TryGetProperty("id", out _);
            if (inCall && (starts || call.ValueKind == JsonValueKind.Undefined))
            {
                events.Add(new ModelEvent.CallEnded());
                inCall = false;
            }

            if (delta.TryGetProperty("role", out _))
                events.Add(new ModelEvent.Started(json.GetProperty("id").GetString()!["chatcmpl-".Length..], default));
            else if (delta.TryGetProperty("content", out JsonElement content))
                events.Add(new ModelEvent.TextDelta(content.GetString()!));
            if (call.ValueKind != JsonValueKind.Undefined)
            {
                JsonElement body = call.TryGetProperty("custom", out JsonElement custom) ? custom : call.GetProperty("function");
                string arguments = body.GetProperty(custom.ValueKind == JsonValueKind.Object ? "input" : "arguments").GetString()!;
                if (starts)
                {
                    Assert.Equal(events.Count(e => e is ModelEvent.CallStarted), call.GetProperty("index").GetInt32());
                    Assert.Equal("", arguments);
                    ModelToolKind kind = call.GetProperty("type").GetString() == "custom" ? ModelToolKind.Custom : ModelToolKind.Function;
                    events.Add(new ModelEvent.CallStarted(call.GetProperty("id").GetString()!, body.GetProperty("name").GetString()!, kind, null));
                    inCall = true;
                }
                else
                {
                    events.Add(new ModelEvent.ArgumentsDelta(arguments));
                }
            }

            if (choice.GetProperty("finish_reason").GetString() is { } why)
                reason = Reason(why);
        }

        return events;
    }

    private static List<ModelEvent> Responses(string stream)
    {
        List<ModelEvent> events = [];
        int sequence = 0;
        JsonElement last = default;
        Dictionary<int, string> items = [];
        List<string> done = [];
        foreach (JsonElement json in SseText.Json(stream, named: true))
        {
            Assert.Equal(sequence++, json.GetProperty("sequence_number").GetInt32());
            string type = json.GetProperty("type").GetString()!;
            int index = json.TryGetProperty("output_index", out JsonElement at) ? at.GetInt32() : -1;
            if (json.TryGetProperty("item_id", out JsonElement id))
                Assert.Equal(items[index], id.GetString());
            switch (type)
            {
                case "response.created":
                    events.Add(new ModelEvent.Started(json.GetProperty("response").GetProperty("id").GetString()!["resp_".Length..], default));
                    break;
                case "response.output_item.added":
                    JsonElement item = json.GetProperty("item");
                    Assert.Equal(items.Count, index);
                    items[index] = item.GetProperty("id").GetString()!;
                    if (item.GetProperty("type").GetString() != "message")
                        events.Add(StartOf(item));
                    if (item.TryGetProperty("action", out JsonElement action))
                        events.Add(new ModelEvent.ArgumentsDelta(action.GetRawText()));
                    break;
                case "response.output_text.delta":
                    events.Add(new ModelEvent.TextDelta(json.GetProperty("delta").GetString()!));
                    break;
                case "response.function_call_arguments.delta" or "response.custom_tool_call_input.delta":
                    events.Add(new ModelEvent.ArgumentsDelta(json.GetProperty("delta").GetString()!));
                    break;
                case "response.output_item.done":
                    item = json.GetProperty("item");
                    Assert.Equal(items[index], item.GetProperty("id").GetString());
                    Assert.Equal("completed", item.GetProperty("status").GetString());
                    done.Add(item.GetRawText());
                    if (item.GetProperty("type").GetString() != "message")
                        events.Add(new ModelEvent.CallEnded());
                    break;
                case "response.completed" or "response.incomplete":
                    last = json.GetProperty("response");
                    Assert.Equal(done, last.GetProperty("output").EnumerateArray().Select(output => output.GetRawText()));
                    JsonElement usage = last.GetProperty("usage");
                    events.Add(new ModelEvent.UsageKnown(new(usage.GetProperty("input_tokens").GetInt64(), usage.GetProperty("output_tokens").GetInt64())));
                    bool called = events.Any(e => e is ModelEvent.CallStarted);
                    events.Add(new ModelEvent.Finished(type == "response.incomplete"
                        ? FinishReason.MaxTokens
                        : called
                            ? FinishReason.ToolUse
                            : FinishReason.Stop));
                    break;
            }
        }

        Assert.NotEqual(JsonValueKind.Undefined, last.ValueKind);
        return events;
    }

    private static List<ModelEvent> Gemini(string stream)
    {
        List<ModelEvent> events = [];
        JsonElement[] chunks = stream.StartsWith('[') ? [.. JsonElement.Parse(stream).EnumerateArray()] : [.. SseText.Json(stream, named: false)];
        foreach (JsonElement json in chunks)
        {
            if (events.Count == 0)
                events.Add(new ModelEvent.Started(json.GetProperty("responseId").GetString()!, default));
            JsonElement candidate = json.GetProperty("candidates")[0];
            bool ends = candidate.TryGetProperty("finishReason", out JsonElement reason);
            foreach (JsonElement part in candidate.GetProperty("content").GetProperty("parts").EnumerateArray())
            {
                if (part.TryGetProperty("functionCall", out JsonElement call))
                {
                    events.Add(new ModelEvent.CallStarted(call.GetProperty("id").GetString()!, call.GetProperty("name").GetString()!, ModelToolKind.Function,
                        null));
                    events.Add(new ModelEvent.ArgumentsDelta(call.GetProperty("args").GetRawText()));
                    events.Add(new ModelEvent.CallEnded());
                }
                else if (!ends)
                {
                    events.Add(new ModelEvent.TextDelta(part.GetProperty("text").GetString()!));
                }
            }

            if (!ends)
                continue;
            JsonElement usage = json.GetProperty("usageMetadata");
            events.Add(new ModelEvent.UsageKnown(new(usage.GetProperty("promptTokenCount").GetInt64(), usage.GetProperty("candidatesTokenCount").GetInt64())));
            events.Add(new ModelEvent.Finished(reason.GetString() == "MAX_TOKENS" ? FinishReason.MaxTokens : FinishReason.Stop));
        }

        return events;
    }

    private static ModelEvent.CallStarted StartOf(JsonElement item)
    {
        ModelToolKind kind = item.GetProperty("type").GetString() switch
        {
            "custom_tool_call" => ModelToolKind.Custom,
            "local_shell_call" => ModelToolKind.LocalShell,
            _ => ModelToolKind.Function,
        };
        string name = kind == ModelToolKind.LocalShell ? "local_shell" : item.GetProperty("name").GetString()!;
        return new(item.GetProperty("call_id").GetString()!, name, kind, item.TryGetProperty("namespace", out JsonElement space) ? space.GetString() : null);
    }

    private static ModelUsage AnthropicUsage(JsonElement holder) =>
        new(holder.GetProperty("usage").GetProperty("input_tokens").GetInt64(), holder.GetProperty("usage").GetProperty("output_tokens").GetInt64());

    private static FinishReason Reason(string name) => name switch
    {
        "end_turn" or "stop" => FinishReason.Stop,
        "tool_use" or "tool_calls" => FinishReason.ToolUse,
        "max_tokens" or "length" => FinishReason.MaxTokens,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };
}
