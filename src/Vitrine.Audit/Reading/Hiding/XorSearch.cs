using System.Globalization;
using System.Numerics;

namespace Vitrine.Audit.Reading.Hiding;

/// <summary>
/// Finds the key of bytes that were masked: XOR or addition with one byte, alone or together with the index or the byte before, and XOR with a short repeating
/// key. A result counts when it speaks for text by more bits than the search through the keys can bring about by chance.
/// </summary>
internal static class XorSearch
{
    /// <summary>Bits above chance that are asked for: one wrong result in about 2^20 attempts.</summary>
    public const float Needed = 20;

    private const int Sample = 256;
    private const int Fewest = 8;
    private const int Longest = 1 << 20;
    private const int LongestKey = 16;

    /// <summary>The most likely plain text; null where none is likely.</summary>
    /// <param name="masked">The bytes.</param>
    /// <param name="index">The index that each byte has in its own string, where several strings stand one behind the other; null for one string.</param>
    /// <param name="keys">Strings and numbers that stand nearby and may be the key.</param>
    public static Unmasked? Find(ReadOnlySpan<byte> masked, int[]? index, IReadOnlyList<byte[]> keys)
    {
        if (masked.Length is < Fewest or > Longest)
            return null;
        ReadOnlySpan<byte> sample = masked[..Math.Min(masked.Length, Sample)];
        // Text between bytes that are none, as tables of a program have it, is not masked: it would only be garbled into other text.
        if (IsMostlyText(sample) || Distinct(sample) < Math.Min(6, sample.Length / 2))
            return null;
        Unmasked? best = null;
        ByOneByte(masked, sample, index, ref best);
        // Small numbers turn any word into something like a word.
        if (!IsNarrow(sample))
        {
            ByNamedKey(masked, sample, index, keys, ref best);
            ByRepeatingKey(masked, index, ref best);
        }

        return best;
    }

    /// <summary>The same with known keys alone.</summary>
    public static Unmasked? FindKeyed(ReadOnlySpan<byte> masked, IReadOnlyList<byte[]> keys)
    {
        ReadOnlySpan<byte> sample = masked[..Math.Min(masked.Length, Sample)];
        Unmasked? best = null;
        if (masked.Length is >= Fewest and <= Longest && !IsNarrow(sample) && !IsMostlyText(sample))
            ByNamedKey(masked, sample, null, keys, ref best);
        return best;
    }

    private static bool IsMostlyText(ReadOnlySpan<byte> sample)
    {
        string text = System.Text.Encoding.Latin1.GetString(sample);
        int letters = text.Count(char.IsAsciiLetter);
        return letters * 2 > text.Length && TextScore.Words(text) > letters * 0.5f;
    }

    private static int Distinct(ReadOnlySpan<byte> sample)
    {
        Span<bool> seen = stackalloc bool[256];
        int distinct = 0;
        foreach (byte one in sample)
        {
            distinct += seen[one] ? 0 : 1;
            seen[one] = true;
        }

        return distinct;
    }

    private static int DistinctLetters(string text)
    {
        uint seen = 0;
        foreach (char one in text)
            if (char.IsAsciiLetter(one))
                seen |= 1u << ((one | 0x20) - 'a');
        return BitOperations.PopCount(seen);
    }

    private static bool IsNarrow(ReadOnlySpan<byte> sample)
    {
        byte least = 255, most = 0;
        foreach (byte one in sample)
            (least, most) = (Math.Min(least, one), Math.Max(most, one));
        return most - least < 32;
    }

    private static void ByOneByte(ReadOnlySpan<byte> masked, ReadOnlySpan<byte> sample, int[]? index, ref Unmasked? best)
    {
        float least = Needed + 11;
        int bestKey = -1;
        ByteMask bestMask = default;
        Span<byte> plain = stackalloc byte[Sample];
        Span<byte> prepared = stackalloc byte[Sample];
        plain = plain[..sample.Length];
        prepared = prepared[..sample.Length];
        foreach (ByteMask mask in ByteMasks.All)
        {
            // What does not depend on the key is done once.
            for (int at = 0; at < sample.Length; at++)
                prepared[at] = ByteMasks.Undo(mask, sample, at, index?[at] ?? at, 0);
            // A chain depends on its key in its first byte alone.
            if (mask == ByteMask.XorChained && TextScore.OfEither(prepared[1..]) < least - 8)
                continue;
            for (int key = 0; key < 256; key++)
            {
                // 0x20 only swaps upper and lower case.
                if ((key is 0 or 0x20 && mask is ByteMask.Xor or ByteMask.Add) || !MayBe(mask, sample, prepared, index, (byte)key))
                    continue;
                for (int at = 0; at < sample.Length; at++)
                    plain[at] = ByteMasks.Undo(mask, sample, at, index?[at] ?? at, (byte)key);
                float bits = TextScore.OfEither(plain);
                if (bits <= least)
                    continue;
                least = bits;
                bestKey = key;
                bestMask = mask;
            }
        }

        if (bestKey < 0)
            return;
        byte[] whole = new byte[masked.Length];
        for (int at = 0; at < whole.Length; at++)
            whole[at] = ByteMasks.Undo(bestMask, masked, at, index?[at] ?? at, (byte)bestKey);
        Keep(whole, string.Create(CultureInfo.InvariantCulture, $"{ByteMasks.Name(bestMask)} 0x{bestKey:x2}"), least - 11, 0.1f, ref best);
    }

