namespace Vitrine.Core.Inspect.Decode;

/// <summary>Finds runs of characters that base64 of either alphabet, or hex, may be made of.</summary>
internal static class EncodedRun
{
    // The least width at which a line end within base64 is taken for wrapping: PEM uses 64, MIME 76.
    private const int LeastWidth = 40;

    /// <summary>Finds the next run at or after <paramref name="at"/>, and moves <paramref name="at"/> behind it.</summary>
    public static bool Next(ReadOnlySpan<byte> text, ref int at, out TextRange run)
    {
        if (!Characters.Next(text, at, out run))
        {
            at = text.Length;
            return false;
        }

        at = Wrapped(text, run.Start, run.End);
        while (at < text.Length && text[at] == '=')
            at++;
        run = run with { Length = at - run.Start };
        return true;
    }

    /// <summary>Characters of base64 in either alphabet.</summary>
    private static ReadOnlySpan<byte> Alphabets => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_"u8;

    private static readonly CharacterRuns Characters = new(Alphabets);

    private static bool IsCharacter(byte value) => Members[value] != 0;

    // Lines of one width, and a last one that is not longer and ends where text does.
    private static int Wrapped(ReadOnlySpan<byte> text, int start, int end)
    {
        int width = end - start;
        if (width < LeastWidth)
            return end;
        while (true)
        {
            int line = end;
            if (line < text.Length && text[line] == '\r')
                line++;
            if (line >= text.Length || text[line] != '\n')
                return end;
            line++;
            while (line < text.Length && text[line] is (byte)' ' or (byte)'\t')
                line++;
            int stop = line;
            while (stop < text.Length && stop - line <= width && IsCharacter(text[stop]))
                stop++;
            if (stop == line || stop - line > width)
                return end;
            if (stop - line == width)
            {
                end = stop;
                continue;
            }

            return stop == text.Length || text[stop] is (byte)'=' or (byte)'\r' or (byte)'\n' or (byte)'"' or (byte)'\'' or (byte)'`' or (byte)')' or (byte)'<'
                ? stop
                : end;
        }
    }

    private static readonly byte[] Members = Table();

    private static byte[] Table()
    {
        byte[] table = new byte[256];
        foreach (byte each in Alphabets)
            table[each] = 1;
        return table;
    }
}
