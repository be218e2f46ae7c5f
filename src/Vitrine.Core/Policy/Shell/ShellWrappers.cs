namespace Vitrine.Core.Policy.Shell;

/// <summary>Takes a simple command apart: what it is, and the commands that it runs in turn.</summary>
internal sealed class ShellWrappers(ShellBudget budget, int depth)
{
    private static readonly string[] Shells = ["sh", "bash", "dash", "ash", "zsh", "ksh", "mksh", "rbash"];
    private static readonly string[] Interpreters = ["python", "python2", "python3", "perl", "ruby", "node", "nodejs", "deno", "bun", "php", "lua", "awk",
        "gawk", "mawk", "tclsh", "Rscript"];

    /// <summary>Adds the command and what it runs.</summary>
    /// <param name="words">Program and arguments.</param>
    /// <param name="input">What is on its standard input, where the text says so.</param>
    public void Add(IReadOnlyList<CommandWord> words, string? input)
    {
        if (words.Count == 0 || !budget.MayRead(words.Sum(word => word.Text.Length), depth))
            return;
        if (!words[0].IsKnown)
        {
            budget.Puzzle($"'{Short(words[0])}' is a program that only running it tells");
            budget.Give(new ShellCommand(words, false, false));
            return;
        }

        string name = CommandSubject.NameOf(words[0].Text);
        CommandWord[] rest = [.. words.Skip(1)];
        bool isBare = !words[0].Text.Contains('/');
        bool isBuiltIn = isBare && (ShellNames.IsBuiltIn(name) || budget.Functions.Contains(name));
        bool runsMore = isBuiltIn ? AddBuiltIn(name, rest) : AddRun(name, rest, input, isBare);
        budget.Give(new ShellCommand(words, isBuiltIn || (isBare && name is "eval" or "." or "source" or "trap" or "alias" or "command" or "builtin" or "exec"),
            runsMore));
    }

    private bool AddBuiltIn(string name, CommandWord[] rest)
    {
        if (name is "cd" or "pushd" or "popd")
            budget.ChangesDirectory = true;
        if (name is "export" or "declare" or "typeset" or "readonly" or "local"
            && rest.Any(word => ShellNames.EndOfAssigned(word.Text) is > 0 and int end && ShellNames.ChangesWhatRuns(word.Text.AsSpan(0, end))))
            budget.Puzzle("it changes what names mean");
        if (name is "hash" && rest.Length > 1)
            budget.Puzzle("it changes what names mean");
        return false;
    }

    /// <summary>Whether the command only runs others, all of which were found.</summary>
    private bool AddRun(string name, CommandWord[] rest, string? input, bool isBare)
    {
        if (isBare && name is "eval")
            return AddText(rest, " ");
        if (isBare && name is "trap")
            return rest.Length < 2 || AddText(rest[..1], " ");
        if (isBare && name is "." or "source" or "alias")
        {
            if (rest.Length > 0)
                budget.Puzzle($"'{name}' brings in what does not stand here");
            return false;
        }

        if (Array.IndexOf(Shells, name) >= 0)
            return AddShell(rest, input);
        if (name == "find")
            return AddFind(rest);
        if (name is "watch" or "script" or "su")
            return AddJoined(name, rest);
        if (name == "command" && rest is [{ Text: "-v" or "-V" }, ..])
            return true;
        if (name == "flock" && ShellOption(rest, 'c') is { } locked)
            return AddText([locked], " ");
        if (name == "env"
            && rest.Any(word => word.Text.StartsWith("-S", StringComparison.Ordinal) || word.Text.StartsWith("--split-string", StringComparison.Ordinal)))
        {
            budget.Puzzle("'env -S' splits words by rules of its own");
            return false;
        }

        if (WrapperProgram.Find(name) is { } wrapper)
            return AddWrapped(name, wrapper, rest);
        if (IsLoader(name))
        {
            Add(Trimmed(rest), null);
            return false;
        }

        NoteInterpreter(name, rest);
        return false;
    }

    /// <summary>Whether the program is the dynamic loader, which runs the program that it is given without an execve.</summary>
    internal static bool IsLoader(string name) =>
        name.StartsWith("ld-linux", StringComparison.Ordinal) || name.StartsWith("ld-musl", StringComparison.Ordinal) || name == "ld.so";

    /// <summary>Without the loader's own options (ld.so(8)); those that take a word take the next one.</summary>
    private static CommandWord[] Trimmed(CommandWord[] words)
    {
        int at = 0;
        while (at < words.Length && words[at].IsKnown && words[at].Text.StartsWith("--", StringComparison.Ordinal))
            at += words[at].Text is "--argv0"
                or "--library-path"
                or "--preload"
                or "--audit"
                or "--inhibit-rpath"
                or "--glibc-hwcaps-prepend"
                or "--glibc-hwcaps-mask"
                ? 2
                : 1;
        return words[Math.Min(at, words.Length)..];
    }

