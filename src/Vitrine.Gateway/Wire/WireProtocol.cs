using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Vitrine.Gateway.Anthropic;
using Vitrine.Gateway.Gemini;
using Vitrine.Gateway.Model;
using Vitrine.Gateway.OpenAIChat;
using Vitrine.Gateway.OpenAIResponses;

namespace Vitrine.Gateway.Wire;

/// <summary>The one place that knows which reader and writer belong to which protocol.</summary>
/// <param name="route">What the path asks.</param>
/// <param name="events">Whether a Gemini stream was asked for as server-sent events.</param>
internal sealed class WireProtocol(ModelRoute route, bool events)
{
    /// <summary>What the ids of calls begin with.</summary>
    public string CallPrefix => route.Protocol == ModelProtocol.AnthropicMessages ? "toolu" : "call";

    /// <summary>The content type of a stream.</summary>
    public string StreamType => route.Protocol == ModelProtocol.Gemini && !events ? "application/json" : "text/event-stream; charset=utf-8";

    /// <summary>Reads a request, or says why it is none.</summary>
    public ModelRequest? Read(JsonElement body, out string? fault) => route.Protocol switch
    {
        ModelProtocol.AnthropicMessages => AnthropicRequestReader.Read(body, out fault),
        ModelProtocol.OpenAIChat => ChatRequestReader.Read(body, out fault),
        ModelProtocol.OpenAIResponses => ResponsesRequestReader.Read(body, out fault),
        _ => GeminiRequestReader.Read(
            route.Operation == ModelOperation.CountTokens && body.Get("generateContentRequest", "generate_content_request") is { IsObject: true } whole
                ? whole
                : body,
            route.Model,
            route.Operation == ModelOperation.GenerateStream,
            out fault),
    };

    /// <summary>Begins an answer in pieces.</summary>
    public AnswerWriter OpenStream(AnswerHead head, IBufferWriter<byte> output, ModelRequest request) => route.Protocol switch
    {
        ModelProtocol.AnthropicMessages => new AnthropicStreamWriter(head, output),
        ModelProtocol.OpenAIChat => new ChatStreamWriter(head, output, request.StreamUsage),
        ModelProtocol.OpenAIResponses => new ResponsesStreamWriter(head, output),
        _ => new GeminiStreamWriter(head, output, events ? GeminiFraming.Events : GeminiFraming.Array),
    };

    /// <summary>Writes a complete answer's fields into the open object.</summary>
    public void WriteSingle(Utf8JsonWriter json, AnswerHead head, ModelAnswer answer)
    {
        switch (route.Protocol)
        {
            case ModelProtocol.AnthropicMessages:
                AnthropicAnswer.WriteFields(json, head, answer, withContent: true);
                break;
            case ModelProtocol.OpenAIChat:
                ChatAnswer.WriteFields(json, head, answer);
                break;
            case ModelProtocol.OpenAIResponses:
                ResponsesAnswer.WriteFields(json, head, answer);
                break;
            default:
                GeminiAnswer.WriteFields(json, head, answer, parts => GeminiAnswer.WriteBlocks(parts, answer), answer.Reason);
                break;
        }
    }

    /// <summary>Answers a request to count tokens.</summary>
    public async Task WriteCountAsync(HttpResponse response, long tokens)
    {
        response.ContentType = "application/json";
        SingleAnswer.Write(response.BodyWriter, json => json.WriteNumber(route.Protocol == ModelProtocol.Gemini ? "totalTokens"u8 : "input_tokens"u8, tokens));
        await response.BodyWriter.FlushAsync().ConfigureAwait(false);
    }
}
