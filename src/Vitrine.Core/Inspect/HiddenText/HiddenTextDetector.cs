using System.Buffers;
using System.Text;

namespace Vitrine.Core.Inspect.HiddenText;

/// <summary>
/// Finds text that a reader does not see, or sees as another. ASCII is passed over by vectors; the rest is looked at once, code point by code point.
/// </summary>
public static class HiddenTextDetector
{
    /// <summary>The most hits of one search.</summary>
    public const int MaximumHits = 10_000;

    /// <summary>Searches <paramref name="text"/> and adds to <paramref name="hits"/>; false where there were more than are listed.</summary>
    /// <param name="text">UTF-8 pieces, each followed by a zero byte.</param>
    /// <param name="leftOut">What the agent did not write, such as lines of the user's files: ascending, not overlapping.</param>
    /// <param name="hits">Where hits go, in the order in which they stand.</param>
    public static bool Find(ReadOnlySpan<byte> text, ReadOnlySpan<TextRange> leftOut, List<HiddenCharacter> hits)
    {
        int room = MaximumHits, before = -1, at = 0, flag = 0;
        while (at < text.Length)
        {
            int skip = text[at] >= 0x80 ? 0 : text[at..].IndexOfAnyExceptInRange((byte)0, (byte)0x7F);
            if (skip < 0)
                return true;
            if (skip > 0)
            {
                at += skip;
                before = text[at - 1] == 0 ? -1 : text[at - 1];
                flag = 0;
            }

            while (!leftOut.IsEmpty && leftOut[0].End <= at)
                leftOut = leftOut[1..];
            if (!leftOut.IsEmpty && leftOut[0].Start <= at)
            {
                at = leftOut[0].End;
                before = -1;
                continue;
            }

            if (room == 0)
                return false;
            at = Step(text, at, ref before, ref flag, ref room, hits);
        }

        return true;
    }

    private static int Step(ReadOnlySpan<byte> text, int at, ref int before, ref int flag, ref int room, List<HiddenCharacter> hits)
    {
        if (Rune.DecodeFromUtf8(text[at..], out Rune rune, out int size) != OperationStatus.Done)
        {
            Add(HiddenTextKind.InvalidUtf8, at, size, -1, ref room, hits);
            before = -1;
            return at + size;
        }

        int c = rune.Value, after = After(text, at + size);
        // A flag of a region (UTS #51) is a black flag with at most seven tags; no more than that is honest.
        flag = c == 0x1F3F4 ? 8 : flag > 0 && c is >= 0xE0020 and <= 0xE007F ? flag - 1 : 0;
        int end = at + size;
        if (CodePoints.Suspect(c) is { } kind)
        {
            if (!CodePoints.IsHonest(c, before, after, flag > 0))
                Add(kind, at, size, c, ref room, hits);
        }
        else if (Rune.IsLetterOrDigit(rune))
        {
            (end, int deceiver) = Words.Look(text, at);
            end = Math.Max(end, at + size);
            if (deceiver >= 0)
            {
                Rune.DecodeFromUtf8(text[deceiver..], out Rune letter, out _);
                Add(HiddenTextKind.Confusable, deceiver, end - deceiver, letter.Value, ref room, hits);
            }

            Rune.DecodeLastFromUtf8(text[at..end], out Rune last, out _);
            c = last.Value;
        }

        before = c;
        return end;
    }

    private static int After(ReadOnlySpan<byte> text, int at) =>
        at < text.Length && Rune.DecodeFromUtf8(text[at..], out Rune next, out _) == OperationStatus.Done && next.Value != 0 ? next.Value : -1;

    private static void Add(HiddenTextKind kind, int at, int length, int codePoint, ref int room, List<HiddenCharacter> hits)
    {
        hits.Add(new HiddenCharacter(kind, new TextRange(at, length), codePoint));
        room--;
    }
}
