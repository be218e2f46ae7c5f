using Vitrine.Core.Model;
using Vitrine.Egress.Http;
using Vitrine.Egress.Inspection;

namespace Vitrine.Egress.Sockets;

/// <summary>What the agent sends: inspected, message by message. What is in a ping or a close frame leaves too, and is inspected likewise.</summary>
internal sealed class AgentSide(ExchangeServices services, ContentFacts request) : ISocketSide
{
    private readonly MessageInspection? _messages = Open(services, request);
    private readonly MessageInspection? _controls = Open(services, request);

    /// <inheritdoc/>
    public TimeProvider Time => services.Options.Time;

    /// <inheritdoc/>
    public bool IsHolding => false;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<SocketMessage>> MessageAsync(SocketMessage message, CancellationToken cancellationToken)
    {
        if (_messages is null)
            return [message];
        ContentVerdict verdict = await _messages.JudgeAsync(message.Payload, isLast: true, cancellationToken).ConfigureAwait(false);
        if (verdict.Findings is not null || !verdict.Decision.IsAllowed)
            await _messages.RecordAsync(verdict, cancellationToken).ConfigureAwait(false);
        if (!verdict.Decision.IsAllowed)
            throw new ContentRefusedException(MessageInspection.ReasonOf(verdict));
        if (verdict.Rewrite is not { } rewrite)
            return [message];
        services.Answers.Add(request.Facts.Destination.Host, rewrite.Restorations);
        return [message with { Payload = rewrite.Body ?? message.Payload }];
    }

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>> PieceAsync(ReadOnlyMemory<byte> piece, bool isEnd, CancellationToken cancellationToken) =>
        _messages?.PassAsync(piece, isEnd, mayResize: true, cancellationToken) ?? ValueTask.FromResult(piece);

    /// <inheritdoc/>
    public async ValueTask ControlAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        if (_controls is not null && !payload.IsEmpty)
            await _controls.PassAsync(payload, isLast: true, mayResize: false, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public IReadOnlyList<SocketMessage> Release() => [];

    private static MessageInspection? Open(ExchangeServices services, ContentFacts request) =>
        services.Options.Inspect is null
            ? null
            : new MessageInspection(services.Options, services.Deciding, request with { Direction = ContentDirection.Sent });
}
