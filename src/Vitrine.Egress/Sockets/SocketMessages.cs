using System.Buffers;
using Vitrine.Egress.Http;

namespace Vitrine.Egress.Sockets;

/// <summary>
/// Carries the messages of one direction of a WebSocket. A message is held until it is whole, judged, and goes on as one frame; one that is longer than what is
/// held goes on in pieces, each judged before it does. Control frames in between pass at once.
/// </summary>
internal sealed class SocketMessages(FrameReader from, FrameWriter to, ISocketSide side, HeadBudget budget, int most) : IDisposable
{
    private ArrayBufferWriter<byte> _message = new();
    private int _taken;
    private FrameKind _kind;
    private bool _hasBegun;

    /// <summary>Carries until the side ends its stream.</summary>
    /// <exception cref="MalformedFrameException">The side sends what is no frame.</exception>
    /// <exception cref="ContentRefusedException">A message may not go on.</exception>
    /// <exception cref="RecordingException">A frame can't be recorded.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await NextAsync(cancellationToken).ConfigureAwait(false) is { } part)
        {
            if (part.Header.IsControl)
            {
                await side.ControlAsync(part.Payload, cancellationToken).ConfigureAwait(false);
                await FlushHeldAsync(cancellationToken).ConfigureAwait(false);
                await to.WriteAsync(part.Header.Kind, isFinal: true, part.Payload, cancellationToken).ConfigureAwait(false);
                continue;
            }

            if (part.Header.Kind != FrameKind.Continuation)
                _kind = part.Header.Kind;
            bool fits = _message.WrittenCount + part.Payload.Length <= most && TryTake(part.Payload.Length);
            _message.Write(part.Payload.Span);
            bool isEnd = part.IsEnd && part.Header.IsFinal;
            if (isEnd || !fits)
                await PassAsync(isEnd, cancellationToken).ConfigureAwait(false);
        }

        await FlushHeldAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => budget.Give(_taken);

    private bool TryTake(int count)
    {
        if (!budget.TryTake(count))
            return false;
        _taken += count;
        return true;
    }

    private async ValueTask<FramePart?> NextAsync(CancellationToken cancellationToken)
    {
        ValueTask<FramePart?> reading = from.ReadAsync(cancellationToken);
        if (!side.IsHolding || reading.IsCompleted)
            return await reading.ConfigureAwait(false);
        Task<FramePart?> next = reading.AsTask();
        Task pause = Task.Delay(AnswerFilter.HoldingTime, side.Time, cancellationToken);
        if (await Task.WhenAny(next, pause).ConfigureAwait(false) == pause)
            await FlushHeldAsync(cancellationToken).ConfigureAwait(false);
        return await next.ConfigureAwait(false);
    }

    private async ValueTask PassAsync(bool isEnd, CancellationToken cancellationToken)
    {
        bool isWhole = isEnd && !_hasBegun;
        ReadOnlyMemory<byte> message = _message.WrittenMemory;
        budget.Give(_taken);
        _taken = 0;
        // A new one: what a side keeps back still stands in the old one.
        _message = new ArrayBufferWriter<byte>();
        if (isWhole)
        {
            foreach (SocketMessage ready in await side.MessageAsync(new SocketMessage(_kind, message), cancellationToken).ConfigureAwait(false))
                await to.WriteAsync(ready.Kind, isFinal: true, ready.Payload, cancellationToken).ConfigureAwait(false);
            return;
        }

        await FlushHeldAsync(cancellationToken).ConfigureAwait(false);
        ReadOnlyMemory<byte> piece = await side.PieceAsync(message, isEnd, cancellationToken).ConfigureAwait(false);
        await to.WriteAsync(_hasBegun ? FrameKind.Continuation : _kind, isEnd, piece, cancellationToken).ConfigureAwait(false);
        _hasBegun = !isEnd;
    }

    private async ValueTask FlushHeldAsync(CancellationToken cancellationToken)
    {
        if (!side.IsHolding)
            return;
        foreach (SocketMessage held in side.Release())
            await to.WriteAsync(held.Kind, isFinal: true, held.Payload, cancellationToken).ConfigureAwait(false);
    }
}

/// <summary>A whole message.</summary>
internal readonly record struct SocketMessage(FrameKind Kind, ReadOnlyMemory<byte> Payload);

/// <summary>What becomes of messages: those of the agent are inspected, those of the server get placeholders and values exchanged.</summary>
internal interface ISocketSide
{
    /// <summary>The clock.</summary>
    TimeProvider Time { get; }

    /// <summary>Whether whole messages are held back until the next one comes.</summary>
    bool IsHolding { get; }

    /// <summary>Takes a whole message and gives what may go on.</summary>
    ValueTask<IReadOnlyList<SocketMessage>> MessageAsync(SocketMessage message, CancellationToken cancellationToken);

    /// <summary>Takes a piece of a long message and gives what goes in its place.</summary>
    ValueTask<ReadOnlyMemory<byte>> PieceAsync(ReadOnlyMemory<byte> piece, bool isEnd, CancellationToken cancellationToken);

    /// <summary>Judges the payload of a control frame.</summary>
    ValueTask ControlAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken);

    /// <summary>Gives up what is held back.</summary>
    IReadOnlyList<SocketMessage> Release();
}
