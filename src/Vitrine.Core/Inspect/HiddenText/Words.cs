using System.Buffers;
using System.Text;

namespace Vitrine.Core.Inspect.HiddenText;

/// <summary>Tells a word that only looks like ASCII from an honest word of another script.</summary>
internal static class Words
{
    private const int LongestWord = 256, Neighbourhood = 48;

    /// <summary>The end of the word that holds the letter at <paramref name="at"/>, and the first of its letters that deceives: -1 for none.</summary>
    public static (int End, int Deceiver) Look(ReadOnlySpan<byte> text, int at)
    {
        int start = at, latin = 0, strange = 0, others = 0, greek = 0, first = -1, letters = 0;
        while (start > 0 && at - start < LongestWord && IsAsciiWord(text[start - 1]))
            start--;
        int i = start;
        while (i < text.Length && i - start < LongestWord)
        {
            byte next = text[i];
            if (next < 0x80)
            {
                if (!IsAsciiWord(next))
                    break;
                latin += char.IsAsciiLetter((char)next) ? 1 : 0;
                letters++;
                i++;
                continue;
            }

            if (Rune.DecodeFromUtf8(text[i..], out Rune rune, out int size) != OperationStatus.Done || !Rune.IsLetterOrDigit(rune))
                break;
            // Accented Latin letters, dotless i among them, are what they look like.
            bool deceives = rune.Value >= 0x250 && ConfusableTable.Skeleton(rune.Value) != 0;
            if (deceives)
            {
                first = first < 0 ? i : first;
                strange++;
                greek += rune.Value is >= 0x370 and <= 0x3FF ? 1 : 0;
            }
            else
            {
                others++;
            }

            letters++;
            i += size;
        }

        i = Math.Max(i, at + 1);
        if (first < 0 || others > 0 || letters < 2)
            return (i, -1);
        // "σx" is a formula's variable; "pаypal" is not.
        bool mixed = latin > 0 && !(letters <= 3 && greek == strange);
        bool alone = latin == 0 && letters > 2 && IsLatinAround(text, start, i);
        return (i, mixed || alone ? first : -1);
    }

    private static bool IsAsciiWord(byte b) => char.IsAsciiLetterOrDigit((char)b);

    // A word wholly of another script deceives where the words beside it are ASCII on both sides; a piece that is only this word has no witness.
    private static bool IsLatinAround(ReadOnlySpan<byte> text, int start, int end)
    {
        ReadOnlySpan<byte> before = text[Math.Max(0, start - Neighbourhood)..start], after = text[end..Math.Min(text.Length, end + Neighbourhood)];
        before = before[(before.LastIndexOf((byte)0) + 1)..];
        after = after.IndexOf((byte)0) is >= 0 and var stop ? after[..stop] : after;
        int ascii = Letters(before) + Letters(after);
        return ascii >= 6 && Ascii.IsValid(before) && Ascii.IsValid(after);
    }

    private static int Letters(ReadOnlySpan<byte> text)
    {
        int count = 0;
        foreach (byte b in text)
            count += char.IsAsciiLetter((char)b) ? 1 : 0;
        return count;
    }
}
