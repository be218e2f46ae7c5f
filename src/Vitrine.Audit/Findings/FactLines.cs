using System.Globalization;
using System.Text.RegularExpressions;
using Vitrine.Audit.Comparison;
using Vitrine.Audit.Comparison.Features;
using Vitrine.Audit.Comparison.Text;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Findings;

/// <summary>Plain facts in a text: lines with a label that names the variable they follow from, and how long ago something was.</summary>
internal static partial class FactLines
{
    private const int LongestLine = 160;
    private const int LeastShared = 4;
    private const int LongestAge = 32;
    private const int LongestNumber = 4;
    private const int LongestFact = 32;
    private static readonly System.Runtime.CompilerServices.ConditionalWeakTable<string, TextLines> s_lines = [];
    // Lines that came or went above it.
    private const int MostAway = 40;
    private const int LongestAffirmed = 60;
    private static readonly string[] s_ofAuthorities = ["NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE",
        "GIT_SSL_CAINFO"];
    private const string AgeWord =
        "(?:(?:[0-9]{1,5}[smhdwy]){1,3}|[0-9]{1,5}(?:min)?|an?|ago|in|about|over|almost|less than|the|future|from|just now|now|yesterday|today|tomorrow|last|(?:second|minute|min|hour|day|week|month|year)s?)[,:;)]?";

    /// <summary>
    /// Whether each line that the difference lies in has a label, and a word that shares its beginning with the variable that was set: <c>Terminal: …</c> with
    /// <c>COLORTERM</c>, <c>colour</c> with <c>NO_COLOR</c>.
    /// </summary>
    public static bool NameVariable(Difference difference, string changedLines)
    {
        string[] names = [.. difference.With.Levels.Concat(difference.Without.Levels).SelectMany(level => level.Changes.Environment.Keys)];
        string piece = (difference.After.Trim() is { Length: > 0 } after ? after : difference.Before).Trim();
        string[] lines = [.. changedLines.Split('\n').Where(line => line.Contains(piece, StringComparison.Ordinal))];
        return difference.Factors is [Factors.EnvironmentVariable]
            && piece.Length > 0
            && IsFact(difference.After, difference.With.Levels.SelectMany(level => level.Changes.Environment.Values))
            && IsFact(difference.Before, difference.SessionsWithout[0].Machine.Environment.Values)
            && lines.Length > 0
            && lines.All(line => names.Any(name => WholeWord.IsIn(line, $"{name}={piece}", StringComparison.Ordinal)
                || line.Contains($"\"{name}\": {piece}", StringComparison.Ordinal))) is var isNamed
            && (isNamed
                || lines.All(line => line.Length <= LongestLine
                    && AnyLabel().Match(line) is { Success: true } label
                    && (Word().Matches(line + " " + difference.Before).Any(word => names.Any(name => IsAbout(name, word.Value)))
                        || names.SelectMany(VariableWords.Of).Any(word => TextJudge.IsSaid(label.Value, word, LeastShared)))));
    }

    private static bool IsAbout(string variable, string word) =>
        (word.Length >= LeastShared
            && variable.Contains(word[..LeastShared], StringComparison.OrdinalIgnoreCase)
            && !word.Equals(word[..LeastShared] + "s", StringComparison.OrdinalIgnoreCase))
        || VariableWords.Of(variable).Contains(word, StringComparer.OrdinalIgnoreCase);

    // A plain word, or what a variable says.
    private static bool IsFact(string piece, IEnumerable<string?> values) =>
        Fact(piece).Trim(' ', '"', '\'', ',', '{', '}', '[', ']') is var fact && (IsPlain(fact) || values.Contains(fact));

    /// <summary>Of a whole line that is there on one side only, what stands behind its label.</summary>
    public static string Fact(string piece) =>
        piece.Trim() is var line && !line.Contains('\n', StringComparison.Ordinal) && AnyLabel().Match(line) is { Success: true } label
            ? line[label.Length..].Trim(' ', ':', '=')
            : piece;

