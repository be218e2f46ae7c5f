using System.Globalization;
using Vitrine.Audit.Comparison;
using Vitrine.Audit.Comparison.Features;
using Vitrine.Audit.Comparison.Text;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Findings;

/// <summary>
/// What a target's README says of its behaviour: a difference whose condition stands there in one sentence, or in two that follow each other, with its place
/// and value or with the words in which it is said, is not hidden from whoever reads it. It is told all the same.
/// </summary>
internal sealed partial class Documentation(IReadOnlyList<string> items)
{
    private readonly Lazy<string[]> _passages = new(() => [.. items.SelectMany(PassagesOf)]);

    // Digits; a smaller number stands in many sentences.
    private const int TellingNumber = 4;
    private const int LeastNumber = 2;
    private const int MostNumbers = 5;
    private const int LongestValue = 24;
    private const int LongestQuote = 160;
    private const int LongestSentence = 200;
    private const int LongestItem = 500;
    private const int LeastPath = 4;
    private const int ShortestNamed = 3;
    private const int LeastTelling = 4;
    private const int LeastOfCapitals = 8;
    private const int LeastOfPiece = 2;
    private const int LeastOfQuote = 8;
    private const int LeastShared = 2;
    private const int LeastOfLabel = 2;
    private const int TellingLabel = 8;
    private const int LongestLabelled = 160;
    // A clause more in a sentence that is told.
    private const int LeastOfClause = 3;
    // Half of two words, of more one in so many.
    private const int MostTold = 5;
    private const int MostSigns = 4;
    // One place in so many.
    private const int MostAlike = 4;
    private static readonly HashSet<string> s_ofTexts = new(StringComparer.OrdinalIgnoreCase) { "text", "content", "system", "instructions", "parts", "input",
        "prompt", "message", "messages" };
    private static readonly HashSet<string> s_factual = new(StringComparer.OrdinalIgnoreCase) { "yes", "no", "none", "true", "false", "on", "off", "local",
        "host", "default", "custom", "standard", "other", "unknown", "enabled", "disabled", "system", "extra", "ca", "present", "absent", "Sunday", "Monday",
        "Saturday" };
    private static readonly HashSet<string> s_ofDays = new(StringComparer.OrdinalIgnoreCase) { "today", "this", "session" };
    private static readonly HashSet<string> s_choices = new(StringComparer.OrdinalIgnoreCase) { "recommend", "promote", "favour", "favor", "install", "upload",
        "send" };
    private static readonly string[] s_numbers = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    private static readonly HashSet<string> s_ofContent = new(StringComparer.OrdinalIgnoreCase) { "file", "files", "first", "line", "lines", "content",
        "contents" };
    private static readonly char[] s_parting = [' ', ',', ';'];
    private static readonly string[] s_endings = ["s", "es", "d", "ed", "ing", "r", "er", "n", "ly", "ful"];

    private static readonly HashSet<string> s_not = new(StringComparer.OrdinalIgnoreCase) { "not", "no", "never", "none", "avoid", "skip", "without", "unless",
        "less", "instead", "don", "nor", "neither", "except" };

    // They say nothing by themselves.
    private static readonly HashSet<string> s_small = new(StringComparer.OrdinalIgnoreCase) { "a", "an", "the", "of", "in", "on", "at", "to", "is", "are",
        "was", "be", "and", "or", "it", "its", "by", "for", "as", "if", "with", "from", "this", "that", "you", "your", "so", "than", "please", "then", "them",
        "they" };

