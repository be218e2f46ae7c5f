using System.Runtime.CompilerServices;

namespace Vitrine.Core.Inspect.Secrets;

/// <summary>A set of ASCII bytes.</summary>
internal readonly record struct ByteSet(ulong Low, ulong High)
{
    public static ByteSet Digits { get; } = Of("0123456789");
    public static ByteSet LowerHex { get; } = Of("0123456789abcdef");
    public static ByteSet Hex { get; } = Of("0123456789abcdefABCDEF");
    public static ByteSet Alphanumeric { get; } = Of("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
    public static ByteSet Word { get; } = Alphanumeric.With((byte)'_');
    public static ByteSet Base64 { get; } = Alphanumeric.With((byte)'+').With((byte)'/');
    public static ByteSet Base64Url { get; } = Word.With((byte)'-');

    /// <summary>How many bytes it holds.</summary>
    public int Count => System.Numerics.BitOperations.PopCount(Low) + System.Numerics.BitOperations.PopCount(High);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Contains(byte value) => value < 128 && ((value < 64 ? Low : High) >> (value & 63) & 1) != 0;

    public ByteSet With(byte value) => value < 64 ? this with { Low = Low | 1UL << value } : this with { High = High | 1UL << (value & 63) };

    public ByteSet With(ByteSet other) => new(Low | other.Low, High | other.High);

    public bool Overlaps(ByteSet other) => ((Low & other.Low) | (High & other.High)) != 0;

    /// <summary>All printable bytes that are not in it.</summary>
    public ByteSet Complement()
    {
        ByteSet rest = default;
        for (byte value = 0x21; value < 0x7F; value++)
            if (!Contains(value))
                rest = rest.With(value);
        return rest;
    }

    public static ByteSet Of(ReadOnlySpan<char> characters)
    {
        ByteSet set = default;
        foreach (char character in characters)
            set = set.With((byte)character);
        return set;
    }
}
