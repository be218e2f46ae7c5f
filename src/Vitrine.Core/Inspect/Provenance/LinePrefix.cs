using System.Numerics;
using System.Runtime.Intrinsics;

namespace Vitrine.Core.Inspect.Provenance;

/// <summary>
/// What tools put before a line of a file: its number (<c>  12→</c>, <c>12⇥</c>, <c>12: </c>, <c>L12:</c>, <c>12|</c>, <c>00012| </c>, <c>12-</c>), a diff's
/// <c>+</c> and <c>-</c>, a quotation's <c>&gt;</c>, the path and number of a search (<c>src/a.js:12:</c>, <c>src/a.js-12-</c>), and these after one another. A
/// line may as well begin so by itself; so each form is tried, the whole line included.
/// </summary>
internal static unsafe class LinePrefix
{
    /// <summary>The whole line, and what is left after each of up to four prefixes.</summary>
    public const int MostForms = 5;

    private const int MostDigits = 8;

    // Whether a line that begins with this byte may begin with a prefix.
    private static ReadOnlySpan<byte> Beginnings => "0123456789+->|L"u8;

    private const int LongestPath = 256;

    // 1 where a number or mark may begin, 2 where a path may.
    private static readonly byte[] Beginning = MakeBeginnings();

    /// <summary>Whether a line may have a prefix.</summary>
    /// <param name="dense">Its first byte that is not white space.</param>
    /// <param name="raw">Its first byte: paths stand at the very beginning.</param>
    public static bool May(byte dense, byte raw) => (Beginning[dense] & (dense == raw ? 3 : 1)) != 0;

    /// <summary>Whether a line may begin with a path.</summary>
    public static bool MayBePath(byte raw) => (Beginning[raw] & 2) != 0;

    /// <summary>How many bytes that are not white space each prefix, with those before it, takes.</summary>
    /// <param name="raw">The line as it came.</param>
    /// <param name="end">Behind the text; a line ends at its line feed or zero, too.</param>
    /// <param name="forms">Room for <see cref="MostForms"/> - 1.</param>
    /// <returns>How many prefixes there are.</returns>
    public static int Forms(byte* raw, byte* end, int* forms)
    {
        int count = 0, taken = 0;
        bool afterNumber = false;
        if (raw < end && MayBePath(*raw) && PathAndNumber(raw, end, out _, out _) is > 0 and var head)
        {
            // There is no white space in it.
            forms[count++] = taken = head;
            raw += head;
            afterNumber = true;
        }

        while (count < MostForms - 1)
        {
            while (raw < end && *raw is (byte)' ' or (byte)'\t')
                raw++;
            if (raw >= end)
                break;
            int length = *raw switch
            {
                (byte)'+' or (byte)'-' or (byte)'>' or (byte)'|' => 1,
                (byte)'L' => Number(raw + 1, end, mustEnd: true, out int digits) ? digits + 1 : 0,
                >= (byte)'0' and <= (byte)'9' => Number(raw, end, mustEnd: false, out int digits) ? digits : 0,
                (byte)':' when afterNumber => 1,
                0xE2 when afterNumber => Stroke(raw, end),
                _ => 0,
            };
            if (length == 0)
                break;
            afterNumber = *raw is (byte)'L' or (>= (byte)'0' and <= (byte)'9');
            for (byte* stop = raw + length; raw < stop; raw++)
                taken += *raw is (byte)' ' or (byte)'\t' ? 0 : 1;
            forms[count++] = taken;
        }

        return count;
    }