    /// <summary>What is said of a difference that would be a finding; null where nothing is.</summary>
    /// <param name="difference">The difference.</param>
    /// <param name="isNamedBeside">Whether the line in which it lies names the condition's value on both sides: then the sentence need not name the
    /// place.</param>
    public string? Says(Difference difference, bool isNamedBeside)
    {
        if (SaysSigns(difference) is { } ofSigns)
            return Quote(ofSigns);
        if ((SaltedHash(difference) ?? SaysMembers(difference)) is { } named)
            return Quote(named);
        if (IsOfConnections(difference) && SaysConnections(difference) is { } ofConnections)
            return ofConnections;
        if (items.Count == 0
            || difference is not { Factors: [var factor], Kind: DifferenceKind.Steady, Channel: Channels.BodyText or Channels.BodyStructure or Channels.Header }
            || difference.Path.Contains('#', StringComparison.Ordinal)
            || !difference.Path.StartsWith("model request", StringComparison.Ordinal)
            || Folding.Fold(difference.Before) == Folding.Fold(difference.After)
            || TextJudge.AreSameLetters(difference)
            || IsReordered(difference))
            return null;
        if (isNamedBeside && Passages().FirstOrDefault(sentence => NamesCondition(sentence, difference, factor) && Shares(sentence, difference)) is { } beside)
            return Quote(beside);
        if ((LeftOut(difference, factor) ?? Shortened(difference, factor) ?? ShorterWork(difference, factor) ?? Sections(difference, factor)) is { } left)
            return Quote(left);
        string[] values = [difference.Before.Trim(' ', '.', ',', ';', '+'), difference.After.Trim(' ', '.', ',', ';', '+')];
        if (PersonHashes.Of(difference.SessionsWithout[0].Machine).Of(OfAlgorithm.Replace(values[0], "")) is string before
            && PersonHashes.Of(difference.SessionsWith[0].Machine).Of(OfAlgorithm.Replace(values[1], "")) == before
            && PlaceOf(difference) is { } hashed
            && Passages().FirstOrDefault(passage => IsPlaceSaid(passage, hashed) && CallsCondition(passage, difference, factor)) is { } ofHash)
            return Quote(ofHash);
        if (OfSettings(difference, factor) is { } setting)
            return Quote(setting);
        return (values.All(value => value.Length <= LongestValue && (value.Length == 0 || Word.IsMatch(value)))
            && (values.All(value => value.Length > 0) || difference.Channel == Channels.Header)
            ? OfValues(difference, factor, values, isNamedBeside)
                ?? BothSaid(difference, factor, values)
                ?? OfTopic(difference, values)
                ?? OfSentences(difference, factor)
            : OfSentences(difference, factor)) is { } told
            ? Quote(told)
            : null;
    }

    // Signs of writing that the README shows, all of them beside the condition: quotation marks of a language.
    private string? SaysSigns(Difference difference)
    {
        char[] signs = [.. (difference.Before + difference.After).Where(sign => !char.IsWhiteSpace(sign)).Distinct()];
        return difference is
        {
            Factors: [(Factors.Locale or Factors.EnvironmentVariable) and var factor], Kind: DifferenceKind.Steady,
            Channel: Channels.BodyText
        }
            && difference.Before.Trim().Length > 0
            && difference.After.Trim().Length > 0
            && signs.Length <= MostSigns
            && !signs.Any(char.IsLetterOrDigit)
            ? Passages().FirstOrDefault(passage => signs.All(sign => passage.Contains(sign, StringComparison.Ordinal))
                && (CallsCondition(passage, difference, factor) || AreNamed(difference)))
            : null;
    }

    // Variables that the README names: what they are for stands there.
    private bool AreNamed(Difference difference) =>
        difference.Factors is [Factors.EnvironmentVariable]
        && difference.With.Levels.SelectMany(level => level.Changes.Environment.Keys).All(name => items.Any(item => IsSaid(item, name)));

