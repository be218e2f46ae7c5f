using System.Buffers;

namespace Vitrine.Audit.Wire;

/// <summary>
/// The Huffman code of HPACK (RFC 7541 appendix B). The code is canonical: codes of one length are consecutive, in the order of their symbols, and each length
/// goes on where the shorter one ended; so the lengths alone say it all.
/// </summary>
internal static class HuffmanCode
{
    private const int EndOfString = 256;
    private const int Longest = 30;

    private static readonly Tables Code = new(Lengths);

    /// <summary>Bits of each symbol's code.</summary>
    internal static ReadOnlySpan<byte> Lengths =>
    [
        13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 28,
        6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10,
        13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6,
        15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28,
        20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23, 24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24,
        22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23, 21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23,
        26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25, 19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27,
        20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23, 26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26,
        30,
    ];

    /// <summary>
    /// Decodes; false for a code that is none, for the end-of-string symbol, and for padding that is not the shortest run of ones (section 5.2).
    /// </summary>
    public static bool TryDecode(ReadOnlySpan<byte> coded, IBufferWriter<byte> text)
    {
        int code = 0, length = 0;
        foreach (byte b in coded)
            for (int bit = 7; bit >= 0; bit--)
            {
                code = (code << 1) | ((b >> bit) & 1);
                length++;
                int place = code - Code.First[length];
                if ((uint)place < (uint)Code.Count[length])
                {
                    int symbol = Code.Symbols[Code.Offset[length] + place];
                    if (symbol == EndOfString)
                        return false;
                    text.GetSpan(1)[0] = (byte)symbol;
                    text.Advance(1);
                    (code, length) = (0, 0);
                }
                else if (length == Longest)
                {
                    return false;
                }
            }

        return length < 8 && code == (1 << length) - 1;
    }

    /// <summary>For each length its first code, how many there are, and where their symbols stand.</summary>
    private sealed class Tables
    {
        public Tables(ReadOnlySpan<byte> lengths)
        {
            foreach (byte length in lengths)
                Count[length]++;
            for (int length = 1; length <= Longest; length++)
            {
                First[length] = (First[length - 1] + Count[length - 1]) << 1;
                Offset[length] = Offset[length - 1] + Count[length - 1];
            }

            Span<int> next = stackalloc int[Longest + 1];
            Offset.CopyTo(next);
            for (int symbol = 0; symbol < lengths.Length; symbol++)
                Symbols[next[lengths[symbol]]++] = (short)symbol;
        }

        public int[] First { get; } = new int[Longest + 1];

        public int[] Count { get; } = new int[Longest + 1];

        public int[] Offset { get; } = new int[Longest + 1];

        public short[] Symbols { get; } = new short[EndOfString + 1];
    }
}
