using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Vitrine.Core.Inspect.Recall;

/// <summary>
/// A keyed 128-bit polynomial hash over GF(2^128), as in GHASH (NIST SP 800-38D, 6.4) but with bits in their natural order. Whoever does not know the key
/// finds two texts of n blocks that collide with a chance of at most (n + 1) / 2^128, whatever texts they choose: an agent can't have a text with a
/// secret taken for a known, clean one. Hashes must not be told to anybody.
/// </summary>
internal sealed class PieceHash
{
    // x^128 = x^7 + x^2 + x + 1.
    private const ulong Modulus = 0x87;

    // Bytes of eight blocks.
    private const int Wide = 128;
    private readonly Vector128<ulong> _key;

    // Powers of the key, the highest first: eighth and seventh, sixth and fifth, fourth and third, second and first.
    private readonly Vector256<ulong> _pair1, _pair2, _pair3, _pair4;

    /// <summary>With a key that must be secret and random.</summary>
    public PieceHash(UInt128 key)
    {
        _key = Vector128.Create((ulong)key, (ulong)(key >> 64));
        Vector128<ulong> key2 = Multiply(_key, _key), key4 = Multiply(key2, key2), key6 = Multiply(key4, key2);
        _pair4 = Vector256.Create(key2, _key);
        _pair3 = Vector256.Create(key4, Multiply(key2, _key));
        _pair2 = Vector256.Create(key6, Multiply(key4, _key));
        _pair1 = Vector256.Create(Multiply(key4, key4), Multiply(key6, _key));
    }

    /// <summary>With a key of the system's randomness. RandomNumberGenerator would load OpenSSL for it.</summary>
    public static PieceHash Random()
    {
        Span<byte> random = stackalloc byte[32];
        Guid.NewGuid().TryWriteBytes(random);
        Guid.NewGuid().TryWriteBytes(random[16..]);
        UInt128 first = BinaryPrimitives.ReadUInt128LittleEndian(random), second = BinaryPrimitives.ReadUInt128LittleEndian(random[16..]);
        // The six fixed bits of one lie under random bits of the other.
        return new PieceHash(first ^ ((second << 37) | (second >> 91)));
    }

    /// <summary>Hashes bytes.</summary>
    /// <param name="data">The bytes.</param>
    /// <param name="domain">What sets hashes of equal bytes apart.</param>
    public UInt128 Of(ReadOnlySpan<byte> data, ulong domain)
    {
        ref byte start = ref MemoryMarshal.GetReference(data);
        Vector128<ulong> state = Vector128<ulong>.Zero;
        int at = 0;
        if (Pclmulqdq.V256.IsSupported)
        {
            for (; at <= data.Length - Wide; at += Wide)
                state = Reduce256(ref start, at, state);
        }
        else if (Pclmulqdq.IsSupported)
        {
            for (; at <= data.Length - Wide; at += Wide)
                state = Reduce128(ref start, at, state);
        }

        for (; at <= data.Length - 16; at += 16)
            state = Multiply(state ^ Load(ref start, at), _key);
        if (at < data.Length)
        {
            Span<byte> last = stackalloc byte[16];
            last.Clear();
            data[at..].CopyTo(last);
            state = Multiply(state ^ Vector128.Create<byte>(last).AsUInt64(), _key);
        }

        // The length tells apart what padding makes equal.
        state = Multiply(state ^ Vector128.Create((ulong)data.Length, domain), _key);
        return new UInt128(state[1], state[0]);
    }

    private static Vector128<ulong> Load(ref byte start, int at) => Vector128.LoadUnsafe(ref start, (nuint)at).AsUInt64();