    // One word or number for another, at a place that the README names, or in a line whose label it has; or both of them are said there.
    private string? OfValues(Difference difference, string factor, string[] values, bool isNamedBeside)
    {
        // Numbers as long as that speak for themselves.
        bool isTelling = values.All(value => value.Length >= TellingNumber && value.All(char.IsAsciiDigit));
        // A word of its own on each side; what is a number, or the same letters, may be a mark.
        bool areWords = values.All(value => !value.Any(char.IsAsciiDigit))
            && values.Any(value => value.Length > 0)
            && !WithoutSigns(values[0]).Equals(WithoutSigns(values[1]), StringComparison.OrdinalIgnoreCase);
        string? place = PlaceOf(difference);
        string[] parts = place is null ? [] : [.. NameParts.Matches(place).Select(part => part.Value).Where(part => part.Length >= LeastTelling)];
        string label = FactLines.LinesOf(difference, LongestLabelled) is var (before, _)
            && before.IndexOf(difference.Before, StringComparison.Ordinal) is > 0 and var at
            && Labelled.Match(before[..at]) is { Success: true } found
            ? found.Groups[1].Value
            : "";
        string[] ofLabel = [.. Words.Matches(label).Select(word => word.Value).Where(word => !s_small.Contains(word))];
        return Passages().FirstOrDefault(passage => (NamesCondition(passage, difference, factor)
            || (place is not null && IsPlaceSaid(passage, place) && CallsCondition(passage, difference, factor) && !Denying.IsMatch(passage)))
            && Grouped.Replace(passage, "") is var plain
            && values.All(value => IsSaid(plain, value)) is var areSaid
            && !MayBeAny(plain, values)
            // What it says of the place must be the value, unless that is a plain fact.
            && (areSaid
                || IsSaid(plain, values[1])
                || IsRatioSaid(plain, values)
                || (!IsSaid(plain, values[0]) && values.All(value => IsFactual(value, difference))))
            && ((areSaid
                && (isTelling
                    || isNamedBeside
                    || values.All(value => value.Length >= TellingNumber && value.Any(char.IsAsciiLetter) && value.Any(char.IsAsciiDigit))))
                || (place is not null && IsPlaceSaid(passage, place) && (areSaid || areWords))
                || (areSaid && parts.Any(part => Words.Matches(passage).Any(word => AreForms(word.Value.ToLowerInvariant(), part.ToLowerInvariant()))))
                || (values[1].Length > 0
                    && IsNearlySaid(passage, place, parts)
                    && (IsRatioSaid(plain, values) || Quoted.Matches(passage).Any(quote => quote.Groups["said"].Value == values[1])))
                || (areWords
                    && (ofLabel.Length >= LeastOfLabel || ofLabel is [{ Length: >= TellingLabel }])
                    && ofLabel.All(word => Words.Matches(passage).Any(other => AreForms(word.ToLowerInvariant(), other.Value.ToLowerInvariant()))))));
    }

    // Of many numbers as long as these, one fits whatever is sent.
    private static bool MayBeAny(string text, string[] values) => values.All(value => value.Length > 0 && value.All(char.IsAsciiDigit))
        && Numbers.Matches(text)
            .Select(number => number.Value)
            .Where(number => values.Any(value => value.Length == number.Length))
            .Distinct()
            .Count() > MostNumbers;

    // The place by its name, or by a telling part of it as other languages write it: `maxTokens` for max_completion_tokens.
    private static bool IsNearlySaid(string passage, string? place, string[] parts) =>
        place is not null
        && (IsPlaceSaid(passage, place) || NameParts.Matches(passage).Any(word => parts.Contains(word.Value, StringComparer.OrdinalIgnoreCase)));

    // That one number is the half or the double of the other.
    private static bool IsRatioSaid(string passage, string[] values) =>
        long.TryParse(values[0], NumberStyles.None, CultureInfo.InvariantCulture, out long before)
        && long.TryParse(values[1], NumberStyles.None, CultureInfo.InvariantCulture, out long after)
        && ((after * 2 == before && Halving.IsMatch(passage)) || (before * 2 == after && Doubling.IsMatch(passage)));

    /// <summary>
    /// What is said of how often the model is asked under a condition, where it is asked that often: <c>at most five turns</c>; null where nothing is.
    /// </summary>
    public string? SaysTurns(Difference difference) => difference is { Factors: [var factor], After.Length: > 0 and < 4 }
        && Passages().FirstOrDefault(passage => NamesCondition(passage, difference, factor)
            && Turns.Matches(passage).Any(turns => IsNumber(turns.Groups["said"].Value, difference.After))) is { } told
        ? Quote(told)
        : null;

