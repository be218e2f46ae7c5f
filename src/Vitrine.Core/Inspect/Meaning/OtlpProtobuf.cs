namespace Vitrine.Core.Inspect.Meaning;

/// <summary>
/// OpenTelemetry's export requests as protobuf (OTLP 1.x: <c>ExportTraceServiceRequest</c> and its kin). The three signals nest alike (resource, scope,
/// record), so a table says which field of which message leads to which other.
/// </summary>
internal static class OtlpProtobuf
{
    /// <summary>An attribute may hold a list of attributes; deeper than this is nobody's telemetry.</summary>
    private const int MaximumDepth = 24;

    private enum Message : byte
    {
        None, Text, Name, Traces, ResourceSpans, Resource, ScopeSpans, Scope, Span, SpanEvent, Link, Status, Metrics, ResourceMetrics, ScopeMetrics, Metric,
        Points, Points9, Points1, Points7, Attributes7, Attributes9, Attributes1, Logs, ResourceLogs, ScopeLogs, LogRecord, KeyValue, Any, List, Map,
    }

    /// <summary>Reads <paramref name="body"/> as an export to <paramref name="path"/>.</summary>
    public static void Read(ReadOnlySpan<byte> body, ReadOnlySpan<char> path, PartList parts)
    {
        Message root = path.EndsWith("/traces") ? Message.Traces : path.EndsWith("/metrics") ? Message.Metrics : Message.Logs;
        Walk(body, 0, root, MaximumDepth, parts);
    }

    private static void Walk(ReadOnlySpan<byte> message, int offset, Message kind, int depth, PartList parts)
    {
        int first = parts.Count;
        string? name = null;
        ProtobufReader reader = new(message);
        while (reader.Next())
        {
            if (reader.Start < 0)
                continue;
            Message inner = Inner(kind, reader.Field);
            ReadOnlySpan<byte> value = message.Slice(reader.Start, reader.Length);
            if (inner is Message.Text or Message.Name)
            {
                if (inner == Message.Name)
                    name ??= PartList.Text(value);
                parts.Add(PartKind.Event, offset + reader.Start, reader.Length, inner == Message.Name ? name : null);
            }
            else if (inner != Message.None)
            {
                if (depth == 0)
                    parts.IsCut = true;
                else
                    Walk(value, offset + reader.Start, inner, depth - 1, parts);
            }
        }

        parts.IsCut |= reader.IsMalformed;
        if (name is not null)
            parts.Resolve(first, PartKind.Event, name);
    }

    private static Message Inner(Message message, int field) => (message, field) switch
    {
        (Message.Traces, 1) => Message.ResourceSpans,
        (Message.Metrics, 1) => Message.ResourceMetrics,
        (Message.Logs, 1) => Message.ResourceLogs,
        (Message.ResourceSpans or Message.ResourceMetrics or Message.ResourceLogs, 1) => Message.Resource,
        (Message.ResourceSpans, 2) => Message.ScopeSpans,
        (Message.ResourceMetrics, 2) => Message.ScopeMetrics,
        (Message.ResourceLogs, 2) => Message.ScopeLogs,
        (Message.ScopeSpans or Message.ScopeMetrics or Message.ScopeLogs, 1) => Message.Scope,
        (Message.ScopeSpans, 2) => Message.Span,
        (Message.ScopeMetrics, 2) => Message.Metric,
        (Message.ScopeLogs, 2) => Message.LogRecord,
        (Message.Resource, 1)
            or (Message.Scope, 3)
            or (Message.Span, 9)
            or (Message.SpanEvent, 3)
            or (Message.Link, 4)
            or (Message.LogRecord, 6) => Message.KeyValue,
        (Message.Attributes7, 7) or (Message.Attributes9, 9) or (Message.Attributes1, 1) or (Message.Map, 1) or (Message.Metric, 12) => Message.KeyValue,
        (Message.Scope, 1)
            or (Message.Span, 5)
            or (Message.SpanEvent, 2)
            or (Message.Metric, 1)
            or (Message.LogRecord, 12)
            or (Message.KeyValue, 1) => Message.Name,
        (Message.Scope, 2)
            or (Message.Span, 3)
            or (Message.Metric, 2 or 3)
            or (Message.LogRecord, 3)
            or (Message.Status, 2)
            or (Message.Any, 1 or 7) => Message.Text,
        (Message.Span, 11) => Message.SpanEvent,
        (Message.Span, 13) => Message.Link,
        (Message.Span, 15) => Message.Status,
        (Message.Metric, 5 or 7) => Message.Points,
        (Message.Metric, 9) => Message.Points9,
        (Message.Metric, 10) => Message.Points1,
        (Message.Metric, 11) => Message.Points7,
        (Message.Points or Message.Points7, 1) => Message.Attributes7,
        (Message.Points9, 1) => Message.Attributes9,
        (Message.Points1, 1) => Message.Attributes1,
        (Message.LogRecord, 5) or (Message.KeyValue, 2) or (Message.List, 1) => Message.Any,
        (Message.Any, 5) => Message.List,
        (Message.Any, 6) => Message.Map,
        (Message.ResourceSpans or Message.ScopeSpans or Message.ResourceMetrics or Message.ScopeMetrics or Message.ResourceLogs or Message.ScopeLogs,
            3) => Message.Text,
        _ => Message.None,
    };
}
