using System.Buffers;

namespace Vitrine.Egress.Rewriting;

/// <summary>
/// Replaces in a stream of server-sent events (HTML Living Standard, 9.2.6). An event ends with an empty line; what is not ended yet is of no use to a client,
/// so waiting for its end delays nothing. One that is too long goes on in pieces.
/// </summary>
internal sealed class EventSplitter(ReplacementTable table, Action<Replacement> found)
{
    private const int MostHeld = 256 * 1024;

    private readonly EventRewriter _events = new(table, found);
    private readonly StreamRewriter _pieces = new(table, found);
    private readonly List<ReadOnlyMemory<byte>> _ready = [];
    private ArrayBufferWriter<byte> _rest = new();

    /// <summary>Whether whole events are held back.</summary>
    public bool IsHolding => _events.IsHolding || _pieces.IsHolding;

    /// <summary>Takes a piece of the stream and gives what may go on.</summary>
    public ReadOnlyMemory<byte> Push(ReadOnlyMemory<byte> piece, bool isLast)
    {
        int scanned = Math.Max(0, _rest.WrittenCount - 3);
        _rest.Write(piece.Span);
        ReadOnlyMemory<byte> data = _rest.WrittenMemory;
        _ready.Clear();
        int start = 0;
        while (EndOfEvent(data.Span, Math.Max(start, scanned)) is { } end)
        {
            // The start of a long event may be in pieces already; then its end is the last of them.
            ReadOnlyMemory<byte> whole = data[start..end];
            if (_pieces.IsHolding)
                _ready.Add(_pieces.Push(whole, isLast: true));
            else
                _events.Push(whole, _ready);
            start = end;
        }

        ReadOnlyMemory<byte> rest = data[start..];
        if (start > 0 || isLast || rest.Length > MostHeld)
            _rest = new ArrayBufferWriter<byte>();
        if (isLast)
        {
            _events.Release(_ready);
            _ready.Add(_pieces.Push(rest, isLast: true));
        }
        else if (rest.Length > MostHeld)
        {
            _events.Release(_ready);
            _ready.Add(_pieces.Push(rest, isLast: false));
        }
        else if (start > 0)
        {
            _rest.Write(rest.Span);
        }

        return Gather();
    }

    /// <summary>Gives up what whole events are held back.</summary>
    public ReadOnlyMemory<byte> Release()
    {
        _ready.Clear();
        _events.Release(_ready);
        _ready.Add(_pieces.Release());
        return Gather();
    }

    private ReadOnlyMemory<byte> Gather()
    {
        if (_ready.Count == 1)
            return _ready[0];
        var all = new ArrayBufferWriter<byte>();
        foreach (ReadOnlyMemory<byte> each in _ready)
            all.Write(each.Span);
        return all.WrittenMemory;
    }

    /// <summary>One behind the empty line; lines end with CR LF, LF or CR.</summary>
    private static int? EndOfEvent(ReadOnlySpan<byte> data, int from)
    {
        for (int i = from; ;)
        {
            int step = data[i..].IndexOfAny((byte)'\n', (byte)'\r');
            if (step < 0)
                return null;
            i += step;
            int after = i + (data[i..].StartsWith("\r\n"u8) ? 2 : 1);
            if (after >= data.Length)
                return null;
            if (data[after] == '\n')
                return after + 1;
            if (data[after] == '\r')
            {
                // A CR at the very end may be the first half of a CR LF; the other half then begins the next event, which does it no harm.
                return after + (data[after..].StartsWith("\r\n"u8) ? 2 : 1);
            }

            i = after;
        }
    }
}
