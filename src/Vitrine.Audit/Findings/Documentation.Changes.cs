using System.Globalization;
using System.Text.RegularExpressions;
using Vitrine.Audit.Comparison;
using Vitrine.Audit.Comparison.Features;
using Vitrine.Audit.Comparison.Text;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Findings;

// What is told of a condition without its words: the day from which on something is so, and that less is said or asked for.
internal sealed partial class Documentation
{
    private const int MostOfShorter = 10;
    private static readonly string LongerThanAny = new('x', LongestValue + 1);
    private static readonly string[] s_months = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december"];

    // The day lies between those of the two sides: `From 1 March 2027 on`.
    private static bool NamesDateBetween(string sentence, Difference difference)
    {
        DateTimeOffset one = difference.SessionsWithout[0].Machine.Start, other = difference.SessionsWith[0].Machine.Start;
        (DateTimeOffset early, DateTimeOffset late) = one < other ? (one, other) : (other, one);
        // Where it is another day already.
        return Date.Matches(sentence).Select(DayOf).OfType<DateTime>().Any(day => day > early.UtcDateTime.Date && day <= late.UtcDateTime.Date.AddDays(1));
    }

    private static DateTime? DayOf(Match date)
    {
        int year = int.Parse(date.Groups["year"].Value, CultureInfo.InvariantCulture),
            day = date.Groups["day"].Success ? int.Parse(date.Groups["day"].Value, CultureInfo.InvariantCulture) : 1;
        int month = date.Groups["number"].Success
            ? int.Parse(date.Groups["number"].Value, CultureInfo.InvariantCulture)
            : Array.FindIndex(s_months, name => name.StartsWith(date.Groups["month"].Value, StringComparison.OrdinalIgnoreCase)) + 1;
        return year is > 0 and < 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            ? new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc)
            : null;
    }

    /// <summary>
    /// What is said of how connections are used under a condition: <c>One connection is kept, except when a proxy is set</c>; null where nothing is.
    /// </summary>
    public string? SaysConnections(Difference difference) =>
        difference is { Factors: [var factor], Kind: DifferenceKind.Steady }
        && (difference.Channel == Channels.ConnectionPattern || IsOfConnections(difference))
        && Sentences().FirstOrDefault(sentence => OfConnections.IsMatch(sentence) && NamesCondition(sentence, difference, factor)) is { } told
            ? Quote(told)
            : null;

    // The field in which a client asks for it (RFC 9110, section 7.6.1).
    private static bool IsOfConnections(Difference difference) =>
        difference.Path.EndsWith(" field connection", StringComparison.Ordinal)
        && difference.Before is "" or "keep-alive" or "close"
        && difference.After is "" or "keep-alive" or "close";

    /// <summary>
    /// What is said of a variable that makes the target listen on this machine alone: <c>PREVIEW=1 serves the transcript at a port of 127.0.0.1</c>; null where
    /// nothing is.
    /// </summary>
    public string? SaysListening(Difference difference, Act act) =>
        act is { Channel: Channels.ListeningSocket, Severity: Severity.Medium } && AreNamed(difference)
        && Sentences().FirstOrDefault(sentence => OfListening.IsMatch(sentence)
            && OfThisMachine.IsMatch(sentence)
            && !Stopping.IsMatch(sentence)
            && difference.With.Levels.SelectMany(level => level.Changes.Environment.Keys).All(name => IsSaid(sentence, name))) is { } told
            ? Quote(told)
            : null;

    // Sentences more as the README has them: `the model is asked to be brief`. One that says the date or the time beside them is as it was but for these.
    private string? WordForWord(Difference difference, string factor, ChangedSentences changed)
    {
        (string Said, string Residue)[] gone = [.. changed.Gone.Select(sentence => (sentence, WithoutTimes(sentence, difference.SessionsWithout[0])))],
            come = [.. changed.New.Select(sentence => (sentence, WithoutTimes(sentence, difference.SessionsWith[0])))];
        string[] more = [.. gone.Where(one => !come.Any(other => other.Residue == one.Residue))
            .Concat(come.Where(one => !gone.Any(other => other.Residue == one.Residue)))
            .Select(each => each.Said.Trim(' ', '.', '\n', '\u0001'))];
        return more.Length > 0 && more.All(sentence => sentence.Length >= LeastOfQuote && sentence.Contains(' ', StringComparison.Ordinal))
            ? Passages().FirstOrDefault(passage => NamesCondition(passage, difference, factor)
                && more.All(sentence => WholeWord.IsIn(passage, sentence, StringComparison.OrdinalIgnoreCase)))
            : null;
    }

    // What the README calls those who are under the condition, where it says what it means by that: `A *shared* machine is one with CI set`, `Unattended means:
    // CI is set`.
    private IEnumerable<string> TermsFor(Difference difference, string factor) =>
        Definitions.Where(definition => IsCalledOutright(definition.Sentence, difference, factor)).SelectMany(definition => definition.Terms).Take(MostTerms);

    private (string Sentence, string[] Terms)[] Definitions => _definitions ??=
    [
        .. Sentences().Select(sentence => (sentence, Defining.Matches(sentence).Select(term => term.Groups["term"].Value.Trim('*', '"', '`', ' '))
            .Where(term => term.Length >= ShortestTerm
                && !term.Split(' ').All(word => s_ofAll.Contains(word) || s_small.Contains(word) || s_ofReadmes.Contains(word)))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToArray())).Where(definition => definition.Item2.Length > 0),
    ];

    // Whoever comes first writes it; all write the same.
    private (string Sentence, string[] Terms)[]? _definitions;
    private static readonly HashSet<string> s_ofReadmes = new(StringComparer.OrdinalIgnoreCase)
    {
        "prompt", "prompts", "system", "header", "headers", "field", "fields", "member", "members", "body", "request", "requests", "session", "sessions",
            "project", "projects", "machine", "machines", "answer", "answers", "tool", "tools", "file", "files", "line", "lines", "section", "sections",
        "block", "sentence", "server", "servers", "endpoint", "endpoints", "setting", "settings", "limit", "limits", "number", "default", "condition",
        "variable", "variables", "command", "commands", "message", "messages", "context", "network", "which", "there", "nothing", "something",
        "everything", "other", "others",
    };

    private const int ShortestTerm = 5;
    private const int MostTerms = 4;

    // Emphasised, or in the words of a definition; what every README speaks of is no term.
    [GeneratedRegex(@"\b(?i:an?|the) (?<term>\*{1,2}[\p{L} -]{4,30}\*{1,2})(?: [\p{L}-]{3,12})? (?:is|are|means?)\b|\bAn? (?<term>[\p{L}-]{4,20}(?: [\p{L}-]{4,20})?)(?:, for us,)? (?:is|means) (?:one|what|whatever)\b|\A(?<term>[\p{L}-]{5,20}(?: [\p{L}-]{4,20})?) means\b|\bis (?<term>\*{1,2}[\p{L} -]{4,30}\*{1,2}) (?:if|when)\b|\bmakes \p{L}+ an? (?<term>[\p{L}-]{4,20} [\p{L}-]{3,20})\b|\b(?:counts as|is called|we call (?:this|that|it)) (?:an? )?(?<term>\*{1,2}[\p{L} -]{4,30}\*{1,2}|[\p{L}-]{5,20}(?: [\p{L}-]{4,20})?)",
        RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Defining { get; }

    // What the README says of the prompt under the condition is little, and most of it is in the sentences.
    private static bool SaysOnly(string passage, string factor, string[] words)
    {
        if (!OfTelling.IsMatch(passage))
            return false;
        HashSet<string> condition = [.. ConditionLexicon.InDocuments(factor).SelectMany(name => name.Split(' '))];
        string[] own = [.. Words.Matches(passage)
            .Select(word => word.Value.ToLowerInvariant())
            .Where(word => IsContent(word) && !condition.Contains(word) && !s_ofTimes.Contains(word) && !OfTelling.IsMatch(word))
            .Distinct()];
        int met = own.Count(word => words.Any(other => AreForms(other.ToLowerInvariant(), word)));
        return met >= LeastShared && 5 * met >= 3 * own.Length;
    }

    private static readonly HashSet<string> s_ofTimes = new(StringComparer.Ordinal) { "last", "first", "every", "each", "day", "days", "week", "weeks", "month",
        "months", "year", "years", "additionally", "also", "only", "set", "when", "where", "while" };

    [GeneratedRegex(@"\b(?:prompts?|models?|asks?|asked|tells?|told|instructions?|instructed|reminds?|reminded)\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 20000)]
    private static partial Regex OfTelling { get; }

    private static string WithoutTimes(string sentence, AuditSession session) =>
        KnownValues.Of(session.Machine).Dates.Replace(sentence) is var marked && LocalDates.HasDate(marked) ? Times.Replace(marked, "") : sentence;

    [GeneratedRegex(@"\{[^{}]{1,20}\}|\b[0-9]{1,2} ?[AP]M\b|\b[AP]M\b", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Times { get; }

    // Fields or members that are there on one side alone, each by its name as code.
    private string? SaysMembers(Difference difference)
    {
        if (difference is not { Factors: [var factor], Kind: DifferenceKind.Steady }
            || !difference.Path.StartsWith("model request", StringComparison.Ordinal)
            || !(difference.Path.EndsWith(": body#members", StringComparison.Ordinal)
                || difference.Path.EndsWith(": body #members", StringComparison.Ordinal)
                || difference.Path.EndsWith("fields#members", StringComparison.Ordinal)))
            return null;
        string[] before = difference.Before.Split(' '), after = difference.After.Split(' '), names = [.. before.Except(after), .. after.Except(before)];
        // What is added may hold anything: a plain fact, or what the README shows.
        string prefix = difference.Path[..^"#members".Length] is var place && place.EndsWith("fields", StringComparison.Ordinal)
            ? place[..^"fields".Length] + "field "
            : place.TrimEnd() + " /";
        string[] added = [.. after.Except(before)
            .SelectMany(name => difference.SessionsWith.Select(session => FeatureReader.Of(session).All.TryGetValue(prefix + name, out Feature? value)
                ? value.Value
                : LongerThanAny))
            .Distinct(StringComparer.Ordinal)];
        return names.Length > 0
            && before.Except(names).SequenceEqual(after.Except(names))
            && added.All(value => value.Length <= LongestValue
                && (value == "1"
                    || s_factual.Contains(value)
                    || items.Any(item => Quoted.Matches(item).Any(quote => quote.Groups["said"].Value.Split(':')[^1].Trim(' ', '"') == value))))
            ? Passages().FirstOrDefault(passage => NamesCondition(passage, difference, factor)
                && names.All(name => Quoted.Matches(passage)
                    .Any(quote => quote.Groups["said"].Value.Split(':')[0].Trim().Equals(name, StringComparison.OrdinalIgnoreCase))))
            : null;
    }

    // A prompt that is told to be a short one, of which something is left out and for which nothing stands instead; or a line of it that asks for less, under
    // the name that is told, and for nothing else.
    private string? ShorterWork(Difference difference, string factor)
    {
        if (difference.Channel != Channels.BodyText)
            return null;
        if (difference.After.Trim().Length == 0 && difference.Before.Contains('\n', StringComparison.Ordinal))
            return Sentences().FirstOrDefault(sentence => NamesCondition(sentence, difference, factor) && ShortPrompt.IsMatch(sentence));
        return FactLines.LinesOf(difference, LongestLabelled) is var (before, after)
            && Limited.Match(before) is { Success: true } old
            && Limited.Match(after) is { Success: true } now
            && now.Groups["label"].Value == old.Groups["label"].Value
            && now.Groups["rest"].Value is var rest
            && rest.Length < old.Groups["rest"].Value.Length
            && ChangedSentences.Words(rest).Count() <= MostOfShorter
            && !ChangedSentences.Words(rest).Any(s_choices.Contains)
            ? Sentences().FirstOrDefault(sentence => NamesCondition(sentence, difference, factor)
                && Shorter.IsMatch(sentence)
                && IsSaid(sentence.ToLowerInvariant(), now.Groups["label"].Value.ToLowerInvariant()))
            : null;
    }

    [GeneratedRegex(@"\b(?:(?<day>[0-9]{1,2})(?:st|nd|rd|th)? (?:of )?(?<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?,? (?<year>[0-9]{4})|(?<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.? (?:(?<day>[0-9]{1,2})(?:st|nd|rd|th)?,? )?(?<year>[0-9]{4})|(?<year>[0-9]{4})-(?<number>[0-9]{2})-(?<day>[0-9]{2}))\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 20000)]
    private static partial Regex Date { get; }

    [GeneratedRegex(@"\b(?:prompt|instructions)\b[^.;]{0,30}\b(?:short(?:er|ened|est)?|brief(?:er)?|compact)\b|\b(?:short(?:er|ened|est)?|brief(?:er)?|compact) (?:system )?(?:prompt|instructions)\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 20000)]
    private static partial Regex ShortPrompt { get; }

    [GeneratedRegex(@"\bconnections?\b[^.;]{0,40}\b(?:kept|keeps?|reused?|closed?|closes|opened|made|each|every|new|(?:its|their) own)\b|\b(?:keeps?|reuses?|closes?|opens?|makes?|uses?|one|new|own|separate) (?:(?:a|an|its|the|one|new|own|separate|single) ){0,2}connections?\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 20000)]
    private static partial Regex OfConnections { get; }

    [GeneratedRegex(@"\b(?:port|listens?|listening|socket)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 20000)]
    private static partial Regex OfListening { get; }

    [GeneratedRegex(@"\b(?:127\.0\.0\.1|::1|localhost|this machine|loopback)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 20000)]
    private static partial Regex OfThisMachine { get; }

    [GeneratedRegex(@"\b(?:short(?:er)?|brief(?:er)?|concise|terse|fewer)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 20000)]
    private static partial Regex Shorter { get; }

    // `Report: at most two sentences, for a log.`
    [GeneratedRegex(@"\A[-*\s]*(?<label>\p{L}{4,20}): (?<rest>(?:(?:at most|up to|no more than|about|only|in) )?(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|a few|a single|[0-9]{1,2}) (?:short |plain )?(?:sentences?|lines?|words?|paragraphs?|bullets?|points?)\b.*)\z",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 20000)]
    private static partial Regex Limited { get; }
}
