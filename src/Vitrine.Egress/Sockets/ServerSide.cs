using Vitrine.Core.Model;
using Vitrine.Egress.Inspection;
using Vitrine.Egress.Http;
using Vitrine.Egress.Rewriting;

namespace Vitrine.Egress.Sockets;

/// <summary>
/// What the server sends: values of credentials become placeholders again, placeholders of redacted values become the values, and a reader sees it.
/// </summary>
internal sealed class ServerSide : ISocketSide
{
    private readonly ExchangeServices _services;
    private readonly ContentFacts _facts;
    private readonly AnswerReading? _reading;
    private readonly Action<Replacement> _found;
    private ReplacementTable _table = ReplacementTable.Empty;
    private EventRewriter? _events;
    private StreamRewriter? _pieces;

    public ServerSide(ExchangeServices services, ContentFacts request, Action<Replacement> found)
    {
        (_services, _found) = (services, found);
        _facts = request with { Direction = ContentDirection.Received, Status = 101 };
        _reading = services.Options.ReadAnswer?.Invoke(_facts);
    }

    /// <inheritdoc/>
    public TimeProvider Time => _services.Options.Time;

    /// <inheritdoc/>
    public bool IsHolding => _events?.IsHolding == true;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SocketMessage>> MessageAsync(SocketMessage message, CancellationToken cancellationToken)
    {
        Renew();
        var ready = new List<ReadOnlyMemory<byte>>();
        if (_events is null)
            ready.Add(message.Payload);
        else if (message.Kind == FrameKind.Text)
            _events.Push(message.Payload, ready);
        else
            return ValueTask.FromResult<IReadOnlyList<SocketMessage>>(
                [.. Release(), message with { Payload = new StreamRewriter(_table, _found).Push(message.Payload, isLast: true) }]);
        return ValueTask.FromResult<IReadOnlyList<SocketMessage>>([.. ready.Select(payload => Read(new SocketMessage(message.Kind, payload)))]);
    }

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>> PieceAsync(ReadOnlyMemory<byte> piece, bool isEnd, CancellationToken cancellationToken)
    {
        if (_pieces is null)
            Renew();
        if (_table.IsEmpty)
            return ValueTask.FromResult(piece);
        _pieces ??= new StreamRewriter(_table, _found);
        ReadOnlyMemory<byte> result = _pieces.Push(piece, isEnd);
        if (isEnd)
            _pieces = null;
        return ValueTask.FromResult(result);
    }

    /// <inheritdoc/>
    public ValueTask ControlAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public IReadOnlyList<SocketMessage> Release()
    {
        var ready = new List<ReadOnlyMemory<byte>>();
        _events?.Release(ready);
        return [.. ready.Select(payload => Read(new SocketMessage(FrameKind.Text, payload)))];
    }

    /// <summary>Records what the reader found.</summary>
    public void End()
    {
        if (_reading?.End() is { } findings)
            _services.Options.Recorder.Record(new BodyInspected(_facts.Request, "received", findings, Decision.Allow(""))
            {
                Destination =
                MessageInspection.NameOf(_facts.Facts)
            });
    }

    private SocketMessage Read(SocketMessage message)
    {
        _reading?.Read(message.Payload.Span);
        return message;
    }

    /// <summary>Takes over what the agent's messages brought, but not while something is found in part.</summary>
    private void Renew()
    {
        ReplacementTable table = _services.Answers.For(_facts.Facts.Destination.Host);
        if (ReferenceEquals(table, _table) || IsHolding)
            return;
        _table = table;
        _events = table.IsEmpty ? null : new EventRewriter(table, _found);
    }
}
