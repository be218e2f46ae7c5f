namespace Vitrine.Core.Inspect.Provenance;

/// <summary>
/// How distinctive text is. Keywords, the words of every library and of every licence are what unrelated programs share; they weigh an eighth, and short names nothing. What is left (names and words
/// that somebody chose) counts by its length. Each word counts once. Names are taken apart at <c>camelCase</c> and <c>snake_case</c>.
/// The signs of code add up to a little: many lines of code in the same order say something, whatever their words; lines of a licence have no such signs.
/// </summary>
internal static class Evidence
{
    private const int ShortestWord = 3, LongestCounted = 12, MostWords = 128, EverydayShare = 8, ShortestGlue = 5, MostSigns = 24;

    /// <summary>The weight of a text, counted up to <paramref name="most"/>.</summary>
    public static int Of(ReadOnlySpan<byte> text, int most)
    {
        var sum = new Sum(stackalloc ulong[MostWords]);
        bool begins = true;
        int glue = 0;
        for (int at = 0; at < text.Length && sum.Total < most;)
        {
            byte value = text[at];
            int length = WordLength(text[at..]);
            if (length < ShortestWord)
            {
                // Signs and short names, without space between them: what minified code is made of.
                if (value <= ' ')
                {
                    sum.AddGlue(text[glue..at]);
                    glue = at + 1;
                    begins |= value is (byte)'\n' or 0;
                }
                else
                {
                    sum.AddSign(value);
                    begins &= length == 0 || value is < (byte)'0' or > (byte)'9';
                }

                at += Math.Max(1, length);
                continue;
            }

            sum.AddGlue(text[glue..at]);
            // The first number of a line may be its own.
            if (!(begins && value is >= (byte)'0' and <= (byte)'9'))
                sum.AddWord(text.Slice(at, length));
            begins = false;
            glue = at += length;
        }

        return Math.Min(most, sum.Total);
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

    private ref struct Sum(Span<ulong> seen)
    {
        private readonly Span<ulong> _seen = seen;
        private int _count, _everyday, _distinctive, _signs;

        public readonly int Total => _distinctive + (_everyday / EverydayShare) + Math.Min(MostSigns, _signs);

        public void AddWord(ReadOnlySpan<byte> word)
        {
            ulong packed = EverydayWords.Pack(word);
            if (!IsNew(packed))
                return;
            if (EverydayWords.Contains(packed))
                _everyday += word.Length;
            else
                _distinctive += Math.Min(word.Length, LongestCounted);
        }

        public void AddGlue(ReadOnlySpan<byte> glue)
        {
            if (glue.Length >= ShortestGlue && IsNew(EverydayWords.Pack(glue)))
                _distinctive += Math.Min(glue.Length, LongestCounted) / 2;
        }

        public void AddSign(byte value) => _signs += value is (byte)';' or (byte)'=' or (byte)'{' or (byte)'}' or (byte)'[' or (byte)']' or (byte)'<' or (byte)'>' ? 1 : 0;

        private bool IsNew(ulong packed)
        {
            if (_seen[.._count].Contains(packed))
                return false;
            if (_count < _seen.Length)
                _seen[_count++] = packed;
            return true;
        }
    }

    private enum Kind
    {
        Other,
        Small,
        Capital,
        Digit,
        Foreign,
    }
}