    /// <summary>What is said of fields that are added under a condition, each as it is written: <c>x-roots: extra</c>; null where of one nothing is.</summary>
    public string? SaysFields(Difference difference, IReadOnlyList<(string Name, string[] Values)> fields) => difference.Factors is [var factor]
        && Passages().FirstOrDefault(passage => NamesCondition(passage, difference, factor)
            && fields.All(field => field.Values is [var value]
                && Quoted.Matches(passage).Any(quote => quote.Groups["said"].Value.Trim() == $"{field.Name}: {value}"))) is { } told
        ? Quote(told)
        : null;

    /// <summary>
    /// Whether it says that a text with such a label depends on the day where the user is: <c>a habit for the day, by the day of the month in your time
    /// zone</c>; or that it stands there on a day of the week, which it is on the side that has it alone: <c>on Mondays a hint of the day</c>.
    /// </summary>
    public bool TellsOfDay(string label, Difference difference) =>
        Sentences().Any(sentence => Words.Matches(label)
            .Select(word => word.Value)
            .Where(word => word.Length >= LeastTelling && !s_ofDays.Contains(word))
            .Any(word => Words.Matches(sentence).Any(other => AreForms(word.ToLowerInvariant(), other.Value.ToLowerInvariant())))
            && sentence.Contains("day", StringComparison.OrdinalIgnoreCase)
            && (ConditionLexicon.InDocuments(Factors.TimeZone).Any(name => TextJudge.IsSaid(sentence, name, 2)) || NamesWeekday(sentence, difference)));

    private static bool NamesWeekday(string sentence, Difference difference)
    {
        (IReadOnlyList<AuditSession> has, IReadOnlyList<AuditSession> other) = difference.After.Trim().Length == 0
            ? (difference.SessionsWithout, difference.SessionsWith)
            : (difference.SessionsWith, difference.SessionsWithout);
        bool IsNamed(AuditSession session) =>
            FactLines.LocalDay(session).DayOfWeek.ToString() is var day && (IsSaid(sentence, day) || IsSaid(sentence, day + "s"));
        return difference.Before.Trim().Length == 0 != (difference.After.Trim().Length == 0) && has.All(IsNamed) && !other.Any(IsNamed);
    }

    private static bool IsNumber(string said, string digits) =>
        said == digits || (Array.IndexOf(s_numbers, said.ToLowerInvariant()) is >= 0 and var number && number.ToString(CultureInfo.InvariantCulture) == digits);

    // A part more at one place, and the same less at another.
    private static bool IsReordered(Difference difference) => difference.Channel == Channels.Header
        && FeatureReader.Of(difference.SessionsWithout[0]).All.TryGetValue(difference.Path, out Feature? before)
        && FeatureReader.Of(difference.SessionsWith[0]).All.TryGetValue(difference.Path, out Feature? after)
        && before.Value.Split(s_parting, StringSplitOptions.RemoveEmptyEntries)
            .Order(StringComparer.Ordinal)
            .SequenceEqual(after.Value.Split(s_parting, StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal), StringComparer.Ordinal);

    private static string WithoutSigns(string value) => string.Concat(value.Where(char.IsLetterOrDigit));

    // That it is so or is not, or what the condition or its value is called.
    private static bool IsFactual(string value, Difference difference) =>
        value.Split('-', '_', '+').All(part => part.Length == 0 || s_factual.Contains(part))
        || ConditionWords.Names(value, difference)
        || SaidValues.Says(difference, value)
        || (difference.Factors is [Factors.WorkspaceContent]
            && difference.SessionsWith[0].Machine.Files.Keys.Any(path => FileKinds.Of(path).Contains(value, StringComparer.OrdinalIgnoreCase)));

