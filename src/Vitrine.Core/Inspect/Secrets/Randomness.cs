namespace Vitrine.Core.Inspect.Secrets;

/// <summary>Tells what was drawn by chance from what people write.</summary>
internal static class Randomness
{
    // For each letter, which letters often follow it in English words and identifiers.
    private static readonly string[] Followers =
    [
        "bcdgilmnprstuvy", "aeiloruy", "aehikloru", "aeiorsud", "acdelmnprstvxy", "aeiloru", "aehilrou", "aeiortu", "cdefglmnorstvza", "aeou", "eiyso",
            "adeilotuys", "abeimopus", "acdegikostuy",
        "bcdfgklmnoprstuvw", "aehiloprtu", "u", "acdegikmnorstuy", "acehikmopstuy", "aehioprsuy", "bcdegilmnprst", "aeio", "aehino", "aceipt", "pest", "aeoi",
    ];

    private static readonly uint[] Pairs =
        [.. Followers.Select(static (letters, _) => letters.Aggregate(0u, static (bits, letter) => bits | 1u << (letter - 'a')))];

    /// <summary>
    /// The share of letter pairs, of one case or a capital first, that are frequent in words: about 0.9 in words, 0.35 in random text. 1 without pairs.
    /// </summary>
    public static double WordShare(ReadOnlySpan<byte> text)
    {
        int pairs = 0, frequent = 0;
        for (int i = 1; i < text.Length; i++)
        {
            if (!Ascii.IsLetter(text[i - 1]) || !Ascii.IsLetter(text[i]))
                continue;
            pairs++;
            if ((Pairs[(text[i - 1] | 0x20) - 'a'] >> ((text[i] | 0x20) - 'a') & 1) != 0)
                frequent++;
        }

        return pairs == 0 ? 1 : (double)frequent / pairs;
    }

    public static bool HasDigitsAndLetters(ReadOnlySpan<byte> text) => text.ContainsAnyInRange((byte)'0', (byte)'9') && text.ContainsAny(Letters);

    private static readonly System.Buffers.SearchValues<byte> Letters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>Bits for each byte, by how often each occurs (Shannon).</summary>
    public static double Entropy(ReadOnlySpan<byte> text)
    {
        Span<ushort> counts = stackalloc ushort[256];
        counts.Clear();
        foreach (byte value in text)
            counts[value]++;
        double bits = 0;
        foreach (ushort count in counts)
            if (count > 0)
                bits -= count * Math.Log2((double)count / text.Length);
        return text.Length == 0 ? 0 : bits / text.Length;
    }

    /// <summary>Whether a value is more likely drawn than written: enough entropy for its length, and no row of words.</summary>
    public static bool LooksRandom(ReadOnlySpan<byte> text)
    {
        if (text.Length > 2048)
            text = text[..2048];
        double least = text.Length < 14 ? 2.6 : text.Length < 20 ? 2.9 : 3.1;
        if (Entropy(text) < least)
            return false;
        int letters = 0, digits = 0, changes = 0, kind = -1;
        foreach (byte value in text)
        {
            int now = Ascii.IsDigit(value) ? 0 : value is >= (byte)'a' and <= (byte)'z' ? 1 : value is >= (byte)'A' and <= (byte)'Z' ? 2 : 3;
            letters += now is 1 or 2 ? 1 : 0;
            digits += now == 0 ? 1 : 0;
            changes += kind >= 0 && now != kind ? 1 : 0;
            kind = now;
        }

        if (letters == 0)
            return false;
        if (digits > 0 && text.Length >= 16 && IsHexadecimal(text))
            return true;
        double words = WordShare(text);
        if (digits == 0)
            return text.Length >= 16 && !IsConstant(text) && (words < 0.55 || (words < 0.72 && changes > text.Length / 3));
        return words < 0.72 || (digits >= 3 && changes > text.Length / 4 && words < 0.86) || (text.Length < 20 && digits * 3 >= text.Length);
    }

    /// <summary>Whether all letters are of one case and words are joined: the name of a thing, such as <c>AWS_ACCESS_KEY_ID</c>.</summary>
    private static bool IsConstant(ReadOnlySpan<byte> text)
    {
        int upper = 0, lower = 0, joints = 0;
        foreach (byte value in text)
        {
            upper += value is >= (byte)'A' and <= (byte)'Z' ? 1 : 0;
            lower += value is >= (byte)'a' and <= (byte)'z' ? 1 : 0;
            joints += value is (byte)'_' or (byte)'-' or (byte)'.' ? 1 : 0;
        }

        return joints > 0 && (upper == 0 || lower == 0) && upper + lower + joints == text.Length;
    }

    /// <summary>Whether all bytes are hexadecimal digits or joints between groups of them, as in a UUID. No word has that form.</summary>
    private static bool IsHexadecimal(ReadOnlySpan<byte> text)
    {
        foreach (byte value in text)
            if (!Ascii.IsHex(value) && value is not ((byte)'-' or (byte)':'))
                return false;
        return true;
    }

    /// <summary>Whether all bytes are decimal digits.</summary>
    public static bool IsDigits(ReadOnlySpan<byte> text) => !text.ContainsAnyExceptInRange((byte)'0', (byte)'9');

    /// <summary>Whether a token was written to look like one: few different bytes, runs, sequences, or words that say so.</summary>
    public static bool IsRegular(ReadOnlySpan<byte> token)
    {
        int run = 1, step = 1;
        for (int i = 1; i < token.Length; i++)
        {
            run = token[i] == token[i - 1] ? run + 1 : 1;
            step = token[i] == token[i - 1] + 1 ? step + 1 : 1;
            if ((run >= 7 && token[i] is not ((byte)'A' or (byte)'-' or (byte)'=')) || run >= 24 || step >= 8)
                return true;
        }

        ReadOnlySpan<byte> body = token.Length > 24 ? token[(token.Length / 5)..] : token;
        return Entropy(body) < (token.Length < 20 ? 2.0 : 2.5) || Placeholders.HasWord(token);
    }
}
