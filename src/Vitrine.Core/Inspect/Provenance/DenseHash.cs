using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Vitrine.Core.Inspect.Provenance;

/// <summary>A keyed 64-bit hash of bytes by folded 64 × 64 → 128 bit multiplication, 16 bytes a step. Never 0: that means an empty place in a table.</summary>
internal readonly unsafe struct DenseHash(ulong a, ulong b, ulong c, ulong d)
{
    /// <summary>How many bytes behind the end are read (and not used).</summary>
    public const int Overread = 16;

    /// <summary>Any length; <see cref="Overread"/> bytes behind it must be readable.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Of(byte* p, int length)
    {
        ulong state = d ^ (ulong)(uint)length;
        int rest = length;
        while (rest > 16)
        {
            state = Fold(Read(p) ^ a ^ state, Read(p + 8) ^ b);
            p += 16;
            rest -= 16;
        }

        // 1 to 16 bytes are left (or none): the bytes behind them are masked out, so there is no branch on the length.
        int low = Math.Min(rest, 8), high = rest - low;
        ulong first = Read(p) & Mask(low), second = Read(p + 8) & Mask(high);
        state = Fold(first ^ a ^ state, second ^ b);
        return Fold(state ^ c, d) | 1;
    }

    /// <summary>Exactly the bytes of one fragment.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong OfFragment(byte* p) => OfFragment(p, a, b, c, d);

    /// <summary>The same with <see cref="Keys"/>, which then stay in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong OfFragment(byte* p, ulong a, ulong b, ulong c, ulong d) => Fold(Fold(Read(p) ^ a, Read(p + 8) ^ b) ^ Read(p + 16) ^ d, c) | 1;

    /// <summary>What it is keyed with.</summary>
    public (ulong A, ulong B, ulong C, ulong D) Keys => (a, b, c, d);

    private static ulong Mask(int bytes) => bytes == 0 ? 0 : ulong.MaxValue >> (64 - (bytes * 8));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Read(byte* p) => Unsafe.ReadUnaligned<ulong>(p);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Fold(ulong x, ulong y)
    {
        // Math.BigMul gives the lower half by way of memory, which takes longer than to multiply once more.
        if (Bmi2.X64.IsSupported)
            return Bmi2.X64.MultiplyNoFlags(x, y) ^ (x * y);
        ulong high = Math.BigMul(x, y, out ulong low);
        return high ^ low;
    }
}
