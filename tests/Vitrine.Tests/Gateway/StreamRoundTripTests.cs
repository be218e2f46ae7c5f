using System.Buffers;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Vitrine.Gateway;
using Vitrine.Gateway.Model;
using Vitrine.Gateway.Wire;
using Xunit;

namespace Vitrine.Tests.Gateway;

public sealed class StreamRoundTripTests
{
    private static readonly string[] Pieces = ["a", "", " ", "\n\ndata: x\n\n", "\"\\", "é", "😀", "\u2028", "\0", "{\"x\":1}", "event: y", "[DONE]", "</s>"];

    [Theory]
    [InlineData(ModelProtocol.AnthropicMessages, "/v1/messages", "")]
    [InlineData(ModelProtocol.OpenAIChat, "/v1/chat/completions", "")]
    [InlineData(ModelProtocol.OpenAIResponses, "/v1/responses", "")]
    [InlineData(ModelProtocol.Gemini, "/v1beta/models/m:streamGenerateContent", "sse")]
    [InlineData(ModelProtocol.Gemini, "/v1beta/models/m:streamGenerateContent", "")]
    public void Every_stream_reads_back_into_the_events_it_was_written_from(ModelProtocol protocol, string path, string alt)
    {
        Assert.True(ModelRoute.TryMatch(path, out ModelRoute route));
        WireProtocol wire = new(route, alt == "sse");
        Prop.ForAll(Answers(protocol).ToArbitrary(), events =>
        {
            ArrayBufferWriter<byte> output = new();
            AnswerWriter writer = wire.OpenStream(new AnswerHead("m", DateTimeOffset.UnixEpoch), output, new ModelRequest { Model = "m" });
            foreach (ModelEvent next in events)
                writer.Write(next);
            List<ModelEvent> read = StreamParsers.Parse(protocol, Encoding.UTF8.GetString(output.WrittenSpan));
            Assert.Equal(Expected(protocol, events), Joined(protocol, read));
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(ModelProtocol.AnthropicMessages, "/v1/messages")]
    [InlineData(ModelProtocol.OpenAIChat, "/v1/chat/completions")]
    [InlineData(ModelProtocol.OpenAIResponses, "/v1/responses")]
    [InlineData(ModelProtocol.Gemini, "/v1beta/models/m:generateContent")]
    public void The_single_answer_holds_what_the_events_said(ModelProtocol protocol, string path)
    {
        Assert.True(ModelRoute.TryMatch(path, out ModelRoute route));
        WireProtocol wire = new(route, false);
        Prop.ForAll(Answers(protocol).ToArbitrary(), events =>
        {
            ModelAnswer answer = Gather(events);
            ArrayBufferWriter<byte> output = new();
            SingleAnswer.Write(output, json => wire.WriteSingle(json, new AnswerHead("m", DateTimeOffset.UnixEpoch), answer));
            ModelAnswer read = Gather(SingleAnswers.Parse(protocol, Encoding.UTF8.GetString(output.WrittenSpan)));
            Assert.Equal((answer.Id, answer.Usage, answer.Reason), (read.Id, read.Usage, read.Reason));
            Assert.Equal(Comparable(protocol, answer), Comparable(protocol, read));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void An_event_out_of_order_is_refused()
    {
        ModelEvent[][] wrong =
        [
            [new ModelEvent.TextDelta("before the start")],
            [Start(), Start()],
            [Start(), new ModelEvent.CallEnded()],
            [Start(), new ModelEvent.ArgumentsDelta("{}")],
            [Start(), Call("a"), new ModelEvent.TextDelta("inside a call")],
            [Start(), Call("a"), Call("b")],
            [Start(), Call("a"), new ModelEvent.Finished(FinishReason.Stop)],
            [Start(), new ModelEvent.Finished(FinishReason.Stop), new ModelEvent.TextDelta("after the end")],
        ];
        foreach (ModelEvent[] events in wrong)
        {
            ModelAnswer answer = new();
            foreach (ModelEvent next in events[..^1])
                answer.Add(next);
            Assert.Throws<InvalidOperationException>(() => answer.Add(events[^1]));
        }
    }

    private static ModelAnswer Gather(IEnumerable<ModelEvent> events)
    {
        ModelAnswer answer = new();
        foreach (ModelEvent next in events)
            answer.Add(next);
        return answer;
    }

    /// <summary>
    /// The blocks as they can be compared: a chat message has one text, and it stands before the calls; Gemini and Anthropic write arguments anew.
    /// </summary>
    private static List<ModelBlock> Comparable(ModelProtocol protocol, ModelAnswer answer)
    {
        IEnumerable<ModelBlock> blocks = answer.Blocks.Select(block => block is ModelBlock.Call { Start.Kind: not ModelToolKind.Custom } call
            ? call with { Arguments = JsonSerializer.Serialize(JsonElement.Parse(call.Arguments)) }
            : block);
        if (protocol != ModelProtocol.OpenAIChat)
            return [.. blocks];
        string text = string.Concat(answer.Blocks.OfType<ModelBlock.Text>().Select(block => block.Value));
        return [new ModelBlock.Text(text), .. blocks.OfType<ModelBlock.Call>()];
    }

    private static ModelEvent.Started Start() => new("id", new ModelUsage(1, 1));

    private static ModelEvent.CallStarted Call(string id) => new(id, "tool", ModelToolKind.Function, null);

    private static Gen<ModelEvent[]> Answers(ModelProtocol protocol)
    {
        Gen<string> text = Gen.Elements(Pieces).ListOf().Select(string.Concat);
        ModelToolKind[] kinds = protocol switch
        {
            ModelProtocol.OpenAIChat => [ModelToolKind.Function, ModelToolKind.Custom],
            ModelProtocol.OpenAIResponses => [ModelToolKind.Function, ModelToolKind.Custom, ModelToolKind.LocalShell],
            _ => [ModelToolKind.Function],
        };
        Gen<ModelEvent[]> texts = text.Select(value => new ModelEvent[] { new ModelEvent.TextDelta(value) });
        Gen<ModelEvent[]> calls =
            from kind in Gen.Elements(kinds)
            from name in Gen.Elements("bash", "apply_patch", "mcp__x__y")
            from space in Gen.Elements<string?>(protocol == ModelProtocol.OpenAIResponses && kind != ModelToolKind.LocalShell ? [null, "functions"] : [null])
            from number in Gen.Choose(0, 1_000_000)
            from value in text
            from cut in Gen.Choose(0, 100)
            let arguments = kind == ModelToolKind.Custom ? value : JsonSerializer.Serialize(new Dictionary<string, string> { ["command"] = value })
            let at = Cut(arguments, cut)
            select (ModelEvent[])
            [
                new ModelEvent.CallStarted($"call_{number}", kind == ModelToolKind.LocalShell ? "local_shell" : name, kind, space),
                new ModelEvent.ArgumentsDelta(arguments[..at]),
                new ModelEvent.ArgumentsDelta(arguments[at..]),
                new ModelEvent.CallEnded(),
            ];
        return
            from blocks in Gen.OneOf(texts, calls).ListOf()
            from input in Gen.Choose(0, 1_000_000)
            from output in Gen.Choose(0, 1_000_000)
            from truncated in Gen.Elements(true, false, false)
            let body = blocks.SelectMany(block => block).ToArray()
            let reason = truncated ? FinishReason.MaxTokens : body.Any(e => e is ModelEvent.CallStarted) ? FinishReason.ToolUse : FinishReason.Stop
            select (ModelEvent[])
            [
                new ModelEvent.Started("0123456789ab", new ModelUsage(input, 1)),
                .. body,
                new ModelEvent.UsageKnown(new ModelUsage(input, output)),
                new ModelEvent.Finished(reason),
            ];
    }

    private static int Cut(string text, int cut)
    {
        int at = text.Length * cut / 100;
        return at > 0 && at < text.Length && char.IsLowSurrogate(text[at]) ? at - 1 : at;
    }

    /// <summary>What a protocol cannot say is left out of the comparison, and nothing else.</summary>
    private static List<ModelEvent> Expected(ModelProtocol protocol, IEnumerable<ModelEvent> events) => Joined(protocol, events.Select(next => next switch
    {
        ModelEvent.Started started when protocol != ModelProtocol.AnthropicMessages => started with { Usage = default },
        ModelEvent.Finished { Reason: FinishReason.ToolUse } when protocol == ModelProtocol.Gemini => new ModelEvent.Finished(FinishReason.Stop),
        _ => next,
    }));

    /// <summary>Pieces of arguments are joined where the protocol has none: Gemini's calls and local shell actions come whole.</summary>
    private static List<ModelEvent> Joined(ModelProtocol protocol, IEnumerable<ModelEvent> events)
    {
        List<ModelEvent> joined = [];
        StringBuilder arguments = new();
        bool whole = false;
        foreach (ModelEvent next in events)
        {
            if (next is ModelEvent.CallStarted start)
                whole = protocol == ModelProtocol.Gemini || start.Kind == ModelToolKind.LocalShell;
            if (next is ModelEvent.ArgumentsDelta delta && whole)
            {
                arguments.Append(delta.Text);
                continue;
            }

            if (next is ModelEvent.CallEnded && whole)
            {
                joined.Add(new ModelEvent.ArgumentsDelta(JsonSerializer.Serialize(JsonElement.Parse(arguments.ToString()))));
                arguments.Clear();
            }

            joined.Add(next);
        }

        return joined;
    }
}
