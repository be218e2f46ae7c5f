namespace Vitrine.Core.Inspect.Provenance;

/// <summary>
/// What tools put before a line of a file: its number (<c>  12→</c>, <c>12⇥</c>, <c>12: </c>, <c>L12:</c>, <c>12|</c>, <c>00012| </c>, <c>12-</c>), a diff's <c>+</c> and <c>-</c>, a
/// quotation's <c>&gt;</c>, and these after one another. A line may as well begin so by itself; so each form is tried, the whole line included.
/// </summary>
internal static unsafe class LinePrefix
{
    /// <summary>The whole line, and what is left after each of up to four prefixes.</summary>
    public const int MostForms = 5;

    private const int MostDigits = 8;

    // Whether a line that begins with this byte may begin with a prefix.
    private static ReadOnlySpan<byte> Beginnings => "0123456789+->|L"u8;

    /// <summary>For each byte, whether a prefix may begin with it.</summary>
    public static readonly bool[] MayBegin = MakeBeginnings();

    /// <summary>How many bytes that are not white space each prefix, with those before it, takes.</summary>
    /// <param name="raw">The line as it came.</param>
    /// <param name="end">Behind the text; a line ends at its line feed or zero, too.</param>
    /// <param name="forms">Room for <see cref="MostForms"/> - 1.</param>
    /// <returns>How many prefixes there are.</returns>
    public static int Forms(byte* raw, byte* end, int* forms)
    {
        int count = 0, taken = 0;
        bool afterNumber = false;
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

    private static bool[] MakeBeginnings()
    {
        var table = new bool[256];
        foreach (byte each in Beginnings)
            table[each] = true;
        return table;
    }
}
