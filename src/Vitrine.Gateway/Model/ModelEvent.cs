namespace Vitrine.Gateway.Model;

/// <summary>Why an answer ended.</summary>
internal enum FinishReason
{
    /// <summary>The model had no more to say.</summary>
    Stop,

    /// <summary>The model waits for the results of its calls.</summary>
    ToolUse,

    /// <summary>The limit on tokens was reached.</summary>
    MaxTokens,
}

/// <summary>Tokens so far, cumulative: a later event replaces an earlier one.</summary>
/// <param name="InputTokens">Tokens of the request.</param>
/// <param name="OutputTokens">Tokens of the answer up to here.</param>
internal readonly record struct ModelUsage(long InputTokens, long OutputTokens);

/// <summary>
/// One event of an answer. The order is: <see cref="Started"/>; texts and calls, where a call is a start, its arguments and an end with nothing
/// in between; <see cref="Finished"/> last. <see cref="UsageKnown"/> may stand anywhere between a call's end and the next start.
/// </summary>
internal abstract record ModelEvent
{
    private ModelEvent()
    {
    }

    /// <summary>The answer begins.</summary>
    /// <param name="Id">Its id without the protocol's prefix.</param>
    /// <param name="Usage">What is known of the usage before the first token.</param>
    internal sealed record Started(string Id, ModelUsage Usage) : ModelEvent;

    /// <summary>A piece of text.</summary>
    internal sealed record TextDelta(string Text) : ModelEvent;

    /// <summary>A call of a tool begins.</summary>
    /// <param name="Id">The call's id; the result will name it.</param>
    /// <param name="Name">The tool.</param>
    /// <param name="Kind">How the tool is called, which decides the form on the wire.</param>
    /// <param name="Namespace">The tool's namespace, if it has one.</param>
    internal sealed record CallStarted(string Id, string Name, ModelToolKind Kind, string? Namespace) : ModelEvent;

    /// <summary>A piece of the open call's arguments.</summary>
    internal sealed record ArgumentsDelta(string Text) : ModelEvent;

    /// <summary>The open call is complete.</summary>
    internal sealed record CallEnded : ModelEvent;

    /// <summary>The usage is known better than before.</summary>
    internal sealed record UsageKnown(ModelUsage Usage) : ModelEvent;

    /// <summary>The answer is complete.</summary>
    internal sealed record Finished(FinishReason Reason) : ModelEvent;
}
