using System.Text;
using Vitrine.Audit.Comparison;
using Vitrine.Audit.Comparison.Features;

namespace Vitrine.Audit.Findings;

/// <summary>
/// What locales write otherwise: numbers (Unicode Technical Standard 35, part 3), the same digits grouped otherwise and with other signs between them; lists of names (UTS 10), the same ones sorted otherwise.
/// </summary>
internal static class LocaleForms
{
    private const int LongestLine = 4000;
    private const int LongestNumber = 40;
    private const string Signs = ".,'\u2019\u00a0\u202f\u2009\u066b\u066c\u12c8 ";

    /// <summary>Whether a difference lies within a number that has the same digits on both sides.</summary>
    public static bool IsSameNumber(Difference difference)
    {
        if (!IsPiece(difference.Before) || !IsPiece(difference.After))
            return false;
        HashSet<string> before = Numbers(difference.SessionsWithout[0], difference.Path, difference.Before), after = Numbers(difference.SessionsWith[0], difference.Path, difference.After);
        // Numbers that are written alike on both sides are not what differs.
        HashSet<string> now = [.. after.Except(before).Select(Digits)];
        return now.Count > 0 && now.IsSubsetOf(before.Except(after).Select(Digits));
    }

    /// <summary>Whether all lines of a text that differ are lists of the same names of files, each in another order.</summary>
    public static bool IsSameList(Difference difference)
    {
        if (!FeatureReader.Of(difference.SessionsWithout[0]).All.TryGetValue(difference.Path, out Feature before) || !FeatureReader.Of(difference.SessionsWith[0]).All.TryGetValue(difference.Path, out Feature after))
            return false;
        string piece = (difference.After.Length > 0 ? difference.After : difference.Before).Trim(' ', ',', '\n');
        HashSet<string> known = [.. before.Value.Split('\n').Where(line => line.Length <= LongestLine && line.Contains(piece, StringComparison.Ordinal)).Select(Sorted)];
        HashSet<string> same = [.. before.Value.Split('\n')];
        string[] changed = [.. after.Value.Split('\n').Where(line => !same.Contains(line) && line.Length <= LongestLine && line.Contains(piece, StringComparison.Ordinal))];
        return piece.Length > 0 && changed.Length > 0 && changed.All(line => Names(line).Count(name => name.Contains('.', StringComparison.Ordinal) || name.Contains('/', StringComparison.Ordinal)) >= 2 && known.Contains(Sorted(line)));
    }

    /// <summary>Whether a field is a list of the locale's languages on both sides, with weights that fall by tenths (RFC 9110, section 12.5.4), and English or anything for last.</summary>
    public static bool AreLanguages(Difference difference) => difference.Path.EndsWith(" field accept-language", StringComparison.Ordinal)
        && difference.SessionsWithout.Concat(difference.SessionsWith).All(session => !FeatureReader.Of(session).All.TryGetValue(difference.Path, out Feature field) || IsListOfLanguages(field.Value, session));

    private static bool IsListOfLanguages(string field, AuditSession session)
    {
        HashSet<string> known = new(StringComparer.OrdinalIgnoreCase) { "en", "en-US", "en-GB", "*" };
        foreach (string locale in session.Machine.Environment.Where(variable => variable.Key is "LANG" or "LANGUAGE" || variable.Key.StartsWith("LC_", StringComparison.Ordinal)).SelectMany(variable => variable.Value.Split(':')).Append(session.Machine.Locale))
        {
            string tag = locale.Split('.', '@')[0].Replace('_', '-');
            known.UnionWith([tag, tag.Split('-')[0]]);
        }

        double last = 1;
        var said = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (string item in field.Split(','))
        {
            string[] parts = item.Trim().Split(';');
            double weight = 1;
            if (!known.Contains(parts[0]) || !said.Add(parts[0]) || parts.Length > 2 || (parts.Length == 2 && !(parts[1].Trim() is ['q', '=', '0', '.', >= '1' and <= '9' and var tenth] && (weight = (tenth - '0') / 10.0) > 0)) || weight > last)
                return false;
            last = weight;
        }

        return true;
    }

    /// <summary>Whether two pieces are equal but for their digits, which are those of one other script, and the signs that stand between these.</summary>
    public static bool IsInOtherDigits(string before, string after) =>
        after.Length <= LongestNumber && after.Where(char.IsDigit).Select(ZeroOf).Distinct().ToArray() is [not '0'] && before.All(c => !char.IsDigit(c) || char.IsAsciiDigit(c)) && InAscii(before) == InAscii(after);

    private static char ZeroOf(char digit) => (char)(digit - (int)char.GetNumericValue(digit));

    // Other signs stand where they stand.
    private static string InAscii(string text)
    {
        var ascii = new StringBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            bool isWithin = i > 0 && i + 1 < text.Length && char.IsDigit(text[i - 1]) && char.IsDigit(text[i + 1]);
            if (!isWithin || !Signs.Contains(text[i], StringComparison.Ordinal))
                ascii.Append(char.IsDigit(text[i]) ? (char)('0' + (int)char.GetNumericValue(text[i])) : text[i] == '\u066a' ? '%' : text[i]);
        }

        return ascii.ToString();
    }

    private static string[] Names(string line) => line.Split([',', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries);

    private static string Sorted(string line) => string.Join(' ', Names(line).Order(StringComparer.Ordinal));

    // A piece of a number, as the difference has it: digits of any script and what may stand between them. A sign alone, or a blank, may be a mark anywhere.
    private static bool IsPiece(string text) => text.Length <= 40 && text.Any(char.IsDigit) && text.All(c => char.IsDigit(c) || Signs.Contains(c, StringComparison.Ordinal));

    // The numbers in a text that hold a piece, as they are written.
    private static HashSet<string> Numbers(AuditSession session, string path, string piece)
    {
        var numbers = new HashSet<string>(StringComparer.Ordinal);
        if (!FeatureReader.Of(session).All.TryGetValue(path, out Feature feature))
            return numbers;
        foreach (string line in feature.Value.Split('\n'))
        {
            if (line.Length > LongestLine)
                continue;
            for (int at = 0; at < line.Length; at++)
            {
                if (!char.IsDigit(line[at]))
                    continue;
                int end = at, last = at;
                while (end < line.Length && (char.IsDigit(line[end]) || (Signs.Contains(line[end], StringComparison.Ordinal) && end - last < 2)))
                {
                    if (char.IsDigit(line[end]))
                        last = end;
                    end++;
                }

                string raw = line[at..(last + 1)];
                at = last;
                if (raw.Any(c => !char.IsDigit(c)) && raw.Contains(piece.Trim(), StringComparison.Ordinal))
                    numbers.Add(raw);
            }
        }

        return numbers;
    }

    private static string Digits(string raw)
    {
        var digits = new StringBuilder();
        foreach (char c in raw.Where(char.IsDigit))
            digits.Append((char)('0' + (int)char.GetNumericValue(c)));
        return digits.ToString();
    }
}
