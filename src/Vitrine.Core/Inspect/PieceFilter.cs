using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Vitrine.Core.Inspect;

/// <summary>
/// Tells where a text may hold one of many literals of eight bytes or more: wherever such a literal stands, one of its first four pieces of five bytes stands
/// at a multiple of four, so only each fourth place is looked at (the idea of Wu and Manber's search, 1994), eight of them at once. What passes must be
/// compared.
/// </summary>
internal sealed class PieceFilter
{
    /// <summary>How far places that are looked at lie apart; also how many pieces of each literal are known.</summary>
    public const int Stride = 4;

    /// <summary>Bytes of a piece.</summary>
    public const int Piece = 5;

    /// <summary>The shortest literal.</summary>
    public const int ShortestLiteral = Stride + Piece - 1;

    // Eight pieces, one each four bytes, and the fifth byte of the last.
    private const int Block = 32, Read = Block + 1;
    private const uint Fifth = 0xFF00_0000;
    private readonly ulong[] _bits;
    private readonly uint _factor, _mask;
    private readonly int _shift;

    /// <param name="key">Whoever does not know it can't choose text that passes where nothing is.</param>
    /// <param name="pieces">How many will be added: one in about a hundred places passes by chance.</param>
    public PieceFilter(ulong key, int pieces)
    {
        (_factor, _mask) = ((uint)key | 1, (uint)(key >> 32));
        int bits = Math.Clamp(BitOperations.Log2((uint)Math.Max(1, pieces)) + 7, 12, 23);
        _shift = 32 - bits;
        _bits = new ulong[1 << (bits - 6)];
    }

    /// <summary>Adds the first four pieces of a literal.</summary>
    public void Add(ReadOnlySpan<byte> literal)
    {
        for (int offset = 0; offset < Stride; offset++)
        {
            uint slot = Slot(ref MemoryMarshal.GetReference(literal.Slice(offset, Piece)));
            _bits[slot >> 6] |= 1UL << (int)slot;
        }
    }

    /// <summary>The first place from <paramref name="at"/> on, in steps of four bytes, where a piece may stand; -1 for none.</summary>
    public int Next(ReadOnlySpan<byte> text, int at)
    {
        ref byte start = ref MemoryMarshal.GetReference(text);
        ref ulong bits = ref MemoryMarshal.GetArrayDataReference(_bits);
        Vector256<uint> mask = Vector256.Create(_mask), factor = Vector256.Create(_factor), fifth = Vector256.Create(Fifth);
        for (; at <= text.Length - Read; at += Block)
        {
            Vector256<uint> four = Vector256.LoadUnsafe(ref Unsafe.Add(ref start, at)).AsUInt32(),
                last = Vector256.LoadUnsafe(ref Unsafe.Add(ref start, at + 1)).AsUInt32();
            Vector256<ulong> slots = ((((four ^ mask) * factor) + (last & fifth)) >>> _shift).AsUInt64();
            if (((Bits(ref bits, slots[0]) | Bits(ref bits, slots[1]) | Bits(ref bits, slots[2]) | Bits(ref bits, slots[3])) & 1) != 0)
                break;
        }

        for (; at <= text.Length - Piece; at += Stride)
        {
            uint slot = Slot(ref Unsafe.Add(ref start, at));
            if ((Unsafe.Add(ref bits, slot >> 6) >> (int)slot & 1) != 0)
                return at;
        }

        return -1;
    }

    // Of two slots; the lowest bit counts.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Bits(ref ulong bits, ulong slots) =>
        (Unsafe.Add(ref bits, (uint)slots >> 6) >> (int)slots) | (Unsafe.Add(ref bits, (nuint)(slots >> 38)) >> (int)(slots >> 32));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint Slot(ref byte at) =>
        (((Unsafe.ReadUnaligned<uint>(ref at) ^ _mask) * _factor) + (Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref at, 1)) & Fifth)) >> _shift;
}
