namespace Vitrine.Gateway.StandIn;

/// <summary>
/// Steps as commands of a POSIX shell, for agents whose shell is all they have. Texts go through quotes or the environment, never into a program's source.
/// </summary>
internal static class ShellCommands
{
    /// <summary>One name a line, directories with a slash.</summary>
    public static string List(string path) => $"ls -1Ap {Path(path)}";

    /// <summary>The file's first lines.</summary>
    public static string Read(string path) => $"head -n 400 {Path(path)}";

    /// <summary>Makes <paramref name="change"/> to a file. It ends with a status other than 0 when the text to replace is not there.</summary>
    public static string Edit(string path, ScriptEdit change)
    {
        string file = Path(path);
        return change switch
        {
            ScriptEdit.Create create => $"printf '%s' {Quote(create.Text)} > {file}",
            ScriptEdit.Append append => $"printf '%s' {Quote(append.Text)} >> {file}",
            // The whole file is one record, since no text file holds the separator.
            ScriptEdit.Replace replace => Rewrite(
                file,
                $"OLD={Quote(replace.Old)} NEW={Quote(replace.New)}",
                """BEGIN{RS="\001"}{i=index($0,ENVIRON["OLD"]);if(!i)exit 1;printf "%s%s%s",substr($0,1,i-1),ENVIRON["NEW"],substr($0,i+length(ENVIRON["OLD"]))}"""),
            ScriptEdit.Insert insert => Rewrite(
                file,
                $"TEXT={Quote(insert.Text.EndsWith('\n') ? insert.Text : insert.Text + "\n")} LINE={insert.Line}",
                """BEGIN{n=ENVIRON["LINE"]+0;if(!n)printf "%s",ENVIRON["TEXT"]}{print}NR==n{printf "%s",ENVIRON["TEXT"]}"""),
            _ => throw new ArgumentOutOfRangeException(nameof(change)),
        };
    }

    /// <summary>One word of the shell that is <paramref name="text"/>.</summary>
    public static string Quote(string text) => text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '/' or '_' or '-')
        ? text
        : "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";

    /// <summary>A path that no program takes for an option.</summary>
    private static string Path(string path) => Quote(path.StartsWith('-') ? "./" + path : path);

    /// <summary>The file keeps its inode and mode: it is written into, from a copy beside it.</summary>
    private static string Rewrite(string file, string environment, string program) =>
        $"t=$(mktemp) && {environment} awk '{program}' {file} > \"$t\" && cat \"$t\" > {file} && rm -f \"$t\"";
}
