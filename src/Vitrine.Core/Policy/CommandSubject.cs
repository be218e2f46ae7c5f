namespace Vitrine.Core.Policy;

/// <summary>A command as it is judged: from an execve, or as a shell's text has it.</summary>
/// <param name="Program">The program's real path; from a shell's text the bare name, or the path that stands there.</param>
/// <param name="Called">The path it was called by, where that is another one.</param>
/// <param name="CalledAs">argv[0], which some programs take for what they are to be.</param>
/// <param name="Arguments">argv without its first element.</param>
/// <param name="IsProgramKnown">False where a shell's text names it by an expansion.</param>
/// <param name="AreArgumentsCut">Whether there was more.</param>
public readonly record struct CommandSubject(
    string Program, string? Called, string CalledAs, IReadOnlyList<CommandWord> Arguments, bool IsProgramKnown, bool AreArgumentsCut)
{
    /// <summary>Whether the program is a name that is still to be looked up, in directories that the judgement of its execve will know.</summary>
    public bool IsNameOnly => !Program.Contains('/');

    /// <summary>The subject of an execve.</summary>
    public static CommandSubject Of(in CommandFacts facts) => new(
        facts.Program.ToString(), facts.Called?.ToString(), facts.Arguments.Count > 0 ? facts.Arguments[0] : "",
        [.. facts.Arguments.Skip(1).Select(CommandWord.Known)], true, facts.AreArgumentsCut);

    /// <summary>The subject of words, the first of which is the program.</summary>
    public static CommandSubject Of(IReadOnlyList<CommandWord> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return new(words[0].Text, null, words[0].Text, [.. words.Skip(1)], words[0].IsKnown, false);
    }

    /// <summary>The program as one line, for messages.</summary>
    public override string ToString() =>
        PolicyText.Cut(string.Join(' ', (string[])[CalledAs.Length > 0 ? CalledAs : Program, .. Arguments.Select(word => word.Text)]));

    /// <summary>The last name of a path.</summary>
    internal static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>The paths that are the program's.</summary>
    internal IEnumerable<string> Paths()
    {
        yield return Program;
        if (Called is not null && Called != Program)
            yield return Called;
    }

    /// <summary>Whether any of the program's names is this one; a login shell's first hyphen is looked past.</summary>
    internal bool IsNamed(string name)
    {
        foreach (string path in Paths())
            if (NameOf(path) == name)
                return true;
        return NameOf(CalledAs).TrimStart('-') == name;
    }
}
