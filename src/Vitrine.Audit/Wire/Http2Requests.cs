using System.Buffers;
using Vitrine.Audit.Model;
using Vitrine.Egress.Tapping;

namespace Vitrine.Audit.Wire;

/// <summary>
/// Reads what an agent sends over HTTP/2 (RFC 9113): its preface, and requests in the order in which they were begun. A fault of one stream is noted; one that
/// leaves the rest without meaning (the frames, the table of fields) ends the reading, and what is left stays as bytes.
/// </summary>
internal sealed class Http2Requests(WireBytes sent, WireBytes answered, IReadOnlyList<TappedAnswer> known, CapturedConnection connection)
{
    private const int MostStreams = 100_000;

    private readonly ConnectionReading _reading = new() { Protocol = "h2" };
    private readonly Dictionary<int, Http2Stream> _streams = [];
    private readonly List<int> _order = [];
    private readonly Http2Blocks _blocks = new(new HpackDecoder(Http2Settings.TableOf(answered.Span, 0)));
    private readonly ArrayBufferWriter<byte> _preface = new();

    /// <summary>Reads all.</summary>
    public ConnectionReading Read()
    {
        int at = Http2Frame.Magic.Length;
        while (Http2Frame.TryRead(sent.Span, at, out Http2Frame frame))
        {
            int end = frame.Type == FrameType.Headers ? ReadHead(frame) : ReadFrame(frame);
            if (end < 0)
            {
                Settle();
                _reading.LeaveOpaque(sent.Span[at..], "malformed frame");
                return _reading;
            }

            at = end;
        }

        Settle();
        if (at < sent.Length)
            _reading.LeaveOpaque(sent.Span[at..], "incomplete frame");
        return _reading;
    }

    /// <summary>Where to go on; negative when that can't be.</summary>
    private int ReadHead(in Http2Frame frame)
    {
        var notes = new NoteList();
        if (_blocks.Read(sent.Span, frame, notes, out Http2Block? block) != WireState.Complete)
            return -1;
        double at = sent.AtEnd(block!.End);
        if (_streams.TryGetValue(frame.Stream, out Http2Stream? stream))
        {
            stream.AddTrailers(block.Fields);
            stream.Notes.Add(notes.All);
        }
        else if (_streams.Count < MostStreams)
        {
            stream = new Http2Stream(frame.Stream, at, block.Fields, notes);
            if (frame.Stream % 2 == 0)
                notes.Add("number of a stream that is not a client's");
            _streams.Add(frame.Stream, stream);
            _order.Add(frame.Stream);
        }
        else
        {
            return -1;
        }

        stream.EndedAt = at;
        stream.IsEnded |= frame.Has(Http2Frame.EndStream);
        return block.End;
    }

    private int ReadFrame(in Http2Frame frame)
    {
        _streams.TryGetValue(frame.Stream, out Http2Stream? stream);
        bool isAnswer = frame.Type is FrameType.Settings or FrameType.Ping && frame.Has(Http2Frame.Acknowledgement);
        switch (frame.Type)
        {
            case FrameType.Continuation:
                return -1;
            case FrameType.Data when stream is null:
                _reading.Notes.Add("data of a stream that was not begun");
                break;
            case FrameType.Data:
                if (!frame.TryUnpad(sent.Span, out ReadOnlySpan<byte> data, out int padding))
                    return -1;
                stream.Add(data, padding, frame.Has(Http2Frame.Padded));
                stream.EndedAt = sent.AtEnd(frame.End);
                stream.IsEnded |= frame.Has(Http2Frame.EndStream);
                break;
            case FrameType.ResetStream when stream is not null:
                stream.Notes.Add(Http2Settings.Describe(frame, frame.Payload(sent.Span)));
                stream.EndedAt = sent.AtEnd(frame.End);
                stream.IsEnded = true;
                break;
            // When these come depends on when the other side's frames came.
            case FrameType.Settings or FrameType.Ping when isAnswer:
            case FrameType.WindowUpdate when _order.Count > 0:
                break;
            default:
                if (_order.Count == 0)
                    _preface.Write(sent.Span[(frame.Start - Http2Frame.Header)..frame.End]);
                else
                    _reading.Notes.Add(Http2Settings.Describe(frame, frame.Payload(sent.Span)));
                break;
        }

        return frame.End;
    }

    private void Settle()
    {
        _reading.Preface = _preface.WrittenSpan.ToArray();
        Dictionary<int, WireAnswer> answers = Http2Answers.Read(answered, Http2Settings.TableOf(sent.Span, Http2Frame.Magic.Length));
        var doors = new Dictionary<int, TappedAnswer>();
        foreach (TappedAnswer answer in known)
            doors.TryAdd(answer.Stream, answer);
        foreach (int number in _order)
        {
            WireAnswer answer = answers.GetValueOrDefault(number);
            TappedAnswer? door = doors.GetValueOrDefault(number);
            string by = door is { AnsweredBy.Length: > 0 } ? door.AnsweredBy : answer.Status != 0 ? "refused" : "";
            _reading.Exchanges.Add(_streams[number].ToExchange(connection) with
            {
                Status = answer.Status != 0 ? answer.Status : door?.Status ?? 0,
                AnsweredBy = by,
                AnsweredAt = answer.EndedAt,
                IsModel = by == "stand-in",
            });
        }
    }
}