    /// <summary>
    /// Whether each line that the difference lies in has a label that names what the factor is, and a plain word or a small number for it: <c>Units: metric</c>
    /// with a locale, <c>Provider: custom</c> with an endpoint.
    /// </summary>
    public static bool NameFactor(Difference difference, string changedLines)
    {
        string piece = (difference.After.Trim() is { Length: > 0 } after ? after : difference.Before).Trim();
        string[] lines = [.. changedLines.Split('\n').Where(line => TextJudge.IsSaid(line, piece, 1))];
        return difference is { Factors: [var factor], Channel: Channels.BodyText, Before.Length: <= LongestFact, After.Length: <= LongestFact }
            && ConditionLexicon.AsLabels(factor) is { Count: > 0 } words
            && piece.Length > 0
            && IsPlainOf(factor, Fact(difference.After))
            && IsPlainOf(factor, Fact(difference.Before))
            && lines.Length > 0
            && ConditionWords.AreReadable(difference.Before + " " + difference.After)
            && lines.All(line => line.Length <= LongestLine
                && ((AnyLabel().Match(line) is { Success: true } label
                    && (line.Trim() == piece || IsOfLabel(line, label.Length, piece))
                    && Word().Matches(label.Value).Any(word => words.Contains(word.Value, StringComparer.OrdinalIgnoreCase)))
                    || IsLabelled(difference, words)));
    }

    // One of several facts in a line: "4 CPUs, container: docker".
    private static bool IsLabelled(Difference difference, IReadOnlyList<string> words)
    {
        if (LinesOf(difference, LongestLine) is not var (first, second)
            || SaidValues.WithoutValues(difference, first, difference.SessionsWithout[0].Machine) is not { } before
            || SaidValues.WithoutValues(difference, second, difference.SessionsWith[0].Machine) is not { } after
            || before.AsSpan().CommonPrefixLength(after) is not (> 2 and var at)
            || !before.AsSpan(0, at).EndsWith(": "))
            return false;
        string label = before[..(at - 2)];
        return words.Contains(label[(label.AsSpan().LastIndexOfAny(", ;(|") + 1)..], StringComparer.OrdinalIgnoreCase);
    }

    // In the same sentence.
    private static bool IsOfLabel(string line, int label, string piece) =>
        line.IndexOf(piece, label, StringComparison.Ordinal) is >= 0 and var at && line.AsSpan(label, at - label) is var between
        && !between.Contains(". ", StringComparison.Ordinal) && !between.Contains("; ", StringComparison.Ordinal);

    /// <summary>
    /// Whether a line with a label that names the factor says no on one side, and yes with a few words about it on the other: <c>Container: yes, changes
    /// outside it are lost</c>.
    /// </summary>
    public static bool Affirm(Difference difference)
    {
        if (difference is not { Factors: [var factor], Channel: Channels.BodyText }
            || LinesOf(difference, LongestLine) is not var (before, after)
            || AnyLabel().Match(before).Value is not { Length: > 0 } label
            || AnyLabel().Match(after).Value != label)
            return false;
        string no = Fact(difference.Before).Trim(), yes = Fact(difference.After).Trim();
        if (no.StartsWith("yes", StringComparison.OrdinalIgnoreCase))
            (no, yes) = (yes, no);
        return no.ToLowerInvariant() is "no" or "none" or "false"
            && yes.Length <= LongestAffirmed
            && Yes().IsMatch(yes)
            && IsLabelOf(factor, label.Split(' ', '-', '*', '|', '_'))
            && !TextJudge.IsSecretive(yes)
            && !TextJudge.AsksForMarks(yes);
    }

    /// <summary>
    /// Whether a field or member whose name says the factor tells that it is so or is not, or names the variables that say it: <c>x-running-in-docker: yes</c>.
    /// </summary>
    public static bool NamePlace(Difference difference) =>
        difference is
        {
            Factors: [Factors.Interception or Factors.SandboxDetection or Factors.Proxy],
            Channel: Channels.Header or Channels.BodyStructure or Channels.BodyText, Kind: DifferenceKind.Steady
        }
        && PlaceName().Match(difference.Path) is { Success: true } place
        && place.Groups[1].Value.Split('-', '_').Any(word => word != "network"
            && ConditionLexicon.AsLabels(difference.Factors[0]).Contains(word, StringComparer.OrdinalIgnoreCase))
        && IsWholeOf(difference)
        && IsPlainFact(difference.Before)
        && (IsPlainFact(difference.After)
            || difference.After.Split(',', ' ').Where(name => name.Length > 0).ToArray() is { Length: > 0 } names
                && names.All(name => difference.With.Levels.Any(level => level.Changes.Environment.ContainsKey(name))
                    || (difference.With.Levels.Any(level => level.Changes.NamesAuthority == true) && s_ofAuthorities.Contains(name))));

