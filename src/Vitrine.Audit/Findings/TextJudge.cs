using System.Globalization;
using System.Text.RegularExpressions;
using Vitrine.Audit.Comparison;
using Vitrine.Audit.Comparison.Features;
using Vitrine.Audit.Comparison.Text;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Findings;

/// <summary>Classes a difference of text: in a body, a header field, a target, a name.</summary>
internal sealed partial class TextJudge(TargetNames target, Documentation documentation, Func<AuditSession, ContentHashes> hashes)
{
    private readonly Surroundings _surroundings = new(target);
    private static readonly string[] s_secretive = ["do not mention", "don't mention", "never mention", "do not reveal", "don't reveal", "do not tell",
        "don't tell", "without telling", "secret", "silently", "invisible", "do not disclose", "not be visible"];

    private const int LongestTelling = 160;

    private const int LeastOfProse = 6;

    // Words: a greeting or a remark. What goes on gives advice.
    private const int MostOfDaytime = 5;

    /// <summary>Whether a text asks to keep something from the person.</summary>
    public static bool IsSecretive(string text) => s_secretive.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a text asks the model to leave marks in what it writes.</summary>
    public static bool AsksForMarks(string text) => Marks().IsMatch(text);

    /// <summary>The judgement.</summary>
    public Judgement Judge(Difference difference)
    {
        string before = difference.Before, after = difference.After;
        string factor = difference.Factors[0];
        bool isLocale = difference.Factors.Contains(Factors.Locale) || IsLocaleVariable(difference);
        if (difference.Kind == DifferenceKind.Distribution)
            return difference.Channel == Channels.BodyText
                && LocalDates.DatesOnly().IsMatch(before)
                && LocalDates.DatesOnly().IsMatch(after)
                && (IsLocaleAlone(difference) || LocalDates.HasTwinDay(difference))
                ? Judgement.Lawful(IsLocaleAlone(difference) ? "the date as this locale writes it" : "the day has the number of the month")
                : JudgeDistribution(difference);
        if (difference.Kind == DifferenceKind.Paired)
            return difference.Factors is [Factors.ServerResponse] or [Factors.WorkspaceContent] or [Factors.Clock]
                ? new Judgement(FindingClasses.Lawful, Severity.Low, "random, and otherwise at a few places under another answer, workspace or time")
                : HashedDraws.Are(difference)
                    ? new Judgement(FindingClasses.Open, Severity.Low,
                        "drawn, and altogether another where the request says another thing in clear, as a hash over it is")
                    : TransportDraws.Are(difference) ? Judgement.Lawful("drawn anew after TLS has drawn from the same randomness")
                        : Judgement.Covert("drawn by chance, and a few places of it are changed under the condition, which shows only where the same chance was drawn on both sides");
        if (LineEnds.AreAllThatDiffers(before, after) && after.Trim().Length > 0 && difference.Factors is not [Factors.WorkspaceContent])
            return Judgement.Covert("the same lines with other white space at their ends, which nobody sees");
        if (CalendarNumbers.AreSame(difference, documentation))
            return Judgement.Lawful("a number of the calendar, of the local time on both sides");
        if (ZoneNames.AreOne(difference))
            return Judgement.Lawful("the time zone's name as JavaScript's Date writes it");
        if (isLocale && LocalDates.Are(difference))
            return Judgement.Lawful("the date as this locale writes it");
        if (isLocale && LocaleForms.Judge(difference, IsLocaleAlone(difference)) is { } byLocale)
            return byLocale;
        if (before != after && Folding.Fold(before) == Folding.Fold(after))
        {
            return difference.Factors is [Factors.WorkspaceContent] && after.Any(char.IsLetterOrDigit) && WorkspaceText.IsOfFiles(difference, after)
                ? Judgement.Open("it stands so in a file of the workspace")
                : difference.Factors is [Factors.Locale] && before.Length == 0 && documentation.NamesSign(after) is string told
                    ? new Judgement(FindingClasses.Open, Severity.Low, $"its README says so: “{told}”")
                    : Judgement.Covert("it looks the same and is not: characters that a reader does not see or cannot tell apart");
        }
        if (!isLocale
            && difference.Factors is not [Factors.WorkspaceContent]
            && difference.Channel is Channels.BodyText or Channels.Header
            && AreSameLetters(difference)
            && !SaidValues.AreRemotes(difference))
            return Judgement.Covert("the same letters, with other signs between them or as capitals");
        // A number that counts something else may be a mark.
        bool isOfWorkspace = difference.Factors is [Factors.WorkspaceContent] && (!Counts.Are(before, after) || Counts.AreOfContent(difference));
        if (isOfWorkspace
            && !IsPartOfWord(difference)
            && (WorkspaceText.SaysFiles(difference) || (difference.Channel == Channels.BodyText && Counts.Are(before, after))))
            return Judgement.Open("content of the workspace, in clear");
        if (difference.Factors is [Factors.WorkspaceContent] && FileKinds.AreNew(difference))
            return new Judgement(FindingClasses.Open, Severity.Low, "a kind of files that are there, under its name");
        if (difference.Factors is [Factors.WorkspaceContent or Factors.RunCount] && Counts.ArePlurals(difference))
            return Judgement.Lawful("a word beside a number, as the number asks for");
        if (difference.Factors is [Factors.WorkspaceContent] && WorkspaceText.AreCountsOfFiles(difference))
            return Judgement.Open("how many files there are");
        if (isOfWorkspace
            && difference.Channel == Channels.BodyText
            && LinesOfEachSide(difference) is var (old, now)
            && WorkspaceText.CountKinds(difference, old, now))
            return Judgement.Open("kinds of files and their numbers, in clear");
        if (difference is { Factors: [Factors.WorkspaceContent], Channel: Channels.BodyText }
            && LinesOfEachSide(difference) is var (fewer, more)
            && WorkspaceText.RankKinds(difference, fewer, more))
            return Judgement.Open("kinds of files in the order of their numbers, in clear");
        if (isOfWorkspace
            && difference.Channel == Channels.BodyText
            && FactLines.LinesOf(difference, LongestTelling) is var (one, other)
            && WorkspaceText.CountKinds(difference, one, other))
            return Judgement.Open("kinds of files and their numbers, in clear");
        if (isOfWorkspace
            && difference.Channel == Channels.BodyText
            && LinesOfEachSide(difference) is var (were, are)
            && WorkspaceText.CountNames(difference, were, are))
            return Judgement.Open("how many files there are");
        if (isOfWorkspace
            && difference.Channel == Channels.BodyText
            && (WorkspaceText.IntroduceKinds(difference, before, after)
                || (LinesOfEachSide(difference) is var (lost, won) && WorkspaceText.IntroduceKinds(difference, lost, won))))
            return new Judgement(FindingClasses.Open, Severity.Low, "a line about a kind of files that are there, under its name");
        if (isOfWorkspace
            && difference.Channel == Channels.BodyText
            && LinesOfEachSide(difference) is var (gone, come)
            && WorkspaceText.TellCommands(difference, gone, come))
            return new Judgement(FindingClasses.Open, Severity.Low, "a command of a tool that the workspace's files name, in clear");
        if (isOfWorkspace && difference.Channel == Channels.BodyText && WorkspaceText.IntroduceChapter(difference, before, after))
            return new Judgement(FindingClasses.Open, Severity.Low, "a chapter about a kind of files that are there, under its name");
        if (isOfWorkspace && difference.Channel == Channels.BodyText && WorkspaceText.QuotesFiles(difference, before.Length > after.Length ? before : after))
            return new Judgement(FindingClasses.Open, Severity.Low, "content of the workspace, in clear, with a few words around it");
        if (IsHash(difference, out string? of))
            return Judgement.Lawful($"{of}, which anybody can recompute");
        if (IsCommit(difference))
            return Judgement.Lawful("the id of a commit, which is a hash of the repository's content and author");
        if (SaidValues.AreRemotes(difference) || SaidValues.AreLocales(difference))
            return Judgement.Open("the remote or the locale, in clear");
        if (SaidValues.HaveOthersAround(difference))
            return Judgement.Covert("the machine's own value, in clear, and other signs around it");
        if ((SaidValues.Says(difference, after) || ((after.Length == 0 || difference.Factors is [Factors.GitRemote]) && SaidValues.Says(difference, before)))
            && !SaidValues.SayMore(difference, before, after)
            && !SaidValues.SayMore(difference, after, before)
            && !SaidValues.HaveOtherWordsAround(difference))
            return JudgeNamed(difference);
        // What else a client says of itself in the field in which it names the editor or terminal around it.
        if (difference.Factors is [Factors.EnvironmentVariable] && difference.Path.EndsWith(" field user-agent", StringComparison.Ordinal)
            && FeatureReader.Of(difference.SessionsWith[0]).All.TryGetValue(difference.Path, out Feature? whole) && SaidValues.Says(difference, whole.Value))
            return new Judgement(FindingClasses.Open, Severity.Low, "the field names what the variable says, and the client calls itself otherwise with it");
        if (difference.Factors is [Factors.GitIdentity] or [Factors.GitRemote]
            && Surroundings.IsAbsence(after)
            && Mark().Replace(FactLines.Fact(difference.BeforeMarked), "").All(c => !char.IsLetterOrDigit(c))
            && Mark().IsMatch(difference.BeforeMarked))
            return Judgement.Open("the machine's own value, in clear, and a word for its absence");
        if (SaidValues.AreAbsent(difference))
            return new Judgement(FindingClasses.Open, Severity.Low,
                "a line with the machine's own value, in clear, which is not there where there is no such value");
        if (Surroundings.AreWords(difference) || Surroundings.AreAdded(difference))
            return Judgement.Open("a word for the surroundings that the variable names, in clear");
        if (difference.Factors is [Factors.GitIdentity] or [Factors.UserName]
            && !(Surroundings.IsAbsence(before) && Surroundings.IsAbsence(after))
            && IsNameOf(before, difference.SessionsWithout[0].Machine)
            && IsNameOf(after, difference.SessionsWith[0].Machine))
            return Judgement.Open("a name of the person, in clear");
        if (LocalDates.HasDate(difference.BeforeMarked)
            && LocalDates.HasDate(difference.AfterMarked)
            && LocalDates.IsMay(difference)
            && LocalDates.ShortMonths(difference.BeforeMarked) == LocalDates.ShortMonths(difference.AfterMarked))
            return Judgement.Lawful("May is short and long");
        if (factor == Factors.RunCount && Counts.AreOfSessions(difference))
            return new Judgement(FindingClasses.Open, Severity.Low, "the number of this session, in clear");
        if (difference.Factors is [Factors.TimeZone] && OffsetSign().Replace(difference.BeforeMarked, "") == OffsetSign().Replace(difference.AfterMarked, ""))
            return Judgement.Lawful("the sign of the offset from universal time");
        if (LocalDates.HasDate(difference.BeforeMarked)
            && LocalDates.HasDate(difference.AfterMarked)
            && LocalDates.HasTwinDay(difference)
            && LocalDates.DayIsMonth(difference.BeforeMarked) == LocalDates.DayIsMonth(difference.AfterMarked))
            return Judgement.Lawful("the day has the number of the month");
        if (LocalDates.HasDate(difference.BeforeMarked) && LocalDates.HasDate(difference.AfterMarked))
            return isLocale ? Judgement.Lawful("the date as this locale writes it") : Judgement.Covert("the same date is written in another form");
        if (factor is Factors.TimeZone or Factors.Clock
            && Word().Count(after) <= MostOfDaytime
            && DayTimes.AreTold(before, after, difference.SessionsWithout[0], difference.SessionsWith[0]))
            return Judgement.Lawful("the time of day in words");
        if (factor is Factors.RunCount or Factors.Clock
            && Counts.Are(before, after)
            && difference.Channel == Channels.BodyText
            && (FactLines.LinesOf(difference, LongestTelling) is not var (then, since)
                || (OfDays().IsMatch(then) && OfDays().IsMatch(since) && !Limits.AreSet(since))))
            return new Judgement(FindingClasses.Open, Severity.Low, "a number in clear that counts sessions or days");
        return JudgeVisible(difference, isLocale);
    }