    // Almost all keys are refused by the first bytes.
    private static bool MayBe(ByteMask mask, ReadOnlySpan<byte> sample, ReadOnlySpan<byte> prepared, int[]? index, byte key)
    {
        ReadOnlySpan<float> most = TextScore.AtMost;
        float bits = 0;
        switch (mask)
        {
            case ByteMask.Xor or ByteMask.XorIndex or ByteMask.XorSwapped:
                for (int at = 0; at < prepared.Length && bits > -30; at++)
                    bits += most[prepared[at] ^ key];
                break;
            case ByteMask.Add or ByteMask.AddIndex:
                for (int at = 0; at < prepared.Length && bits > -30; at++)
                    bits += most[(byte)(prepared[at] - key)];
                break;
            case ByteMask.XorSum:
                for (int at = 0; at < sample.Length && bits > -30; at++)
                    bits += most[(byte)(sample[at] ^ (key + (index?[at] ?? at)))];
                break;
            default:
                return true;
        }

        return bits > -30;
    }

    private static void ByNamedKey(ReadOnlySpan<byte> masked, ReadOnlySpan<byte> sample, int[]? index, IReadOnlyList<byte[]> keys, ref Unmasked? best)
    {
        float cost = BitOperations.Log2((uint)(keys.Count * KeyMasks.All.Length) + 1) + 1;
        Span<byte> prepared = stackalloc byte[Sample];
        prepared = prepared[..sample.Length];
        foreach (KeyMask mask in KeyMasks.All)
        {
            for (int at = 0; at < sample.Length; at++)
                prepared[at] = KeyMasks.Prepare(mask, sample[at], index?[at] ?? at);
            foreach (byte[] key in keys)
            {
                if (key.Length == 0 || !MayBe(mask, prepared, index, key))
                    continue;
                byte[] plain = KeyMasks.Undo(mask, masked, index, key);
                float bits = TextScore.OfEither(plain.AsSpan(0, sample.Length)) - cost;
                if (bits > Needed)
                    Keep(plain, $"{KeyMasks.Name(mask)} {ShowKey(key)}", bits, 0.3f, ref best);
            }
        }
    }

    private static bool MayBe(KeyMask mask, ReadOnlySpan<byte> prepared, int[]? index, byte[] key)
    {
        ReadOnlySpan<float> most = TextScore.AtMost;
        float bits = 0;
        int place = 0;
        for (int at = 0; at < prepared.Length && bits > -30; at++, place++)
        {
            place = index is not null ? index[at] % key.Length : place == key.Length ? 0 : place;
            byte one = key[place];
            bits += most[mask switch
            {
                KeyMask.Add or KeyMask.AddIndex => (byte)(prepared[at] - one),
                KeyMask.Subtract => (byte)(prepared[at] + one),
                KeyMask.XorSum => (byte)(prepared[at] ^ (one + (index?[at] ?? at))),
                _ => prepared[at] ^ one,
            }];
        }

        return bits > -30;
    }

    // Each place of the key is a column that is masked by one byte; under a model of single characters the best key is that of the best columns.
    private static void ByRepeatingKey(ReadOnlySpan<byte> masked, int[]? index, ref Unmasked? best)
    {
        ReadOnlySpan<byte> sample = masked[..Math.Min(masked.Length, 4 * Sample)];
        for (int length = 2; length <= LongestKey && (length * 4) + 8 <= sample.Length; length++)
        {
            byte[] key = new byte[length];
            float bits = -10 * length;
            for (int column = 0; column < length; column++)
                bits += BestOfColumn(sample, index, column, length, out key[column]);
            // A longer key that repeats a shorter one is the shorter one: it costs more, so it does not win.
            if (bits > Needed)
                Keep(KeyMasks.Undo(KeyMask.Xor, masked, index, key), $"xor {ShowKey(key)}", bits, 0.45f, ref best);
        }
    }

    private static float BestOfColumn(ReadOnlySpan<byte> sample, int[]? index, int column, int length, out byte best)
    {
        float most = float.NegativeInfinity;
        best = 0;
        for (int key = 0; key < 256; key++)
        {
            float bits = 0;
            for (int at = index is null ? column : 0; at < sample.Length; at += index is null ? length : 1)
                if (index is null || index[at] % length == column)
                    bits += TextScore.Of((byte)(sample[at] ^ key));
            if (bits > most)
                (most, best) = (bits, (byte)key);
        }

        return most;
    }

    private static void Keep(byte[] plain, string steps, float bits, float leastWords, ref Unmasked? best)
    {
        if (!TextScore.IsPrintable(plain))
            return;
        string text = System.Text.Encoding.UTF8.GetString(plain.AsSpan(0, Math.Min(plain.Length, 512)));
        // Single characters like letters alone; a false key gives letters in an order that words do not have.
        int letters = text.Count(char.IsAsciiLetter);
        float words = TextScore.Words(text);
        if (letters * 2 < text.Length
            || words < letters * leastWords
            || (text.Length >= 20 && DistinctLetters(text) < 6)
            || Distinct(System.Text.Encoding.UTF8.GetBytes(text)) < Math.Min(text.Length >= 20 ? 8 : 6, text.Length / 2))
            return;
        bits += words * 0.5f;
        if (bits > Needed && (best is not { } known || bits > known.Bits))
            best = new Unmasked(plain, steps, bits);
    }

    public static string ShowKey(byte[] key) =>
        TextScore.IsPrintable(key) && key.Length > 1 ? $"\"{System.Text.Encoding.UTF8.GetString(key)}\"" : "0x" + Convert.ToHexStringLower(key);
}
