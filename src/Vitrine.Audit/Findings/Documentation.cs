using System.Globalization;
using System.Text.RegularExpressions;
using Vitrine.Audit.Comparison;
using Vitrine.Audit.Comparison.Text;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Findings;

/// <summary>
/// What a target's README says of its behaviour: a difference whose condition, place and both values stand together in one sentence there, in plain words, is not hidden from whoever reads it. It is told all the same.
/// </summary>
internal sealed partial class Documentation(IReadOnlyList<string> items)
{
    // Digits; a smaller number stands in many sentences.
    private const int TellingNumber = 4;
    private const int LongestValue = 24;
    private const int LongestQuote = 160;
    private const int LongestSentence = 200;
    private const int LeastQuoted = 16;
    // A quote that only begins the sentence: what follows it must be told in the README's own words.
    private const int LeastBegun = 8;
    private const int LeastPath = 4;
    private const int ShortestNamed = 3;
    private const int LongestMissing = 12;
    // Without a quote, so many words as long as that.
    private const int LeastMet = 3;
    private const int LeastTelling = 4;
    private static readonly string[] s_endings = ["s", "es", "d", "ed", "ing", "r", "er", "n", "ly"];

    private static readonly HashSet<string> s_not = new(StringComparer.OrdinalIgnoreCase) { "not", "no", "never", "none", "avoid", "skip", "without", "unless", "less", "instead", "don", "nor", "neither", "except" };

    // They say nothing by themselves.
    private static readonly HashSet<string> s_small = new(StringComparer.OrdinalIgnoreCase) { "a", "an", "the", "of", "in", "on", "at", "to", "is", "are", "was", "be", "and", "or", "it", "its", "by", "for", "as", "if", "with", "from", "this", "that", "you", "your", "so", "than" };

    // What a README calls each; no word that stands in sentences about anything.
    private static readonly Dictionary<string, string[]> s_conditions = new(StringComparer.Ordinal)
    {
        [Factors.TimeZone] = ["time zone", "timezone", "local day", "local hour", "local date", "offset from UTC", "o'clock", "weekend", "weekends"],
        [Factors.Clock] = ["local day", "local date", "day of the week", "day of the year", "weekday", "o'clock", "weekend", "weekends"],
        [Factors.Locale] = ["locale", "language"],
        [Factors.HostName] = ["host name", "hostname"],
        [Factors.UserName] = ["login name", "user name", "username"],
        [Factors.GitIdentity] = ["user.email", "user.name", "e-mail address"],
        [Factors.GitRemote] = ["remote", "origin"],
        [Factors.EndpointHost] = ["endpoint", "base URL"],
        [Factors.Proxy] = ["proxy"],
        [Factors.Interception] = ["certificate authority", "NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE", "SSL_CERT_DIR", "certificates"],
        [Factors.SandboxDetection] = ["container", "sandbox", "/.dockerenv"],
        [Factors.RunCount] = ["first run", "first session", "later runs", "later sessions", "first two sessions", "second session", "third session"],
        [Factors.WorkspaceContent] = ["workspace"],
    };

    /// <summary>What is said of a difference that would be a finding; null where nothing is.</summary>
    /// <param name="difference">The difference.</param>
    /// <param name="isNamedBeside">Whether the line in which it lies names the condition's value on both sides: then the sentence need not name the place.</param>
    public string? Says(Difference difference, bool isNamedBeside)
    {
        if (items.Count == 0 || difference is not { Factors: [var factor], Kind: DifferenceKind.Steady, Channel: Channels.BodyText or Channels.BodyStructure or Channels.Header } || difference.Path.Contains('#', StringComparison.Ordinal)
            || !difference.Path.StartsWith("model request", StringComparison.Ordinal) || Folding.Fold(difference.Before) == Folding.Fold(difference.After))
            return null;
        if (isNamedBeside && Passages().FirstOrDefault(sentence => NamesCondition(sentence, difference, factor) && Shares(sentence, difference)) is { } beside)
            return Quote(beside);
        if (difference.Channel != Channels.BodyText && LeftOut(difference, factor) is { } left)
            return Quote(left);
        if (IsAdded(difference))
            return Sentences().Where(sentence => NamesCondition(sentence, difference, factor) && (Tells(difference, "", sentence) || Quoted.Matches(sentence).Any(quote => Covers(difference, quote.Groups["said"].Value.Trim(), sentence)))).Select(Quote).FirstOrDefault();
        string[] values = [difference.Before.Trim(), difference.After.Trim()];
        if (values.Any(value => value.Length > LongestValue || !Word.IsMatch(value)))
            return null;
        // Numbers as long as that speak for themselves.
        bool isTelling = values.All(value => value.Length >= TellingNumber && value.All(char.IsAsciiDigit));
        string? place = PlaceOf(difference.Path);
        return Passages().Where(sentence => NamesCondition(sentence, difference, factor) && (isTelling || isNamedBeside || (place is not null && IsSaid(sentence, place))) && Grouped.Replace(sentence, "") is var plain && values.All(value => IsSaid(plain, value)))
            .Select(Quote).FirstOrDefault();
    }

