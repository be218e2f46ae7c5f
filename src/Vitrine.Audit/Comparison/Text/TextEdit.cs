using System.Text.RegularExpressions;

namespace Vitrine.Audit.Comparison.Text;

/// <summary>A place where a text is not what another is, after the machine's own values were explained.</summary>
/// <param name="Place">Where it begins in the text compared with: <c>line 4, word 7</c>; the same for the same place in each session.</param>
/// <param name="Before">What stands there in that text.</param>
/// <param name="After">What stands there in this one.</param>
/// <param name="BeforeMarked">The same with the machine's values as marks.</param>
/// <param name="AfterMarked">The same with the machine's values as marks.</param>
/// <param name="IsLine">Whether whole lines came or went.</param>
internal sealed record TextEdit(string Place, string Before, string After, string BeforeMarked, string AfterMarked, bool IsLine);

/// <summary>Compares two texts line by line and word by word.</summary>
internal static partial class TextComparison
{
    // Tokens: a blank and a word, or a sign and a blank.
    private const int Beside = 2;
    private const int MostPairs = 4096;
    private const int LongestLabel = 64;

    // Words that are others, of those between the first and the last of them: a sentence in other words is one difference.
    private const int LeastReworded = 3;
    private const int LeastPieces = 3;

    /// <summary>What is not explained; whether something was.</summary>
    public static (List<TextEdit> Edits, bool Explained) Compare(string before, string after, KnownValues beforeValues, KnownValues afterValues)
    {
        string[] a = before.Split('\n');
        string[] b = after.Split('\n');
        var edits = new List<TextEdit>();
        bool explained = false;
        int done = 0;
        foreach (Gap gap in Alignment.Gaps(a, b))
        {
            string[] firstMarked = [.. a.AsSpan(gap.From, gap.Length).ToArray().Select(line => beforeValues.Replace(line))];
            string[] secondMarked = [.. b.AsSpan(gap.OtherFrom, gap.OtherLength).ToArray().Select(line => afterValues.Replace(line))];
            foreach (Gap inner in Alignment.Gaps(firstMarked, secondMarked))
            {
                Gap whole = Alignment.Slide(a, b, new Gap(gap.From + inner.From, inner.Length, gap.OtherFrom + inner.OtherFrom, inner.OtherLength), done);
                done = whole.From + whole.Length;
                edits.AddRange(Block(whole, a[whole.From..(whole.From + whole.Length)], b[whole.OtherFrom..(whole.OtherFrom + whole.OtherLength)], beforeValues,
                    afterValues));
            }
            explained = true;
        }
        return (edits, explained && edits.Count == 0);
    }

    private static IEnumerable<TextEdit> Block(Gap gap, string[] first, string[] second, KnownValues before, KnownValues after)
    {
        if (first.Length == second.Length)
        {
            for (int i = 0; i < first.Length; i++)
            {
                foreach (TextEdit edit in Line(gap.From + i, first[i], second[i], before, after))
                    yield return edit;
            }
            yield break;
        }
        // Lines that are of one another, and what came or went between them.
        int from = 0, otherFrom = 0;
        bool areFew = (long)first.Length * second.Length <= MostPairs;
        string[] labels = areFew ? [.. first.Select(line => LabelOf(line, before))] : [],
            others = areFew ? [.. second.Select(line => LabelOf(line, after))] : [];
        for (int i = 0; i < labels.Length; i++)
        {
            int at = labels[i].Length == 0 ? -1 : Array.FindIndex(others, otherFrom, label => label == labels[i]);
            if (at < 0)
                continue;
            if (Lines(gap.From + from, first[from..i], second[otherFrom..at], before, after) is { } between)
                yield return between;
            foreach (TextEdit edit in Line(gap.From + i, first[i], second[at], before, after))
                yield return edit;
            (from, otherFrom) = (i + 1, at + 1);
        }
        if (Lines(gap.From + from, first[from..], second[otherFrom..], before, after) is { } rest)
            yield return rest;
    }

    private static TextEdit? Lines(int at, string[] first, string[] second, KnownValues before, KnownValues after)
    {
        string removed = string.Concat(first.Select(line => line + "\n")), added = string.Concat(second.Select(line => line + "\n"));
        return first.Length + second.Length == 0
            ? null
            : new TextEdit($"line {at + 1}", removed, added, before.Replace(removed), after.Replace(added), IsLine: true);
    }

    // What a line begins with, which tells what it is about.
    private static string LabelOf(string line, KnownValues values) => Label().Match(values.Replace(line[..Math.Min(line.Length, LongestLabel)])).Value;

