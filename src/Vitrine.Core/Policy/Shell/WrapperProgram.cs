namespace Vitrine.Core.Policy.Shell;

/// <summary>A program that runs the command in its arguments.</summary>
/// <param name="Names">Its names.</param>
/// <param name="ValueOptions">Options that take the next word, parted by spaces; a long one takes a value behind <c>=</c> too.</param>
/// <param name="FlagOptions">Options that take none; letters of short ones may be joined.</param>
/// <param name="Positional">How many words stand before the command.</param>
/// <param name="TakesAssignments">Whether <c>NAME=value</c> may stand before the command.</param>
/// <param name="IsTransparent">Whether it does nothing but run the command, as the same user and in the same place.</param>
internal sealed record WrapperProgram(string Names, string ValueOptions, string FlagOptions, int Positional = 0, bool TakesAssignments = false,
    bool IsTransparent = true)
{
    private static readonly WrapperProgram[] All =
    [
        new("env", "-u --unset -C --chdir", "-i - -0 --null --ignore-environment -v --debug", TakesAssignments: true),
        new("xargs", "-I -n -P -L -s -d -a -E --replace --max-args --max-procs --max-lines --max-chars --delimiter --arg-file --eof",
            "-0 -r -t -p -x -o -i -l -e --null --no-run-if-empty --verbose --interactive --exit --open-tty"),
        new("timeout", "-k --kill-after -s --signal", "-p -f -v --preserve-status --foreground --verbose", Positional: 1),
        new("nice", "-n --adjustment", ""),
        new("nohup", "", ""),
        new("stdbuf", "-i -o -e --input --output --error", ""),
        new("setsid", "", "-c -f -w --ctty --fork --wait"),
        new("ionice", "-c -n --class --classdata", "-t --ignore"),
        new("chrt", "-T -P -D", "-b -d -f -i -o -r -a -R", Positional: 1),
        new("taskset", "", "-a -c --all-tasks --cpu-list", Positional: 1),
        new("flock", "-w --wait --timeout -E --conflict-exit-code",
            "-s -x -e -u -n -o -F --shared --exclusive --unlock --nb --nonblock --close --no-fork --verbose", Positional: 1),
        new("time", "-f -o --format --output", "-p -a -v --portability --append --verbose"),
        new("command builtin", "", "-p"),
        new("exec", "-a", "-c -l"),
        new("sudo doas", "-u -g -h -p -C -r -t -T -U -D -R --user --group --host --prompt --chdir --chroot",
            "-A -b -E -e -H -i -K -k -l -n -P -S -s -V -v --login --non-interactive --preserve-env --set-home --shell --stdin",
            TakesAssignments: true, IsTransparent: false),
        new("chroot", "--userspec --groups", "--skip-chdir", Positional: 1, IsTransparent: false),
        new("unshare nsenter setpriv prlimit strace ltrace", "-o -e -p -t -S -G",
            "-f -m -n -u -i -U -r -C -T --mount --net --pid --fork --user --map-root-user", IsTransparent: false),
        new("busybox toybox", "", ""),
    ];

    private readonly string[] _names = Names.Split(' ');
    private readonly string[] _values = ValueOptions.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    private readonly string[] _flags = FlagOptions.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The wrapper of this name; null where the program is none.</summary>
    public static WrapperProgram? Find(string name)
    {
        foreach (WrapperProgram one in All)
            if (Array.IndexOf(one._names, name) >= 0)
                return one;
        return null;
    }

    /// <summary>
    /// Where the command begins among the words after the program; past the end where there is none; -1 where the options are not understood.
    /// </summary>
    public int CommandAt(IReadOnlyList<CommandWord> words)
    {
        int positional = Positional, i = 0;
        bool hasEnded = false;
        for (; i < words.Count; i++)
        {
            if (!words[i].IsKnown)
            {
                if (positional-- <= 0)
                    return i;
                continue;
            }

            string word = words[i].Text;
            if (!hasEnded && word.Length > 1 && word[0] == '-')
            {
                if (word == "--")
                    hasEnded = true;
                else if (Array.IndexOf(_values, word) >= 0)
                    i++;
                else if (!IsFlag(word))
                    return -1;
            }
            else if (!hasEnded && word == "-" && Array.IndexOf(_flags, "-") >= 0)
            {
                continue;
            }
            else if (TakesAssignments && word.IndexOf('=') > 0)
            {
                hasEnded = true;
            }
            else if (positional-- <= 0)
            {
                return i;
            }
        }

        return words.Count;
    }

    private bool IsFlag(string word)
    {
        if (Array.IndexOf(_flags, word) >= 0)
            return true;
        if (word.StartsWith("--", StringComparison.Ordinal))
            return word.IndexOf('=') is > 0 and int equals && (Array.IndexOf(_values, word[..equals]) >= 0 || Array.IndexOf(_flags, word[..equals]) >= 0);
        // -n10, and for nice -10; or flags joined, the last of which may bring its value.
        if (Array.IndexOf(_values, word[..2]) >= 0 || (_names[0] == "nice" && word.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0))
            return true;
        for (int i = 1; i < word.Length; i++)
        {
            if (Array.IndexOf(_flags, "-" + word[i]) < 0)
                return i < word.Length - 1 && Array.IndexOf(_values, "-" + word[i]) >= 0;
        }

        return true;
    }
}
