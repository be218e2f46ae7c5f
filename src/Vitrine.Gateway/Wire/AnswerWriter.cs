using System.Buffers;
using System.Text.Json;
using Vitrine.Gateway.Model;

namespace Vitrine.Gateway.Wire;

/// <summary>What a protocol's answer says of itself besides the events.</summary>
/// <param name="Model">The model's name as the client asked for it.</param>
/// <param name="CreatedAt">When the answer began.</param>
internal readonly record struct AnswerHead(string Model, DateTimeOffset CreatedAt);

/// <summary>
/// Writes one answer in a protocol's streaming form. Each event is complete in the buffer when <see cref="Write"/> returns, so that it can be sent at once.
/// </summary>
/// <param name="head">What the answer says of itself.</param>
internal abstract class AnswerWriter(AnswerHead head)
{
    /// <summary>What the answer says of itself.</summary>
    protected AnswerHead Head { get; } = head;

    /// <summary>All that was said so far; also checks the order of events.</summary>
    protected ModelAnswer Answer { get; } = new();

    /// <summary>Writes the next event.</summary>
    /// <exception cref="InvalidOperationException">The event may not stand here: the provider is at fault.</exception>
    public void Write(ModelEvent next)
    {
        bool textOpen = Answer.TextOpen;
        Answer.Add(next);
        if (textOpen && !Answer.TextOpen)
            WriteTextEnd((ModelBlock.Text)Answer.Blocks[^1]);
        if (!textOpen && Answer.TextOpen)
            WriteTextStart();
        WriteEvent(next);
    }

    /// <summary>A text block begins; its first delta follows.</summary>
    protected virtual void WriteTextStart()
    {
    }

    /// <summary>The open text block is complete.</summary>
    protected virtual void WriteTextEnd(ModelBlock.Text block)
    {
    }

    /// <summary>Writes what the event itself is on the wire.</summary>
    protected abstract void WriteEvent(ModelEvent next);
}

/// <summary>A protocol's answer as one JSON document.</summary>
internal static class SingleAnswer
{
    /// <summary>Writes the document that <paramref name="write"/> makes.</summary>
    public static void Write(IBufferWriter<byte> output, Action<Utf8JsonWriter> write)
    {
        using Utf8JsonWriter json = new(output, SseFrames.JsonOptions);
        json.WriteStartObject();
        write(json);
        json.WriteEndObject();
    }
}
