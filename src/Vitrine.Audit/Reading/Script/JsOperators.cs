namespace Vitrine.Audit.Reading.Script;

/// <summary>Operators of two numbers, as ECMAScript has them.</summary>
internal static class JsOperators
{
    /// <summary>How strongly an operator binds; 0 for what is none, or none of numbers.</summary>
    public static int Strength(ReadOnlySpan<byte> mark) => mark.Length switch
    {
        1 => mark[0] switch
        {
            (byte)'|' => 4,
            (byte)'^' => 5,
            (byte)'&' => 6,
            (byte)'<' or (byte)'>' => 8,
            (byte)'+' or (byte)'-' => 10,
            (byte)'*' or (byte)'/' or (byte)'%' => 11,
            _ => 0,
        },
        2 when mark[0] == mark[1] => mark[0] switch
        {
            (byte)'<' or (byte)'>' => 9,
            (byte)'*' => 12,
            (byte)'=' => 7,
            _ => 0,
        },
        2 when mark[1] == '=' => mark[0] is (byte)'!' ? 7 : mark[0] is (byte)'<' or (byte)'>' ? 8 : 0,
        3 when mark[0] == '>' && mark[2] == '>' => 9,
        3 when mark[2] == '=' && mark[1] == '=' => 7,
        _ => 0,
    };

    /// <summary>Whether it compares.</summary>
    public static bool IsComparison(int strength) => strength is 7 or 8;

    /// <summary>The result; null where there is none.</summary>
    public static double? Calculate(ReadOnlySpan<byte> mark, double left, double right) => (mark[0], mark.Length) switch
    {
        ((byte)'+', 1) => left + right,
        ((byte)'-', 1) => left - right,
        ((byte)'*', 1) => left * right,
        ((byte)'*', 2) => Math.Pow(left, right),
        ((byte)'/', 1) => left / right,
        ((byte)'%', 1) => left % right,
        ((byte)'^', 1) => Bits(left) ^ Bits(right),
        ((byte)'|', 1) => Bits(left) | Bits(right),
        ((byte)'&', 1) => Bits(left) & Bits(right),
        ((byte)'<', 2) when mark[1] == '<' => Bits(left) << (Bits(right) & 31),
        ((byte)'>', 2) when mark[1] == '>' => Bits(left) >> (Bits(right) & 31),
        ((byte)'>', 3) => (uint)Bits(left) >>> (Bits(right) & 31),
        ((byte)'<', 1) => left < right ? 1 : 0,
        ((byte)'>', 1) => left > right ? 1 : 0,
        ((byte)'<', 2) => left <= right ? 1 : 0,
        ((byte)'>', 2) => left >= right ? 1 : 0,
        ((byte)'=', _) => left == right ? 1 : 0,
        ((byte)'!', _) => left != right ? 1 : 0,
        _ => null,
    };

    // ToInt32 of what has 64 bits or fewer; larger numbers are no code numbers.
    private static int Bits(double number) => double.IsFinite(number) && Math.Abs(number) < long.MaxValue ? unchecked((int)(long)number) : 0;
}