    private static IEnumerable<TextEdit> Line(int line, string before, string after, KnownValues beforeValues, KnownValues afterValues)
    {
        if (AreEqual(before, after, beforeValues, afterValues))
            yield break;
        // Dates are one word each, or the words of two dates would be held against each other.
        string first = beforeValues.Dates.Replace(before), second = afterValues.Dates.Replace(after);
        List<string> a = Tokens.Of(first);
        List<string> b = Tokens.Of(second);
        List<Gap> gaps = Reworded(AroundDates([.. Alignment.Gaps(a, b).Where(gap => !AreEqual(Text(a, gap.From, gap.Length),
            Text(b, gap.OtherFrom, gap.OtherLength), beforeValues, afterValues))],
            a, b),
            a, b);
        foreach (Gap gap in gaps)
        {
            string removed = Text(a, gap.From, gap.Length), added = Text(b, gap.OtherFrom, gap.OtherLength);
            // Behind a date with which both begin.
            int same = removed.AsSpan(0, removed.AsSpan().CommonPrefixLength(added)).LastIndexOf('}') + 1;
            if (same > 0
                && same == removed.LastIndexOf('}') + 1
                && same == added.LastIndexOf('}') + 1
                && DateForms.HasMark(removed[..same])
                && same < added.Length)
                (removed, added) = (removed[same..], added[same..]);
            if (!AreEqual(removed, added, beforeValues, afterValues))
                yield return new TextEdit($"line {line + 1}, word {gap.From + 1}", removed, added, beforeValues.Replace(removed), afterValues.Replace(added),
                    IsLine: false);
        }
    }

    private static string Text(List<string> tokens, int from, int length) => string.Concat(tokens.Skip(from).Take(length));

    private static List<Gap> Reworded(List<Gap> gaps, List<string> a, List<string> b)
    {
        if (gaps.Count < LeastPieces)
            return gaps;
        Gap first = gaps[0], last = gaps[^1];
        var whole = new Gap(first.From, last.From + last.Length - first.From, first.OtherFrom, last.OtherFrom + last.OtherLength - first.OtherFrom);
        static int WordsOf(IEnumerable<string> tokens) => tokens.Count(token => token.Any(char.IsLetter));
        int lost = gaps.Sum(gap => WordsOf(a.Skip(gap.From).Take(gap.Length))), now = gaps.Sum(gap => WordsOf(b.Skip(gap.OtherFrom).Take(gap.OtherLength)));
        bool isOther = lost >= LeastReworded
            && now >= LeastReworded
            && 2 * lost > WordsOf(a.Skip(whole.From).Take(whole.Length))
            && 2 * now > WordsOf(b.Skip(whole.OtherFrom).Take(whole.OtherLength));
        return isOther ? [whole] : gaps;
    }

    // What two forms of a date have between them is one difference; what else the line holds is none of it.
    private static List<Gap> AroundDates(List<Gap> gaps, List<string> a, List<string> b)
    {
        int first = gaps.FindIndex(gap => HasMark(a, gap.From, gap.Length) || HasMark(b, gap.OtherFrom, gap.OtherLength)),
            last = gaps.FindLastIndex(gap => HasMark(a, gap.From, gap.Length) || HasMark(b, gap.OtherFrom, gap.OtherLength));
        if (first == last)
            return gaps;
        Gap begin = gaps[first], end = gaps[last];
        return [.. gaps[..first], new Gap(begin.From, end.From + end.Length - begin.From, begin.OtherFrom, end.OtherFrom + end.OtherLength - begin.OtherFrom),
            .. gaps[(last + 1)..]];
    }

    // With the words right beside them, in which a date of one locale is longer than that of another.
    private static bool HasMark(List<string> tokens, int from, int length) =>
        tokens[Math.Max(0, from - Beside)..Math.Min(tokens.Count, from + length + Beside)].Exists(DateForms.HasMark);

    private static bool AreEqual(string before, string after, KnownValues beforeValues, KnownValues afterValues)
    {
        string first = beforeValues.Replace(before), second = afterValues.Replace(after);
        if (first == second
            || ((DateForms.NamesUniversal(first) || DateForms.NamesUniversal(second)) && DateForms.WithoutLabels(first) == DateForms.WithoutLabels(second)))
            return true;
        // A day of one digit against one of two is a difference of the day, unless it is the same day.
        return !beforeValues.Dates.Days.SequenceEqual(afterValues.Dates.Days)
            && beforeValues.Replace(before, loose: true) == afterValues.Replace(after, loose: true);
    }

    [GeneratedRegex(@"\A[ \t|*>#-]*(?:\*\*|`|""|<)?\p{L}[\p{L} _-]{1,38}(?:\*\*|`|"")?[ \t]*[:=|>]", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Label();
}
