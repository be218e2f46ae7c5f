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
internal static class TextComparison
{
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
                edits.AddRange(Block(whole, a[whole.From..(whole.From + whole.Length)], b[whole.OtherFrom..(whole.OtherFrom + whole.OtherLength)], beforeValues, afterValues));
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
        string removed = string.Concat(first.Select(line => line + "\n")), added = string.Concat(second.Select(line => line + "\n"));
        yield return new TextEdit($"line {gap.From + 1}", removed, added, before.Replace(removed), after.Replace(added), IsLine: true);
    }

    private static IEnumerable<TextEdit> Line(int line, string before, string after, KnownValues beforeValues, KnownValues afterValues)
    {
        if (AreEqual(before, after, beforeValues, afterValues))
            yield break;
        // Dates are one word each, or the words of two dates would be held against each other.
        string first = beforeValues.Dates.Replace(before), second = afterValues.Dates.Replace(after);
        List<string> a = Tokens.Of(first);
        List<string> b = Tokens.Of(second);
        List<Gap> gaps = Alignment.Gaps(a, b);
        if (gaps.Count > 1 && (first != before || second != after))
        {
            Gap last = gaps[^1];
            gaps = [new Gap(gaps[0].From, last.From + last.Length - gaps[0].From, gaps[0].OtherFrom, last.OtherFrom + last.OtherLength - gaps[0].OtherFrom)];
        }
        foreach (Gap gap in gaps)
        {
            string removed = string.Concat(a.Skip(gap.From).Take(gap.Length));
            string added = string.Concat(b.Skip(gap.OtherFrom).Take(gap.OtherLength));
            if (!AreEqual(removed, added, beforeValues, afterValues))
                yield return new TextEdit($"line {line + 1}, word {gap.From + 1}", removed, added, beforeValues.Replace(removed), afterValues.Replace(added), IsLine: false);
        }
    }

    private static bool AreEqual(string before, string after, KnownValues beforeValues, KnownValues afterValues)
    {
        if (beforeValues.Replace(before) == afterValues.Replace(after))
            return true;
        // A day of one digit against one of two is a difference of the day, unless it is the same day.
        return !beforeValues.Dates.Days.SequenceEqual(afterValues.Dates.Days) && beforeValues.Replace(before, loose: true) == afterValues.Replace(after, loose: true);
    }
}
