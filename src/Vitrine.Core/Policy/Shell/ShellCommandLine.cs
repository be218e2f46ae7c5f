namespace Vitrine.Core.Policy.Shell;

/// <summary>
/// All commands that a shell's text may run, found without running it: through lists, pipes, groups, subshells, substitutions of every kind, here-documents,
/// and the programs that run others. For early, clear refusals: each real execve is judged too, and that is what holds.
/// </summary>
public sealed class ShellCommandLine
{
    private ShellCommandLine(ShellBudget found) =>
        (Commands, Redirections, Opaque, Unclear, ChangesDirectory) = (found.Commands, found.Redirections, found.Opaque, found.Unclear, found.ChangesDirectory);

    /// <summary>The commands, inner ones before those that run them.</summary>
    public IReadOnlyList<ShellCommand> Commands { get; }

    /// <summary>Files that redirections open.</summary>
    public IReadOnlyList<ShellRedirection> Redirections { get; }

    /// <summary>Texts in other languages that are run (<c>python -c</c>), in words for the person.</summary>
    public IReadOnlyList<string> Opaque { get; }

    /// <summary>Why the text is not understood; null where it is. What was found until there stands in the lists.</summary>
    public string? Unclear { get; }

    /// <summary>Whether the directory changes on the way, so that relative paths can't be told.</summary>
    public bool ChangesDirectory { get; }

    /// <summary>Reads what stands behind <c>sh -c</c>.</summary>
    public static ShellCommandLine Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var found = new ShellBudget();
        if (text.Contains('\0'))
            found.Puzzle("it holds a NUL");
        else if (found.MayRead(text.Length, 0))
            new ShellReader(text, found, 0).Read();
        return new ShellCommandLine(found);
    }

    /// <summary>Takes a program and its arguments apart, as an execve has them.</summary>
    public static ShellCommandLine Of(IReadOnlyList<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var found = new ShellBudget();
        new ShellWrappers(found, 0).Add([.. arguments.Select(CommandWord.Known)], null);
        return new ShellCommandLine(found);
    }
}
