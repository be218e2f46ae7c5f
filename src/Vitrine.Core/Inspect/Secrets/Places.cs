using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Vitrine.Core.Inspect.Secrets;

/// <summary>
/// Looks at 64 bytes at once and says where a secret may begin: the starts of runs of 16 and more token characters, and places where three bytes
/// read like the start of a word such as <c>password</c> or <c>://</c>.
/// </summary>
/// <remarks>
/// Both by table look-ups on the halves of each byte, as Hyperscan's Teddy and simdjson do. The words go into eight buckets, one bit each; a bucket's bit
/// survives where all three bytes fit it. What passes here is looked at again, so it may be too much, never too little.
/// </remarks>
internal static class Places
{
    /// <summary>How many bytes behind a block are read with it.</summary>
    public const int Lookahead = 2;

    // Which word goes with which was searched for, over prompts, so that few places fit a mixture of two.
    private static readonly string[] Words =
        ["pas|pss|psw|pw=", "tok|pwd|pw:", "sec|cre|coo", " -u|--u| -p", "$ar|$2a|$2b|$2y|$1$|$5$|$6$|$y$", "aut|alt|apr|*:*", "ied|:54|://",
            "-be|bea|mne|key"];

    private static readonly Vector256<byte>[] Tables = MakeTables();

    /// <summary>The bits of token characters among 64 bytes, those of words' starts, and those of digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (ulong Token, ulong Word, ulong Digit) Of(ref byte at, in Masks masks)
    {
        (uint token0, uint word0, uint digit0) = Half(ref at, masks);
        (uint token1, uint word1, uint digit1) = Half(ref Unsafe.Add(ref at, 32), masks);
        return (token0 | (ulong)token1 << 32, word0 | (ulong)word1 << 32, digit0 | (ulong)digit1 << 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (uint Token, uint Word, uint Digit) Half(ref byte at, in Masks masks)
    {
        var low = Vector256.Create((byte)0x0F);
        var fold = Vector256.Create((byte)0x20);
        Vector256<byte> first = Vector256.LoadUnsafe(ref at), second = Vector256.LoadUnsafe(ref at, 1), third = Vector256.LoadUnsafe(ref at, 2);
        Vector256<byte> firstLow = first & low, firstHigh = (first.AsUInt16() >> 4).AsByte() & low;
        Vector256<byte> token = LookUp(masks.TokenLow, firstLow) & LookUp(masks.TokenHigh, firstHigh);
        Vector256<byte> word = LookUp(masks.Low0, firstLow) & LookUp(masks.High0, firstHigh | Vector256.Create((byte)0x02));
        word &= LookUp(masks.Low1, second & low) & LookUp(masks.High1, ((second | fold).AsUInt16() >> 4).AsByte() & low);
        word &= LookUp(masks.Low2, third & low) & LookUp(masks.High2, ((third | fold).AsUInt16() >> 4).AsByte() & low);
        return (~Vector256.Equals(token, Vector256<byte>.Zero).ExtractMostSignificantBits(),
            ~Vector256.Equals(word, Vector256<byte>.Zero).ExtractMostSignificantBits(),
            Vector256.LessThan(first - Vector256.Create((byte)'0'), Vector256.Create((byte)10)).ExtractMostSignificantBits());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> LookUp(Vector256<byte> table, Vector256<byte> index) => Avx2.IsSupported
        ? Avx2.Shuffle(table, index)
        : Vector256.Create(Vector128.Shuffle(table.GetLower(), index.GetLower()), Vector128.Shuffle(table.GetLower(), index.GetUpper()));

    /// <summary>Starts of runs of at least 16 in <paramref name="now"/>, which <paramref name="next"/> follows.</summary>
    /// <param name="before">1 where the byte before is of a run.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong LongRuns(ulong before, ulong now, ulong next)
    {
        ulong runs = now, after = next;
        for (int step = 1; step <= 8; step <<= 1)
        {
            runs &= runs >> step | after << (64 - step);
            after &= after >> step;
        }

        return runs & ~(now << 1 | before);
    }

    /// <summary>Whether there is a digit in the run that starts at this bit; runs into the block behind the next are taken to have one.</summary>
    public static bool HasDigit(int bit, ulong now, ulong next, ulong digits, ulong nextDigits)
    {
        int length = BitOperations.TrailingZeroCount(~(now >> bit));
        if (length < 64 - bit)
            return (digits >> bit & ((1UL << length) - 1)) != 0;
        int more = BitOperations.TrailingZeroCount(~next);
        return digits >> bit != 0 || more == 64 || (nextDigits & ((1UL << more) - 1)) != 0;
    }

    /// <summary>The tables in registers.</summary>
    public readonly ref struct Masks
    {
        public Masks() =>
            (Low0, High0, Low1, High1, Low2, High2, TokenLow, TokenHigh) = (Tables[0], Tables[1], Tables[2], Tables[3], Tables[4], Tables[5], Tables[6],
                Tables[7]);

        public readonly Vector256<byte> Low0, High0, Low1, High1, Low2, High2, TokenLow, TokenHigh;
    }

    private static Vector256<byte>[] MakeTables()
    {
        Span<byte> tables = stackalloc byte[8 * 16];
        tables.Clear();
        for (int bucket = 0; bucket < Words.Length; bucket++)
            foreach (string word in Words[bucket].Split('|'))
                for (int i = 0; i < 3; i++)
                {
                    int folded = word[i] | 0x20;
                    tables[(i * 32) + (folded & 15)] |= (byte)(1 << bucket);
                    tables[(i * 32) + 16 + (folded >> 4)] |= (byte)(1 << bucket);
                }

        for (int value = 0; value < 128; value++)
            if (ByteSet.Base64Url.Contains((byte)value))
            {
                // A bit for each row of the ASCII table: which of its columns are token characters is then exact.
                tables[96 + (value & 15)] |= (byte)(1 << (value >> 4));
                tables[112 + (value >> 4)] = (byte)(1 << (value >> 4));
            }

        var vectors = new Vector256<byte>[8];
        for (int i = 0; i < 8; i++)
        {
            var half = Vector128.Create<byte>(tables.Slice(i * 16, 16));
            vectors[i] = Vector256.Create(half, half);
        }

        return vectors;
    }
}
