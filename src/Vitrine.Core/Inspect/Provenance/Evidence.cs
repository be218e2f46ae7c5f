namespace Vitrine.Core.Inspect.Provenance;

/// <summary>
/// How distinctive text is. Keywords, the words of every library and of every licence, and short names are what unrelated programs share; they weigh nothing. What is left (names and words
/// that somebody chose) counts by its length, each once. Names are taken apart at <c>camelCase</c> and <c>snake_case</c>.
/// </summary>
internal static class Evidence
{
    private const int ShortestWord = 3, LongestCounted = 12, MostWords = 64;

    /// <summary>Whether the distinctive words of a text sum up to so many letters. Stops as soon as they do.</summary>
    public static bool Suffices(ReadOnlySpan<byte> text, int least)
    {
        Span<ulong> seen = stackalloc ulong[MostWords];
        int count = 0, sum = 0;
        for (int at = 0; at < text.Length && sum < least;)
        {
            int length = WordLength(text[at..]);
            if (length >= ShortestWord)
            {
                ulong word = EverydayWords.Pack(text.Slice(at, length));
                if (!EverydayWords.Contains(word) && !seen[..count].Contains(word))
                {
                    sum += Math.Min(length, LongestCounted);
                    if (count < MostWords)
                        seen[count++] = word;
                }
            }

            at += Math.Max(1, length);
        }

        return sum >= least;
    }

    // A run of small letters with at most one capital before it, of capitals, of digits, or of bytes outside of ASCII.
    private static int WordLength(ReadOnlySpan<byte> text)
    {
        Kind kind = KindOf(text[0]);
        if (kind == Kind.Other)
            return 0;
        int length = 1;
        if (kind == Kind.Capital && text.Length > 1 && KindOf(text[1]) == Kind.Small)
            kind = Kind.Small;
        while (length < text.Length && KindOf(text[length]) == kind)
            length++;
        // "HTTPServer" is "HTTP" and "Server".
        return kind == Kind.Capital && length > 1 && length < text.Length && KindOf(text[length]) == Kind.Small ? length - 1 : length;
    }

    private static Kind KindOf(byte value) => value switch
    {
        >= (byte)'a' and <= (byte)'z' => Kind.Small,
        >= (byte)'A' and <= (byte)'Z' => Kind.Capital,
        >= (byte)'0' and <= (byte)'9' => Kind.Digit,
        >= 0x80 => Kind.Foreign,
        _ => Kind.Other,
    };

    private enum Kind
    {
        Other,
        Small,
        Capital,
        Digit,
        Foreign,
    }
}
