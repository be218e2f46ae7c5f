using System.Buffers.Binary;
using System.Numerics;

namespace Vitrine.Sandbox.Determinism;

/// <summary>
/// An endless stream of bytes that follows from its key: xoshiro256** (Blackman and Vigna, "Scrambled Linear Pseudorandom Number Generators", 2021). It keeps
/// nothing secret, and need not.
/// </summary>
internal sealed class SeededRandom
{
    private ulong _a, _b, _c, _d;

    /// <param name="key">32 bytes, such as a digest, not all zero.</param>
    public SeededRandom(ReadOnlySpan<byte> key)
    {
        _a = BinaryPrimitives.ReadUInt64LittleEndian(key);
        _b = BinaryPrimitives.ReadUInt64LittleEndian(key[8..]);
        _c = BinaryPrimitives.ReadUInt64LittleEndian(key[16..]);
        _d = BinaryPrimitives.ReadUInt64LittleEndian(key[24..]);
    }

    /// <summary>The next eight bytes as a number.</summary>
    public ulong Next()
    {
        ulong result = BitOperations.RotateLeft(_b * 5, 7) * 9, shifted = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= shifted;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>Fills the buffer; what is left of the last eight bytes is lost.</summary>
    public void Fill(Span<byte> buffer)
    {
        for (; buffer.Length >= 8; buffer = buffer[8..])
            BinaryPrimitives.WriteUInt64LittleEndian(buffer, Next());
        if (buffer.IsEmpty)
            return;
        Span<byte> last = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(last, Next());
        last[..buffer.Length].CopyTo(buffer);
    }
}
