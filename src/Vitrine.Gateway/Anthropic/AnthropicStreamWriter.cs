using System.Buffers;
using System.Text.Json;
using Vitrine.Gateway.Model;
using Vitrine.Gateway.Wire;

namespace Vitrine.Gateway.Anthropic;

/// <summary>
/// The Messages API's stream: message_start, a start, deltas and a stop for each content block, message_delta with the reason and the cumulative usage,
/// message_stop.
/// </summary>
internal sealed class AnthropicStreamWriter(AnswerHead head, IBufferWriter<byte> output) : AnswerWriter(head)
{
    private readonly SseFrames _frames = new(output);
    private int _index;

    protected override void WriteTextStart()
    {
        Utf8JsonWriter json = BeginBlock("content_block_start"u8);
        json.WriteStartObject("content_block"u8);
        json.WriteString("type"u8, "text"u8);
        json.WriteString("text"u8, ""u8);
        json.WriteEndObject();
        _frames.End();
    }

    protected override void WriteTextEnd(ModelBlock.Text block) => EndBlock();

    protected override void WriteEvent(ModelEvent next)
    {
        switch (next)
        {
            case ModelEvent.Started:
                WriteStart();
                break;
            case ModelEvent.TextDelta delta:
                WriteDelta("text_delta"u8, "text"u8, delta.Text);
                break;
            case ModelEvent.CallStarted call:
                Utf8JsonWriter json = BeginBlock("content_block_start"u8);
                json.WriteStartObject("content_block"u8);
                json.WriteString("type"u8, "tool_use"u8);
                json.WriteString("id"u8, call.Id);
                json.WriteString("name"u8, call.Name);
                json.WriteStartObject("input"u8);
                json.WriteEndObject();
                json.WriteEndObject();
                _frames.End();
                break;
            case ModelEvent.ArgumentsDelta delta:
                WriteDelta("input_json_delta"u8, "partial_json"u8, delta.Text);
                break;
            case ModelEvent.CallEnded:
                EndBlock();
                break;
            case ModelEvent.Finished finished:
                WriteFinish(finished.Reason);
                break;
        }
    }

    private void WriteStart()
    {
        Utf8JsonWriter json = Begin("message_start"u8);
        json.WriteStartObject("message"u8);
        AnthropicAnswer.WriteFields(json, Head, Answer, withContent: false);
        json.WriteEndObject();
        _frames.End();
        Begin("ping"u8);
        _frames.End();
    }

    private void WriteFinish(FinishReason reason)
    {
        Utf8JsonWriter json = Begin("message_delta"u8);
        json.WriteStartObject("delta"u8);
        json.WriteString("stop_reason"u8, AnthropicAnswer.NameOf(reason));
        json.WriteNull("stop_sequence"u8);
        json.WriteEndObject();
        AnthropicAnswer.WriteUsage(json, Answer.Usage);
        _frames.End();
        Begin("message_stop"u8);
        _frames.End();
    }

    private void WriteDelta(ReadOnlySpan<byte> type, ReadOnlySpan<byte> field, string text)
    {
        Utf8JsonWriter json = BeginBlock("content_block_delta"u8);
        json.WriteStartObject("delta"u8);
        json.WriteString("type"u8, type);
        json.WriteString(field, text);
        json.WriteEndObject();
        _frames.End();
    }

    private void EndBlock()
    {
        BeginBlock("content_block_stop"u8);
        _frames.End();
        _index++;
    }

    private Utf8JsonWriter BeginBlock(ReadOnlySpan<byte> type)
    {
        Utf8JsonWriter json = Begin(type);
        json.WriteNumber("index"u8, _index);
        return json;
    }

    private Utf8JsonWriter Begin(ReadOnlySpan<byte> type)
    {
        Utf8JsonWriter json = _frames.Begin(type);
        json.WriteString("type"u8, type);
        return json;
    }
}
