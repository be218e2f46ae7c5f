namespace Vitrine.Core.Inspect.Provenance;

/// <summary>
/// What tools put before a line of a file: its number (<c>  12→</c>, <c>12⇥</c>, <c>12: </c>, <c>L12:</c>, <c>12|</c>, <c>00012| </c>, <c>12-</c>), a diff's <c>+</c> and <c>-</c>, a
/// quotation's <c>&gt;</c>, and these after one another. A line may as well begin so by itself; so each form is tried, the whole line included.
/// </summary>
internal static unsafe class LinePrefix
{
    /// <summary>The whole line, and what is left after each of up to three prefixes.</summary>
    public const int MostForms = 4;

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
                _ => 0,
            };
            if (length == 0)
                break;
            for (byte* stop = raw + length; raw < stop; raw++)
                taken += *raw is (byte)' ' or (byte)'\t' ? 0 : 1;
            forms[count++] = taken;
        }

        return count;
    }

    // Digits, then a sign that ends the number, or white space.
    private static bool Number(byte* raw, byte* end, bool mustEnd, out int length)
    {
        byte* at = raw;
        while (at < end && at - raw < MostDigits && *at is >= (byte)'0' and <= (byte)'9')
            at++;
        length = (int)(at - raw);
        if (length == 0)
            return false;
        int signLength = at < end && *at is (byte)')' or (byte)'.' or (byte)']' or (byte)'-' ? 1 : 0;
        byte* sign = at;
        while (signLength == 0 && sign < end && (*sign is (byte)' ' or (byte)'\t'))
            sign++;
        if (signLength == 0 && sign < end)
            signLength = *sign switch
            {
                (byte)':' or (byte)'|' => 1,
                0xE2 when end - sign >= 3 && ((sign[1] == 0x86 && sign[2] == 0x92) || (sign[1] == 0x94 && sign[2] == 0x82)) => 3, // → and │
                _ => 0,
            };
        if (signLength > 0)
            length = (int)(sign - raw) + signLength;
        return signLength > 0 || (!mustEnd && (sign > at || at >= end || *at is (byte)'\n' or (byte)'\r' or 0));
    }

    private static bool[] MakeBeginnings()
    {
        var table = new bool[256];
        foreach (byte each in Beginnings)
            table[each] = true;
        return table;
    }
}
