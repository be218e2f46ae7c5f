namespace Vitrine.Audit.Reading.Hiding;

/// <summary>Undoes a repeated key over compressed bytes. No score tells the key there; only what unpacks to text under it does.</summary>
internal static class KeyedPacking
{
    private const int Fewest = 12;
    private const int Longest = 256 << 10;
    private const int Head = 48;
    // Fixed codes are only chosen for what is short; a stream of them starts like anything.
    private const int LongestFixed = 160;
    private const int LargestPlain = 4 << 20;

    /// <summary>The text and the key; null where no key gives any.</summary>
    public static Unmasked? Find(ReadOnlySpan<byte> masked, IReadOnlyList<byte[]> keys)
    {
        if (masked.Length is < Fewest or > Longest)
            return null;
        Span<byte> head = stackalloc byte[Head];
        foreach (byte[] key in keys)
        {
            if (key.Length == 0)
                continue;
            foreach (KeyMask mask in KeyMasks.OfBytes)
            {
                // Most keys are refused by the first bits.
                byte first = KeyMasks.Undo(mask, masked[0], key[0], 0);
                if ((first & 6) == 6 || ((first & 6) == 2 && (masked.Length > LongestFixed || (first & 1) == 0)))
                    if (first is not (0x1f or 0x78 or 0x58))
                        continue;
                int length = Math.Min(Head, masked.Length);
                for (int at = 0; at < length; at++)
                    head[at] = KeyMasks.Undo(mask, masked[at], key[at % key.Length], at);
                if (!DeflateHead.IsLikely(head[..length]))
                    continue;
                byte[] packed = KeyMasks.Undo(mask, masked, null, key);
                if (Compression.Deflated(packed, LargestPlain) is { } plain && TextScore.IsPrintable(plain.Bytes) && IsText(plain.Bytes, masked.Length))
                    return plain with { Steps = $"{KeyMasks.Name(mask)} {XorSearch.ShowKey(key)}, {plain.Steps}" };
            }
        }

        return null;
    }

    // A stream of noise may unpack to a few letters again and again.
    private static bool IsText(byte[] bytes, int packed)
    {
        string text = System.Text.Encoding.UTF8.GetString(bytes.AsSpan(0, Math.Min(bytes.Length, 512)));
        int letters = text.Count(char.IsAsciiLetter);
        return bytes.Length * 2 >= packed
            && TextScore.OfEither(bytes) > 20
            && letters * 2 > text.Length
            && TextScore.Words(text) > letters * 0.3f
            && text.Distinct().Count() >= Math.Min(8, text.Length / 2);
    }
}
