using System.Text.Json;
using Vitrine.Gateway.Model;
using Vitrine.Gateway.Wire;

namespace Vitrine.Gateway.OpenAIResponses;

/// <summary>The response object and its items, as they stand in the single answer and in the stream's events.</summary>
internal static class ResponsesAnswer
{
    /// <summary>Writes the response's fields; what is complete so far is its output.</summary>
    public static void WriteFields(Utf8JsonWriter json, AnswerHead head, ModelAnswer answer)
    {
        bool incomplete = answer.Reason == FinishReason.MaxTokens;
        json.WriteString("id"u8, "resp_" + answer.Id);
        json.WriteString("object"u8, "response"u8);
        json.WriteNumber("created_at"u8, head.CreatedAt.ToUnixTimeSeconds());
        json.WriteString("status"u8, answer.Reason is null ? "in_progress"u8 : incomplete ? "incomplete"u8 : "completed"u8);
        json.WriteNull("error"u8);
        if (incomplete)
        {
            json.WriteStartObject("incomplete_details"u8);
            json.WriteString("reason"u8, "max_output_tokens"u8);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("incomplete_details"u8);
        }

        json.WriteNull("instructions"u8);
        json.WriteString("model"u8, head.Model);
        json.WriteStartArray("output"u8);
        for (int i = 0; answer.Reason is not null && i < answer.Blocks.Count; i++)
        {
            json.WriteStartObject();
            WriteItem(json, answer.Id!, i, answer.Blocks[i], done: true);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteBoolean("parallel_tool_calls"u8, true);
        json.WriteNull("previous_response_id"u8);
        json.WriteBoolean("store"u8, false);
        json.WriteString("tool_choice"u8, "auto"u8);
        json.WriteStartArray("tools"u8);
        json.WriteEndArray();
        if (answer.Reason is null)
            json.WriteNull("usage"u8);
        else
            WriteUsage(json, answer.Usage);
        json.WriteStartObject("metadata"u8);
        json.WriteEndObject();
    }

    /// <summary>Writes an item's fields, complete or as it begins.</summary>
    public static void WriteItem(Utf8JsonWriter json, string answerId, int index, ModelBlock block, bool done)
    {
        ReadOnlySpan<byte> status = done ? "completed"u8 : "in_progress"u8;
        if (block is ModelBlock.Call call)
        {
            WriteCall(json, call, CallId(call.Start.Kind, answerId, index), status);
            return;
        }

        json.WriteString("id"u8, TextId(answerId, index));
        json.WriteString("type"u8, "message"u8);
        json.WriteString("status"u8, status);
        json.WriteString("role"u8, "assistant"u8);
        json.WriteStartArray("content"u8);
        if (done)
        {
            json.WriteStartObject();
            WriteTextPart(json, ((ModelBlock.Text)block).Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes the fields of a part of text.</summary>
    public static void WriteTextPart(Utf8JsonWriter json, string text)
    {
        json.WriteString("type"u8, "output_text"u8);
        json.WriteStartArray("annotations"u8);
        json.WriteEndArray();
        json.WriteStartArray("logprobs"u8);
        json.WriteEndArray();
        json.WriteString("text"u8, text);
    }

    /// <summary>The id of the text item at <paramref name="index"/>.</summary>
    public static string TextId(string answerId, int index) => $"msg_{answerId}{index:x2}";

    /// <summary>The id of the call item at <paramref name="index"/>; not the call's own id, which pairs it with its result.</summary>
    public static string CallId(ModelToolKind kind, string answerId, int index) => kind switch
    {
        ModelToolKind.Custom => $"ctc_{answerId}{index:x2}",
        ModelToolKind.LocalShell => $"lsh_{answerId}{index:x2}",
        _ => $"fc_{answerId}{index:x2}",
    };

    private static void WriteCall(Utf8JsonWriter json, ModelBlock.Call call, string id, ReadOnlySpan<byte> status)
    {
        json.WriteString("id"u8, id);
        json.WriteString("type"u8, call.Start.Kind switch
        {
            ModelToolKind.Custom => "custom_tool_call"u8,
            ModelToolKind.LocalShell => "local_shell_call"u8,
            _ => "function_call"u8,
        });
        json.WriteString("status"u8, status);
        json.WriteString("call_id"u8, call.Start.Id);
        if (call.Start.Kind == ModelToolKind.LocalShell)
        {
            json.WritePropertyName("action"u8);
            RawArguments.WriteObject(json, call.Arguments);
            return;
        }

        if (call.Start.Namespace is { } space)
            json.WriteString("namespace"u8, space);
        json.WriteString("name"u8, call.Start.Name);
        json.WriteString(call.Start.Kind == ModelToolKind.Custom ? "input"u8 : "arguments"u8, call.Arguments);
    }

    private static void WriteUsage(Utf8JsonWriter json, ModelUsage usage)
    {
        json.WriteStartObject("usage"u8);
        json.WriteNumber("input_tokens"u8, usage.InputTokens);
        json.WriteStartObject("input_tokens_details"u8);
        json.WriteNumber("cached_tokens"u8, 0);
        json.WriteEndObject();
        json.WriteNumber("output_tokens"u8, usage.OutputTokens);
        json.WriteStartObject("output_tokens_details"u8);
        json.WriteNumber("reasoning_tokens"u8, 0);
        json.WriteEndObject();
        json.WriteNumber("total_tokens"u8, usage.InputTokens + usage.OutputTokens);
        json.WriteEndObject();
    }
}