    // Eight blocks by eight powers of the key, and one reduction for all.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector128<ulong> Reduce256(ref byte start, int at, Vector128<ulong> state)
    {
        Vector256<ulong> a = Load256(ref start, at) ^ state.ToVector256(), b = Load256(ref start, at + 32), c = Load256(ref start, at + 64),
            d = Load256(ref start, at + 96);
        Vector256<ulong> low = Pclmulqdq.V256.CarrylessMultiply(a, _pair1, 0x00) ^ Pclmulqdq.V256.CarrylessMultiply(b, _pair2, 0x00)
            ^ Pclmulqdq.V256.CarrylessMultiply(c, _pair3, 0x00) ^ Pclmulqdq.V256.CarrylessMultiply(d, _pair4, 0x00);
        Vector256<ulong> high = Pclmulqdq.V256.CarrylessMultiply(a, _pair1, 0x11) ^ Pclmulqdq.V256.CarrylessMultiply(b, _pair2, 0x11)
            ^ Pclmulqdq.V256.CarrylessMultiply(c, _pair3, 0x11) ^ Pclmulqdq.V256.CarrylessMultiply(d, _pair4, 0x11);
        Vector256<ulong> middle = Pclmulqdq.V256.CarrylessMultiply(a, _pair1, 0x01) ^ Pclmulqdq.V256.CarrylessMultiply(a, _pair1, 0x10)
            ^ Pclmulqdq.V256.CarrylessMultiply(b, _pair2, 0x01) ^ Pclmulqdq.V256.CarrylessMultiply(b, _pair2, 0x10)
            ^ Pclmulqdq.V256.CarrylessMultiply(c, _pair3, 0x01) ^ Pclmulqdq.V256.CarrylessMultiply(c, _pair3, 0x10)
            ^ Pclmulqdq.V256.CarrylessMultiply(d, _pair4, 0x01) ^ Pclmulqdq.V256.CarrylessMultiply(d, _pair4, 0x10);
        return Reduce(low.GetLower() ^ low.GetUpper(), middle.GetLower() ^ middle.GetUpper(), high.GetLower() ^ high.GetUpper());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector128<ulong> Reduce128(ref byte start, int at, Vector128<ulong> state)
    {
        Vector128<ulong> low = default, middle = default, high = default;
        Add(Load(ref start, at) ^ state, _pair1.GetLower(), ref low, ref middle, ref high);
        Add(Load(ref start, at + 16), _pair1.GetUpper(), ref low, ref middle, ref high);
        Add(Load(ref start, at + 32), _pair2.GetLower(), ref low, ref middle, ref high);
        Add(Load(ref start, at + 48), _pair2.GetUpper(), ref low, ref middle, ref high);
        Add(Load(ref start, at + 64), _pair3.GetLower(), ref low, ref middle, ref high);
        Add(Load(ref start, at + 80), _pair3.GetUpper(), ref low, ref middle, ref high);
        Add(Load(ref start, at + 96), _pair4.GetLower(), ref low, ref middle, ref high);
        Add(Load(ref start, at + 112), _pair4.GetUpper(), ref low, ref middle, ref high);
        return Reduce(low, middle, high);
    }

    private static Vector256<ulong> Load256(ref byte start, int at) => Vector256.LoadUnsafe(ref start, (nuint)at).AsUInt64();

    private static Vector128<ulong> Multiply(Vector128<ulong> left, Vector128<ulong> right)
    {
        Vector128<ulong> low = default, middle = default, high = default;
        Add(left, right, ref low, ref middle, ref high);
        return Reduce(low, middle, high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(Vector128<ulong> left, Vector128<ulong> right, ref Vector128<ulong> low, ref Vector128<ulong> middle, ref Vector128<ulong> high)
    {
        if (Pclmulqdq.IsSupported)
        {
            low ^= Pclmulqdq.CarrylessMultiply(left, right, 0x00);
            high ^= Pclmulqdq.CarrylessMultiply(left, right, 0x11);
            middle ^= Pclmulqdq.CarrylessMultiply(left, right, 0x01) ^ Pclmulqdq.CarrylessMultiply(left, right, 0x10);
            return;
        }

        low ^= Carryless(left[0], right[0]);
        high ^= Carryless(left[1], right[1]);
        middle ^= Carryless(left[1], right[0]) ^ Carryless(left[0], right[1]);
    }

    // The two upper words go down by 128 bits each, times what x^128 is.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Reduce(Vector128<ulong> low, Vector128<ulong> middle, Vector128<ulong> high)
    {
        if (Pclmulqdq.IsSupported)
        {
            var modulus = Vector128.CreateScalar(Modulus);
            low ^= Sse2.ShiftLeftLogical128BitLane(middle, 8);
            high ^= Sse2.ShiftRightLogical128BitLane(middle, 8);
            Vector128<ulong> upper = Pclmulqdq.CarrylessMultiply(high, modulus, 0x01);
            // The product with the top word may reach a little over 128 bits once it is moved up; that comes down again.
            high ^= Sse2.ShiftRightLogical128BitLane(upper, 8);
            return low ^ Sse2.ShiftLeftLogical128BitLane(upper, 8) ^ Pclmulqdq.CarrylessMultiply(high, modulus, 0x00);
        }

        low ^= Vector128.Create(0, middle[0]);
        high ^= Vector128.Create(middle[1], 0);
        Vector128<ulong> top = Carryless(high[1], Modulus);
        return low ^ Carryless(high[0], Modulus) ^ Vector128.Create(0, top[0]) ^ Carryless(top[1], Modulus);
    }

    /// <summary>The product of two polynomials over GF(2), for processors without the instruction, and to check it by.</summary>
    internal static Vector128<ulong> Carryless(ulong left, ulong right)
    {
        UInt128 product = 0;
        for (int bit = 0; bit < 64; bit++)
            product ^= ((right >> bit) & 1) != 0 ? (UInt128)left << bit : 0;
        return Vector128.Create((ulong)product, (ulong)(product >> 64));
    }
}
