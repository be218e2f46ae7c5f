using System.Text;
using Vitrine.Audit.Comparison;
using Vitrine.Audit.Comparison.Features;
using Vitrine.Audit.Comparison.Text;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Findings;

/// <summary>
/// What locales write otherwise: numbers (Unicode Technical Standard 35, part 3), the same digits grouped otherwise and with other signs between them; lists of names (UTS 10), the same ones sorted otherwise.
/// </summary>
internal static class LocaleForms
{
    private const int LongestLine = 4000;
    private const int LongestNumber = 40;
    private const string Signs = ".,'\u2019\u00a0\u202f\u2009\u066b\u066c\u12c8 ";

    private const int LongestSentence = 100;
    private const string Quotes = "\"'\u201c\u201d\u2018\u2019\u201e\u201f\u201a\u00ab\u00bb\u2039\u203a\u300c\u300d\u300e\u300f\u300a\u300b\u05f4\u05f3";

    // Unicode's common locale data: what stands around quoted words, outer and inner ones.
    private static readonly Dictionary<string, string> s_quotes = new(StringComparer.Ordinal)
    {
        ["de"] = "\u201e\u201c\u201a\u2018\u00bb\u00ab\u203a\u2039",
        ["fr"] = "\u00ab\u00bb\u201c\u201d",
        ["ru"] = "\u00ab\u00bb\u201e\u201c",
        ["uk"] = "\u00ab\u00bb\u201e\u201c",
        ["be"] = "\u00ab\u00bb\u201e\u201c",
        ["es"] = "\u00ab\u00bb\u201c\u201d",
        ["it"] = "\u00ab\u00bb\u201c\u201d",
        ["pt"] = "\u201c\u201d\u00ab\u00bb",
        ["pl"] = "\u201e\u201d\u00ab\u00bb",
        ["cs"] = "\u201e\u201c\u201a\u2018",
        ["hu"] = "\u201e\u201d\u00bb\u00ab",
        ["sv"] = "\u201d\u2019",
        ["fi"] = "\u201d\u2019",
        ["nb"] = "\u00ab\u00bb\u2018\u2019",
        ["el"] = "\u00ab\u00bb\u201c\u201d",
        ["fa"] = "\u00ab\u00bb\u2039\u203a",
        ["ar"] = "\u201d\u201c\u00ab\u00bb",
        ["he"] = "\u201d\u201c\u05f4\u05f3",
        ["ja"] = "\u300c\u300d\u300e\u300f",
        ["zh"] = "\u201c\u201d\u2018\u2019\u300c\u300d\u300e\u300f\u300a\u300b",
    };

    private static readonly string[] s_ofLanguage = ["spelling", "language", "grammar", "punctuation", "quotation", "dialect", "translate", "translation", "right to left"];

    /// <summary>What is said of a difference that lies in how a locale writes something; null where it does not.</summary>
    /// <param name="difference">The difference, under another locale.</param>
    /// <param name="isAlone">Whether the conditions differ in nothing else.</param>
    public static Judgement? Judge(Difference difference, bool isAlone)
    {
        if (isAlone && IsInOtherDigits(difference.Before, difference.After))
            return Judgement.Lawful("the same number in this locale's digits");
        if (isAlone && AreLanguages(difference))
            return Judgement.Open("the languages of the locale, the wanted one first");
        if (IsSameNumber(difference) || (isAlone && IsOtherwiseWritten(difference)))
            return Judgement.Lawful("the same number as this locale groups its digits");
        if (isAlone && AreQuotes(difference))
            return Judgement.Lawful("the quotation marks of this language");
        if (isAlone && IsAboutLanguage(difference))
            return new Judgement(FindingClasses.Open, Severity.Low, "a sentence about language, in a line that names the locale's");
        return IsSameList(difference) ? Judgement.Lawful("the same names as this locale sorts them") : null;
    }

    // Signs alone, in a line of which nothing else differs.
    private static bool IsOtherwiseWritten(Difference difference) => LinesOf(difference) is var (before, after) && before != after && WithPlainNumbers(before) == WithPlainNumbers(after);

    private static bool AreQuotes(Difference difference) => IsQuote(difference.Before, difference.SessionsWithout[0]) && IsQuote(difference.After, difference.SessionsWith[0]);

    private static bool IsQuote(string piece, AuditSession session) => piece.Length > 0
        && piece.All(c => Quotes.Contains(c, StringComparison.Ordinal) && (c is '"' or '\'' || s_quotes.GetValueOrDefault(session.Machine.Locale.Split('_', '.')[0], "\u201c\u201d\u2018\u2019").Contains(c, StringComparison.Ordinal)));

    // Of a line that says the language by its name on both sides, each sentence that differs is about language.
    private static bool IsAboutLanguage(Difference difference)
    {
        if (difference.Channel != Channels.BodyText || LinesOf(difference) is not var (before, after) || !NamesLanguage(before, difference.SessionsWithout[0]) || !NamesLanguage(after, difference.SessionsWith[0]) || Folding.Unseen(InPlainQuotes(before)) != Folding.Unseen(InPlainQuotes(after)))
            return false;
        string[] old = SentencesOf(before), now = SentencesOf(after);
        return old.Except(now).All(sentence => IsOfLanguage(sentence, difference.SessionsWithout[0])) && now.Except(old).All(sentence => IsOfLanguage(sentence, difference.SessionsWith[0]));
    }

    private static bool IsOfLanguage(string sentence, AuditSession session) => sentence.Length <= LongestSentence && !TextJudge.IsSecretive(sentence) && !TextJudge.AsksForMarks(sentence)
        && (s_ofLanguage.Any(word => TextJudge.IsSaid(sentence, word, 2)) || NamesLanguage(sentence, session));

    private static string InPlainQuotes(string line) => string.Concat(line.Select(c => Quotes.Contains(c, StringComparison.Ordinal) ? '"' : c));

    private static string[] SentencesOf(string line) => [.. InPlainQuotes(line).Split(['.', ';', '!'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    private static bool NamesLanguage(string line, AuditSession session) => LanguageNames.Of(session.Machine.Locale).Any(name => name.Length > 3 && TextJudge.IsSaid(line, name, 2));

    // The line in which it lies, on both sides.
    private static (string Before, string After)? LinesOf(Difference difference) => FactLines.LineOf(difference.SessionsWithout[0], difference) is { Length: <= LongestLine } before && FactLines.LineOf(difference.SessionsWith[0], difference) is { Length: <= LongestLine } after ? (before, after) : null;

    private static string WithPlainNumbers(string line)
    {
        var plain = new StringBuilder();
        for (int at = 0; at < line.Length; at++)
        {
            bool isWithin = at > 0 && at + 1 < line.Length && char.IsDigit(line[at - 1]) && char.IsDigit(line[at + 1]) && Signs.Contains(line[at], StringComparison.Ordinal);
            if (!isWithin)
                plain.Append(char.IsDigit(line[at]) ? (char)('0' + (int)char.GetNumericValue(line[at])) : line[at]);
        }

        return plain.ToString();
    }

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
