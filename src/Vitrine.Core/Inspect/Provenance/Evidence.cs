namespace Vitrine.Core.Inspect.Provenance;

/// <summary>
/// How distinctive text is. Keywords, the words of every library and of every licence are what unrelated programs share; they weigh an eighth, and short names nothing. What is left (names and words
/// that somebody chose) counts by its length. Each word counts once. Names are taken apart at <c>camelCase</c> and <c>snake_case</c>.
/// </summary>
internal static class Evidence
{
    private const int ShortestWord = 3, LongestCounted = 12, MostWords = 128, EverydayShare = 8;

    /// <summary>The weight of a text, counted up to <paramref name="most"/>.</summary>
    public static int Of(ReadOnlySpan<byte> text, int most)
    {
        Span<ulong> seen = stackalloc ulong[MostWords];
        int count = 0, everyday = 0, sum = 0;
        bool begins = true;
        for (int at = 0; at < text.Length && sum + (everyday / EverydayShare) < most;)
        {
            int length = WordLength(text[at..]);
            if (length == 0)
            {
                begins |= text[at] is (byte)'\n' or 0;
                at++;
                continue;
            }

            // The first number of a line may be its own.
            bool isNumber = text[at] is >= (byte)'0' and <= (byte)'9', counts = !(isNumber && begins) && length >= ShortestWord;
            begins = false;
            if (counts)
            {
                ulong word = EverydayWords.Pack(text.Slice(at, length));
                if (!seen[..count].Contains(word))
                {
                    if (EverydayWords.Contains(word))
                        everyday += length;
                    else
                        sum += Math.Min(length, LongestCounted);
                    if (count < MostWords)
                        seen[count++] = word;
                }
            }

            at += length;
        }

        return Math.Min(most, sum + (everyday / EverydayShare));
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
