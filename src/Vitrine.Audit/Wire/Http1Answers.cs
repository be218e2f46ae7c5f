using System.Globalization;

namespace Vitrine.Audit.Wire;

/// <summary>What an answer's bytes tell.</summary>
/// <param name="Status">The status; 0 for none.</param>
/// <param name="EndedAt">When its last byte was written; null where its end was not seen.</param>
internal readonly record struct WireAnswer(int Status, double? EndedAt);

/// <summary>Reads answers of HTTP/1 one after the other; they come in the order of the requests.</summary>
internal sealed class Http1Answers(WireBytes bytes)
{
    private int _at;
    private bool _isLost;

    /// <summary>The answer to the next request, which has that method.</summary>
    public WireAnswer Next(string method)
    {
        var notes = new NoteList();
        while (!_isLost)
        {
            if (Http1Head.Read(bytes.Span, _at, notes, out Http1Head? head) != WireState.Complete || !TryReadStatus(head!.Start, out int status))
                break;
            _at = head.End;
            // 100 Continue and its like come before the answer; a switch of protocols is one.
            if (status is >= 100 and < 200 and not 101)
                continue;
            return new WireAnswer(status, Skip(head, method, status, notes));
        }

        _isLost = true;
        return default;
    }

    private double? Skip(Http1Head head, string method, int status, NoteList notes)
    {
        Http1Framing framing = Http1Framing.OfAnswer(head, method, status, notes);
        switch (framing.Kind)
        {
            case BodyFraming.None:
                break;
            case BodyFraming.Length when framing.Length <= bytes.Length - _at:
                _at += (int)framing.Length;
                break;
            case BodyFraming.Chunked:
                var chunks = new Http1Chunks();
                _isLost = chunks.Read(bytes.Span, _at, notes, keeps: false) != WireState.Complete;
                _at = chunks.End;
                break;
            case BodyFraming.Close:
                // It ends with the connection, and so does the reading.
                _at = bytes.Length;
                break;
            default:
                _isLost = true;
                break;
        }

        return _isLost ? null : bytes.AtEnd(_at);
    }

    private static bool TryReadStatus(string line, out int status)
    {
        status = 0;
        int space = line.IndexOf(' ', StringComparison.Ordinal);
        return line.StartsWith("HTTP/1.", StringComparison.Ordinal) && space > 0 && line.Length >= space + 4
            && int.TryParse(line.AsSpan(space + 1, 3), NumberStyles.None, CultureInfo.InvariantCulture, out status) && status >= 100;
    }
}
