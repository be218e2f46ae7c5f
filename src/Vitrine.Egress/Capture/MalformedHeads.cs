using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Vitrine.Egress.Capture;

/// <summary>
/// Records what Kestrel refuses by itself: a request's head that is malformed never reaches the application. Kestrel tells only its log, so this is one: of all
/// that is logged it takes the name of the event and the connection, and formats nothing.
/// </summary>
internal sealed class MalformedHeads(Refusals refusals) : ILoggerFactory, ILogger
{
    // Kestrel's names of events (KestrelTrace).
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "ConnectionBadRequest", "Http2ConnectionError", "Http2StreamError", "HPackDecodingError", "Http2StreamResetAbort", "Http2TooManyEnhanceYourCalms",
            "Http2FlowControlQueueMaximumTooLow",
    };

    private readonly ConcurrentDictionary<string, Flow> _flows = new(StringComparer.Ordinal);

    /// <summary>Says which flow a connection is, until it is over.</summary>
    public void Add(string connection, Flow flow) => _flows[connection] = flow;

    /// <summary>Forgets the connection.</summary>
    public void Remove(string connection) => _flows.TryRemove(connection, out _);

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => this;

    /// <inheritdoc/>
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("Nothing else listens.");

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Debug;

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Name is not { } name || !Names.Contains(name) || state is not IReadOnlyList<KeyValuePair<string, object?>> values)
            return;
        foreach ((string key, object? value) in values)
            if (key == "ConnectionId" && value is string connection && _flows.TryGetValue(connection, out Flow? flow))
                refusals.Add(flow, "malformed-request");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