    /// <summary>What is said of a variable that stops a request, where it is set, in a piece that tells the request's path as well; null where nothing is.</summary>
    /// <param name="difference">The difference: the request is not made where the variable is set.</param>
    /// <param name="request">The request's method and target.</param>
    public string? Stops(Difference difference, string request)
    {
        string[] set = [.. difference.With.Levels.SelectMany(level => level.Changes.Environment).Where(variable => variable.Value is not (null or "" or "0" or "false")).Select(variable => variable.Key)];
        return set.Length > 0 && request.Split(' ').FirstOrDefault(word => word.Length > LeastPath && word[0] == '/')?.Split('?')[0] is { } path
            ? items.Where(item => IsSaid(item, path)).SelectMany(item => End.Split(item)).Where(sentence => Stopping.IsMatch(sentence) && set.Any(name => IsSaid(sentence, name))).Select(Quote).FirstOrDefault()
            : null;
    }

    /// <summary>What is said of the place of a difference, with one of some phrases; null where nothing is.</summary>
    public string? Names(string path, IEnumerable<string> phrases) => !path.Contains('#', StringComparison.Ordinal) && PlaceOf(path) is string place
        ? Sentences().Where(sentence => IsSaid(sentence, place) && phrases.Any(phrase => TextJudge.IsSaid(sentence, phrase, 2))).Select(Quote).FirstOrDefault()
        : null;

    // A sentence by itself, or with the one behind it.
    private IEnumerable<string> Passages() => items.SelectMany(item => End.Split(item) is var sentences ? sentences.Concat(sentences.Zip(sentences.Skip(1), (one, next) => one + " " + next)) : []);

    // A name or a command that the README writes as code, or two of five words: where the host stands beside them, a sentence about the host tells why.
    private static bool Shares(string sentence, Difference difference) => difference.Before.Length + difference.After.Length <= LongestSentence && (SharesCode(sentence, difference) || SharesWords(sentence, difference));

    private static bool SharesWords(string sentence, Difference difference)
    {
        string[] told = [.. Words.Matches(sentence).Select(word => word.Value)], said = [.. Words.Matches(difference.Before + " " + difference.After).Select(word => word.Value).Where(word => !s_small.Contains(word))];
        return said.Count(word => told.Any(other => AreForms(word, other))) is >= 2 and var met && 5 * met >= 2 * said.Length;
    }

    private static bool SharesCode(string sentence, Difference difference) => Code.Matches(sentence).Select(code => code.Groups["said"].Value).Any(code => code.Length is > 1 and <= LongestValue && IsSaid(difference.Before + " " + difference.After, code));

    // A part of a field that is told to be left out, where the field is told as well.
    private string? LeftOut(Difference difference, string factor)
    {
        string piece = difference.After.Trim().Length == 0 ? difference.Before : difference.Before.Trim().Length == 0 ? difference.After : "";
        piece = piece.Trim(' ', ',', ';');
        if (PlaceOf(difference.Path) is not { } place)
            return null;
        // As the field is written: `x-roots: extra`.
        if (Passages().FirstOrDefault(passage => NamesCondition(passage, difference, factor) && Quoted.Matches(passage).Any(quote => quote.Groups["said"].Value.Trim() == $"{place}: {difference.After.Trim()}")) is { } written)
            return written;
        return piece.Length is > 2 and <= LongestValue
            ? items.Where(item => IsSaid(item, place)).SelectMany(item => End.Split(item)).FirstOrDefault(sentence => Leaving.IsMatch(sentence) && NamesCondition(sentence, difference, factor) && Quoted.Matches(sentence).Any(quote => quote.Groups["said"].Value == piece))
            : null;
    }

    private IEnumerable<string> Sentences() => items.SelectMany(item => End.Split(item));

    // As what the target sent is shown, since it may hold the same signs.
    private static string Quote(string sentence) => MarkedText.Of(new StringInfo(sentence) is { LengthInTextElements: > LongestQuote } whole ? whole.SubstringByTextElements(0, LongestQuote) + "…" : sentence);

    // The variable by its name, or what the factor is called, and that something follows from it.
    private static bool NamesCondition(string sentence, Difference difference, string factor) => Following.IsMatch(sentence)
        && (difference.With.Levels.Concat(difference.Without.Levels).SelectMany(level => level.Changes.Environment.Keys).Any(name => IsSaid(sentence, name))
            || difference.With.Levels.Concat(difference.Without.Levels).SelectMany(level => (string?[])[level.Changes.UserName, level.Changes.HostName, level.Changes.TimeZone, level.Changes.GitEmail]).Any(value => value?.Length >= ShortestNamed && IsSaid(sentence, value))
            || (factor == Factors.EndpointHost && sentence.Contains("_BASE_URL", StringComparison.Ordinal)) || s_conditions.GetValueOrDefault(factor, []).Any(name => TextJudge.IsSaid(sentence, name, 2)));

