using System.Text.Json;
using Vitrine.Gateway.Model;
using Vitrine.Gateway.Wire;

namespace Vitrine.Gateway.OpenAIChat;

/// <summary>The chat.completion object and the parts that its chunks share.</summary>
internal static class ChatAnswer
{
    /// <summary>Writes the whole object's fields.</summary>
    public static void WriteFields(Utf8JsonWriter json, AnswerHead head, ModelAnswer answer)
    {
        WriteHead(json, head, answer.Id!, "chat.completion"u8);
        json.WriteStartArray("choices"u8);
        json.WriteStartObject();
        json.WriteNumber("index"u8, 0);
        json.WriteStartObject("message"u8);
        WriteMessage(json, answer);
        json.WriteEndObject();
        json.WriteNull("logprobs"u8);
        json.WriteString("finish_reason"u8, NameOf(answer.Reason ?? FinishReason.Stop));
        json.WriteEndObject();
        json.WriteEndArray();
        WriteUsage(json, answer.Usage);
    }

    /// <summary>Writes what every object of the answer begins with.</summary>
    public static void WriteHead(Utf8JsonWriter json, AnswerHead head, string id, ReadOnlySpan<byte> kind)
    {
        json.WriteString("id"u8, "chatcmpl-" + id);
        json.WriteString("object"u8, kind);
        json.WriteNumber("created"u8, head.CreatedAt.ToUnixTimeSeconds());
        json.WriteString("model"u8, head.Model);
    }

    /// <summary>Writes the usage.</summary>
    public static void WriteUsage(Utf8JsonWriter json, ModelUsage usage)
    {
        json.WriteStartObject("usage"u8);
        json.WriteNumber("prompt_tokens"u8, usage.InputTokens);
        json.WriteNumber("completion_tokens"u8, usage.OutputTokens);
        json.WriteNumber("total_tokens"u8, usage.InputTokens + usage.OutputTokens);
        json.WriteEndObject();
    }

    /// <summary>Writes the type and the function or custom object of a call.</summary>
    public static void WriteCallBody(Utf8JsonWriter json, bool custom, string? name, string arguments, bool withType)
    {
        if (withType)
            json.WriteString("type"u8, custom ? "custom"u8 : "function"u8);
        json.WriteStartObject(custom ? "custom"u8 : "function"u8);
        if (name is not null)
            json.WriteString("name"u8, name);
        json.WriteString(custom ? "input"u8 : "arguments"u8, arguments);
        json.WriteEndObject();
    }

    /// <summary>The API's word for <paramref name="reason"/>.</summary>
    public static string NameOf(FinishReason reason) => reason switch
    {
        FinishReason.ToolUse => "tool_calls",
        FinishReason.MaxTokens => "length",
        _ => "stop",
    };

    private static void WriteMessage(Utf8JsonWriter json, ModelAnswer answer)
    {
        json.WriteString("role"u8, "assistant"u8);
        string text = string.Concat(answer.Blocks.OfType<ModelBlock.Text>().Select(block => block.Value));
        ModelBlock.Call[] calls = [.. answer.Blocks.OfType<ModelBlock.Call>()];
        if (text.Length == 0 && calls.Length > 0)
            json.WriteNull("content"u8);
        else
            json.WriteString("content"u8, text);
        json.WriteNull("refusal"u8);
        if (calls.Length == 0)
            return;
        json.WriteStartArray("tool_calls"u8);
        foreach (ModelBlock.Call call in calls)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, call.Start.Id);
            WriteCallBody(json, call.Start.Kind == ModelToolKind.Custom, call.Start.Name, call.Arguments, withType: true);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
