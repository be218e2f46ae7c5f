using System.Buffers;

namespace Vitrine.Egress.Rewriting;

/// <summary>
/// Replaces in a stream, also what is split over its pieces. Only an end that may be the beginning of something looked for is held back; a piece in which
/// nothing is found goes on as it is, without a copy.
/// </summary>
internal sealed class StreamRewriter(ReplacementTable table, Action<Replacement> found)
{
    private readonly int[] _positions = new int[table.Groups];
    private byte[] _held = [];

    /// <summary>Whether bytes are held back.</summary>
    public bool IsHolding => _held.Length > 0;

    /// <summary>Takes a piece and gives what may go on; the result may be the piece itself, and holds as long as that does.</summary>
    public ReadOnlyMemory<byte> Push(ReadOnlyMemory<byte> piece, bool isLast)
    {
        ReadOnlyMemory<byte> data = Join(piece);
        ReadOnlySpan<byte> span = data.Span;
        Array.Clear(_positions);
        int copied = 0;
        ArrayBufferWriter<byte>? output = null;
        while (true)
        {
            int at = copied < span.Length ? table.Next(span, copied, _positions, out Replacement? match) : Nothing(out match);
            int unfinished = isLast || !MayHold(span, copied, at) ? span.Length : copied + table.UnfinishedAt(span[copied..]);
            // Something longer may begin where a shorter one ends, or is found: what comes next decides.
            if (match is null || unfinished <= at)
            {
                _held = span[unfinished..].ToArray();
                if (output is null)
                    return data[..unfinished];
                output.Write(span[copied..unfinished]);
                return output.WrittenMemory;
            }

            found(match);
            output ??= new ArrayBufferWriter<byte>(span.Length + match.With.Length);
            output.Write(span[copied..at]);
            output.Write(match.With);
            copied = at + match.Find.Length;
        }
    }

    /// <summary>Gives up what is held back: nothing came for too long.</summary>
    public ReadOnlyMemory<byte> Release()
    {
        byte[] held = _held;
        _held = [];
        return held;
    }

    private ReadOnlyMemory<byte> Join(ReadOnlyMemory<byte> piece)
    {
        if (_held.Length == 0)
            return piece;
        byte[] joined = [.. _held, .. piece.Span];
        _held = [];
        return joined;
    }

    /// <summary>The unfinished end matters only for the last stretch: before a match that is followed by enough bytes nothing is unfinished.</summary>
    private bool MayHold(ReadOnlySpan<byte> span, int copied, int at) => at < 0 || span.Length - at < table.Longest || copied >= span.Length;

    private static int Nothing(out Replacement? match)
    {
        match = null;
        return -1;
    }
}