    // With a blank where names have a hyphen: `the user agent`.
    private static bool IsPlaceSaid(string passage, string place) => WholeWord.IsIn(passage, place, StringComparison.OrdinalIgnoreCase, joining: "_-")
        || (place.Contains('-', StringComparison.Ordinal)
            && WholeWord.IsIn(passage, place.Replace('-', ' '), StringComparison.OrdinalIgnoreCase, joining: "_-"));

    /// <summary>
    /// What is said of a variable that stops a request, where it is set, in a piece that tells the request's path as well; null where nothing is.
    /// </summary>
    /// <param name="difference">The difference: the request is not made where the variable is set.</param>
    /// <param name="request">The request's method and target.</param>
    public string? Stops(Difference difference, string request)
    {
        string[] set = [.. difference.With.Levels.SelectMany(level => level.Changes.Environment)
            .Where(variable => variable.Value is not (null or "" or "0" or "false"))
            .Select(variable => variable.Key)];
        return set.Length > 0 && request.Split(' ').FirstOrDefault(word => word.Length > LeastPath && word[0] == '/')?.Split('?')[0] is { } path
            ? items.Where(item => IsSaid(item, path) || (Version.Replace(path, "") is { Length: > LeastPath } rest && IsSaid(item, rest)))
                .SelectMany(item => End.Split(item))
                .Where(sentence => Stopping.IsMatch(sentence) && set.Any(name => IsSaid(sentence, name)))
                .Select(Quote)
                .FirstOrDefault()
            : null;
    }

    /// <summary>What is said of the place of a difference, with one of some phrases; null where nothing is.</summary>
    public string? Names(string path, IEnumerable<string> phrases) => !path.Contains('#', StringComparison.Ordinal) && PlaceOf(path) is string place
        ? Sentences().Where(sentence => IsSaid(sentence, place) && phrases.Any(phrase => TextJudge.IsSaid(sentence, phrase, 2))).Select(Quote).FirstOrDefault()
        : null;

    /// <summary>
    /// What is said of one sign that isolates the direction of a text (Unicode, UAX #9), by its number; null where nothing is, or where it is another sign.
    /// </summary>
    public string? NamesSign(string text) =>
        text is [>= '\u2066' and <= '\u2069']
            ? Sentences().Where(sentence => sentence.Contains($"U+{(int)text[0]:X4}", StringComparison.Ordinal)).Select(Quote).FirstOrDefault()
            : null;

    // All that is said of one thing.
    private IEnumerable<string> Whole() => items.Where(item => item.Length <= LongestItem);

    // A sentence by itself, or with the one behind it where that one goes on about the same: the condition of one sentence is not that of the next.
    private string[] Passages() => _passages.Value;

    private static IEnumerable<string> PassagesOf(string item) =>
        End.Split(item) is var sentences
            ? sentences.Concat(sentences.Zip(sentences.Skip(1))
                .Where(pair => pair.First.EndsWith(';') || (PointsBack.IsMatch(pair.Second) && !OfVersion.IsMatch(pair.Second)))
                .Select(pair => pair.First + " " + pair.Second))
            : [];