    private Judgement JudgeVisible(Difference difference, bool isLocale)
    {
        string added = difference.After.Length >= difference.Before.Length ? difference.After : difference.Before;
        bool isProse = Word().Count(added) >= LeastOfProse;
        if (difference.Channel == Channels.BodyText && ConditionWords.AreOne(difference))
            return new Judgement(FindingClasses.Open, Severity.Low, "a word for the condition, in plain sight");
        if (IsTold(difference))
            return new Judgement(FindingClasses.Open, Severity.Low, "sentences that name the condition under which they stand there, in plain sight");
        if (difference.Factors is [Factors.GitRemote or Factors.EndpointHost]
            && SaidValues.IsOfHosts(difference.Before)
            && SaidValues.IsOfHosts(difference.After)
            && (SaidValues.AreBeside(difference) || SaidValues.AreBelow(difference)))
            return new Judgement(FindingClasses.Open, Severity.Low, "a word for a kind of host, in a line that names the host");
        if (difference.Factors is [Factors.GitIdentity]
            && SaidValues.IsOfMails(difference.Before)
            && SaidValues.IsOfMails(difference.After)
            && (SaidValues.AreBeside(difference) || SaidValues.AreBelow(difference)))
            return new Judgement(FindingClasses.Open, Severity.Low, "a word for a kind of mail address, beside the address");
        if (FactLines.AreOfTheDay(difference)
            || (FactLines.IsOfTheDay(difference) is string label
                && (difference.Factors is not [Factors.TimeZone] || documentation.TellsOfDay(label, difference))))
            return new Judgement(FindingClasses.Open, Severity.Low, "a text of the day, which says that it is one");
        if (FactLines.TellAge(difference))
            return Judgement.Lawful("how long ago something was, in words");
        if (difference.Channel == Channels.BodyText && !isProse && !IsSecretive(added) && FactLines.NameVariable(difference, ChangedLines(difference)))
            return new Judgement(FindingClasses.Open, Severity.Low, "a line whose label names what the variable is about");
        if (FactKeys.Name(difference))
            return new Judgement(FindingClasses.Open, Severity.Low, "that it is so or is not, under a name that says what");
        if (FactLines.Affirm(difference)
            || FactLines.NamePlace(difference)
            || (!isProse && !IsSecretive(added) && FactLines.NameFactor(difference, ChangedLines(difference))))
            return new Judgement(FindingClasses.Open, Severity.Low, "a line or a field whose name says the condition");
        if (difference.Factors is [Factors.RunCount]
            && difference.Channel == Channels.BodyText
            && Recalling.IsAll(difference, added)
            && !IsSecretive(added)
            && !AsksForMarks(added))
            return new Judgement(FindingClasses.Open, Severity.Low, "what was asked in an earlier session, in clear");
        if (difference.Channel == Channels.BodyText && isProse)
        {
            if (IsSecretive(added))
                return new Judgement(FindingClasses.Covert, Severity.High,
                    "an instruction to the model under this condition only, to be kept from the person")
                { Channel = Channels.ModelInstruction };
            if (isLocale && LanguageNames.AreWrittenIn(difference.After, difference.SessionsWith[0].Machine.Locale))
                return new Judgement(FindingClasses.Open, Severity.Low, "a text in the language of the locale");
            if (difference.Factors is [Factors.EnvironmentVariable] or [Factors.SandboxDetection] && _surroundings.AreNamed(difference, added))
                return new Judgement(FindingClasses.Open, Severity.Low, "a text about the condition itself, in plain sight");
            return new Judgement(FindingClasses.Covert, Severity.Medium,
                "the model is told something else under this condition, for no reason that shows")
            { Channel = Channels.ModelInstruction };
        }
        if (isLocale
            && difference.Channel == Channels.BodyText
            && difference.After.Any(char.IsLetter)
            && LanguageNames.AreWrittenIn(difference.After, difference.SessionsWith[0].Machine.Locale))
            return new Judgement(FindingClasses.Open, Severity.Low, "a word in the language of the locale");
        if (TimeDigits.Tell(difference)
            || (difference.Factors is [Factors.Clock]
                && TimeDigits.Begin(difference.Before, difference.SessionsWithout)
                && TimeDigits.Begin(difference.After, difference.SessionsWith)))
            return new Judgement(FindingClasses.Identifier, Severity.Low, "the first digits of the session's time, as ordered ids have them");
        if (LooksMade(difference.After) && LooksMade(difference.Before))
            return new Judgement(FindingClasses.Identifier, Severity.Medium, "a value that is computed from the condition, not the condition in clear");
        if (difference.Factors is [Factors.EndpointHost]
            && difference.Path.EndsWith("/role", StringComparison.Ordinal)
            && (difference.Before, difference.After) is ("developer", "system") or ("system", "developer"))
            return Judgement.Lawful("the role of the prompt, which one vendor has renamed and other servers know by its old name");
        if (difference.Factors is [Factors.EndpointHost] && difference.Path.Contains(" field ", StringComparison.Ordinal))
            return new Judgement(FindingClasses.Covert, Severity.Medium, "a header field has another value for this endpoint");
        return Judgement.Covert("another text under this condition, which does not say the condition");
    }

