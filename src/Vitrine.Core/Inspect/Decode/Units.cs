using System.Buffers;
using System.Text;

namespace Vitrine.Core.Inspect.Decode;

/// <summary>
/// The layers that are undone unit by unit: a unit is the least run of source bytes that stands for bytes of the text. Slow and exact: used to map
/// ranges, to redact, and for bytes that are not UTF-8; the fast paths must give the same bytes.
/// </summary>
internal static class Units
{
    /// <summary>Most bytes that one unit gives.</summary>
    public const int MaxOutput = 4;

    /// <summary>Reads the unit at <paramref name="at"/>.</summary>
    /// <returns>How many source bytes it has, at least 1.</returns>
    public static int Next(Layer layer, ReadOnlySpan<byte> source, int at, Span<byte> output, out int written)
    {
        ReadOnlySpan<byte> rest = source[at..];
        switch (layer, rest[0])
        {
            case (Layer.JsonString or Layer.Quoted, (byte)'\\') when rest.Length > 1:
                byte simple = JsonEscapes.SimpleOf(rest[1]);
                if (simple == 0)
                    return JsonEscapes.Unicode(rest, output, out written) is > 0 and var length ? length : Plain(rest, output, out written);
                output[0] = simple;
                written = 1;
                return 2;
            case (Layer.Percent or Layer.Form, (byte)'%') when rest.Length > 2 && HexDigits.Pair(rest[1], rest[2]) is >= 0 and var pair:
                output[0] = pair == 0 ? JsonEscapes.ZeroMark : (byte)pair;
                written = 1;
                return 3;
            case (Layer.Form, (byte)'+'):
                output[0] = (byte)' ';
                written = 1;
                return 1;
            case (Layer.SseData, (byte)'\r' or (byte)'\n'):
                output[0] = (byte)'\n';
                int next = NextData(rest);
                written = next < rest.Length ? 1 : 0;
                return next;
            default:
                return Plain(rest, output, out written);
        }
    }

    /// <summary>Undoes a whole source.</summary>
    /// <param name="layer">A layer by units.</param>
    /// <param name="source">The bytes.</param>
    /// <param name="target">At least as long as the source, and <see cref="MaxOutput"/> more.</param>
    public static int Undo(Layer layer, ReadOnlySpan<byte> source, Span<byte> target)
    {
        int o = 0;
        for (int i = 0; i < source.Length;)
        {
            i += Next(layer, source, i, target[o..], out int written);
            o += written;
        }

        return o;
    }

    /// <summary>Maps a range of the undone bytes to the source: every unit that gave a byte of it.</summary>
    public static TextRange ToSource(Layer layer, ReadOnlySpan<byte> source, TextRange range)
    {
        Span<byte> scratch = stackalloc byte[MaxOutput];
        int i = 0, o = 0, start = -1;
        while (i < source.Length && (o < range.End || start < 0))
        {
            int length = Next(layer, source, i, scratch, out int written);
            if (start < 0 && o + written > range.Start)
                start = i;
            i += length;
            o += written;
        }

        return start < 0 ? new TextRange(source.Length, 0) : new TextRange(start, i - start);
    }

    // Valid sequences as they are; overlong ones as what lenient readers make of them; other bytes as they are.
    private static int Plain(ReadOnlySpan<byte> rest, Span<byte> output, out int written)
    {
        byte first = rest[0];
        written = 1;
        output[0] = first == 0 ? JsonEscapes.ZeroMark : first;
        if (first < 0xC0)
            return 1;
        if (Rune.DecodeFromUtf8(rest, out _, out int length) == OperationStatus.Done)
        {
            rest[..length].CopyTo(output);
            written = length;
            return length;
        }

        (int needed, int code, int least) = first switch
        {
            < 0xE0 => (2, first & 0x1F, 0x80),
            < 0xF0 => (3, first & 0x0F, 0x800),
            < 0xF8 => (4, first & 0x07, 0x10000),
            _ => (0, 0, 0),
        };
        if (needed == 0 || rest.Length < needed)
            return 1;
        for (int i = 1; i < needed; i++)
        {
            if ((rest[i] & 0xC0) != 0x80)
                return 1;
            code = (code << 6) | (rest[i] & 0x3F);
        }

        if (code >= least)
            return 1;
        written = (Rune.TryCreate(code == 0 ? JsonEscapes.ZeroMark : code, out Rune rune) ? rune : Rune.ReplacementChar).EncodeToUtf8(output);
        return needed;
    }

    // From a line's end to the value of the next data line, or to the end.
    private static int NextData(ReadOnlySpan<byte> rest)
    {
        int at = 0;
        while (at < rest.Length)
        {
            at += rest[at..].StartsWith("\r\n"u8) ? 2 : 1;
            if (rest[at..].StartsWith("data:"u8))
                return at + 5 + (rest[(at + 5)..].StartsWith(" "u8) ? 1 : 0);
            int end = rest[at..].IndexOfAny((byte)'\r', (byte)'\n');
            if (end < 0)
                return rest.Length;
            at += end;
        }

        return rest.Length;
    }
}
