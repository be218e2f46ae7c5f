namespace Vitrine.Audit.Reading.Hiding;

/// <summary>Undoes a rotation of the alphabet (ROT13 and its 24 like): the one whose pairs of letters are those of words, by far.</summary>
internal static class Rotation
{
    private const float Margin = 18;
    private const float PerPair = 0.6f;

    public static (string Text, int By)? Find(string text)
    {
        if (text.Length is < 8 or > 8192)
            return null;
        int letters = text.Count(char.IsAsciiLetter);
        if (letters < 8 || letters * 10 < text.Length * 7)
            return null;
        if (text.Where(char.IsAsciiLetter).Distinct().Take(6).Count() < 6)
            return null;
        ReadOnlySpan<char> head = text.AsSpan(0, Math.Min(text.Length, 256));
        float own = TextScore.DistinctWords(head, out int pairs);
        // What reads as words is left: no rotation of it would win by the margin, and most strings of a program are such.
        if (own > pairs * 0.35f)
            return null;
        char[] turned = new char[head.Length];
        (float most, int by) = (float.NegativeInfinity, 0);
        for (int shift = 1; shift < 26; shift++)
        {
            Turn(head, turned, shift);
            float bits = TextScore.DistinctWords(turned, out _);
            if (bits > most)
                (most, by) = (bits, shift);
        }

        if (most < own + Math.Max(Margin, pairs * 1.6f) || most < pairs * PerPair)
            return null;
        char[] whole = new char[text.Length];
        Turn(text, whole, by);
        return (new string(whole), by);
    }

    /// <summary>The same rotation for another string.</summary>
    public static string Turn(string text, int by)
    {
        char[] turned = new char[text.Length];
        Turn(text, turned, by);
        return new string(turned);
    }

    private static void Turn(ReadOnlySpan<char> source, Span<char> target, int by)
    {
        for (int at = 0; at < target.Length; at++)
            target[at] = source[at] switch
            {
                >= 'a' and <= 'z' => (char)('a' + ((source[at] - 'a' + by) % 26)),
                >= 'A' and <= 'Z' => (char)('A' + ((source[at] - 'A' + by) % 26)),
                _ => source[at],
            };
    }
}