    /// <summary>Whether what differs is all that stands there: in a text around it anything could be so.</summary>
    public static bool IsWholeOf(Difference difference) =>
        FeatureReader.Of(difference.SessionsWithout[0]).All.TryGetValue(difference.Path, out Feature? before)
        && FeatureReader.Of(difference.SessionsWith[0]).All.TryGetValue(difference.Path, out Feature? after)
        && before.Value == difference.Before
        && after.Value == difference.After;

    private static bool IsPlainFact(string value) =>
        value.Trim().ToLowerInvariant() is "yes" or "no" or "true" or "false" or "none" or "0" or "1" or "on" or "off";

    /// <summary>Whether what differs is the name of the model that the same request asks: after a failure it may be another one.</summary>
    public static bool IsModel(Difference difference) =>
        difference.Path.IndexOf(": body ", StringComparison.Ordinal) is > 0 and var at
        && new[] { (Session: difference.SessionsWithout[0], Said: difference.Before), (Session: difference.SessionsWith[0], Said: difference.After) }
            .All(side => FeatureReader.Of(side.Session).All.TryGetValue(difference.Path[..at] + ": body /model", out Feature? model)
                && model.Value == side.Said.Trim());

    /// <summary>Whether what differs under another date stands in a line that says that it is for the day: a tip of the day.</summary>
    public static bool AreOfTheDay(Difference difference) =>
        difference is { Factors: [Factors.Clock or Factors.RunCount], Channel: Channels.BodyText }
        && PlaceLine().Match(difference.Place) is { Success: true } place
        && int.Parse(place.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) - 1 is var at
        && LineOfDay(difference.SessionsWithout[0], difference.Path, at) is string before
        && LineOfDay(difference.SessionsWith[0], difference.Path, at) is string after
        && Digits().Replace(LabelOfDay().Match(before).Value, "#") == Digits().Replace(LabelOfDay().Match(after).Value, "#")
        && !ChangedSentences.AreAlike(before[LabelOfDay().Match(before).Length..], after[LabelOfDay().Match(after).Length..]);

    /// <summary>
    /// The label of a line that says that it is for the day, where there is none on the other side, or another one, and another day there: days without one, or
    /// another zone in which it is another date. Null where it is not so.
    /// </summary>
    public static string? IsOfTheDay(Difference difference)
    {
        if (difference is not { Factors: [Factors.Clock or Factors.TimeZone], Channel: Channels.BodyText }
            || difference.SessionsWithout.Select(LocalDay).Intersect(difference.SessionsWith.Select(LocalDay)).Any())
            return null;
        string[] lines = [.. ((string[])[difference.Before, difference.After]).Select(side => side.Trim()).Where(side => side.Length > 0)];
        return lines.All(line => line.Length <= LongestLine
            && !line.Contains('\n', StringComparison.Ordinal)
            && LabelOfDay().IsMatch(line)
            && !TextJudge.AsksForMarks(line)
            && !TextJudge.IsSecretive(line))
            && lines.Select(line => LabelOfDay().Match(line).Value).Distinct(StringComparer.Ordinal).Count() == 1
            ? LabelOfDay().Match(lines[0]).Value : null;
    }

    /// <summary>The day on which a session begins, where the user is.</summary>
    public static DateOnly LocalDay(AuditSession session) => DateOnly.FromDateTime(LocalTime(session));

    /// <summary>When a session begins, where the user is.</summary>
    public static DateTime LocalTime(AuditSession session) =>
        TimeZoneInfo.ConvertTime(session.Machine.Start,
            TimeZoneInfo.TryFindSystemTimeZoneById(session.Machine.TimeZone, out TimeZoneInfo? zone) ? zone : TimeZoneInfo.Utc).DateTime;