    // A part of a field that is told to be left out, where the field is told as well.
    private string? LeftOut(Difference difference, string factor)
    {
        string piece = difference.After.Trim().Length == 0 ? difference.Before : difference.Before.Trim().Length == 0 ? difference.After : "";
        // Or something more behind the same.
        if (piece.Length == 0 && difference.Channel == Channels.Header && difference.After.Length != difference.Before.Length)
        {
            (string one, string longer) = difference.After.Length < difference.Before.Length
                ? (difference.After, difference.Before)
                : (difference.Before, difference.After);
            piece = longer.StartsWith(one, StringComparison.Ordinal) ? longer[one.Length..] : "";
        }

        piece = piece.Trim(' ', ',', ';');
        if (PlaceOf(difference) is not { } place)
            return null;
        // As the field is written: `x-roots: extra`.
        if (Passages().FirstOrDefault(passage => NamesCondition(passage, difference, factor)
            && Quoted.Matches(passage).Any(quote => quote.Groups["said"].Value.Trim() == $"{place}: {difference.After.Trim()}")) is { } written)
            return written;
        // The whole of it on each side.
        if (WholeValues(difference) is var (whole, now)
            && Passages().FirstOrDefault(passage => IsPlaceSaid(passage, place)
                && NamesCondition(passage, difference, factor)
                && Quoted.Matches(passage).Select(quote => quote.Groups["said"].Value.Trim()).ToArray() is var quotes
                && quotes.Contains(whole)
                && quotes.Contains(now)) is { } both)
            return both;
        // The one beside the condition, and the other wherever the place is told.
        if (WholeValues(difference) is var (old, next)
            && old.Length >= TellingNumber
            && next.Length >= TellingNumber
            && Passages().FirstOrDefault(passage => IsPlaceSaid(passage, place)
                && NamesCondition(passage, difference, factor)
                && IsQuoted(passage, next)) is { } told
            && items.Any(item => IsPlaceSaid(item, place) && IsQuoted(item, old)))
            return told;
        return piece.Length is > 2 and <= LongestValue
            ? items.Where(item => IsPlaceSaid(item, place))
                .SelectMany(item => End.Split(item))
                .FirstOrDefault(sentence => Leaving.IsMatch(sentence)
                    && NamesCondition(sentence, difference, factor)
                    && Quoted.Matches(sentence).Any(quote => quote.Groups["said"].Value.Trim() == piece))
            : null;
    }

    private static bool IsQuoted(string text, string value) => Quoted.Matches(text).Any(quote => quote.Groups["said"].Value.Trim() == value);

    private static (string Before, string After)? WholeValues(Difference difference) =>
        FeatureReader.Of(difference.SessionsWithout[0]).All.TryGetValue(difference.Path, out Feature? before)
        && FeatureReader.Of(difference.SessionsWith[0]).All.TryGetValue(difference.Path, out Feature? after)
        && before.Value != after.Value
        && before.Value.Length + after.Value.Length <= LongestSentence
            ? (before.Value, after.Value) : null;

    // A paragraph that is told to be left out from a session on: the model is told nothing else instead.
    private string? Shortened(Difference difference, string factor) =>
        factor == Factors.RunCount && difference.Channel == Channels.BodyText && difference.After.Trim().Length == 0 && difference.Before.EndsWith('\n')
            ? Sentences().FirstOrDefault(sentence => NamesCondition(sentence, difference, factor)
                && LeavingOut.IsMatch(sentence)
                && Paragraph.IsMatch(sentence))
            : null;

    private IEnumerable<string> Sentences() => items.SelectMany(item => End.Split(item));

    // As what the target sent is shown, since it may hold the same signs.
    internal static string Quote(string sentence) =>
        MarkedText.Of(new StringInfo(sentence) is { LengthInTextElements: > LongestQuote } whole
            ? whole.SubstringByTextElements(0, LongestQuote) + "…"
            : sentence);

    // One goes on where the other ends, with an ending of English.
    private static bool AreForms(string word, string other) => word.Length < other.Length ? IsFormOf(other, word) : IsFormOf(word, other);

    private static bool IsFormOf(string word, string stem) =>
        char.ToLowerInvariant(word[0]) == char.ToLowerInvariant(stem[0]) && word.AsSpan(1).StartsWith(stem.AsSpan(1))
        && (word.Length == stem.Length || (stem.Length > 2 && s_endings.Contains(word[stem.Length..])))
        || (stem.Length > 3 && stem[^1] == 'y' && word.Equals(stem[..^1] + "ies", StringComparison.OrdinalIgnoreCase));

    private static bool IsSaid(string text, string value) => WholeWord.IsIn(text, value, StringComparison.Ordinal, joining: "_-");

    // What holds the text of a prompt is no name that a README would tell it by.
    private static string? PlaceOf(Difference difference) => PlaceOf(difference.Path) is { } place && !s_ofTexts.Contains(place) ? place : null;

    // The name of a field or a member that a path ends in.
    private static string? PlaceOf(string path) => Named.Match(path) is { Success: true } name ? name.Groups[1].Value : null;
}
