using System.Numerics;
using System.Runtime.Intrinsics;

namespace Vitrine.Core.Inspect.Decode;

/// <summary>Finds runs of characters that base64 of either alphabet, or hex, may be made of.</summary>
internal static class EncodedRun
{
    // The least width at which a line end within base64 is taken for wrapping: PEM uses 64, MIME 76.
    private const int LeastWidth = 40;

    /// <summary>Finds the next run at or after <paramref name="at"/>, and moves <paramref name="at"/> behind it.</summary>
    public static bool Next(ReadOnlySpan<byte> text, ref int at, out TextRange run)
    {
        int start = at;
        while (start + NestedPieces.LeastRun <= text.Length)
        {
            // The last that is no such character tells that no run of the least length covers it.
            int others = Others(text, start);
            if (others > 0)
            {
                start += others;
                continue;
            }

            int end = start + NestedPieces.LeastRun;
            while (end < text.Length && IsCharacter(text[end]))
                end++;
            end = Wrapped(text, start, end);
            while (end < text.Length && text[end] == '=')
                end++;
            run = new TextRange(start, end - start);
            at = end;
            return true;
        }

        run = default;
        at = text.Length;
        return false;
    }

    // One behind the last byte, of as many as a run has at least, that is no such character; 0 where all are.
    private static int Others(ReadOnlySpan<byte> text, int start)
    {
        int check = NestedPieces.LeastRun;
        if (Vector256.IsHardwareAccelerated && start + Vector256<byte>.Count <= text.Length)
        {
            uint others = ~Characters(Vector256.Create<byte>(text.Slice(start, Vector256<byte>.Count))) & ((1u << NestedPieces.LeastRun) - 1);
            return 32 - BitOperations.LeadingZeroCount(others);
        }

        while (check > 0 && IsCharacter(text[start + check - 1]))
            check--;
        return check;
    }

    private static uint Characters(Vector256<byte> block)
    {
        Vector256<byte> letters = (block | Vector256.Create((byte)0x20)) - Vector256.Create((byte)'a'), digits = block - Vector256.Create((byte)'/');
        Vector256<byte> all = Vector256.LessThan(letters, Vector256.Create((byte)26)) | Vector256.LessThan(digits, Vector256.Create((byte)11))
            | Vector256.Equals(block, Vector256.Create((byte)'+')) | Vector256.Equals(block, Vector256.Create((byte)'-')) | Vector256.Equals(block, Vector256.Create((byte)'_'));
        return all.ExtractMostSignificantBits();
    }

    /// <summary>Whether it is a character of base64 in either alphabet.</summary>
    public static bool IsCharacter(byte value) => Members[value] != 0;

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

            return stop == text.Length || text[stop] is (byte)'=' or (byte)'\r' or (byte)'\n' or (byte)'"' or (byte)'\'' or (byte)'`' or (byte)')' or (byte)'<' ? stop : end;
        }
    }

    private static readonly byte[] Members = Table();

    private static byte[] Table()
    {
        byte[] table = new byte[256];
        foreach (byte each in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_"u8)
            table[each] = 1;
        return table;
    }
}
