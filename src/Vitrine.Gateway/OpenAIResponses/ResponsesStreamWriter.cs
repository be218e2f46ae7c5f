using System.Buffers;
using System.Text.Json;
using Vitrine.Gateway.Model;
using Vitrine.Gateway.Wire;

namespace Vitrine.Gateway.OpenAIResponses;

/// <summary>
/// The Responses stream. Every item lives its whole life under one id and one output index: added, its deltas, done; every event carries the next sequence
/// number; the last event repeats the whole response.
/// </summary>
internal sealed class ResponsesStreamWriter(AnswerHead head, IBufferWriter<byte> output) : AnswerWriter(head)
{
    private readonly SseFrames _frames = new(output);
    private ModelEvent.CallStarted? _call;
    private int _sequence;

    /// <summary>The open item stands after the complete ones.</summary>
    private int Index => Answer.Blocks.Count;

    protected override void WriteTextStart()
    {
        WriteItem("response.output_item.added"u8, new ModelBlock.Text(""), Index, done: false);
        WriteTextPart("response.content_part.added"u8, "", Index);
    }

    protected override void WriteTextEnd(ModelBlock.Text block)
    {
        int index = Index - 1;
        Utf8JsonWriter json = BeginContent("response.output_text.done"u8, index);
        json.WriteString("text"u8, block.Value);
        json.WriteStartArray("logprobs"u8);
        json.WriteEndArray();
        _frames.End();
        WriteTextPart("response.content_part.done"u8, block.Value, index);
        WriteItem("response.output_item.done"u8, block, index, done: true);
    }

    protected override void WriteEvent(ModelEvent next)
    {
        switch (next)
        {
            case ModelEvent.Started:
                WriteResponse("response.created"u8);
                WriteResponse("response.in_progress"u8);
                break;
            case ModelEvent.TextDelta delta:
                Utf8JsonWriter json = BeginContent("response.output_text.delta"u8, Index);
                json.WriteString("delta"u8, delta.Text);
                json.WriteStartArray("logprobs"u8);
                json.WriteEndArray();
                _frames.End();
                break;
            case ModelEvent.CallStarted call:
                _call = call;
                // The action of a local shell call has no deltas; the item is sent once it is whole.
                if (call.Kind != ModelToolKind.LocalShell)
                    WriteItem("response.output_item.added"u8, new ModelBlock.Call(call, ""), Index, done: false);
                break;
            case ModelEvent.ArgumentsDelta delta when _call!.Kind != ModelToolKind.LocalShell:
                json = BeginItem(_call.Kind == ModelToolKind.Custom ? "response.custom_tool_call_input.delta"u8 : "response.function_call_arguments.delta"u8,
                    Index);
                json.WriteString("delta"u8, delta.Text);
                _frames.End();
                break;
            case ModelEvent.CallEnded:
                WriteCallEnd((ModelBlock.Call)Answer.Blocks[^1], Index - 1);
                break;
            case ModelEvent.Finished finished:
                WriteResponse(finished.Reason == FinishReason.MaxTokens ? "response.incomplete"u8 : "response.completed"u8);
                break;
        }
    }

    private void WriteCallEnd(ModelBlock.Call call, int index)
    {
        if (call.Start.Kind == ModelToolKind.LocalShell)
        {
            WriteItem("response.output_item.added"u8, call, index, done: false);
        }
        else
        {
            bool custom = call.Start.Kind == ModelToolKind.Custom;
            Utf8JsonWriter json = BeginItem(custom ? "response.custom_tool_call_input.done"u8 : "response.function_call_arguments.done"u8, index);
            json.WriteString(custom ? "input"u8 : "arguments"u8, call.Arguments);
            _frames.End();
        }

        WriteItem("response.output_item.done"u8, call, index, done: true);
    }

    private void WriteResponse(ReadOnlySpan<byte> type)
    {
        Utf8JsonWriter json = Begin(type);
        json.WriteStartObject("response"u8);
        ResponsesAnswer.WriteFields(json, Head, Answer);
        json.WriteEndObject();
        _frames.End();
    }

    private void WriteItem(ReadOnlySpan<byte> type, ModelBlock block, int index, bool done)
    {
        Utf8JsonWriter json = Begin(type);
        json.WriteNumber("output_index"u8, index);
        json.WriteStartObject("item"u8);
        ResponsesAnswer.WriteItem(json, Answer.Id!, index, block, done);
        json.WriteEndObject();
        _frames.End();
    }

    private void WriteTextPart(ReadOnlySpan<byte> type, string text, int index)
    {
        Utf8JsonWriter json = BeginContent(type, index);
        json.WriteStartObject("part"u8);
        ResponsesAnswer.WriteTextPart(json, text);
        json.WriteEndObject();
        _frames.End();
    }

    private Utf8JsonWriter BeginContent(ReadOnlySpan<byte> type, int index)
    {
        Utf8JsonWriter json = Begin(type);
        json.WriteString("item_id"u8, ResponsesAnswer.TextId(Answer.Id!, index));
        json.WriteNumber("output_index"u8, index);
        json.WriteNumber("content_index"u8, 0);
        return json;
    }

    private Utf8JsonWriter BeginItem(ReadOnlySpan<byte> type, int index)
    {
        Utf8JsonWriter json = Begin(type);
        json.WriteString("item_id"u8, ResponsesAnswer.CallId(_call!.Kind, Answer.Id!, index));
        json.WriteNumber("output_index"u8, index);
        return json;
    }

    private Utf8JsonWriter Begin(ReadOnlySpan<byte> type)
    {
        Utf8JsonWriter json = _frames.Begin(type);
        json.WriteString("type"u8, type);
        json.WriteNumber("sequence_number"u8, _sequence++);
        return json;
    }
}
