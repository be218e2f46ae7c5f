using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Vitrine.Core.Inspect.Provenance;

/// <summary>
/// Text without its white space (bytes 1 to 32) and where its lines are. Indentation, tabs, CRLF, trailing space, re-wrapping and re-formatting all vanish, and
/// with them the need to strip anything later. A zero byte stays: it ends a line, and since no file that is indexed has one, no match can go over it.
/// </summary>
internal static unsafe class DenseText
{
    /// <summary>How many bytes before and behind a dense text must belong to its buffer.</summary>
    public const int Slack = 64;

    // For each of 256 masks, the places of the set bits: what pshufb needs to push 8 bytes together.
    private static readonly ulong[] Packing = MakePacking();

    /// <summary>
    /// Squeezes <paramref name="raw"/> into <paramref name="dense"/>, which has as much room and <see cref="Slack"/>; <paramref name="lines"/> has room for
    /// half as many and two.
    /// </summary>
    /// <returns>Length of the dense text.</returns>
    public static int Squeeze(byte* raw, int length, byte* dense, DenseLine* lines, out int lineCount)
    {
        byte* to = dense;
        var state = new LineState { Lines = lines };
        int at = Avx2.IsSupported && Bmi2.X64.IsSupported ? SqueezeBlocks(raw, length, dense, ref to, ref state) : 0;
        for (; at < length; at++)
        {
            byte value = raw[at];
            if (value == '\n' || value == 0)
                state.EndLine(at, (int)(to - dense), value == 0 ? 1 : 0);
            if ((byte)(value - 1) >= 32)
                *to++ = value;
        }

        state.EndLine(length, (int)(to - dense), 0);
        lineCount = state.Count;
        return (int)(to - dense);
    }

    private static int SqueezeBlocks(byte* raw, int length, byte* dense, ref byte* destination, ref LineState lines)
    {
        byte* to = destination;
        LineState state = lines;
        int at = 0;
        Vector256<byte> space = Vector256.Create((byte)32), newline = Vector256.Create((byte)'\n'), one = Vector256.Create((byte)1);
        fixed (ulong* packing = Packing)
            for (; at + 32 <= length; at += 32)
            {
                Vector256<byte> block = Vector256.Load(raw + at);
                Vector256<byte> zero = Vector256.Equals(block, Vector256<byte>.Zero);
                // value - 1 < 32, unsigned, is min(value - 1, 32 - 1) == value - 1.
                Vector256<byte> less = block - one;
                uint keep = ~Vector256.Equals(Avx2.Min(less, space - one), less).ExtractMostSignificantBits();
                uint ends = (Vector256.Equals(block, newline) | zero).ExtractMostSignificantBits();
                int before = (int)(to - dense);
                while (ends != 0)
                {
                    int bit = BitOperations.TrailingZeroCount(ends);
                    state.EndLine(at + bit, before + BitOperations.PopCount(keep & ((1u << bit) - 1)), (int)(keep >> bit) & 1);
                    ends &= ends - 1;
                }

                Pack(packing, block.GetLower(), keep & 0xFFFF, to);
                to += BitOperations.PopCount(keep & 0xFFFF);
                Pack(packing, block.GetUpper(), keep >> 16, to);
                to += BitOperations.PopCount(keep >> 16);
            }

        destination = to;
        lines = state;
        return at;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pack(ulong* packing, Vector128<byte> block, uint keep, byte* to)
    {
        uint low = keep & 0xFF, high = keep >> 8;
        var places = Vector128.Create(packing[low], packing[high] + 0x0808080808080808).AsByte();
        Vector128<ulong> packed = Ssse3.Shuffle(block, places).AsUInt64();
        Unsafe.WriteUnaligned(to, packed.ToScalar());
        Unsafe.WriteUnaligned(to + BitOperations.PopCount(low), packed.GetElement(1));
    }

    private static ulong[] MakePacking()
    {
        var table = new ulong[256];
        for (int mask = 0; mask < 256; mask++)
        {
            int count = 0;
            for (int bit = 0; bit < 8; bit++)
                if ((mask >> bit & 1) != 0)
                    table[mask] |= (ulong)bit << (8 * count++);
        }

        return table;
    }

    private struct LineState
    {
        public DenseLine* Lines;
        public int Count;
        private int _rawStart, _start;

        // A line without content is written and then written over.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void EndLine(int raw, int end, int skipped)
        {
            Lines[Count] = new DenseLine(_rawStart, _start, end);
            Count += end > _start ? 1 : 0;
            _rawStart = raw + 1;
            _start = end + skipped;
        }
    }
}