    private bool AddWrapped(string name, WrapperProgram wrapper, CommandWord[] rest)
    {
        foreach (CommandWord word in rest)
            if (wrapper.TakesAssignments && ShellNames.EndOfAssigned(word.Text) is > 0 and int end && ShellNames.ChangesWhatRuns(word.Text.AsSpan(0, end)))
                budget.Puzzle("it changes what names mean");
        int at = wrapper.CommandAt(rest);
        if (at < 0)
        {
            budget.Puzzle($"an option of '{name}' is not known");
            return false;
        }

        if (at >= rest.Length)
            return name is "env" or "xargs" or "exec" or "command";
        IEnumerable<CommandWord> inner = rest.Skip(at);
        if (name == "xargs")
            inner = inner.Select(word => word.Text.Contains("{}", StringComparison.Ordinal)
                ? word with { IsKnown = false }
                : word).Append(new CommandWord("…", false));
        new ShellWrappers(budget, depth + 1).Add([.. inner], null);
        return wrapper.IsTransparent && name is not ("busybox" or "toybox");
    }

    private bool AddShell(CommandWord[] rest, string? input)
    {
        bool takesCommand = false;
        int i = 0;
        for (; i < rest.Length && rest[i].IsKnown && rest[i].Text.Length > 1 && rest[i].Text[0] is '-' or '+'; i++)
        {
            string word = rest[i].Text;
            if (word == "--")
            {
                i++;
                break;
            }

            if (word is "--rcfile" or "--init-file")
                budget.Puzzle("a shell reads a file first");
            if (!word.StartsWith("--", StringComparison.Ordinal))
                takesCommand |= word[0] == '-' && word.Contains('c');
            // -o and +O take a name.
            if (word is "--rcfile" or "--init-file" || (!word.StartsWith("--", StringComparison.Ordinal) && word[^1] is 'o' or 'O'))
                i++;
        }

        if (takesCommand)
            return i < rest.Length && AddText([rest[i]], " ");
        if (i < rest.Length)
            return false; // A script: its commands are judged as they run.
        if (input is not null)
            return AddText([CommandWord.Known(input)], " ");
        budget.Puzzle("a shell reads its commands from somewhere else");
        return false;
    }

    private bool AddFind(CommandWord[] rest)
    {
        for (int i = 0; i < rest.Length; i++)
        {
            if (!rest[i].IsKnown || rest[i].Text is not ("-exec" or "-execdir" or "-ok" or "-okdir"))
                continue;
            int end = i + 1;
            while (end < rest.Length
                && !(rest[end].IsKnown && (rest[end].Text == ";" || (rest[end].Text == "+" && rest[end - 1].Text.Contains("{}", StringComparison.Ordinal)))))
                end++;
            CommandWord[] inner = [.. rest[(i + 1)..end].Select(word => word.Text.Contains("{}", StringComparison.Ordinal)
                ? word with { IsKnown = false }
                : word)];
            new ShellWrappers(budget, depth + 1).Add(inner, null);
            i = end;
        }

        return false;
    }

    private bool AddJoined(string name, CommandWord[] rest)
    {
        if (name is "script" or "su")
        {
            if (ShellOption(rest, 'c') is { } command)
                return AddText([command], " ") && false;
            budget.Puzzle($"'{name}' starts a shell");
            return false;
        }

        // watch gives its words to sh -c.
        int at = 0;
        while (at < rest.Length && rest[at].IsKnown && rest[at].Text.StartsWith('-'))
            at += rest[at].Text is "-n" or "--interval" or "-q" or "--equexit" ? 2 : 1;
        return at >= rest.Length || AddText(rest[at..], " ");
    }

    private bool AddText(CommandWord[] words, string separator)
    {
        if (words.Any(word => !word.IsKnown))
        {
            budget.Puzzle("a text that is run is only known when it runs");
            return false;
        }

        string text = string.Join(separator, words.Select(word => word.Text));
        if (budget.MayRead(text.Length, depth + 1))
            new ShellReader(text, budget, depth + 1).Read();
        return true;
    }

    private static CommandWord? ShellOption(CommandWord[] rest, char letter)
    {
        for (int i = 0; i + 1 < rest.Length; i++)
            if (rest[i].IsKnown
                && (rest[i].Text == "--command" || (rest[i].Text.Length > 1 && rest[i].Text[0] == '-' && rest[i].Text[1] != '-' && rest[i].Text[^1] == letter)))
                return rest[i + 1];
        return null;
    }

    private void NoteInterpreter(string name, CommandWord[] rest)
    {
        string plain = name.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '.');
        if (Array.IndexOf(Interpreters, name) < 0 && Array.IndexOf(Interpreters, plain) < 0)
            return;
        if (rest.Any(word => word.IsKnown && word.Text is "-c" or "-e" or "-E" or "--eval" or "-p" or "-r"))
            budget.Note($"'{name}' runs a program text that is not read");
    }

    private static string Short(CommandWord word) => word.Text.Length > 60 ? word.Text[..60] + "…" : word.Text;
}
