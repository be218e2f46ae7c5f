using System.Buffers.Binary;
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
    private readonly Vector128<ulong> _key, _key2, _key3, _key4;

    /// <summary>With a key that must be secret and random.</summary>
    public PieceHash(UInt128 key)
    {
        _key = Vector128.Create((ulong)key, (ulong)(key >> 64));
        _key2 = Multiply(_key, _key);
        _key3 = Multiply(_key2, _key);
        _key4 = Multiply(_key3, _key);
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
        for (; at <= data.Length - 64; at += 64)
        {
            Wide wide = default;
            Add(ref wide, state ^ Load(ref start, at), _key4);
            Add(ref wide, Load(ref start, at + 16), _key3);
            Add(ref wide, Load(ref start, at + 32), _key2);
            Add(ref wide, Load(ref start, at + 48), _key);
            state = Reduce(wide);
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

    private static Vector128<ulong> Multiply(Vector128<ulong> left, Vector128<ulong> right)
    {
        Wide wide = default;
        Add(ref wide, left, right);
        return Reduce(wide);
    }

    private static void Add(ref Wide wide, Vector128<ulong> left, Vector128<ulong> right)
    {
        if (Pclmulqdq.IsSupported)
        {
            wide.Low ^= Pclmulqdq.CarrylessMultiply(left, right, 0x00);
            wide.High ^= Pclmulqdq.CarrylessMultiply(left, right, 0x11);
            wide.Middle ^= Pclmulqdq.CarrylessMultiply(left, right, 0x01) ^ Pclmulqdq.CarrylessMultiply(left, right, 0x10);
            return;
        }

        wide.Low ^= Carryless(left[0], right[0]);
        wide.High ^= Carryless(left[1], right[1]);
        wide.Middle ^= Carryless(left[1], right[0]) ^ Carryless(left[0], right[1]);
    }

    private static Vector128<ulong> Reduce(in Wide wide)
    {
        Vector128<ulong> low = wide.Low ^ Vector128.Create(0, wide.Middle[0]);
        Vector128<ulong> high = wide.High ^ Vector128.Create(wide.Middle[1], 0);
        Vector128<ulong> top = Times(high[1]);
        return low ^ Times(high[0]) ^ Vector128.Create(0, top[0]) ^ Times(top[1]);
    }

    private static Vector128<ulong> Times(ulong value) => Pclmulqdq.IsSupported
        ? Pclmulqdq.CarrylessMultiply(Vector128.CreateScalar(value), Vector128.CreateScalar(Modulus), 0)
        : Carryless(value, Modulus);

    /// <summary>The product of two polynomials over GF(2), for processors without the instruction, and to check it by.</summary>
    internal static Vector128<ulong> Carryless(ulong left, ulong right)
    {
        UInt128 product = 0;
        for (int bit = 0; bit < 64; bit++)
            product ^= ((right >> bit) & 1) != 0 ? (UInt128)left << bit : 0;
        return Vector128.Create((ulong)product, (ulong)(product >> 64));
    }

    private struct Wide
    {
        public Vector128<ulong> Low, Middle, High;
    }
}
