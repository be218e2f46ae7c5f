using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Vitrine.Audit.Comparison;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Findings;

/// <summary>What a text says in clear of the workspace's files: their lines, their names, their kinds and numbers.</summary>
internal static partial class WorkspaceText
{
    // Shorter names of files without an ending are words of any sentence.
    private const int ShortestPlainName = 5;

    private const int LongestListed = 3;
    private const int LongestCounting = 120;

    // Shorter rests of a numbered line stand in any file.
    private const int ShortestNumbered = 4;

    private static readonly HashSet<string> s_ofCommands = ["python", "python3", "-m", "npm", "npx", "yarn", "pnpm", "node", "run", "test", "tests", "exec",
        "cargo", "go", "make", "bundle", "-q", "-v"];
    private const int MostIntroduced = 4;

    // A heading and what stands below it.
    private const int MostOfChapter = 5;

    // A line of a file behind a word for it.
    private const int ShortestHeaded = 12;

    private static readonly string[] s_languages = ["JavaScript", "TypeScript", "Python", "Rust", "Go", "Java", "Kotlin", "Ruby", "PHP", "C", "C++", "C#",
        "Swift", "Shell", "SQL", "HTML", "CSS", "Terraform"];

    private static readonly char[] s_betweenKinds = [.. " \t,:;()[]{}<>\"'`=*|/~%-–—•·\u00d7"];

    private static readonly string[] s_ofCounts = ["none", "other", "others", "file", "files", "line", "lines", "bytes", "kB", "KB", "total"];

    /// <summary>
    /// Whether a difference says files of the workspace and nothing else: what is put in must itself be of them; what a tool answers may also be that something
    /// of them is gone.
    /// </summary>
    public static bool SaysFiles(Difference difference) =>
        difference.After.AsSpan().Trim().Length == 0 ? IsOfFiles(difference, difference.Before)
            : IsOfFiles(difference, difference.After)
                || (difference.Before.AsSpan().Trim().Length > 0 && ToolAnswer().IsMatch(difference.Path) && IsOfFiles(difference, difference.Before));

    /// <summary>Whether each line of a text is of the workspace's files, names one, or counts them.</summary>
    public static bool IsOfFiles(Difference difference, string text)
    {
        string[] lines = Lines(text);
        return lines.Length == 0 || Strange(difference, lines) == 0;
    }

    /// <summary>Whether a text quotes files of the workspace with a few words of the target's own around them.</summary>
    public static bool QuotesFiles(Difference difference, string text)
    {
        // Blocks of a prompt that stand beside each other, each by itself.
        if (text.Contains('\f', StringComparison.Ordinal))
            return text.Split('\f').All(block => IsOfFiles(difference, block)
                || QuotesFiles(difference, block)
                || IntroduceKinds(difference, difference.Before.Length > difference.After.Length ? block : "",
                    difference.Before.Length > difference.After.Length ? "" : block));
        string[] lines = Lines(text);
        int strange = Strange(difference, lines);
        bool isHeaded = strange == 1 && lines.Length == 2 && Heading().IsMatch(lines[0]) && Strange(difference, lines[1..]) == 0;
        return ((strange <= 2 && strange < lines.Length - strange) || isHeaded) && !TextJudge.IsSecretive(text);
    }

    /// <summary>Whether all that differs in a text are lines that count kinds of files, under the same labels.</summary>
    public static bool CountKinds(Difference difference, string before, string after)
    {
        string[] old = Lines(before), now = Lines(after);
        IReadOnlyDictionary<string, string>[] files = FilesOf(difference);
        return now.Length > 0
            && !FileKinds.AreOfOne(difference.Before.Trim(), difference.After.Trim())
            && old.Concat(now).All(line => ListsKinds(line, files))
            && (old.Length == 0 || Labels(old).SequenceEqual(Labels(now), StringComparer.Ordinal));
    }

    /// <summary>Whether what differs is the number of the workspace's files, on both sides.</summary>
    public static bool AreCountsOfFiles(Difference difference) =>
        difference.Before.Trim() == difference.SessionsWithout[0].Machine.Files.Count.ToString(CultureInfo.InvariantCulture)
        && difference.After.Trim() == difference.SessionsWith[0].Machine.Files.Count.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether the lines in which a text differs say how many files there are, on both sides.</summary>
    public static bool CountNames(Difference difference, string before, string after)
    {
        string[] old = OfPiece(before, difference.Before), now = OfPiece(after, difference.After);
        return old.Length > 0 && now.Length > 0 && old.Concat(now).All(CountsNames);
    }

