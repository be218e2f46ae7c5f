namespace Vitrine.Egress.Rewriting;

/// <summary>
/// Replaces in a stream of messages that hold JSON: events of SSE, messages of a WebSocket. A model writes its text in pieces, each a string within an envelope
/// of its own, so what is looked for may begin at the end of a string of one message and go on at the start of a string of the next. Only a message with such
/// an end is held back, until the next one comes; the found text then goes whole into the first, and what was left of it in the others goes out of them.
/// </summary>
internal sealed class EventRewriter(ReplacementTable table, Action<Replacement> found)
{
    private const int MostHeldBytes = 64 * 1024;
    private const int MostHeldMessages = 256;

    private readonly List<Held> _held = [];
    private readonly StreamRewriter _whole = new(table, found);
    private byte[] _partial = [];
    private int _heldBytes;

    /// <summary>Whether messages are held back.</summary>
    public bool IsHolding => _held.Count > 0;

    /// <summary>Takes a message; appends to <paramref name="ready"/> what may go on, in order.</summary>
    public void Push(ReadOnlyMemory<byte> message, List<ReadOnlyMemory<byte>> ready)
    {
        ReadOnlyMemory<byte> rest = _whole.Push(message, isLast: true);
        while (_held.Count > 0)
        {
            Continuation next = Continue(rest.Span);
            if (next.Taken == 0 || _heldBytes + rest.Length > MostHeldBytes || _held.Count >= MostHeldMessages)
            {
                Release(ready);
                break;
            }

            if (next.Match is { } match)
            {
                found(match);
                Finish(match, ready);
                rest = Cut(rest.Span, next.At, next.Taken);
                break;
            }

            _partial = [.. _partial, .. rest.Span.Slice(next.At, next.Taken)];
            Hold(rest.ToArray(), next.At, next.Taken);
            return;
        }

        if (JsonStrings.FindUnfinished(rest.Span, table) is { } end)
        {
            _partial = rest.Span.Slice(end.Start, end.Length).ToArray();
            Hold(rest.ToArray(), end.Start, end.Length);
            return;
        }

        ready.Add(rest);
    }

    /// <summary>Gives up what is held back.</summary>
    public void Release(List<ReadOnlyMemory<byte>> ready)
    {
        foreach (Held each in _held)
            ready.Add(each.Message);
        Clear();
    }

    /// <summary>Looks for a string that goes on where the held ones ended.</summary>
    private Continuation Continue(ReadOnlySpan<byte> message)
    {
        var strings = new JsonStrings(message);
        while (strings.TryNext(out int start, out int length))
        {
            ReadOnlySpan<byte> text = message.Slice(start, length);
            byte[] joined = [.. _partial, .. text[..Math.Min(length, table.Longest)]];
            int[] positions = new int[table.Groups];
            if (table.Next(joined, 0, positions, out Replacement? match) == 0 && match!.Find.Length > _partial.Length)
                return new Continuation(start, match.Find.Length - _partial.Length, match);
            if (length > 0 && joined.Length == _partial.Length + length && table.IsBeginning(joined))
                return new Continuation(start, length, null);
        }

        return default;
    }

    private void Finish(Replacement match, List<ReadOnlyMemory<byte>> ready)
    {
        for (int i = 0; i < _held.Count; i++)
        {
            Held each = _held[i];
            byte[] cut = Cut(each.Message, each.At, each.Length);
            ready.Add(i == 0 ? (byte[])[.. cut.AsSpan(0, each.At), .. match.With, .. cut.AsSpan(each.At)] : cut);
        }

        Clear();
    }

    private void Hold(byte[] message, int at, int length)
    {
        _held.Add(new Held(message, at, length));
        _heldBytes += message.Length;
    }

    private void Clear()
    {
        _held.Clear();
        _heldBytes = 0;
        _partial = [];
    }

    private static byte[] Cut(ReadOnlySpan<byte> message, int at, int length) => [.. message[..at], .. message[(at + length)..]];

    private readonly record struct Held(byte[] Message, int At, int Length);

    private readonly record struct Continuation(int At, int Taken, Replacement? Match);
}
