using System.Diagnostics.CodeAnalysis;
using Vitrine.Core.Model;

namespace Vitrine.Core.Policy;

/// <summary>
/// A program and its first arguments: <c>git push</c>, <c>npm run test*</c>, <c>./scripts/*.sh</c>, <c>/usr/bin/ssh</c>. A star within a word is any part of
/// it; a star alone at the end is any further arguments, none included; <c>**</c> before the end any number of them. The program alone means it with any
/// arguments.
/// </summary>
public sealed record CommandPattern
{
    /// <summary>Most words of a pattern.</summary>
    public const int MostWords = 60;

    // What makes a harmless program run or remove something itself, without an execve that would be judged: only a pattern that names the word covers it.
    private static readonly (string Program, string[] Words)[] Telling =
    [
        ("find", ["-delete", "-fprint", "-fprint0", "-fprintf", "-fls", "-exec", "-execdir", "-ok", "-okdir"]),
    ];

    private readonly string[] _arguments;
    private readonly bool _hasArguments, _isOpen;
    private readonly FilePattern? _path;

    private CommandPattern(string text, string program, FilePattern? path, string[] arguments, bool hasArguments, bool isOpen)
    {
        (Text, Program, _path, _arguments, _hasArguments, _isOpen) = (text, program, path, arguments, hasArguments, isOpen);
    }

    /// <summary>The pattern as the person wrote it.</summary>
    public string Text { get; }

    /// <summary>The program: a name, or, where it has a slash, a path.</summary>
    public string Program { get; }

    /// <summary>Parses a pattern; words may be quoted as in a shell.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out CommandPattern? pattern, out string why)
    {
        pattern = null;
        if (!TrySplit(text, out List<string> words, out why))
            return false;
        if (words.Count == 0)
            why = "a command pattern names a program";
        else if (words.Count > MostWords)
            why = $"a command pattern has at most {MostWords} words";
        else
            return TryMake(text, words[0], words.Count > 1 ? words.GetRange(1, words.Count - 1) : null, isExact: false, out pattern, out why);
        return false;
    }

    /// <summary>A pattern of a program and exactly these arguments; an empty list is the program without any.</summary>
    public static bool TryCreate(string program, IReadOnlyList<string> arguments, [NotNullWhen(true)] out CommandPattern? pattern, out string why)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return TryMake($"{program} {string.Join(' ', arguments)}".TrimEnd(), program, arguments, isExact: true, out pattern, out why);
    }

    /// <summary>
    /// Whether a rule that allows covers the command: every known word fits and no more follow than the pattern says; the program's own name is believed
    /// only where the agent couldn't have put the file.
    /// </summary>
    internal Coverage Allows(in CommandSubject command, PolicyPlaces places)
    {
        if (!command.IsProgramKnown)
            return Program == "*" && !_hasArguments ? Coverage.Yes : Coverage.Maybe;
        if (!AllowsProgram(command, places))
            return Coverage.No;
        foreach ((string program, string[] telling) in Telling)
            if (command.IsNamed(program) && TellsMore(command, telling) is { } coverage)
                return coverage;
        if (!_hasArguments)
            return Coverage.Yes;
        return CommandWords.Fits(_arguments, command.Arguments, _isOpen, command.AreArgumentsCut);
    }

    /// <summary>
    /// Whether a rule that asks or denies covers the command: options, and the word behind each, are looked past, so that <c>git -C /x push</c> is <c>git
    /// push</c>; whatever follows is covered too.
    /// </summary>
    internal Coverage Forbids(in CommandSubject command, PolicyPlaces places)
    {
        if (!command.IsProgramKnown)
            return Coverage.Maybe;
        if (!ForbidsProgram(command, places))
            return Coverage.No;
        return _hasArguments ? CommandWords.Begins(_arguments, command.Arguments, command.AreArgumentsCut) : Coverage.Yes;
    }

    private static bool TryMake(string text, string program, IReadOnlyList<string>? arguments, bool isExact, [NotNullWhen(true)] out CommandPattern? pattern,
        out string why)
    {
        pattern = null;
        why = program.Length == 0
            ? "the program has no name"
            : program.Any(char.IsControl) || text.Any(char.IsControl)
                ? "a command pattern holds no control characters"
                : "";
        if (text.Length > Glob.LongestPattern)
            why = $"a command pattern has at most {Glob.LongestPattern} characters";
        FilePattern? path = null;
        if (why.Length > 0 || (program.Contains('/') && !FilePattern.TryParse(program, out path, out why)))
            return false;
        bool isOpen = !isExact && arguments is [.., "*" or "**"];
        string[] words = [.. arguments ?? []];
        if (words.Length > MostWords)
        {
            why = $"a command pattern has at most {MostWords} words";
            return false;
        }

        if (isOpen)
            words = words[..^1];
        pattern = new CommandPattern(text, program, path, words, arguments is not null, isOpen);
        return true;
    }

    private bool AllowsProgram(in CommandSubject command, PolicyPlaces places)
    {
        if (Program == "*")
            return true;
        if (_path is not null)
            return _path.Covers(new UnixPath(command.Program), places);
        foreach (string path in command.Paths())
            if ((command.IsNameOnly || !places.IsAgentWritable(path)) && Glob.MatchesName(Program, CommandSubject.NameOf(path), false))
                return true;
        return false;
    }

    private bool ForbidsProgram(in CommandSubject command, PolicyPlaces places)
    {
        if (Program == "*")
            return true;
        foreach (string path in command.Paths())
            if (_path is not null
                ? _path.Covers(new UnixPath(path), places) || (command.IsNameOnly && Program.EndsWith("/" + path, StringComparison.Ordinal))
                : Glob.MatchesName(Program, CommandSubject.NameOf(path), false))
                return true;
        return _path is null && Glob.MatchesName(Program, CommandSubject.NameOf(command.CalledAs), false);
    }

    private Coverage? TellsMore(in CommandSubject command, string[] telling)
    {
        bool isUnknown = command.AreArgumentsCut;
        foreach (CommandWord word in command.Arguments)
        {
            if (word.IsKnown && telling.Contains(word.Text) && !_arguments.Contains(word.Text))
                return Coverage.No;
            isUnknown |= !word.IsKnown;
        }

        return isUnknown ? Coverage.Maybe : null;
    }

    /// <summary>Words parted by spaces; quotes keep one together, a backslash takes the next character as it is.</summary>
    private static bool TrySplit(string text, out List<string> words, out string why)
    {
        words = [];
        why = "";
        var word = new System.Text.StringBuilder();
        bool hasWord = false;
        char quote = '\0';
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '\\' && quote != '\'' && i + 1 < text.Length)
            {
                word.Append(text[++i]);
                hasWord = true;
            }
            else if (quote != '\0' ? c == quote : c is '"' or '\'')
            {
                quote = quote == '\0' ? c : '\0';
                hasWord = true;
            }
            else if (c is ' ' or '\t' && quote == '\0')
            {
                if (hasWord)
                    words.Add(word.ToString());
                word.Clear();
                hasWord = false;
            }
            else
            {
                word.Append(c);
                hasWord = true;
            }
        }

        if (hasWord)
            words.Add(word.ToString());
        why = quote == '\0' ? "" : "a quote is not closed";
        return quote == '\0';
    }
}