    /// <summary>
    /// Whether the lines that are on one side only each begin with the name of a language, and files with an ending of that language's are on that side only:
    /// <c>Python: four blanks, type hints.</c>
    /// </summary>
    public static bool IntroduceKinds(Difference difference, string before, string after)
    {
        IReadOnlyDictionary<string, string> old = difference.SessionsWithout[0].Machine.Files, now = difference.SessionsWith[0].Machine.Files;
        string[] lost = Lines(before), won = Lines(after);
        return lost.Length + won.Length is > 0 and <= MostIntroduced
            && lost.All(line => Introduces(line, old, now))
            && won.All(line => Introduces(line, now, old))
            && !TextJudge.IsSecretive(before + after) && !TextJudge.AsksForMarks(before) && !TextJudge.AsksForMarks(after);
    }

    /// <summary>
    /// Whether the lines that are on one side only each say a short command, under a label, of tools that files of that side alone name: <c>tests: python -m
    /// pytest</c>.
    /// </summary>
    public static bool TellCommands(Difference difference, string before, string after)
    {
        IReadOnlyDictionary<string, string> old = difference.SessionsWithout[0].Machine.Files, now = difference.SessionsWith[0].Machine.Files;
        string[] lost = Lines(before), won = Lines(after);
        return lost.Length + won.Length is > 0 and <= MostIntroduced
            && lost.All(line => TellsCommand(line, old, now))
            && won.All(line => TellsCommand(line, now, old));
    }

    private static bool TellsCommand(string line, IReadOnlyDictionary<string, string> here, IReadOnlyDictionary<string, string> there)
    {
        if (Command().Match(line) is not { Success: true } command)
            return false;
        string[] others = [.. command.Groups["word"].Captures.Select(word => word.Value).Where(word => !s_ofCommands.Contains(word))];
        string[] own = [.. here.Where(file => !there.TryGetValue(file.Key, out string? same) || same != file.Value).Select(file => file.Value)];
        return others.Length is > 0 and <= 2 && others.All(word => own.Any(text => WholeWord.IsIn(text, word, StringComparison.Ordinal, joining: "_-")));
    }

    /// <summary>
    /// Whether all that one side has more is a short chapter with the name of a language for its heading, and files of it are on that side only; those behind
    /// it may have another number.
    /// </summary>
    public static bool IntroduceChapter(Difference difference, string before, string after)
    {
        string[] lost = [.. Lines(before).Select(WithoutListNumber)], won = [.. Lines(after).Select(WithoutListNumber)];
        IReadOnlyDictionary<string, string> here = difference.SessionsWith[0].Machine.Files, there = difference.SessionsWithout[0].Machine.Files;
        if (lost.Length > won.Length)
            (lost, won, here, there) = (won, lost, there, here);
        string[] chapter = [.. won.Except(lost)];
        return chapter.Length is > 1 and <= MostOfChapter
            && lost.All(won.Contains)
            && s_languages.FirstOrDefault(kind => kind.Equals(chapter[0].Trim(' ', ':', '*'), StringComparison.OrdinalIgnoreCase)) is { } language
            && EndingsOf(language, here).Except(EndingsOf(language, there)).Any()
            && !TextJudge.IsSecretive(before + after) && !TextJudge.AsksForMarks(before) && !TextJudge.AsksForMarks(after);
    }

    private static string WithoutListNumber(string line) => ListNumber().Replace(line, "");

    /// <summary>
    /// Whether what differs are lines of kinds of files that come by their numbers: <c>TypeScript, 57 %. Run the type checker.</c> What is said of a kind is
    /// the same wherever it stands.
    /// </summary>
    public static bool RankKinds(Difference difference, string before, string after)
    {
        IReadOnlyDictionary<string, string>[] files = FilesOf(difference);
        string[] old = [.. Lines(before).Where(line => IsRanked(line, files))], now = [.. Lines(after).Where(line => IsRanked(line, files))];
        return old.Length > 1
            && now.Length > 1
            && Falls(old)
            && Falls(now)
            && AreOfOwn(old, now, difference.SessionsWithout[0].Machine.Files)
            && AreOfOwn(now, old, difference.SessionsWith[0].Machine.Files)
            && old.Concat(now).All(line => !TextJudge.AsksForMarks(line) && !TextJudge.IsSecretive(line))
            && old.Any(line => line.Contains(difference.Before.Trim(), StringComparison.Ordinal))
            && now.Any(line => line.Contains(difference.After.Trim(), StringComparison.Ordinal));
    }

    // What is on one side only is of a kind of files that is there.
    private static bool AreOfOwn(string[] lines, string[] others, IReadOnlyDictionary<string, string> files)
    {
        HashSet<string> there = [.. others.Select(WithoutNumbers)];
        return lines.Where(line => !there.Contains(WithoutNumbers(line)))
            .All(line => !others.Any(other => Ranked().Match(other).Groups[1].Value == Ranked().Match(line).Groups[1].Value)
                && IsRanked(line, [files]));
    }

