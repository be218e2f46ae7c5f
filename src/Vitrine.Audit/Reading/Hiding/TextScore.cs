namespace Vitrine.Audit.Reading.Hiding;

/// <summary>
/// How much more likely bytes are text (words, hosts, paths, zones) than chance, in bits: the sum of log2(p(text) / p(chance)). Adding the bits that a search
/// over keys costs makes one threshold do for every kind of hiding, as in testing of hypotheses.
/// </summary>
internal static class TextScore
{
    // For each pair of letters log2 of how much more often it comes than chance, as (letter - 'a') / 2.5 - 6: counted over English documentation, names of
    // zones and hosts.
    private const string Pairs =
        "aorpciodobmtquaoetsummgfncsfkhveffrnduihqfcrojvfegrhucoetbctpcrqfevldojtpkcahcqiloxgjevfeoijthckphrgebmc" +
        "qkrtonkgjaboqtgnkvtqfmkpjarcjerqejweeneewddskqqdfcmdpjpgwhmrshgomrpkesrnsgffhlvaddybbbtadffesdcmfqibcbgc" +
        "nprnopnadajrnwsmanttdmaiaitknlvjlkplmmnmqnlmplwknkkktjfhyjkjskhlhqmjhlslnijhijsgfpwkeivdetkdsibionpghdrc" +
        "vpgiwfebredoofstcfpnnebdmbqdqusmuepcjlgkrhadtuolcdnfiloqjrlblgjorvnpavnqtnoecbudhivfhlpdftkdtqduorpddcoc" +
        "liklkllnmljlnjmlnoomzoolklshnmwjndtamponsiaorqnigapaobofvgfptdjkijroeisvrficmbrbkiuiaxtadkhetmaqpnnakcma" +
        "pppnpjpcpbdsrthpctuuedaicduehfzfhfthfgjhngfiihhefffguhfisgfvwgeigotfepnhfgpedfuislsjgksihjphjuhiovihilni" +
        "olihohjhphhlppyrgosqgikiiirlklwklmwmlpnnnlmonmomnmon";

    private static readonly float[] Single = MakeSingle();
    private static readonly float[] Capital = MakeCapital(Single);
    private static readonly float[] Higher = [.. Single.Zip(Capital, MathF.Max)];

    /// <summary>Bits that a byte speaks for text; negative for one that text hardly has.</summary>
    public static float Of(byte one) => Single[one];

    /// <summary>For each byte what it speaks at most: for text, or for names in capitals, such as those of variables.</summary>
    public static ReadOnlySpan<float> AtMost => Higher;

    /// <summary>The sum for whichever case speaks more for text.</summary>
    public static float OfEither(ReadOnlySpan<byte> bytes)
    {
        float capitals = 0;
        foreach (byte one in bytes[..Math.Min(bytes.Length, 512)])
            capitals += Capital[one];
        return Math.Max(capitals, Of(bytes));
    }

    /// <summary>The sum over all bytes, a sample of at most 512 where there are more.</summary>
    public static float Of(ReadOnlySpan<byte> bytes)
    {
        float bits = 0;
        foreach (byte one in bytes[..Math.Min(bytes.Length, 512)])
            bits += Single[one];
        return bits;
    }

    /// <summary>Bits by which the pairs of letters speak for words, over chance among letters.</summary>
    public static float Words(ReadOnlySpan<char> text)
    {
        float bits = 0;
        int previous = -1;
        foreach (char one in text[..Math.Min(text.Length, 512)])
        {
            int letter = char.IsAsciiLetter(one) ? (one | 0x20) - 'a' : -1;
            if (letter >= 0 && previous >= 0)
                bits += ((Pairs[(previous * 26) + letter] - 'a') / 2.5f) - 6;
            previous = letter;
        }

        return bits;
    }

    /// <summary>The same with each pair counted once: a name that repeats itself speaks no louder.</summary>
    /// <param name="text">The text, its first 512 characters.</param>
    /// <param name="pairs">How many pairs.</param>
    public static float DistinctWords(ReadOnlySpan<char> text, out int pairs)
    {
        Span<ulong> seen = stackalloc ulong[11];
        seen.Clear();
        float bits = 0;
        int previous = -1;
        pairs = 0;
        foreach (char one in text[..Math.Min(text.Length, 512)])
        {
            int letter = char.IsAsciiLetter(one) ? (one | 0x20) - 'a' : -1;
            int pair = (previous * 26) + letter;
            if (letter >= 0 && previous >= 0 && (seen[pair >> 6] >> (pair & 63) & 1) == 0)
            {
                seen[pair >> 6] |= 1UL << (pair & 63);
                bits += ((Pairs[pair] - 'a') / 2.5f) - 6;
                pairs++;
            }

            previous = letter;
        }

        return bits;
    }

    /// <summary>Whether all bytes could stand in a text file.</summary>
    public static bool IsPrintable(ReadOnlySpan<byte> bytes)
    {
        foreach (byte one in bytes)
            if (one is < 0x20 and not ((byte)'\n' or (byte)'\r' or (byte)'\t') or 0x7f)
                return false;
        return System.Text.Unicode.Utf8.IsValid(bytes);
    }

    private static float[] MakeSingle()
    {
        // Shares, in thousandths, of what one finds in lists of words, hosts and paths.
        float[] share = new float[256];
        for (int one = 0; one < 256; one++)
            share[one] = one < 0x20 || one == 0x7f ? 0.002f : one < 0x80 ? 1.2f : 0.05f;
        ReadOnlySpan<byte> letters = "etaoinsrhldcumpgfywbvkxjqz"u8;
        ReadOnlySpan<float> often = [82, 62, 62, 60, 55, 52, 50, 50, 30, 38, 34, 38, 26, 30, 28, 22, 16, 16, 12, 16, 12, 10, 5, 4, 3, 4];
        for (int one = 0; one < letters.Length; one++)
        {
            share[letters[one]] = often[one];
            share[letters[one] - 0x20] = often[one] / 10;
        }

        foreach (byte digit in "0123456789"u8)
            share[digit] = 3;
        foreach ((char mark, float weight) in ((char, float)[])[(' ', 30), ('.', 22), ('/', 14), ('-', 8), ('_', 8), (',', 10), ('|', 5), (':', 5), ('\n', 5),
            ('"', 6), ('@', 2), (';', 2), ('=', 3)])
            share[(byte)mark] = weight;
        float all = 0;
        foreach (float one in share)
            all += one;
        float[] bits = new float[256];
        for (int one = 0; one < 256; one++)
            bits[one] = MathF.Log2(share[one] / all * 256);
        return bits;
    }

    private static float[] MakeCapital(float[] single)
    {
        float[] capital = [.. single];
        for (int letter = 'a'; letter <= 'z'; letter++)
            (capital[letter], capital[letter - 0x20]) = (single[letter - 0x20], single[letter]);
        return capital;
    }
}
