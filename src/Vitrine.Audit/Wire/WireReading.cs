using System.Globalization;
using Vitrine.Audit.Model;
using Vitrine.Egress.Tapping;

namespace Vitrine.Audit.Wire;

/// <summary>What a tap's bytes say. Any bytes are taken: what is not understood is kept as it is, with a note; nothing throws.</summary>
/// <param name="Connections">Connections in the order in which they were made.</param>
/// <param name="Exchanges">HTTP exchanges by the start of their requests, of all connections; answered, refused or neither.</param>
/// <param name="Names">Questions of DNS.</param>
/// <param name="Unseen">What is missing because there was too much.</param>
public sealed record WireReading(
    IReadOnlyList<CapturedConnection> Connections, IReadOnlyList<CapturedExchange> Exchanges, IReadOnlyList<CapturedName> Names, IReadOnlyList<string> Unseen)
{
    /// <summary>Reads all that the tap has; to be called when the door is disposed.</summary>
    public static WireReading Read(DoorTap tap)
    {
        ArgumentNullException.ThrowIfNull(tap);
        var connections = new List<CapturedConnection>();
        var exchanges = new List<CapturedExchange>();
        var unseen = new List<string>();
        foreach (TappedConnection tapped in tap.Connections)
        {
            CapturedConnection connection = Read(tapped, exchanges, unseen);
            connections.Add(connection);
        }

        Count(tap.UnseenConnections, "connections past the limit", unseen);
        Count(tap.UnseenNames, "questions of DNS past the limit", unseen);
        return new WireReading(
            connections, [.. MarkModel(exchanges).OrderBy(exchange => exchange.At)],
                [.. tap.Names.Select(name => new CapturedName(name.Name, name.Type, name.At))], unseen);
    }

    /// <summary>Reads the bytes of both directions.</summary>
    internal static ConnectionReading Read(WireBytes sent, WireBytes answered, IReadOnlyList<TappedAnswer> known, CapturedConnection connection)
    {
        if (sent.Span.StartsWith(Http2Frame.Magic))
            return new Http2Requests(sent, answered, known, connection).Read();
        if (Http1Requests.Begins(sent.Span))
            return new Http1Requests(sent, new Http1Answers(answered), known, connection).Read();
        var reading = new ConnectionReading();
        if (sent.Length > 0)
            reading.LeaveOpaque(sent.Span, "neither HTTP/1 nor HTTP/2");
        return reading;
    }

    /// <summary>Requests like one that the stand-in answered are the model's too, though this one was broken off before it was answered.</summary>
    private static IEnumerable<CapturedExchange> MarkModel(List<CapturedExchange> exchanges)
    {
        HashSet<(string, string, string)> model = [.. exchanges.Where(exchange => exchange.IsModel).Select(Shape)];
        return exchanges.Select(exchange => exchange.AnsweredBy is "" or "failed" && model.Contains(Shape(exchange))
            ? exchange with { IsModel = true }
            : exchange);

        static (string, string, string) Shape(CapturedExchange exchange) => (exchange.Method, exchange.Host, exchange.Target.Split('?', 2)[0]);
    }

    private static CapturedConnection Read(TappedConnection tapped, List<CapturedExchange> exchanges, List<string> unseen)
    {
        TappedBytes sent = tapped.ReadSent(), answered = tapped.ReadAnswered();
        string host = tapped.Destination?.Host.Name ?? tapped.Original?.Address.ToString() ?? "";
        var connection = new CapturedConnection(tapped.Number, host, tapped.Destination?.Port ?? tapped.Original?.Port ?? 0, tapped.OpenedAt);
        ConnectionReading reading = Read(new WireBytes(sent.Bytes, sent.Reads), new WireBytes(answered.Bytes, answered.Reads), tapped.Answers, connection);
        if (sent.IsReset)
            reading.Notes.Add("reset by the client");
        foreach ((TappedBytes side, string which) in ((TappedBytes, string)[])[(sent, "sent"), (answered, "answered")])
            if (side.IsCut)
                unseen.Add(string.Create(CultureInfo.InvariantCulture,
                    $"connection {tapped.Number}: {side.Total - side.Bytes.Length} of {side.Total} bytes that were {which}"));
        exchanges.AddRange(reading.Exchanges);
        return connection with
        {
            // The end of a client's process closes its connections: whether the door saw that before it was itself closed is chance.
            ClosedAt = sent.ClosedAt ?? answered.ClosedAt ?? tapped.EndedAt,
            ClientHello = tapped.Hello is { } hello ? CutHello(hello, reading.Notes) : null,
            Protocol = reading.Protocol,
            Preface = reading.Preface,
            Opaque = reading.Opaque,
            Address = tapped.Original?.Address.ToString(),
            Refusals = tapped.Reasons,
            Notes = reading.Notes.All,
        };
    }

    /// <summary>What came with the hello in one read, but is none of it, is no part of it.</summary>
    private static byte[] CutHello(byte[] bytes, NoteList notes)
    {
        if (HelloRecords.Read(bytes, out _, out _, out int end) == WireState.Complete)
            return bytes[..end];
        notes.Add("malformed hello");
        return bytes;
    }

    private static void Count(long count, string what, List<string> unseen)
    {
        if (count > 0)
            unseen.Add(string.Create(CultureInfo.InvariantCulture, $"{count} {what}"));
    }
}