    /// <summary>The line of a text in which a difference lies, in a session; null where it is in none.</summary>
    /// <param name="session">The session.</param>
    /// <param name="difference">The difference.</param>
    /// <param name="away">Another line, as far away from it.</param>
    public static string? LineOf(AuditSession session, Difference difference, int away = 0) => PlaceLine().Match(difference.Place) is { Success: true } place
        ? LinesIn(session, difference).Lines.ElementAtOrDefault(int.Parse(place.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) - 1
            + away)
        : null;

    private static TextLines LinesIn(AuditSession session, Difference difference) =>
        FeatureReader.Of(session).All.TryGetValue(difference.Path, out Feature? text)
            ? s_lines.GetValue(text.Value, static value => new TextLines(value.Split('\n')))
            : TextLines.None;

    /// <summary>The line in which a difference within one line lies, on both sides; null where it is more than one, or stands in another.</summary>
    public static (string Before, string After)? LinesOf(Difference difference, int longest) =>
        !difference.Before.TrimEnd('\n').Contains('\n', StringComparison.Ordinal) && !difference.After.TrimEnd('\n').Contains('\n', StringComparison.Ordinal)
        && LineOf(difference.SessionsWithout[0], difference) is string before
        && before.Length <= longest
        && Holds(before, difference.Before, difference.SessionsWithout[0])
        && Enumerable.Range(0, MostAway)
            .SelectMany(away => away == 0 ? [0] : (int[])[away, -away])
            .Select(away => LineOf(difference.SessionsWith[0], difference, away))
            .OfType<string>()
            .Where(line => line.Length <= longest
                && Holds(line, difference.After, difference.SessionsWith[0])
                && (line == before
                    || !LinesIn(difference.SessionsWithout[0], difference).All.Contains(line)))
            .MaxBy(line => line.AsSpan().CommonPrefixLength(before)) is string after
            ? (before, after)
            : null;

    // Where dates are compared, a piece has their marks.
    private static bool Holds(string line, string piece, AuditSession session) =>
        line.Contains(piece.TrimEnd('\n'), StringComparison.Ordinal)
        || (piece.Contains('{', StringComparison.Ordinal)
            && KnownValues.Of(session.Machine).Dates.Replace(line).Contains(piece.TrimEnd('\n'), StringComparison.Ordinal));

