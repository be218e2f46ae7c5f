using System.Buffers;
using System.Text.Json;
using Vitrine.Gateway.Model;
using Vitrine.Gateway.Wire;

namespace Vitrine.Gateway.Gemini;

/// <summary>How a stream of Gemini chunks is framed.</summary>
internal enum GeminiFraming
{
    /// <summary>Server-sent events, with <c>?alt=sse</c>.</summary>
    Events,

    /// <summary>One JSON array whose items come one by one, without.</summary>
    Array,
}

/// <summary>
/// The streamGenerateContent stream: chunks that are each a whole response. A call is one part of one chunk, since the API has no pieces of arguments;
/// the last chunk has the reason.
/// </summary>
internal sealed class GeminiStreamWriter(AnswerHead head, IBufferWriter<byte> output, GeminiFraming framing) : AnswerWriter(head)
{
    private bool _any;

    protected override void WriteEvent(ModelEvent next)
    {
        switch (next)
        {
            case ModelEvent.TextDelta delta:
                WriteChunk(json => GeminiAnswer.WriteTextPart(json, delta.Text), null);
                break;
            case ModelEvent.CallEnded:
                WriteChunk(json => GeminiAnswer.WriteBlock(json, Answer.Blocks[^1]), null);
                break;
            case ModelEvent.Finished finished:
                WriteChunk(json => GeminiAnswer.WriteTextPart(json, ""), finished.Reason);
                if (framing == GeminiFraming.Array)
                    output.Write("]"u8);
                break;
        }
    }

    private void WriteChunk(Action<Utf8JsonWriter> part, FinishReason? reason)
    {
        output.Write(framing == GeminiFraming.Events ? "data: "u8 : _any ? ",\r\n"u8 : "["u8);
        SingleAnswer.Write(output, json => GeminiAnswer.WriteFields(json, Head, Answer, part, reason));
        if (framing == GeminiFraming.Events)
            output.Write("\r\n\r\n"u8);
        _any = true;
    }
}
