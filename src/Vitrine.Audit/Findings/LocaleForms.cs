using System.Globalization;
using System.Text;
using Vitrine.Audit.Comparison;
using Vitrine.Audit.Comparison.Features;
using Vitrine.Audit.Comparison.Text;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Findings;

/// <summary>
/// What locales write otherwise: numbers (<see cref="NumberForms"/>), quotation marks, the languages that are wanted, sentences about language; lists of names
/// (UTS 10), the same ones sorted otherwise.
/// </summary>
internal static class LocaleForms
{
    private const int LongestLine = 4000;
    private const int LongestNumber = 40;
    private const int LongestSentence = 100;
    private const int MostOpenings = 2;
    private const string Quotes = "\"'\u201c\u201d\u2018\u2019\u201e\u201f\u201a\u00ab\u00bb\u2039\u203a\u300c\u300d\u300e\u300f\u300a\u300b\u05f4\u05f3";

    // Unicode's common locale data: what stands around quoted words, in pairs, outer and inner ones.
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
        ["sv"] = "\u201d\u201d\u2019\u2019",
        ["fi"] = "\u201d\u201d\u2019\u2019",
        ["nb"] = "\u00ab\u00bb\u2018\u2019",
        ["el"] = "\u00ab\u00bb\u201c\u201d",
        ["fa"] = "\u00ab\u00bb\u2039\u203a",
        ["ar"] = "\u201d\u201c\u00ab\u00bb",
        ["he"] = "\u201d\u201c\u05f4\u05f4\u05f3\u05f3",
        ["ja"] = "\u300c\u300d\u300e\u300f",
        ["zh"] = "\u201c\u201d\u2018\u2019\u300c\u300d\u300e\u300f\u300a\u300b",
    };

    private const int LongestSeparators = 120;
    private const string Separators = ".,'\u2019\u066b\u066c\u202f\u00a0 ";
    private static readonly string[] s_ofSeparators = ["separator", "separators", "decimal", "thousands", "grouping"];
    private const int LongestPattern = 14;
    private const string HalfDay = "{ap}";
    private const int LongestTime = 24;
    private static readonly string[] s_ofLanguage = ["spelling", "language", "grammar", "punctuation", "quotation", "dialect", "translate", "translation",
        "right to left"];

    /// <summary>What is said of a difference that lies in how a locale writes something; null where it does not.</summary>
    /// <param name="difference">The difference, under another locale.</param>
    /// <param name="isAlone">Whether the conditions differ in nothing else.</param>
    public static Judgement? Judge(Difference difference, bool isAlone)
    {
        if (isAlone
            && difference.BeforeMarked.Trim() is HalfDay or ""
            && difference.AfterMarked.Trim() is HalfDay or ""
            && (difference.BeforeMarked + difference.AfterMarked).Contains(HalfDay, StringComparison.Ordinal))
            return Judgement.Lawful("the time as this locale writes it");
        if (isAlone && IsTime(difference.Before, difference.SessionsWithout[0]) && IsTime(difference.After, difference.SessionsWith[0]))
            return Judgement.Lawful("the time as this locale writes it");
        if (isAlone && IsInOtherDigits(difference.Before, difference.After))
            return Judgement.Lawful("the same number in this locale's digits");
        if (isAlone && LanguageFields.AreLanguages(difference))
            return Judgement.Open("the languages of the locale, the wanted one first");
        if (IsSameNumber(difference) || (isAlone && IsOtherwiseWritten(difference)))
            return Judgement.Lawful("the same number as this locale groups its digits");
        if (isAlone && difference.Channel == Channels.BodyText && IsPattern(difference.Before) && IsPattern(difference.After))
            return Judgement.Open("the order of day, month and year of this locale");
        if (isAlone && AreQuotes(difference))
            return Judgement.Lawful("the quotation marks of this language");
        if (isAlone && IsAboutLanguage(difference) && !SaidValues.HaveOthersAround(difference))
            return new Judgement(FindingClasses.Open, Severity.Low, "a sentence about language, in a line that names the locale's");
        if (isAlone
            && difference.Channel == Channels.BodyText
            && difference.SessionsWithout.Select(session => session.Machine.Locale).All(IsEnglish)
            && FactLines.LinesOf(difference, LongestLine) is var (parted, list)
            && difference.SessionsWith.All(session => LanguageNames.PartLists(parted, list, session.Machine.Locale)))
            return Judgement.Lawful("what stands between the items of a list in this language");
        if (isAlone && (AreSeparators(difference) || AreNamedSeparators(difference)))
            return Judgement.Open("the separators of this locale's numbers, in a line that is about them");
        return difference.Channel != Channels.Header && IsSameList(difference) ? Judgement.Lawful("the same names as this locale sorts them") : null;
    }

    // The session's own time of day, in whatever digits, with or without the half of the day.
    private static bool IsTime(string piece, AuditSession session) =>
        piece.Length is > 3 and < LongestTime && (piece.All(c => !char.IsDigit(c) || char.IsAsciiDigit(c)) || !piece.Any(char.IsAsciiDigit))
        && KnownValues.Of(session.Machine).Replace(string.Concat(piece.Trim().Select(c => char.IsDigit(c)
            ? (char)('0' + (int)CharUnicodeInfo.GetNumericValue(c))
            : c is '\u202f' or '\u00a0'
                ? ' '
                : c))) is "{time}"
        or "{time} "
        + HalfDay;

    private static readonly string[] s_namesOfSeparators = ["point", "comma", "dot", "period", "full stop", "apostrophe", "space", "U+066B", "U+066C", "U+2019",
        "U+00A0", "U+202F"];

    private static bool AreNamedSeparators(Difference difference) =>
        difference.Channel == Channels.BodyText
        && ((string[])[difference.Before, difference.After]).All(side => s_namesOfSeparators.Contains(side.Trim(' ', '.', ',', ';', ')', '"') is var named
            && named.StartsWith("a ", StringComparison.Ordinal)
            ? named[2..]
            : named,
            StringComparer.OrdinalIgnoreCase))
        && FactLines.LinesOf(difference, LongestSeparators) is var (before, after)
        && s_ofSeparators.Any(word => TextJudge.IsSaid(before, word, 2) && TextJudge.IsSaid(after, word, 2));

    private static bool IsEnglish(string locale) => locale.Split('.', '@')[0] is "C" or "POSIX" or "" || locale.StartsWith("en", StringComparison.Ordinal);

    private static bool AreSeparators(Difference difference) =>
        difference is { Channel: Channels.BodyText, Before.Length: 1, After.Length: 1 }
        && Separators.Contains(difference.Before[0], StringComparison.Ordinal)
        && Separators.Contains(difference.After[0], StringComparison.Ordinal)
        && FactLines.LinesOf(difference, LongestSeparators) is var (before, after)
        && Quotes.Any(quote => before.Contains($"{quote}{difference.Before}{quote}", StringComparison.Ordinal)
            && after.Contains($"{quote}{difference.After}{quote}", StringComparison.Ordinal))
        && s_ofSeparators.Any(word => TextJudge.IsSaid(before, word, 2) && TextJudge.IsSaid(after, word, 2));

    // Signs within a number of a line whose numbers are all the same; what else differs there is a difference of its own.
    private static bool IsOtherwiseWritten(Difference difference)
    {
        if (FactLines.LinesOf(difference, LongestLine) is not var (before, after) || !FactLines.IsWithinWord(difference.Place, out int word))
            return false;
        // As the comparison took it apart: a date is one word.
        before = KnownValues.Of(difference.SessionsWithout[0].Machine).Dates.Replace(before);
        after = KnownValues.Of(difference.SessionsWith[0].Machine).Dates.Replace(after);
        int at = Tokens.Of(before).Take(word - 1).Sum(token => token.Length);
        // What is the same at both ends is none of it: a full stop behind a number.
        (string old, string now) = (difference.Before, difference.After);
        int start = old.AsSpan().CommonPrefixLength(now);
        int end = 0;
        while (end < Math.Min(old.Length, now.Length) - start && old[^(end + 1)] == now[^(end + 1)])
            end++;
        return NumberForms.AreWrittenOtherwise(before, after, LanguageOf(difference.SessionsWith[0]), at + start, old.Length - start - end);
    }

    // One mark for each beginning and one for each end, in all of the line, of which nothing else differs; of the whole text one kind of outer and one of inner
    // marks.
    private static bool AreQuotes(Difference difference)
    {
        if (difference.Channel != Channels.BodyText
            || !IsQuote(difference.Before)
            || !IsQuote(difference.After)
            || FactLines.LinesOf(difference, LongestLine) is not var (before, after)
            || before.Length != after.Length
            || !FeatureReader.Of(difference.SessionsWith[0]).All.TryGetValue(difference.Path, out Feature? text))
            return false;
        string marks = s_quotes.GetValueOrDefault(LanguageOf(difference.SessionsWith[0]), "\u201c\u201d\u2018\u2019");
        // The other side may be the one in plain signs.
        return IsRequoted(before, after, marks + "\"\"")
            && marks.Chunk(2).Count(pair => text.Value.Contains(pair[0], StringComparison.Ordinal)) <= MostOpenings;
    }

    // DD.MM.YYYY, as it is told to the model.
    private static bool IsPattern(string piece) =>
        piece.Trim(' ', '.', ',', ';', ')', '"', '`') is { Length: >= 6 and <= LongestPattern } pattern
        && pattern.Split('.', '/', '-')
            .Order(StringComparer.Ordinal)
            .ToArray() is ["day", "month", "year"]
        or ["D" or "DD" or "dd" or "d", "M" or "MM" or "m" or "mm", "YY" or "YYYY" or "yy" or "yyyy"]
        or ["MM" or "M", "dd" or "d", "yyyy" or "yy"];

    internal static string LanguageOf(AuditSession session) => session.Machine.Locale.Split('_', '.', '@')[0];

    private static bool IsRequoted(string before, string after, string marks)
    {
        var next = new Dictionary<char, (char[] Pair, bool IsOpen)>();
        for (int at = 0; at < before.Length; at++)
        {
            if (before[at] == after[at])
                continue;
            if (!IsQuote(before[at..(at + 1)]) || !IsQuote(after[at..(at + 1)]))
                return false;
            // What parts the beginning from the end of a quotation in one side's signs is the same sign for both in the other's.
            (char[] pair, bool isOpen) = next.GetValueOrDefault(KindOf(before[at]), (marks.Chunk(2).FirstOrDefault(each => each[0] == after[at]) ?? [], false));
            if (pair.Length == 0 || after[at] != pair[isOpen ? 1 : 0])
                return false;
            next[KindOf(before[at])] = (pair, !isOpen);
        }

        return next.Values.All(each => !each.IsOpen);
    }

    // Outer marks or inner ones.
    private static char KindOf(char mark) => "'\u2018\u2019\u201a\u2039\u203a\u300e\u300f\u05f3".Contains(mark, StringComparison.Ordinal) ? '\'' : '"';

    private static bool IsQuote(string piece) => piece.Length is 1 or 2 && piece.All(c => Quotes.Contains(c, StringComparison.Ordinal));

    // Of a line that says the language by its name on both sides, each sentence that differs is about language, and nothing else does.
    private static bool IsAboutLanguage(Difference difference)
    {
        if (difference.Channel != Channels.BodyText
            || !(difference.Before + difference.After).Any(char.IsLetter)
            || FactLines.LinesOf(difference, LongestLine) is not var (before, after)
            || !NamesLanguage(before, difference.SessionsWithout[0])
            || !NamesLanguage(after, difference.SessionsWith[0])
            || Folding.Unseen(InPlainQuotes(before)) != Folding.Unseen(InPlainQuotes(after)))
            return false;
        (string Said, string Whole)[] old = SentencesOf(before), now = SentencesOf(after);
        string[] gone = [.. old.Select(each => each.Said).Except(now.Select(each => each.Said))],
            come = [.. now.Select(each => each.Said).Except(old.Select(each => each.Said))];
        return gone.Length + come.Length > 0
            && gone.All(sentence => IsOfLanguage(sentence, difference.SessionsWithout[0]))
            && come.All(sentence => IsOfLanguage(sentence, difference.SessionsWith[0]))
            && Without(old, gone) == Without(now, come);
    }

    private static string Without((string Said, string Whole)[] sentences, string[] some) =>
        string.Concat(sentences.Where(each => !some.Contains(each.Said)).Select(each => each.Whole)).Trim();

    /// <summary>Whether each sentence of a line is about language.</summary>
    public static bool AreOfLanguage(string line) => SentencesOf(line).All(sentence => s_ofLanguage.Any(word => TextJudge.IsSaid(sentence.Said, word, 2)));

    private static bool IsOfLanguage(string sentence, AuditSession session) =>
        sentence.Length <= LongestSentence && !TextJudge.IsSecretive(sentence) && !TextJudge.AsksForMarks(sentence)
        && (s_ofLanguage.Any(word => TextJudge.IsSaid(sentence, word, 2)) || NamesLanguage(sentence, session));

    private static string InPlainQuotes(string line) => string.Concat(line.Select(c => Quotes.Contains(c, StringComparison.Ordinal) ? '"' : c));

    // Each with what ends it and the blanks behind.
    private static (string Said, string Whole)[] SentencesOf(string line)
    {
        string plain = InPlainQuotes(line);
        var sentences = new List<(string, string)>();
        for (int from = 0; from < plain.Length;)
        {
            int end = plain.AsSpan(from).IndexOfAny('.', ';', '!') is >= 0 and var at ? from + at + 1 : plain.Length;
            while (end < plain.Length && plain[end] == ' ')
                end++;
            sentences.Add((plain[from..end].Trim(' ', '.', ';', '!'), plain[from..end]));
            from = end;
        }

        return [.. sentences];
    }

    private static bool NamesLanguage(string line, AuditSession session) =>
        LanguageNames.Of(session.Machine.Locale).Any(name => name.Length > 3 && TextJudge.IsSaid(line, name, 2));

    /// <summary>Whether a difference lies within a number that has the same digits on both sides.</summary>
    public static bool IsSameNumber(Difference difference)
    {
        if (!IsPiece(difference.Before) || !IsPiece(difference.After))
            return false;
        HashSet<string> before = Numbers(difference.SessionsWithout[0], difference.Path, difference.Before),
            after = Numbers(difference.SessionsWith[0], difference.Path, difference.After);
        // Numbers that are written alike on both sides are not what differs.
        string[] old = [.. before.Except(after)], now = [.. after.Except(before)];
        return now.Length > 0 && now.All(number => old.Any(other => NumberForms.AreSame(other, number)));
    }

    /// <summary>Whether all lines of a text that differ are lists of the same names of files, each in another order.</summary>
    public static bool IsSameList(Difference difference)
    {
        if (!FeatureReader.Of(difference.SessionsWithout[0]).All.TryGetValue(difference.Path, out Feature? before)
            || !FeatureReader.Of(difference.SessionsWith[0]).All.TryGetValue(difference.Path, out Feature? after))
            return false;
        string piece = (difference.After.Length > 0 ? difference.After : difference.Before).Trim(' ', ',', '\n');
        HashSet<string> known = [.. before.Value.Split('\n')
            .Where(line => line.Length <= LongestLine && line.Contains(piece, StringComparison.Ordinal))
            .Select(Sorted)];
        HashSet<string> same = [.. before.Value.Split('\n')];
        string[] changed = [.. after.Value.Split('\n').Where(line => !same.Contains(line)
            && line.Length <= LongestLine
            && line.Contains(piece, StringComparison.Ordinal))];
        return piece.Length > 0 && changed.Length > 0 && changed.All(line => Files(line).Length >= 2 && AreSorted(Files(line)) && known.Contains(Sorted(line)))
            && before.Value.Split('\n')
                .Where(line => line.Length <= LongestLine && changed.Any(other => Sorted(other) == Sorted(line)))
                .All(line => AreSorted(Files(line)));
    }

    private static string[] Files(string line) =>
        [.. Names(line).Where(name => name.Contains('.', StringComparison.Ordinal) || name.Contains('/', StringComparison.Ordinal))];

    // By their characters, by their letters, or by their letters and digits alone, as collations do (Unicode Technical Standard 10); folders first or not. Of
    // letters beyond ASCII each locale has its own order.
    private static bool AreSorted(string[] names) =>
        names.Any(name => !System.Text.Ascii.IsValid(name))
        || s_orders.Any(order => IsAscending(names, order)
            || (names.SkipWhile(IsFolder).All(name => !IsFolder(name))
                && IsAscending([.. names.TakeWhile(IsFolder)], order)
                && IsAscending([.. names.SkipWhile(IsFolder)], order)));

    private static readonly Comparison<string>[] s_orders =
    [
        string.CompareOrdinal,
        (one, other) => string.Compare(one, other, StringComparison.OrdinalIgnoreCase),
        (one, other) => string.Compare(Letters(one), Letters(other), StringComparison.OrdinalIgnoreCase),
    ];

    private static bool IsAscending(string[] names, Comparison<string> order) => names.Zip(names.Skip(1)).All(pair => order(pair.First, pair.Second) <= 0);

    private static bool IsFolder(string name) => name.TrimEnd('"', '`').EndsWith('/');

    private static string Letters(string name) => string.Concat(name.Where(char.IsLetterOrDigit));

    /// <summary>Whether two pieces are equal but for their digits, which are those of one other script, and the signs that stand between these.</summary>
    public static bool IsInOtherDigits(string before, string after) =>
        after.Length <= LongestNumber
        && after.Where(char.IsDigit).Select(ZeroOf).Distinct().ToArray() is [not '0']
        && before.All(c => !char.IsDigit(c) || char.IsAsciiDigit(c))
        && InAscii(before) == InAscii(after);

    private static char ZeroOf(char digit) => (char)(digit - (int)char.GetNumericValue(digit));

    // Other signs stand where they stand.
    private static string InAscii(string text)
    {
        var ascii = new StringBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            bool isWithin = i > 0 && i + 1 < text.Length && char.IsDigit(text[i - 1]) && char.IsDigit(text[i + 1]);
            if (!isWithin || !NumberForms.Signs.Contains(text[i], StringComparison.Ordinal))
                ascii.Append(char.IsDigit(text[i]) ? (char)('0' + (int)char.GetNumericValue(text[i])) : text[i] == '\u066a' ? '%' : text[i]);
        }

        return ascii.ToString();
    }

    private static string[] Names(string line) => line.Split([',', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries);

    private static string Sorted(string line) => string.Join(' ', Names(line).Order(StringComparer.Ordinal));

    // A piece of a number, as the difference has it: digits of any script and what may stand between them. A sign alone, or a blank, may be a mark anywhere.
    private static bool IsPiece(string text) =>
        text.Length <= 40 && text.Any(char.IsDigit) && text.All(c => char.IsDigit(c) || NumberForms.Signs.Contains(c, StringComparison.Ordinal));

    // The numbers in a text that hold a piece, as they are written.
    private static HashSet<string> Numbers(AuditSession session, string path, string piece)
    {
        var numbers = new HashSet<string>(StringComparer.Ordinal);
        if (!FeatureReader.Of(session).All.TryGetValue(path, out Feature? feature))
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
                while (end < line.Length && (char.IsDigit(line[end]) || (NumberForms.Signs.Contains(line[end], StringComparison.Ordinal) && end - last < 2)))
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
}
