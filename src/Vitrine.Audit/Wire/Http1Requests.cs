using System.Buffers;
using Vitrine.Audit.Model;
using Vitrine.Egress.Tapping;

namespace Vitrine.Audit.Wire;

/// <summary>
/// Reads what an agent sends over HTTP/1: requests one after the other, answered or not. Where it goes wrong, what was read stays, and the rest is left as
/// bytes. Each byte is looked at a bounded number of times.
/// </summary>
internal sealed class Http1Requests(WireBytes sent, Http1Answers answers, IReadOnlyList<TappedAnswer> known, CapturedConnection connection)
{
    private const int Most = 100_000;

    private readonly ConnectionReading _reading = new();
    private int _at;

    /// <summary>Whether bytes begin like a request; anything else is not for this reader.</summary>
    public static bool Begins(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> trimmed = bytes.TrimStart("\r\n"u8);
        int feed = trimmed.IndexOf((byte)'\n');
        return feed > 0 && RequestLine.TryRead(System.Text.Encoding.Latin1.GetString(trimmed[..Math.Min(feed, RequestLine.Longest)]).TrimEnd('\r'), out _);
    }

    /// <summary>Reads all.</summary>
    public ConnectionReading Read()
    {
        _reading.Protocol = "http/1.1";
        while (_reading.Exchanges.Count < Most)
        {
            int start = sent.Span[_at..].IndexOfAnyExcept("\r\n"u8);
            if (start < 0)
                return _reading;
            var notes = new NoteList();
            if (start > 0)
                notes.Add("empty line before a request");
            WireState state = Http1Head.Read(sent.Span, _at + start, notes, out Http1Head? head);
            if (head is null || !RequestLine.TryRead(head.Start, out RequestLine line))
            {
                _reading.LeaveOpaque(sent.Span[_at..], state == WireState.Incomplete ? "incomplete head" : "malformed head");
                return _reading;
            }

            _at = head.End;
            if (!TryReadExchange(head, line, notes))
                return _reading;
        }

        _reading.LeaveOpaque(sent.Span[_at..], "too many requests");
        return _reading;
    }

    /// <summary>False when nothing can follow.</summary>
    private bool TryReadExchange(Http1Head head, in RequestLine line, NoteList notes)
    {
        int index = _reading.Exchanges.Count;
        TappedAnswer? door = index < known.Count ? known[index] : null;
        double at = sent.AtEnd(head.End);
        WireAnswer answer = answers.Next(line.Method);
        var exchange = new CapturedExchange
        {
            Connection = connection.Number,
            At = at,
            Method = line.Method,
            Host = head.Value("host") ?? line.Authority ?? connection.Host,
            Target = line.Target,
            Version = line.Version,
            Fields = head.Fields,
            Status = answer.Status != 0 ? answer.Status : door?.Status ?? 0,
            AnsweredBy = door is { AnsweredBy.Length: > 0 } ? door.AnsweredBy : answer.Status != 0 ? "refused" : "",
            AnsweredAt = answer.EndedAt,
        };
        exchange = exchange with { IsModel = exchange.AnsweredBy == "stand-in" };
        bool goesOn = answer.Status == 101 || (line.Method == "CONNECT" && answer.Status is >= 200 and < 300)
            ? ReadSwitched(head, ref exchange, notes)
            : ReadBody(Http1Framing.OfRequest(head, notes), ref exchange, notes);
        _reading.Exchanges.Add(exchange with { EndedAt = sent.AtEnd(_at), Notes = notes.All });
        return goesOn;
    }

    private bool ReadBody(Http1Framing framing, ref CapturedExchange exchange, NoteList notes)
    {
        switch (framing.Kind)
        {
            case BodyFraming.Length:
                int present = (int)Math.Min(framing.Length, sent.Length - _at);
                exchange = exchange with { Framing = "length", Body = sent.Span.Slice(_at, present).ToArray() };
                _at += present;
                if (present < framing.Length)
                    notes.Add("incomplete body");
                return true;
            case BodyFraming.Chunked:
                var chunks = new Http1Chunks();
                WireState state = chunks.Read(sent.Span, _at, notes);
                _at = chunks.End;
                exchange = exchange with
                {
                    Framing = "chunked",
                    Body = chunks.Body.WrittenSpan.ToArray(),
                    Chunks = chunks.Sizes,
                    ChunkLines = chunks.Lines,
                    Trailers = chunks.Trailers,
                };
                if (state == WireState.Complete)
                    return true;
                notes.Add(state == WireState.Incomplete ? "incomplete body" : "malformed chunk");
                if (_at < sent.Length)
                    _reading.LeaveOpaque(sent.Span[_at..], "malformed chunk");
                return false;
            case BodyFraming.Unknown:
                notes.Add("body of unknown length");
                _reading.LeaveOpaque(sent.Span[_at..], "body of unknown length");
                return false;
            default:
                return true;
        }
    }

    private bool ReadSwitched(Http1Head head, ref CapturedExchange exchange, NoteList notes)
    {
        if (!string.Equals(head.Value("upgrade"), "websocket", StringComparison.OrdinalIgnoreCase))
        {
            _reading.LeaveOpaque(sent.Span[_at..], "another protocol");
            return false;
        }

        var body = new ArrayBufferWriter<byte>();
        var sizes = new List<int>();
        _at = SocketPayloads.Read(sent.Span, _at, body, sizes, notes);
        exchange = exchange with { Framing = "web-socket", Body = body.WrittenSpan.ToArray(), Chunks = sizes };
        if (_at < sent.Length)
            _reading.LeaveOpaque(sent.Span[_at..], "incomplete frame");
        return false;
    }
}
