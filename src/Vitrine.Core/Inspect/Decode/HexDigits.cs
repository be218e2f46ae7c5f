namespace Vitrine.Core.Inspect.Decode;

/// <summary>Hexadecimal digits.</summary>
internal static class HexDigits
{
    /// <summary>0 to 15; -1 for what is no digit.</summary>
    public static int Value(byte digit) => (uint)(digit - '0') <= 9 ? digit - '0' : (uint)((digit | 0x20) - 'a') <= 5 ? (digit | 0x20) - 'a' + 10 : -1;

    /// <summary>The byte that two digits are; -1 where they are none.</summary>
    public static int Pair(byte high, byte low)
    {
        int first = Value(high), second = Value(low);
        return (first | second) < 0 ? -1 : (first << 4) | second;
    }
}