    /// <summary>Whether the difference is in a part of a word whose rest is drawn: what stands there is no word of its own.</summary>
    private static bool IsPartOfWord(Difference difference) => PartOfWord().IsMatch(difference.Place);

    private static Judgement JudgeDistribution(Difference difference) =>
        difference.Factors.Contains(Factors.ServerResponse) || difference.Factors.Contains(Factors.WorkspaceContent)
            ? new Judgement(FindingClasses.Lawful, Severity.Low, "random, and distributed otherwise under another answer or workspace")
            : Judgement.Covert("random by its look, and its distribution follows the condition");

    private static Judgement JudgeNamed(Difference difference)
    {
        string rest = KnownValues.Of(difference.SessionsWith[0].Machine).Replace(difference.After);
        // To sign with the name that stands in it is another thing.
        if (difference.Channel == Channels.BodyText && rest.Split(['.', '\n', ';']).Any(sentence => AsksForMarks(sentence) && !Mark().IsMatch(sentence)))
            return Judgement.Covert("an instruction to write something that marks what is made, under this condition only") with
            {
                Channel =
                Channels.ModelInstruction
            };
        return Word().Count(rest) >= 12 && difference.Channel == Channels.BodyText && !difference.Factors.Contains(Factors.Locale) && IsSecretive(rest)
            ? new Judgement(FindingClasses.Covert, Severity.High,
                "an instruction to the model under this condition only, to be kept from the person")
            { Channel = Channels.ModelInstruction }
            : Judgement.Open("the value itself, in clear");
    }