    // A sentence that is there on one side only.
    private static bool IsAdded(Difference difference) => difference.Channel == Channels.BodyText && (difference.Before.Trim().Length == 0) != (difference.After.Trim().Length == 0) && difference.Before.Length + difference.After.Length <= LongestSentence;

    // More than half of it stands there word for word; or it begins so, and goes on in plain words that the sentence has as well, in some form: of them one may be missing, a short one.
    private static bool Covers(Difference difference, string quote, string sentence)
    {
        string added = (difference.Before + difference.After).Trim();
        if (quote.Length < LeastBegun || !added.StartsWith(quote, StringComparison.Ordinal))
            return false;
        return (quote.Length >= LeastQuoted && 2 * quote.Length >= added.Length) || Tells(difference, quote, sentence);
    }

    private static bool Tells(Difference difference, string quote, string sentence)
    {
        string added = (difference.Before + difference.After).Trim();
        string said = quote.Length > 0 ? added[quote.Length..] : " " + added;
        if (!Plain.IsMatch(said) || TextJudge.IsSecretive(added) || TextJudge.AsksForMarks(added))
            return false;
        List<string> told = [.. Words.Matches(sentence).Select(word => word.Value)];
        string[] rest = [.. Words.Matches(said).Select(word => word.Value)];
        // Who says it without a quote says it in the same order, and as often not.
        if (quote.Length == 0 && rest.Count(s_not.Contains) != told.Count(s_not.Contains))
            return false;
        int missing = 0, met = 0, from = 0;
        foreach (string word in rest)
        {
            // Each of its words tells one.
            if (told.FindIndex(from, other => AreForms(word, other)) is >= 0 and var at)
            {
                told.RemoveAt(at);
                from = quote.Length == 0 ? at : 0;
                met += word.Length >= LeastTelling ? 1 : 0;
            }
            else if (!s_small.Contains(word))
                missing += word.Length > LongestMissing || word.Any(char.IsAsciiLetterUpper) ? 2 : 1;
        }

        return rest.Length >= 2 && missing <= (rest.Length > 2 ? 1 : 0) && met >= (quote.Length > 0 ? 0 : LeastMet);
    }

    // One goes on where the other ends, with an ending of English.
    private static bool AreForms(string word, string other) => word.Length < other.Length ? IsFormOf(other, word) : IsFormOf(word, other);

    private static bool IsFormOf(string word, string stem) => char.ToLowerInvariant(word[0]) == char.ToLowerInvariant(stem[0]) && word.AsSpan(1).StartsWith(stem.AsSpan(1))
        && (word.Length == stem.Length || (stem.Length > 2 && s_endings.Contains(word[stem.Length..])));

    private static bool IsSaid(string text, string value) => WholeWord.IsIn(text, value, StringComparison.Ordinal, joining: "_-");

    // The name of a field or a member that a path ends in.
    private static string? PlaceOf(string path) => Named.Match(path) is { Success: true } name ? name.Groups[1].Value : null;

    // A plain word or a plain number: no id.
    [GeneratedRegex(@"\A(?:[A-Za-z]{1,20}|[0-9]{1,6})\z", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Word { get; }

    [GeneratedRegex(@"\p{L}+", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Words { get; }

    // Words in small letters, each but for its first, parted by one blank, with a sign behind some.
    [GeneratedRegex(@"\A[,:;]?(?: [a-zA-Z][a-z]*(?:[-'][a-z]+)*[,:;.]?)+[!?]?\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, 20000)]
    private static partial Regex Plain { get; }

    [GeneratedRegex(@"(?<=[.;!?]) ", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex End { get; }

    [GeneratedRegex(@"\b(?:if|when|where|with|without|under|behind|in|on|at|by|otherwise|else|unless|follows?|depends?)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 20000)]
    private static partial Regex Following { get; }

    [GeneratedRegex(@"\b(?:stops?|stopped|disables?|disabled|skips?|skipped|turns? (?:it |them |this |that )?off|(?:not|never) (?:made|sent|asked|called|done|counted|checked)|no (?:requests?|checks?|calls?)|unless|without)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 20000)]
    private static partial Regex Stopping { get; }

    // Numbers are grouped by whoever writes them for people.
    [GeneratedRegex(@"(?<=\b[0-9]{1,3})[,\u2019\u202f\u00a0](?=[0-9]{3}\b)", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Grouped { get; }

    [GeneratedRegex("`(?<said>[^`]*)`", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Code { get; }

    [GeneratedRegex(@"\b(?:left out|leaves? out|omit(?:s|ted)?|dropped|drops|removed|not sent|added|adds)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 20000)]
    private static partial Regex Leaving { get; }

    [GeneratedRegex("`(?<said>[^`]*)`|\"(?<said>[^\"]*)\"|\u201c(?<said>[^\u201d]*)\u201d", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Quoted { get; }

    [GeneratedRegex(@"(?: field |/)([A-Za-z][A-Za-z0-9_-]{1,60})\z", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Named { get; }
}
