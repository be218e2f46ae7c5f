using System.Text.Json;
using Vitrine.Gateway.Model;
using Vitrine.Gateway.Wire;

namespace Vitrine.Gateway.Anthropic;

/// <summary>The Messages API's message object, whole or as a stream begins it.</summary>
internal static class AnthropicAnswer
{
    /// <summary>Writes the message's fields into the open object.</summary>
    public static void WriteFields(Utf8JsonWriter json, AnswerHead head, ModelAnswer answer, bool withContent)
    {
        json.WriteString("id"u8, "msg_" + answer.Id);
        json.WriteString("type"u8, "message"u8);
        json.WriteString("role"u8, "assistant"u8);
        json.WriteString("model"u8, head.Model);
        json.WriteStartArray("content"u8);
        if (withContent)
        {
            foreach (ModelBlock block in answer.Blocks)
                WriteBlock(json, block);
        }

        json.WriteEndArray();
        if (answer.Reason is { } reason)
            json.WriteString("stop_reason"u8, NameOf(reason));
        else
            json.WriteNull("stop_reason"u8);
        json.WriteNull("stop_sequence"u8);
        WriteUsage(json, answer.Usage);
    }

    /// <summary>Writes the usage; it counts no cached tokens, since nothing is cached.</summary>
    public static void WriteUsage(Utf8JsonWriter json, ModelUsage usage)
    {
        json.WriteStartObject("usage"u8);
        json.WriteNumber("input_tokens"u8, usage.InputTokens);
        json.WriteNumber("cache_creation_input_tokens"u8, 0);
        json.WriteNumber("cache_read_input_tokens"u8, 0);
        json.WriteNumber("output_tokens"u8, usage.OutputTokens);
        json.WriteEndObject();
    }

    /// <summary>The API's word for <paramref name="reason"/>.</summary>
    public static string NameOf(FinishReason reason) => reason switch
    {
        FinishReason.ToolUse => "tool_use",
        FinishReason.MaxTokens => "max_tokens",
        _ => "end_turn",
    };

    private static void WriteBlock(Utf8JsonWriter json, ModelBlock block)
    {
        json.WriteStartObject();
        if (block is ModelBlock.Call call)
        {
            json.WriteString("type"u8, "tool_use"u8);
            json.WriteString("id"u8, call.Start.Id);
            json.WriteString("name"u8, call.Start.Name);
            json.WritePropertyName("input"u8);
            RawArguments.WriteObject(json, call.Arguments);
        }
        else
        {
            json.WriteString("type"u8, "text"u8);
            json.WriteString("text"u8, ((ModelBlock.Text)block).Value);
        }

        json.WriteEndObject();
    }
}