    /// <summary>Whether a text says a value as a word of its own, in any case.</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">The value.</param>
    /// <param name="least">The least length of a value that is not said by accident.</param>
    internal static bool IsSaid(string text, string value, int least) =>
        value.Length >= least && WholeWord.IsIn(text, value, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Whether what differs are whole sentences of a text that say under which condition they stand there, and ask for nothing that would be a mark or is to be
    /// kept from the person.
    /// </summary>
    public bool IsTold(Difference difference) => difference.Channel == Channels.BodyText && ChangedSentences.Of(difference) is { } changed
        && !changed.Gone.Concat(changed.New).Any(sentence => IsSecretive(sentence) || AsksForMarks(sentence) || !ConditionWords.AreReadable(sentence))
        && (difference.Before + difference.After).Any(char.IsLetter)
        && changed.AreTold(sentence => ConditionWords.Names(sentence, difference)
            || (difference.Factors is [Factors.EnvironmentVariable] && _surroundings.AreNamed(difference, sentence)));

    // All lines of the text that are on one side only: a passage is read as a whole.
    private static (string Old, string Now) LinesOfEachSide(Difference difference)
    {
        if (!FeatureReader.Of(difference.SessionsWithout[0]).All.TryGetValue(difference.Path, out Feature? before)
            || !FeatureReader.Of(difference.SessionsWith[0]).All.TryGetValue(difference.Path, out Feature? after))
            return ("", "");
        string[] old = before.Value.Split('\n'), now = after.Value.Split('\n');
        return (string.Join('\n', old.Except(now, StringComparer.Ordinal).Take(200)), string.Join('\n', now.Except(old, StringComparer.Ordinal).Take(200)));
    }

    /// <summary>Whether both sides have the same letters, and other signs between them or other capitals.</summary>
    public static bool AreSameLetters(Difference difference)
    {
        string before = Mark().Replace(difference.BeforeMarked, ""), after = Mark().Replace(difference.AfterMarked, "");
        return before != after
            && before.Any(char.IsLetter)
            && before.Where(char.IsLetterOrDigit).Select(char.ToUpperInvariant).SequenceEqual(after.Where(char.IsLetterOrDigit).Select(char.ToUpperInvariant));
    }

    private static string ChangedLines(Difference difference) => LinesOfEachSide(difference) is var (old, now) ? now + "\n" + old : "";

    private bool IsHash(Difference difference, out string? of)
    {
        // Which of many things it is the hash of may not be the message.
        of = hashes(difference.SessionsWith[0]).Explain(difference.After, difference.Before);
        return of is not null
            && hashes(difference.SessionsWithout[0]).Explain(difference.Before, difference.After) is string other
            && ContentHashes.AreOne(of, other);
    }

    /// <summary>
    /// Whether both are ids of commits as git shortens them, in a text that speaks of commits, under another content or author of the repository.
    /// </summary>
    private static bool IsCommit(Difference difference) =>
        difference.Channel == Channels.BodyText
        && difference.Factors.All(factor => factor is Factors.WorkspaceContent or Factors.GitIdentity)
        && CommitId().IsMatch(difference.Before)
        && CommitId().IsMatch(difference.After)
        && difference.SessionsWith[0].Capture.Exchanges.Any(exchange => exchange.IsModel && exchange.Body.Unpack().AsSpan().IndexOf("ommit"u8) >= 0);

    private static bool IsLocaleAlone(Difference difference) => difference.Factors is [Factors.Locale] || IsLocaleVariable(difference);

    // Who has no name in git is called by the login name.
    private static bool IsNameOf(string text, MachineFacts machine) =>
        Surroundings.IsAbsence(text)
        || machine.GitName.Split(' ')
            .Append(machine.GitName)
            .Append(machine.UserName)
            .Append(machine.GitEmail.Split('@')[0])
            .Any(name => name.Length > 1 && name.Equals(text.Trim(' ', ',', '.', '!', ':', '"', '\'', '(', ')'), StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex(@"(?:\A|, )(?:group|first|last|characters?|bits?) ?\d|, (?:highest|lowest) bit|(?:\A|, )form\z", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex PartOfWord();

    [GeneratedRegex(@"\{[^{}]{1,40}\}", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Mark();

    [GeneratedRegex(@"\b(?:leave|add|insert|append|put|write|include|end|place|sign|mark)\b[^.\n]{0,60}\b(?:comments?|markers?|trailers?|tags?|watermarks?|signatures?|footers?|blanks?|trailing|commit messages?)\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 20000)]
    private static partial Regex Marks();

    private static bool IsLocaleVariable(Difference difference) =>
        difference.Factors is [Factors.EnvironmentVariable] && difference.With.Of(Factors.EnvironmentVariable) is Level level
        && level.Changes.Environment.Keys.All(name => name.StartsWith("LC_", StringComparison.Ordinal) || name is "LANG" or "LANGUAGE");

    private static bool LooksMade(string text) => text.Length >= 3 && text.Any(char.IsAsciiDigit) && !text.Any(char.IsWhiteSpace);

    [GeneratedRegex(@"[\p{L}']{2,}", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Word();

    [GeneratedRegex(@"^(?:[0-9a-f]{7,12}|[0-9a-f]{40})$", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex CommitId();

    [GeneratedRegex(@"\b(?:sessions?|runs?|starts?|launch(?:es)?|visits?|visited|times|days?|weeks?|months?|years?|hours?|minutes?|dates?|today|earlier|ago|since|old|age|first|last|left|remaining|until|quarter|uptime|history|notes?|saved|seen|streak|#)\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 20000)]
    private static partial Regex OfDays();

    [GeneratedRegex(@"[+\u2212-](?=\{time\})", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex OffsetSign();

}
