using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Vitrine.Core.Inspect.Provenance;

/// <summary>
/// Winnowing (Schleimer, Wilkerson, Aiken 2003) of dense text: of each 16 neighbouring fragments of 24 bytes the least is chosen, so two texts that share 39
/// bytes share a chosen fragment. "Least" is by a cheap keyed order of 8 bits, found for 32 places at a time; only what is chosen is hashed in full. A fragment
/// is the least of one of its windows exactly if it equals the greatest of the least of its windows: a morphological closing, which needs no branch. Ties
/// choose more, never less, but of neighbours of equal order only the last.
/// </summary>
internal static unsafe class Winnowing
{
    /// <summary>Bytes of a fragment (k).</summary>
    public const int FragmentLength = 24;

    /// <summary>Fragments of a window (w).</summary>
    public const int Window = 16;

    /// <summary>How many places behind the last one are written to (and not used).</summary>
    public const int Overwrite = 32;

    private const int Tile = 2048, Margin = 32, TileBuffer = Tile + Margin + 64;

    /// <summary>Finds the chosen fragments. <paramref name="dense"/> has <see cref="DenseText.Slack"/> on both sides.</summary>
    /// <returns>How many places were written.</returns>
    [SkipLocalsInit]
    public static int Choose(byte* dense, int length, ProvenanceKey key, int* places)
    {
        byte* order = stackalloc byte[TileBuffer];
        byte* closed = stackalloc byte[TileBuffer];
        int fragments = length - FragmentLength + 1, count = 0;
        for (int tile = 0; tile < fragments; tile += Tile)
        {
            int used = Math.Min(Tile, fragments - tile), wide = (used + Margin + 31) & ~31;
            Order(dense + tile - 16, wide, key, order);
            // Outside of the text everything is greater.
            if (tile == 0)
                Vector128<byte>.AllBitsSet.Store(order);
            if (16 + used < wide)
                new Span<byte>(order + 16 + used, wide - 16 - used).Fill(255);
            Vector256<byte>.AllBitsSet.Store(order + wide);
            Close(order, closed, wide);
            for (int at = 0; at < used; at += 32)
            {
                Vector256<byte> own = Vector256.Load(order + 16 + at);
                Vector256<byte> chosen = Vector256.AndNot(Vector256.Equals(own, Vector256.Load(closed + 1 + at)),
                    Vector256.Equals(own, Vector256.Load(order + 17 + at)));
                uint bits = chosen.ExtractMostSignificantBits();
                if (used - at < 32)
                    bits &= (1u << (used - at)) - 1;
                bits &= ~Ended(dense + tile + at);
                count += Write(bits, tile + at, places + count);
            }
        }

        return count;
    }

    // The places from which a fragment would go over the end of a piece: no file has one with a zero byte.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Ended(byte* from)
    {
        ulong ends = Zeros(from) | ((ulong)Zeros(from + 32) << 32);
        if (ends == 0)
            return 0;
        ends |= ends >> 1;
        ends |= ends >> 2;
        ends |= ends >> 4;
        return (uint)(ends | (ends >> 8) | (ends >> 16));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Zeros(byte* from) => Vector256.Equals(Vector256.Load(from), Vector256<byte>.Zero).ExtractMostSignificantBits();

    // Of bytes 0, 1, 3 and 4 of each place. Even and odd places are computed apart, in lanes of 16 bits.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Order(byte* from, int length, ProvenanceKey key, byte* order)
    {
        var a = Vector256.Create(key.OrderA);
        var b = Vector256.Create(key.OrderB);
        var high = Vector256.Create((ushort)0xFF00);
        for (int at = 0; at < length; at += 32)
        {
            Vector256<ushort> even = (Vector256.Load((ushort*)(from + at)) * a) + (Vector256.Load((ushort*)(from + at + 3)) * b);
            Vector256<ushort> odd = (Vector256.Load((ushort*)(from + at + 1)) * a) + (Vector256.Load((ushort*)(from + at + 4)) * b);
            ((even >>> 8) | (odd & high)).AsByte().Store(order + at);
        }
    }

    // closed[i] = max over the 16 windows from i on of the min of each: each pass doubles the reach, and may write in place since it only reads ahead.
    private static void Close(byte* order, byte* closed, int length)
    {
        for (int at = 0; at < length; at += 32)
            Vector256.Min(Vector256.Load(order + at), Vector256.Load(order + at + 1)).Store(closed + at);
        Vector256<byte>.AllBitsSet.Store(closed + length);
        Least(closed, length, 2);
        Least(closed, length, 4);
        Least(closed, length, 8);
        Greatest(closed, length, 1);
        Greatest(closed, length, 2);
        Greatest(closed, length, 4);
        Greatest(closed, length, 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Least(byte* values, int length, int reach)
    {
        for (int at = 0; at < length; at += 32)
            Vector256.Min(Vector256.Load(values + at), Vector256.Load(values + at + reach)).Store(values + at);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Greatest(byte* values, int length, int reach)
    {
        for (int at = 0; at < length; at += 32)
            Vector256.Max(Vector256.Load(values + at), Vector256.Load(values + at + reach)).Store(values + at);
    }

    // About four bits are set: six are written whatever there is, which costs less than a wrong guess.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Write(uint bits, int start, int* places)
    {
        int count = BitOperations.PopCount(bits);
        for (int i = 0; i < 6; i++)
        {
            places[i] = start + BitOperations.TrailingZeroCount(bits);
            bits &= bits - 1;
        }

        for (int i = 6; bits != 0; i++)
        {
            places[i] = start + BitOperations.TrailingZeroCount(bits);
            bits &= bits - 1;
        }

        return count;
    }
}