    private static bool IsRanked(string line, IReadOnlyDictionary<string, string>[] files) =>
        Ranked().Match(line) is { Success: true } kind && IsKind(kind.Groups[1].Value, files);

    private static bool Falls(string[] lines) => lines.Zip(lines.Skip(1)).All(pair => NumberOf(pair.First) >= NumberOf(pair.Second));

    private static int NumberOf(string line) => int.Parse(Ranked().Match(line).Groups[2].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    private static bool Introduces(string line, IReadOnlyDictionary<string, string> here, IReadOnlyDictionary<string, string> there) =>
        line.Length <= LongestCounting
        && KindLabel().Match(line) is { Success: true } label
        && label.Groups[1].Value is var kind
        && s_languages.Contains(kind)
        && EndingsOf(kind, here).Except(EndingsOf(kind, there)).Any();

    private static IEnumerable<string> EndingsOf(string kind, IReadOnlyDictionary<string, string> files) =>
        files.Keys.Where(path => FileKinds.Of(path).Contains(kind)).Select(Path.GetExtension).OfType<string>();

    // Words that are only put in stand beside nothing on the other side: there it is the count that they are put into.
    private static string[] OfPiece(string lines, string piece) =>
        [.. Lines(lines).Where(line => piece.AsSpan().Trim().Length == 0 ? CountsNames(line) : line.Contains(piece.Trim(), StringComparison.Ordinal))];

    private static IEnumerable<string> Labels(string[] lines) =>
        lines.Select(line => Label().Match(line).Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private static IReadOnlyDictionary<string, string>[] FilesOf(Difference difference) =>
        [difference.SessionsWith[0].Machine.Files, difference.SessionsWithout[0].Machine.Files];

    private static string[] Lines(string text) =>
        (text.Contains("\\n", StringComparison.Ordinal) ? Quoted().Replace(text, static found => $"\n{Unquote(found.Value)}\n") : text)
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    // A file as a string of JSON or YAML: its lines are behind escapes.
    private static string Unquote(string quoted)
    {
        try
        {
            using var read = JsonDocument.Parse(quoted);
            return read.RootElement.GetString() ?? quoted;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            return quoted;
        }
    }

    /// <summary>How many lines are neither in a file of the workspace, nor name one, nor are equal on both sides but for numbers and ids.</summary>
    private static int Strange(Difference difference, string[] lines)
    {
        IReadOnlyDictionary<string, string>[] files = FilesOf(difference);
        bool isBody = difference.Channel == Channels.BodyText, isWithinLine = FactLines.IsWithinWord(difference.Place, out _);
        // Signs within a line of the target's own are in every file. Elsewhere a number may be a mark.
        HashSet<string> counts = !isBody
            ? []
            : [.. Lines(difference.Before)
                .Concat(Lines(difference.After))
                .GroupBy(WithoutNumbers)
                .Where(group => group.Count() > 1)
                .Select(group => group.Key)];
        return lines.Count(line => !counts.Contains(WithoutNumbers(line))
            && (isWithinLine && !line.Any(char.IsLetterOrDigit) || !files.Any(set => set.Any(file =>
            ((isBody || line.Length >= ShortestNumbered) && file.Value.Contains(line, StringComparison.Ordinal))
            || (isBody && Headed().Replace(line, "") is { Length: >= ShortestHeaded } headed && file.Value.Contains(headed, StringComparison.Ordinal))
            || (LineNumber().Replace(line, "") is { Length: >= ShortestNumbered } bare && file.Value.Contains(bare, StringComparison.Ordinal))
            || NamesFile(line, file.Key[(file.Key.LastIndexOf('/') + 1)..])
            || ListsPlace(line, file.Key))))
            && !(isBody && (TellsTool(line, files) || CountsNames(line)))
            && !(isBody && !FileKinds.AreOfOne(difference.Before.Trim(), difference.After.Trim()) && ListsKinds(line, files)));
    }

    // Kinds of files with their numbers: "3 .json, 2 .ts", "TypeScript 60 %, JSON 40 %".
    private static bool ListsKinds(string line, IReadOnlyDictionary<string, string>[] files)
    {
        string[] words = Label().Replace(line, "").Split(s_betweenKinds, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return words.Any(word => !char.IsAsciiDigit(word[0]))
            && words.All(word => word.All(c => char.IsAsciiDigit(c) || c == '.') || s_ofCounts.Contains(word) || IsKind(word, files));
    }

    // "gopls: not installed"
    private static bool TellsTool(string line, IReadOnlyDictionary<string, string>[] files) =>
        Tool().Match(line) is { Success: true } tool && IsKind(tool.Groups[1].Value, files);

    // "Showing up to 200 items (files + folders)."
    private static bool CountsNames(string line) =>
        line.Length <= LongestCounting && Counting().IsMatch(line) && line.All(c => c is >= ' ' and <= '~') && !TextJudge.IsSecretive(line);

    private static bool IsKind(string word, IReadOnlyDictionary<string, string>[] files)
    {
        IEnumerable<string> paths = files.SelectMany(set => set.Keys);
        return word[0] == '.'
            ? word.Length > 1 && paths.Any(path => path.EndsWith(word, StringComparison.Ordinal))
            : paths.Any(path => FileKinds.Of(path).Any(kind => word == kind
                || (word.All(char.IsAsciiLetterLower) && word.Equals(kind, StringComparison.OrdinalIgnoreCase))));
    }

    // A line of a listing: a name or two, and one of them is a directory on the way to the file.
    private static bool ListsPlace(string line, string path) =>
        Word().Count(line) <= LongestListed && path.Split('/').SkipLast(1).Any(name => name.Length >= 2 && TextJudge.IsSaid(line, name, 2));

    // An order to hand it on is more than its name.
    private static bool NamesFile(string line, string name) =>
        !Spreading().IsMatch(line) && TextJudge.IsSaid(line, name, name.Contains('.', StringComparison.Ordinal) ? 2 : ShortestPlainName);

    private static string WithoutNumbers(string line) => Number().Replace(HexId().Replace(line, "#"), "#");

    [GeneratedRegex(@"\A[-*\s]*\p{L}[\p{L} ]{2,20}: `?(?<word>[a-z0-9./-]{1,24})(?: (?<word>[a-z0-9./-]{1,24})){0,5}`?\z", RegexOptions.CultureInvariant,
        20000)]
    private static partial Regex Command();

    [GeneratedRegex(@"\A[ \t]*(?:#{1,6} )?(?:[0-9]{1,2}[.)] )?", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex ListNumber();

    [GeneratedRegex(@"\A[\s*#-]*[A-Z][a-z]{2,15}(?: [a-z]{2,15}){0,2}: ", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Headed();

    [GeneratedRegex(@"\A[\s*#-]*(\p{L}[\p{L}+#]{0,19})[,:(–-]? {0,2}\(?([0-9]{1,7})\b", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Ranked();

    [GeneratedRegex(@"\A[\s*#-]*([\w.+-]{2,40}): (?:not )?(?:installed|found|running|ready|available|started|stopped|missing|idle)\z",
        RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Tool();

    [GeneratedRegex(@"\A(?:showing|listing|found|there (?:are|is)|total:?)[ a-z]{0,20} [0-9]{1,7} (?:items|files|folders|directories|entries|names)\b[^0-9]*\z",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 20000)]
    private static partial Regex Counting();

    [GeneratedRegex(@"\A[\s*#-]*\p{L}[\p{L} ]{1,30}:", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Label();

    // "Notes of the project:"
    [GeneratedRegex(@"\A[*#]{0,3} ?[A-Z][a-z]*(?: [A-Za-z][a-z]*){0,5}:?[*]{0,2}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, 20000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\A[\s*#-]*(\p{L}[\w.+#]{0,24}):", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex KindLabel();

    // As tools number the lines of a file that they show, or draw a bar beside them.
    [GeneratedRegex(@"^(?:[0-9]{1,6}(?:[:|\u2192\t] ?| {1,2})|L[0-9]{1,6}: ?|[\u2502\u2503|>] ?)", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex LineNumber();

    // Past the first two messages: what tools said.
    [GeneratedRegex(@"/(?:messages|input|contents)/(?:[2-9]|\d\d+)/", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex ToolAnswer();

    [GeneratedRegex("\"(?:[^\"\\\\\n]|\\\\[^\n])*\"", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, 20000)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\b(?=[a-f]*\d)[0-9a-f]{7,40}\b", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex HexId();

    [GeneratedRegex(@"\d+", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Number();

    [GeneratedRegex(@"[\p{L}']{2,}", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Word();

    // At the beginning of a clause, where no negation goes before it.
    [GeneratedRegex(@"(?:\A[\s*#>-]*|[.;:!?,] |\b(?:and|then|please|always|also|first|reply|answer|message) |\b(?:must|should|shall|you|to) )(?i:repeat|include|insert|embed|copy|send|upload|paste|reproduce|recite|quote|append|attach|forward|transmit|echo|encode|dump|submit|post|leak)\b(?<!\b(?i:not|never|nor|no|don't|asked to|without|before)\b[^.;!?\n]{0,80})",
        RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Spreading();
}
