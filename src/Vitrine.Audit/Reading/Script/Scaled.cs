namespace Vitrine.Audit.Reading.Script;

/// <summary>Code numbers that were moved or multiplied out of a byte's range.</summary>
internal static class Scaled
{
    private const double Largest = 1L << 50;

    /// <summary>
    /// The numbers without their common factor, moved so that the least is 0; null where they span more than text does, or are bytes already.
    /// </summary>
    public static byte[]? ToBytes(IReadOnlyList<JsValue> items)
    {
        if (items.Count > 1 << 16)
            return null;
        long[] numbers = new long[items.Count];
        for (int at = 0; at < numbers.Length; at++)
        {
            if (items[at].Number is not { } number || number != Math.Floor(number) || Math.Abs(number) > Largest)
                return null;
            numbers[at] = (long)number;
        }

        long least = numbers.Min();
        long factor = 0;
        foreach (long number in numbers)
            factor = Divisor(factor, number - least);
        if (factor == 0 || (numbers.Max() - least) / factor > 120)
            return null;
        return [.. numbers.Select(number => (byte)((number - least) / factor))];
    }

    private static long Divisor(long one, long other)
    {
        while (other != 0)
            (one, other) = (other, one % other);
        return one;
    }
}
