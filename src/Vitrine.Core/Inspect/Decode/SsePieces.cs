namespace Vitrine.Core.Inspect.Decode;

/// <summary>Server-sent events (WHATWG HTML, 9.2.6): the data of each event is a piece, and so is every other line.</summary>
internal static class SsePieces
{
    /// <summary>Reads events.</summary>
    /// <param name="decoding">Where they go.</param>
    /// <param name="piece">What holds them.</param>
    /// <param name="isLabelled">Whether the label says so; else the first line has to.</param>
    /// <returns>Whether there were any.</returns>
    public static bool Read(Decoding decoding, int piece, bool isLabelled)
    {
        ReadOnlySpan<byte> data = decoding.Data(piece);
        if (!isLabelled && !data.StartsWith("data:"u8) && !data.StartsWith("event:"u8) && !data.StartsWith("id:"u8) && !data.StartsWith(":"u8))
            return false;
        if (!isLabelled && data.IndexOf("data:"u8) < 0)
            return false;
        decoding[piece].Format = Format.Sse;
        int at = 0, start = -1, end = 0;
        while (at < data.Length)
        {
            int length = data[at..].IndexOfAny((byte)'\n', (byte)'\r');
            length = length < 0 ? data.Length - at : length;
            ReadOnlySpan<byte> line = data.Slice(at, length);
            if (line.StartsWith("data:"u8))
            {
                int value = at + 5 + (line.Length > 5 && line[5] == ' ' ? 1 : 0);
                start = start < 0 ? value : start;
                end = at + length;
            }
            else if (length == 0)
            {
                Event(decoding, piece, ref start, end);
            }
            else
            {
                ContentPieces.Text(decoding, piece, new TextRange(at, length), Role.Rest);
            }

            at += length;
            at += data[at..].StartsWith("\r\n"u8) ? 2 : 1;
        }

        Event(decoding, piece, ref start, end);
        return true;
    }

    private static void Event(Decoding decoding, int piece, ref int start, int end)
    {
        if (start < 0)
            return;
        int leaf = decoding.AddLeaf(piece, new TextRange(start, end - start), Layer.SseData, Role.Value);
        if (leaf >= 0)
            NestedPieces.Read(decoding, leaf);
        start = -1;
    }
}
