using System.Buffers;

namespace Vitrine.Core.Inspect.Decode;

/// <summary>Steps over JSON without decoding it.</summary>
internal static class JsonSkip
{
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[]"u8);

    /// <summary>What numbers and the three words are made of.</summary>
    public static SearchValues<byte> ScalarCharacters { get; } = SearchValues.Create("+-.0123456789Eaeflnrstu"u8);

    /// <summary>The closing quote of the string whose inside starts at <paramref name="start"/>; -1 where there is none.</summary>
    public static int StringEnd(ReadOnlySpan<byte> data, int start)
    {
        // Only quotes stop the search; whether one is escaped is told by the backslashes before it, which lie behind the quote before, so this is linear.
        int at = start, behind = start;
        while (true)
        {
            int quote = data[at..].IndexOf((byte)'"');
            if (quote < 0)
                return -1;
            quote += at;
            int slash = quote - 1;
            while (slash >= behind && data[slash] == '\\')
                slash--;
            if (((quote - 1 - slash) & 1) == 0)
                return quote;
            at = behind = quote + 1;
        }
    }

    /// <summary>One behind the object or array that starts at <paramref name="start"/>; -1 where it does not end.</summary>
    public static int Value(ReadOnlySpan<byte> data, int start)
    {
        int depth = 0;
        for (int at = start; at < data.Length; at++)
        {
            int step = data[at..].IndexOfAny(Structure);
            if (step < 0)
                return -1;
            at += step;
            switch (data[at])
            {
                case (byte)'"':
                    at = StringEnd(data, at + 1);
                    if (at < 0)
                        return -1;
                    break;
                case (byte)'{' or (byte)'[':
                    depth++;
                    break;
                default:
                    if (--depth == 0)
                        return at + 1;
                    break;
            }
        }

        return -1;
    }
}
