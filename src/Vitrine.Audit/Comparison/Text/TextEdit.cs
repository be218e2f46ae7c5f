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
        foreach (Gap gap in Alignment.Gaps(a, b))
        {
            string[] first = a[gap.From..(gap.From + gap.Length)];
            string[] second = b[gap.OtherFrom..(gap.OtherFrom + gap.OtherLength)];
            string[] firstMarked = [.. first.Select(line => beforeValues.Replace(line))];
            string[] secondMarked = [.. second.Select(line => afterValues.Replace(line))];
            foreach (Gap inner in Alignment.Gaps(firstMarked, secondMarked))
                edits.AddRange(Block(gap.From, inner, first, second, firstMarked, secondMarked, beforeValues, afterValues));
            explained = true;
        }
        return (edits, explained && edits.Count == 0);
    }

    private static IEnumerable<TextEdit> Block(int from, Gap gap, string[] first, string[] second, string[] firstMarked, string[] secondMarked, KnownValues before, KnownValues after)
    {
        int pairs = gap.Length == gap.OtherLength ? gap.Length : 0;
        for (int i = 0; i < pairs; i++)
        {
            foreach (TextEdit edit in Line(from + gap.From + i, first[gap.From + i], second[gap.OtherFrom + i], before, after))
                yield return edit;
        }
        if (pairs == 0)
        {
            yield return new TextEdit(
                $"line {from + gap.From + 1}",
                string.Join('\n', first.AsSpan(gap.From, gap.Length)!),
                string.Join('\n', second.AsSpan(gap.OtherFrom, gap.OtherLength)!),
                string.Join('\n', firstMarked.AsSpan(gap.From, gap.Length)!),
                string.Join('\n', secondMarked.AsSpan(gap.OtherFrom, gap.OtherLength)!),
                IsLine: true);
        }
    }

    private static IEnumerable<TextEdit> Line(int line, string before, string after, KnownValues beforeValues, KnownValues afterValues)
    {
        if (AreEqual(before, after, beforeValues, afterValues))
            yield break;
        List<string> a = Tokens.Of(before);
        List<string> b = Tokens.Of(after);
        foreach (Gap gap in Alignment.Gaps(a, b))
        {
            string first = string.Concat(a.Skip(gap.From).Take(gap.Length));
            string second = string.Concat(b.Skip(gap.OtherFrom).Take(gap.OtherLength));
            if (!AreEqual(first, second, beforeValues, afterValues))
                yield return new TextEdit($"line {line + 1}, word {gap.From + 1}", first, second, beforeValues.Replace(first), afterValues.Replace(second), IsLine: false);
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