    /// <summary>Whether a difference lies at a word of a line, and at which, from 1.</summary>
    public static bool IsWithinWord(string place, out int word)
    {
        word = PlaceWord().Match(place) is { Success: true } found ? int.Parse(found.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : 0;
        return word > 0;
    }

    private static string? LineOfDay(AuditSession session, string path, int at) =>
        FeatureReader.Of(session).All.TryGetValue(path, out Feature? text) && text.Value.Split('\n').ElementAtOrDefault(at) is { Length: <= LongestLine } line
        && LabelOfDay().IsMatch(line) && !TextJudge.AsksForMarks(line) && !TextJudge.IsSecretive(line) ? line : null;

    /// <summary>Whether one of some words, or what it begins with, is a label for a factor: <c>proxied</c> for a proxy.</summary>
    public static bool IsLabelOf(string factor, IEnumerable<string> words) => ConditionLexicon.AsLabels(factor) is { Count: > 0 } labels
        && words.Any(word => labels.Any(label => label.Equals(word, StringComparison.OrdinalIgnoreCase) || IsForm(word, label)));

    // All but an ending: proxied, proxy.
    private static bool IsForm(string word, string label) =>
        Math.Min(word.Length, label.Length) is > LeastShared and var shorter
        && word.Zip(label).TakeWhile(pair => char.ToLowerInvariant(pair.First) == char.ToLowerInvariant(pair.Second)).Count() >= shorter - 1;

    // What is no number itself has none: it may be one of many that are told apart by it.
    private static bool IsPlainOf(string factor, string text) =>
        IsPlain(text)
        && (factor is not (Factors.HostName or Factors.UserName or Factors.GitIdentity or Factors.GitRemote or Factors.EndpointHost or Factors.HomePath)
            || text.Trim() is "" or "0" or "1"
            || text.Any(c => !char.IsAsciiDigit(c)));

    // Words or a small number, no ids.
    private static bool IsPlain(string text) =>
        Plain().IsMatch(text) || text.All(c => char.IsAsciiLetter(c) || c is ' ' or '-') || (text.Length <= LongestNumber && text.All(char.IsAsciiDigit));

    /// <summary>Whether both sides are but words for how long ago something was, under another date.</summary>
    public static bool TellAge(Difference difference) =>
        difference is { Factors: [Factors.Clock], Channel: Channels.BodyText, Before.Length: <= LongestAge, After.Length: <= LongestAge }
        && difference.Before.Trim().Length > 0
        && difference.After.Trim().Length > 0
        && (difference.Before + difference.After).Any(char.IsLetter) && Age().IsMatch(difference.Before) && Age().IsMatch(difference.After)
        && (OfAge().IsMatch(difference.Before + " " + difference.After)
            || (LinesOf(difference, LongestLine) is var (before, after) && OfAge().IsMatch(before) && OfAge().IsMatch(after)));

    [GeneratedRegex(@"(?: field |/)([A-Za-z][A-Za-z0-9_-]{1,60})\z", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex PlaceName();

    [GeneratedRegex(@"\Aline ([0-9]{1,6})(?:,|\z)", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex PlaceLine();

    [GeneratedRegex(@"\Aline [0-9]{1,6}, word ([0-9]{1,6})\z", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex PlaceWord();

    [GeneratedRegex("[0-9]+", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Digits();

    [GeneratedRegex(@"\A[ \t*-]*(?:[\p{L} ]{2,24} (?:(?:of the|for the|for this|of this) (?:day|session)|for today)(?:,[a-z ]{1,60})?|(?:tip|hint) [0-9]{1,4}(?: of [0-9]{1,4})?)(?: \([^():]{1,60}\))?:",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 20000)]
    private static partial Regex LabelOfDay();

    // Also in a list, a row of a table, JSON, YAML or an element, or in a column of its own.
    [GeneratedRegex(@"\A[ \t|*>#-]*(?:\*\*|`|""|<)?[\p{L}][\p{L} _-]{1,38}(?=(?:\*\*|`|"")?[ \t]*[:=|>])|\A[a-z][a-z_-]{1,15}(?=  +[a-z])",
        RegexOptions.CultureInvariant, 20000)]
    private static partial Regex AnyLabel();

    // A few words of an explanation, not the beginning of another sentence.
    [GeneratedRegex(@"\A[Yy]es(?:[,;:](?: [a-z]+)+| \([a-z]+(?:,? [a-z]+)*\))?\.?\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, 20000)]
    private static partial Regex Yes();

    [GeneratedRegex(@"\p{L}+", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Word();

    // A list of names.
    [GeneratedRegex(@"\A *[A-Za-z]+(?:[_-][A-Za-z]+)*(?:, [A-Za-z]+(?:[_-][A-Za-z]+)*)*\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking,
        20000)]
    private static partial Regex Plain();

    // What says that it is an age, and no span that somebody chose.
    [GeneratedRegex(@"\b(?:ago|old|age|last|since|just now|yesterday|today|tomorrow|updated|modified|changed|edited|touched|visited|opened|used|created|seen|committed|commits?)\b|\A[^:]{2,40}: ",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 20000)]
    private static partial Regex OfAge();

    // Words parted by one blank each, and no sign that says nothing.
    [GeneratedRegex(@"\A[ \n]?[(:,]? ?" + AgeWord + @"(?: \(?" + AgeWord + @")*[ \n]{0,2}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking,
        20000)]
    private static partial Regex Age();
}

/// <summary>The lines of a text.</summary>
internal sealed class TextLines(string[] lines)
{
    /// <summary>Those of no text.</summary>
    public static readonly TextLines None = new([]);

    /// <summary>In their order.</summary>
    public string[] Lines => lines;

    /// <summary>To be looked up.</summary>
    public HashSet<string> All => field ??= [.. lines];
}
