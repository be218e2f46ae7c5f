using System.Text;
using System.Text.Json;
using Vitrine.Gateway.Model;
using Vitrine.Gateway.Wire;

namespace Vitrine.Gateway.Gemini;

/// <summary>The GenerateContentResponse object, whole or as a chunk.</summary>
internal static class GeminiAnswer
{
    /// <summary>Writes a response of one candidate whose parts are what <paramref name="parts"/> writes.</summary>
    public static void WriteFields(Utf8JsonWriter json, AnswerHead head, ModelAnswer answer, Action<Utf8JsonWriter> parts, FinishReason? reason)
    {
        json.WriteStartArray("candidates"u8);
        json.WriteStartObject();
        json.WriteStartObject("content"u8);
        json.WriteStartArray("parts"u8);
        parts(json);
        json.WriteEndArray();
        json.WriteString("role"u8, "model"u8);
        json.WriteEndObject();
        // The API has no reason of its own for calls: a turn with calls ends with STOP.
        if (reason is { } why)
            json.WriteString("finishReason"u8, why == FinishReason.MaxTokens ? "MAX_TOKENS"u8 : "STOP"u8);
        json.WriteNumber("index"u8, 0);
        json.WriteEndObject();
        json.WriteEndArray();
        WriteUsage(json, answer.Usage);
        json.WriteString("modelVersion"u8, head.Model);
        json.WriteString("createTime"u8, head.CreatedAt.UtcDateTime);
        json.WriteString("responseId"u8, answer.Id!);
    }

    /// <summary>Writes every block of a complete answer as a part.</summary>
    public static void WriteBlocks(Utf8JsonWriter json, ModelAnswer answer)
    {
        foreach (ModelBlock block in answer.Blocks)
            WriteBlock(json, block);
    }

    /// <summary>Writes a block as a part.</summary>
    public static void WriteBlock(Utf8JsonWriter json, ModelBlock block)
    {
        if (block is ModelBlock.Text text)
        {
            WriteTextPart(json, text.Value);
            return;
        }

        ModelBlock.Call call = (ModelBlock.Call)block;
        json.WriteStartObject();
        json.WriteStartObject("functionCall"u8);
        json.WriteString("id"u8, call.Start.Id);
        json.WriteString("name"u8, call.Start.Name);
        json.WritePropertyName("args"u8);
        RawArguments.WriteObject(json, call.Arguments);
        json.WriteEndObject();
        json.WriteBase64String("thoughtSignature"u8, Encoding.UTF8.GetBytes(call.Start.Id));
        json.WriteEndObject();
    }

    /// <summary>Writes a part of text.</summary>
    public static void WriteTextPart(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject();
        json.WriteString("text"u8, text);
        json.WriteEndObject();
    }

    private static void WriteUsage(Utf8JsonWriter json, ModelUsage usage)
    {
        json.WriteStartObject("usageMetadata"u8);
        json.WriteNumber("promptTokenCount"u8, usage.InputTokens);
        json.WriteNumber("candidatesTokenCount"u8, usage.OutputTokens);
        json.WriteNumber("totalTokenCount"u8, usage.InputTokens + usage.OutputTokens);
        json.WriteEndObject();
    }
}
