namespace Vitrine.Audit.Reading.Hiding;

/// <summary>
/// Undoes a rotation of the alphabet (ROT13 and its 24 like), also of one that is read from its end (Atbash): the one whose pairs of letters are those of
/// words, by far.
/// </summary>
internal static class Rotation
{
    private const float Margin = 18;
    private const float PerPair = 0.6f;
    private const int LeastPairs = 24;

    // Rotations as they stand, by 1 to 25; then those of the alphabet read from its end, of which the one by 25 is Atbash.
    private const int Letters = 26;

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
        float next = float.NegativeInfinity;
        for (int shift = 1; shift < 2 * Letters; shift++)
        {
            Turn(head, turned, shift);
            float bits = TextScore.DistinctWords(turned, out _);
            if (bits > most)
                (most, by, next) = (bits, shift, most);
            else
                next = Math.Max(next, bits);
        }

        // Short names, of which many are no words, speak by being ahead of all other alphabets.
        bool isAhead = pairs >= LeastPairs && most > 0 && most > next + Margin;
        if (most < own + Math.Max(Margin, pairs * 1.6f) || (most < pairs * PerPair && !isAhead))
            return null;
        char[] whole = new char[text.Length];
        Turn(text, whole, by);
        return (new string(whole), by);
    }

    /// <summary>What was undone, in words.</summary>
    public static string Describe(int by) =>
        by < Letters ? $"rotated by {by}" : by == (2 * Letters) - 1 ? "alphabet reversed" : $"alphabet reversed, rotated by {by - Letters}";

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
                >= 'a' and <= 'z' => (char)('a' + Place(source[at] - 'a', by)),
                >= 'A' and <= 'Z' => (char)('A' + Place(source[at] - 'A', by)),
                _ => source[at],
            };
    }

    private static int Place(int letter, int by) => (by < Letters ? letter + by : by - letter) % Letters;
}
