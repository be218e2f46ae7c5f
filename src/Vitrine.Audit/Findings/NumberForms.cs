namespace Vitrine.Audit.Findings;

/// <summary>
/// Numbers as locales write them (Unicode Technical Standard 35, part 3): digits in groups of three, or of two behind the last three, with one sign between the
/// groups and another before the fraction.
/// </summary>
internal static class NumberForms
{
    /// <summary>What may stand between two digits of a number.</summary>
    public const string Signs = ".,'\u2019\u00a0\u202f\u2009\u066b\u066c\u12c8 ";

    private const int LongestNumber = 40;

    // Where groups are parted by a blank: elsewhere one is a mark that hardly anybody sees.
    private static readonly string[] s_blanks = ["fr", "ru", "uk", "be", "pl", "cs", "sk", "sv", "fi", "nb", "nn", "no", "hu", "bg", "et", "lt", "lv", "pt",
        "es", "sl", "kk", "de", "af", "sq", "hy", "ka"];
    // As Switzerland and Liechtenstein write, and Spanish and Italian by hand.
    private static readonly string[] s_apostrophes = ["de", "fr", "it", "rm", "gsw", "es"];
    private static readonly string[] s_arabic = ["ar", "fa", "ur", "ps", "ckb", "sd"];

    /// <summary>
    /// Whether what differs at a place of two lines lies within a number, and all numbers of the lines are the same, grouped and parted in one way.
    /// </summary>
    /// <param name="before">The one line.</param>
    /// <param name="after">The other.</param>
    /// <param name="language">The language of the other's locale.</param>
    /// <param name="at">Where the difference begins in the one.</param>
    /// <param name="length">How long it is there.</param>
    public static bool AreWrittenOtherwise(string before, string after, string language, int at, int length)
    {
        List<Range> old = Of(before), now = Of(after);
        if (old.Count != now.Count
            || !old.Exists(range => at >= range.Start.Value + (length == 0 ? 1 : 0) && at + length <= range.End.Value && at < range.End.Value))
            return false;
        char grouping = default, point = default;
        for (int i = 0; i < old.Count; i++)
        {
            string one = before[old[i]], other = after[now[i]];
            if (one != other && !IsOtherwise(one, other, language, ref grouping, ref point))
                return false;
        }

        return true;
    }

    private static bool IsOtherwise(string before, string after, string language, ref char grouping, ref char point)
    {
        foreach ((Written one, Written other) in Written.Of(before).SelectMany(one => Written.Of(after).Select(other => (one, other))))
        {
            if (one.Whole != other.Whole || one.Fraction != other.Fraction || !IsUsual(other.Grouping, language) || !IsUsual(other.Point, language)
                || (other.Grouping != default && grouping != default && other.Grouping != grouping)
                || (other.Point != default && point != default && other.Point != point))
                continue;
            (grouping, point) = (other.Grouping == default ? grouping : other.Grouping, other.Point == default ? point : other.Point);
            return true;
        }

        return false;
    }

    /// <summary>Whether two numbers are the same, in digits of whatever script, each in those of one.</summary>
    public static bool AreSame(string before, string after) =>
        Written.Of(before).Any(one => Written.Of(after).Any(other => one.Whole == other.Whole && one.Fraction == other.Fraction));

    private static bool IsUsual(char sign, string language) => sign switch
    {
        default(char) or '.' or ',' => true,
        '\u2019' or '\'' => s_apostrophes.Contains(language),
        ' ' or '\u00a0' or '\u202f' or '\u2009' => s_blanks.Contains(language),
        '\u066b' or '\u066c' => s_arabic.Contains(language),
        '\u12c8' => language == "am",
        _ => false,
    };

    // Where the numbers of a text are.
    private static List<Range> Of(string text)
    {
        var numbers = new List<Range>();
        for (int at = 0; at < text.Length; at++)
        {
            if (!char.IsAsciiDigit(text[at]))
                continue;
            int end = at + 1;
            while (end < text.Length
                && (char.IsAsciiDigit(text[end])
                    || (end + 1 < text.Length && Signs.Contains(text[end], StringComparison.Ordinal) && char.IsAsciiDigit(text[end + 1]))))
                end++;
            numbers.Add(at..end);
            at = end;
        }

        return numbers;
    }

    // A number as it may be read: 1.234 is one thousand and some, or one and some thousandths.
    private readonly record struct Written(string Whole, string Fraction, char Grouping, char Point)
    {
        public static IEnumerable<Written> Of(string raw)
        {
            if (raw.Length > LongestNumber || raw.Where(char.IsDigit).Select(digit => digit - (int)char.GetNumericValue(digit)).Distinct().Count() != 1)
                yield break;
            string plain = string.Concat(raw.Select(c => char.IsDigit(c) ? (char)('0' + (int)char.GetNumericValue(c)) : c));
            if (Grouped(plain) is (string whole, char sign))
                yield return new Written(whole, "", sign, default);
            int last = plain.LastIndexOfAny([.. Signs]);
            if (last > 0 && last + 1 < plain.Length && Grouped(plain[..last]) is (string before, char grouping) && grouping != plain[last])
                yield return new Written(before, plain[(last + 1)..], grouping, plain[last]);
        }

        private static (string Digits, char Sign)? Grouped(string text)
        {
            char[] signs = [.. text.Where(c => !char.IsAsciiDigit(c)).Distinct()];
            if (signs.Length == 0)
                return (text, default);
            string[] groups = text.Split(signs[0]);
            return signs.Length == 1
                && groups[0].Length is > 0 and <= 3
                && groups[^1].Length == 3
                && groups[1..^1] is var middle
                && (middle.All(group => group.Length == 3) || middle.All(group => group.Length == 2))
                ? (string.Concat(groups), signs[0]) : null;
        }
    }
}