    /// <summary>The length of a path, a number and the signs behind both; 0 if there is none.</summary>
    /// <param name="raw">Where the line begins.</param>
    /// <param name="end">Behind the text.</param>
    /// <param name="path">Length of the path alone; of a line that is nothing but a path, that line's.</param>
    /// <param name="number">The number of the line.</param>
    public static int PathAndNumber(byte* raw, byte* end, out int path, out int number)
    {
        (path, number) = (0, 0);
        if (end - raw >= Vector256<byte>.Count && IsPlain(raw, out path))
            return 0;
        byte* last = raw + Math.Min(LongestPath, end - raw);
        byte* at = raw;
        for (; at < last && *at > ' '; at++)
        {
            if (*at is not ((byte)':' or (byte)'-'))
                continue;
            byte* digit = at + 1;
            int value = 0;
            for (; digit < end && digit - at <= MostDigits && *digit is >= (byte)'0' and <= (byte)'9'; digit++)
                value = (value * 10) + *digit - '0';
            if (digit == at + 1 || digit >= end || *digit != *at)
                continue;
            (path, number) = ((int)(at - raw), value);
            return (int)(digit + 1 - raw);
        }

        if (at == end || (at < last && *at is (byte)'\n' or (byte)'\r' or 0))
            path = (int)(at - raw);
        return 0;
    }

    // Whether the first word ends within 32 bytes and has no number in it: most lines are done with here.
    private static bool IsPlain(byte* raw, out int path)
    {
        Vector256<byte> block = Vector256.Load(raw), digits = block - Vector256.Create((byte)'0');
        uint ends = Vector256.Equals(Vector256.Min(block, Vector256.Create((byte)' ')), block).ExtractMostSignificantBits();
        uint signs = (Vector256.Equals(block, Vector256.Create((byte)':')) | Vector256.Equals(block, Vector256.Create((byte)'-'))).ExtractMostSignificantBits();
        uint numbers = Vector256.Equals(Vector256.Min(digits, Vector256.Create((byte)9)), digits).ExtractMostSignificantBits();
        path = BitOperations.TrailingZeroCount(ends);
        if (ends == 0 || (signs & (numbers >> 1) & (ends - 1) & ~ends) != 0)
            return false;
        path = raw[path] is (byte)'\n' or (byte)'\r' or 0 ? path : 0;
        return true;
    }

    /// <summary>The number that a line begins with, behind white space and marks; 0 if there is none.</summary>
    public static int NumberOf(byte* raw, byte* end)
    {
        while (raw < end && *raw is (byte)' ' or (byte)'\t')
            raw++;
        int value = 0;
        for (int digits = 0; raw < end && digits < MostDigits && *raw is >= (byte)'0' and <= (byte)'9'; raw++, digits++)
            value = (value * 10) + *raw - '0';
        return value;
    }

    // Digits with the sign behind them, or with white space.
    private static bool Number(byte* raw, byte* end, bool mustEnd, out int length)
    {
        byte* at = raw;
        while (at < end && at - raw < MostDigits && *at is >= (byte)'0' and <= (byte)'9')
            at++;
        length = (int)(at - raw);
        if (length == 0)
            return false;
        if (at >= end)
            return !mustEnd;
        int sign = *at switch
        {
            (byte)':' or (byte)'|' or (byte)')' or (byte)'.' or (byte)']' or (byte)'-' => 1,
            0xE2 => Stroke(at, end),
            _ => 0,
        };
        length += sign;
        return sign > 0 || (!mustEnd && *at <= ' ');
    }

    // → (U+2192) and │ (U+2502) in UTF-8.
    private static int Stroke(byte* at, byte* end) =>
        end - at >= 3 && *at == 0xE2 && ((at[1] == 0x86 && at[2] == 0x92) || (at[1] == 0x94 && at[2] == 0x82)) ? 3 : 0;

    /// <summary>Whether this is one of the strokes that stand behind a number.</summary>
    public static bool IsStroke(ReadOnlySpan<byte> text) => text.SequenceEqual("→"u8) || text.SequenceEqual("│"u8);

    private static byte[] MakeBeginnings()
    {
        var table = new byte[256];
        foreach (byte each in Beginnings)
            table[each] = 1;
        foreach (byte each in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_./@"u8)
            table[each] |= 2;
        return table;
    }
}
