using System.Buffers;
using System.Text.Json;
using Vitrine.Gateway;
using Vitrine.Gateway.Model;
using Vitrine.Gateway.StandIn;
using Vitrine.Gateway.Wire;

namespace Vitrine.Fuzz;

/// <summary>The readers of the four model protocols, and all that an answer makes of what they read: no bytes may make them throw.</summary>
public static class GatewayFuzz
{
    private static readonly ModelRoute[] Routes =
    [
        new(ModelProtocol.AnthropicMessages, ModelOperation.Generate),
        new(ModelProtocol.OpenAIChat, ModelOperation.Generate),
        new(ModelProtocol.OpenAIResponses, ModelOperation.Generate),
        new(ModelProtocol.Gemini, ModelOperation.GenerateStream, "m"),
        new(ModelProtocol.Gemini, ModelOperation.CountTokens, "m"),
    ];

    /// <summary>Reads <paramref name="data"/> as a request of each protocol, and writes the answers to those that it is.</summary>
    public static void Run(ReadOnlySpan<byte> data)
    {
        if (JsonBody.Parse(data.ToArray(), out _) is not { } body)
            return;
        foreach (ModelRoute route in Routes)
        {
            WireProtocol wire = new(route, events: false);
            if (wire.Read(body, out string? fault) is { } request)
                Answer(wire, request);
            else if (string.IsNullOrEmpty(fault))
                throw new InvalidOperationException($"{route.Protocol} refused a request without a reason.");
        }
    }

    private static void Answer(WireProtocol wire, ModelRequest request)
    {
        AnswerHead head = new(request.Model, DateTimeOffset.UnixEpoch);
        ArrayBufferWriter<byte> output = new();
        AnswerWriter stream = wire.OpenStream(head, output, request);
        ModelAnswer answer = new();
        foreach (ModelEvent next in new StandInProvider(StandInScript.Default, wire.CallPrefix).Answer(request))
        {
            stream.Write(next);
            answer.Add(next);
        }

        output.Clear();
        SingleAnswer.Write(output, json => wire.WriteSingle(json, head, answer));
        // What was written has to be JSON again, within the depth that readers take.
        JsonElement.Parse(output.WrittenSpan, new JsonDocumentOptions { MaxDepth = 1000 });
    }
}
