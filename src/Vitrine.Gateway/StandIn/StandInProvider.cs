using System.Buffers;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Vitrine.Gateway.Model;
using Vitrine.Gateway.Wire;

namespace Vitrine.Gateway.StandIn;

/// <summary>
/// The provider that plays a script. It keeps no state and reads no clock: the next step follows from the request, and equal requests get equal answers.
/// </summary>
/// <param name="script">The script.</param>
/// <param name="callPrefix">What the ids of calls begin with in the protocol at hand.</param>
internal sealed class StandInProvider(StandInScript script, string callPrefix)
{
    private const int TextChunk = 24;
    private const int ArgumentsChunk = 48;

    /// <summary>Answers <paramref name="request"/>. Nothing is waited for; it is asynchronous as every provider is.</summary>
    public async IAsyncEnumerable<ModelEvent> AnswerAsync(ModelRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (ModelEvent next in Answer(request))
        {
            cancellation.ThrowIfCancellationRequested();
            yield return next;
        }
    }

    /// <summary>The events of the answer.</summary>
    public IEnumerable<ModelEvent> Answer(ModelRequest request)
    {
        Move move = Decide(request);
        long input = TokenEstimate.Of(request);
        string identity = $"{request.Messages.Count}\n{move.CallId}\n{move.Text}\n{move.Call?.Arguments}";
        yield return new ModelEvent.Started(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)), 0, 12), new ModelUsage(input, 1));
        foreach (string piece in TextPieces.Split(move.Text, TextChunk))
            yield return new ModelEvent.TextDelta(piece);
        if (move.Call is { } call)
        {
            yield return new ModelEvent.CallStarted(move.CallId, call.Tool.Name, call.Tool.Kind, call.Tool.Namespace);
            foreach (string piece in TextPieces.Split(call.Arguments, ArgumentsChunk))
                yield return new ModelEvent.ArgumentsDelta(piece);
            yield return new ModelEvent.CallEnded();
        }

        yield return new ModelEvent.UsageKnown(new ModelUsage(input, TokenEstimate.Of(move.Text) + TokenEstimate.Of(move.Call?.Arguments ?? "")));
        yield return new ModelEvent.Finished(move.Call is null ? FinishReason.Stop : FinishReason.ToolUse);
    }

    private Move Decide(ModelRequest request)
    {
        ScriptContent content = script.Content;
        ToolBox tools = new(request.ToolChoice.Mode == ToolChoiceMode.None ? [] : request.Tools);
        if (tools.IsEmpty)
            return new Move(request.WantsJson ? JsonText(request) : content.Aside);
        Progress progress = Progress.Of(request.Messages);
        ToolChooser chooser = new(tools, Workspace.Of(request, content));
        if (request.ToolChoice.Mode == ToolChoiceMode.Named && tools.Named(request.ToolChoice.Name) is { } named)
            return Called("", chooser.LeastCall(named), new CallId(progress.Turn, ForcedStep, 0));
        for (int step = progress.Step, attempt = progress.Attempt; step < content.Steps.Count; step++, attempt = 0)
        {
            if (content.Steps[step] is ScriptStep.Finish finish)
                return new Move(request.WantsJson ? JsonText(request) : finish.Text);
            IReadOnlyList<PlannedCall> ways = chooser.WaysTo(content.Steps[step]);
            if (attempt < ways.Count)
                return Called(attempt == 0 ? content.Steps[step].Say : "", ways[attempt], new CallId(progress.Turn, step, attempt));
        }

        return new Move(request.WantsJson ? JsonText(request) : content.Aside);
    }

    /// <summary>A forced call stands outside the script: its step is past every script's end, so that what follows it finishes.</summary>
    private const int ForcedStep = 999;

    private Move Called(string say, PlannedCall call, CallId id) => new(say, call, id.Write(callPrefix, $"{call.Tool.Name} {call.Arguments}"));

    private static string JsonText(ModelRequest request)
    {
        JsonElement schema = request.ResponseSchema ?? JsonElement.Parse("""{"type":"object"}"""u8);
        ArrayBufferWriter<byte> output = new();
        using (Utf8JsonWriter json = new(output, SseFrames.JsonOptions))
            new JsonInstance(schema).Write(json, schema);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private readonly record struct Move(string Text, PlannedCall? Call = null, string CallId = "");
}
