using System.Collections.Frozen;

namespace Vitrine.Core.Policy.Shell;

/// <summary>The shell's own words.</summary>
internal static class ShellNames
{
    private static readonly string[] Redirections = ["<<<", "<<-", "&>>", "<<", "<>", "<&", ">>", ">&", ">|", "&>", "<", ">"];

    private static readonly FrozenSet<string> BuiltIns = FrozenSet.ToFrozenSet(
        [
            ":", "[", "bg", "break", "cd", "continue", "declare", "dirs", "disown", "echo", "exit", "export", "false", "fg", "getopts", "hash", "help",
                "history", "jobs", "kill",
            "let", "local", "logout", "mapfile", "popd", "printf", "pushd", "pwd", "read", "readarray", "readonly", "return", "set", "shift", "shopt",
            "suspend", "test",
            "times", "true", "type", "typeset", "ulimit", "umask", "unset", "wait",
        ], StringComparer.Ordinal);

    /// <summary>Whether the shell does it itself.</summary>
    public static bool IsBuiltIn(string name) => BuiltIns.Contains(name);

    /// <summary>Whether the variable decides which program or library a name means, or what a shell runs first.</summary>
    public static bool ChangesWhatRuns(ReadOnlySpan<char> name) =>
        name.TrimEnd('+') is "PATH" or "IFS" or "ENV" or "BASH_ENV" or "PROMPT_COMMAND" or "SHELLOPTS" or "BASHOPTS"
        || name.StartsWith("LD_", StringComparison.Ordinal);

    /// <summary>Where the name of an assignment ends, at <c>=</c> or <c>+=</c>; -1 where the word is none.</summary>
    public static int EndOfAssigned(string word)
    {
        int i = 0;
        while (i < word.Length && (char.IsAsciiLetter(word[i]) || word[i] == '_' || (i > 0 && char.IsAsciiDigit(word[i]))))
            i++;
        if (i == 0 || i == word.Length)
            return -1;
        if (word[i] == '[' && word.IndexOf(']', i) is > 0 and int close && close + 1 < word.Length)
            return word[close + 1] == '=' ? i : -1;
        return word[i] == '=' || (word[i] == '+' && i + 1 < word.Length && word[i + 1] == '=') ? i : -1;
    }

    /// <summary>The redirection operator that stands here, the longest one.</summary>
    public static string RedirectionAt(string text, int at)
    {
        // "&>" was recognised by its first character, which has been taken.
        foreach (string one in Redirections)
            if (string.CompareOrdinal(text, at, one, 0, one.Length) == 0)
                return one;
        return ">";
    }
}
