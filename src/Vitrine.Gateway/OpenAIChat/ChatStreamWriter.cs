using System.Buffers;
using System.Text.Json;
using Vitrine.Gateway.Model;
using Vitrine.Gateway.Wire;

namespace Vitrine.Gateway.OpenAIChat;

/// <summary>
/// The Chat Completions stream: a chunk with the role, chunks of content and of tool calls by index, a chunk with the reason, a chunk with the usage and no
/// choices when the client asked for it, and the literal <c>[DONE]</c>.
/// </summary>
internal sealed class ChatStreamWriter(AnswerHead head, IBufferWriter<byte> output, bool withUsage) : AnswerWriter(head)
{
    private readonly SseFrames _frames = new(output);
    private int _index = -1;
    private bool _custom;

    protected override void WriteEvent(ModelEvent next)
    {
        switch (next)
        {
            case ModelEvent.Started:
                Utf8JsonWriter json = BeginChunk();
                json.WriteString("role"u8, "assistant"u8);
                json.WriteString("content"u8, ""u8);
                EndChunk(null);
                break;
            case ModelEvent.TextDelta delta:
                BeginChunk().WriteString("content"u8, delta.Text);
                EndChunk(null);
                break;
            case ModelEvent.CallStarted call:
                _index++;
                _custom = call.Kind == ModelToolKind.Custom;
                WriteCall(call, "");
                break;
            case ModelEvent.ArgumentsDelta delta:
                WriteCall(null, delta.Text);
                break;
            case ModelEvent.Finished finished:
                BeginChunk();
                EndChunk(ChatAnswer.NameOf(finished.Reason));
                WriteEnd();
                break;
        }
    }

    private void WriteCall(ModelEvent.CallStarted? start, string arguments)
    {
        Utf8JsonWriter json = BeginChunk();
        json.WriteStartArray("tool_calls"u8);
        json.WriteStartObject();
        json.WriteNumber("index"u8, _index);
        if (start is not null)
            json.WriteString("id"u8, start.Id);
        ChatAnswer.WriteCallBody(json, _custom, start?.Name, arguments, withType: start is not null);
        json.WriteEndObject();
        json.WriteEndArray();
        EndChunk(null);
    }

    private void WriteEnd()
    {
        if (withUsage)
        {
            Utf8JsonWriter json = _frames.Begin([]);
            ChatAnswer.WriteHead(json, Head, Answer.Id!, "chat.completion.chunk"u8);
            json.WriteStartArray("choices"u8);
            json.WriteEndArray();
            ChatAnswer.WriteUsage(json, Answer.Usage);
            _frames.End();
        }

        output.Write("data: [DONE]\n\n"u8);
    }

    private Utf8JsonWriter BeginChunk()
    {
        Utf8JsonWriter json = _frames.Begin([]);
        ChatAnswer.WriteHead(json, Head, Answer.Id!, "chat.completion.chunk"u8);
        json.WriteStartArray("choices"u8);
        json.WriteStartObject();
        json.WriteNumber("index"u8, 0);
        json.WriteStartObject("delta"u8);
        return json;
    }

    private void EndChunk(string? reason)
    {
        Utf8JsonWriter json = _frames.Json;
        json.WriteEndObject();
        if (reason is null)
            json.WriteNull("finish_reason"u8);
        else
            json.WriteString("finish_reason"u8, reason);
        json.WriteEndObject();
        json.WriteEndArray();
        _frames.End();
    }
}
