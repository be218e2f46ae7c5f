using System.Text;
using System.Text.RegularExpressions;

namespace Vitrine.Runtime.Policies;

/// <summary>
/// Reads what Codex's <c>config.toml</c> says of its sandbox, and the <c>prefix_rule</c> lines of its rules. Of TOML only tables, and keys with a text, a truth
/// value or a list of texts on one line are read; every other line is named as left out.
/// </summary>
public static partial class CodexImport
{
    private static readonly System.Buffers.SearchValues<char> NeedQuotes = System.Buffers.SearchValues.Create(" '\"\\\t*?");
    private const int MostLines = 20_000;
    private const int LongestLine = 4096;

    /// <summary>Imports a file; null, and the reason, where it holds nothing to import.</summary>
    public static ImportedPolicy? TryImport(string text, bool isRules, out string problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] lines = text.Split('\n', MostLines + 1);
        problem = lines.Length > MostLines || lines.Any(line => line.Length > LongestLine) ? "it is too long" : text.Length == 0 ? "it is empty" : "";
        if (problem.Length > 0)
            return null;
        var lists = new PolicyLists();
        if (isRules)
            ReadRules(text, lists);
        else
            ReadConfig(lines, lists);
        return lists.ToPolicy();
    }

    private static void ReadConfig(string[] lines, PolicyLists lists)
    {
        string table = "";
        foreach (string raw in lines)
        {
            string line = raw.Trim();
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (TableForm.Match(line) is { Success: true } header)
                table = header.Groups["name"].Value.Trim();
            else if (PairForm.Match(line) is { Success: true } pair)
                Take(table, Unquote(pair.Groups["key"].Value), pair.Groups["value"].Value.Trim(), line, lists);
            else
                lists.LeaveOut(line, "this form of TOML is not read");
        }
    }

    private static void Take(string table, string key, string value, string line, PolicyLists lists)
    {
        string text = Unquote(value);
        if (table.Length == 0 && key == "sandbox_mode")
            TakeMode(text, line, lists);
        else if (table == "sandbox_workspace_write" && key == "writable_roots")
            foreach (Match root in TextForm.Matches(value))
                lists.AddFile("write", Unquote(root.Value), line);
        else if (table.StartsWith("permissions.", StringComparison.Ordinal)
            && table.EndsWith(".filesystem", StringComparison.Ordinal)
            && !key.StartsWith(':')
            && text is "read" or "write" or "deny")
            lists.AddFile(text, key, line);
        else if (table.StartsWith("permissions.", StringComparison.Ordinal)
            && table.EndsWith(".network.domains", StringComparison.Ordinal)
            && text is "allow" or "deny")
            TakeDomain(key, text, line, lists);
        else if (table.Length == 0 && key is "approval_policy" or "default_permissions"
            || table.StartsWith("permissions", StringComparison.Ordinal)
            || table.StartsWith("sandbox", StringComparison.Ordinal))
            lists.LeaveOut(table.Length == 0 ? line : $"[{table}] {line}", "there is nothing that means the same here");
    }

    private static void TakeMode(string mode, string line, PolicyLists lists)
    {
        if (mode is "read-only" or "workspace-write")
            lists.SetWorkspace(mode == "read-only" ? "read" : "write");
        else
            lists.LeaveOut(line, "there is no way to be without the box");
    }

    private static void TakeDomain(string host, string effect, string line, PolicyLists lists)
    {
        // Two stars are the name itself and all below it.
        if (host.StartsWith("**.", StringComparison.Ordinal))
        {
            lists.AddHost(effect, host[3..], line);
            lists.AddHost(effect, host[1..], line);
        }
        else
        {
            lists.AddHost(effect, host, line);
        }
    }

    private static void ReadRules(string text, PolicyLists lists)
    {
        foreach (Match rule in RuleForm.Matches(text))
        {
            string decision = DecisionForm.Match(rule.Value) is { Success: true } found ? found.Groups["word"].Value : "allow";
            string pattern = PatternForm.Match(rule.Value).Groups["words"].Value;
            if (decision == "allow")
                // There it means outside the sandbox, which nothing is here.
                lists.LeaveOut(OneLine(rule.Value), "'allow' means outside the sandbox there, and nothing runs outside the box here");
            else if (pattern.Contains('['))
                lists.LeaveOut(OneLine(rule.Value), "alternatives within a pattern are not read: write one rule for each");
            else if (TextForm.Matches(pattern) is { Count: > 0 } words)
                lists.AddCommand(decision == "forbidden" ? "deny" : "ask", string.Join(' ', words.Select(word => Word(Unquote(word.Value)))), isOpen: false,
                    OneLine(rule.Value));
            else
                lists.LeaveOut(OneLine(rule.Value), "it names no words");
        }
    }

    private static string OneLine(string text) => SpaceForm.Replace(text, " ");

    private static string Word(string word) => word.AsSpan().IndexOfAny(NeedQuotes) < 0 ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static string Unquote(string text) => text.Length > 1 && text[0] is '"' or '\'' && text[^1] == text[0] ? text[1..^1] : text;

    [GeneratedRegex(@"\A\[\s*(?<name>[A-Za-z0-9_.""' :/~*-]+)\]\s*(#.*)?\z", RegexOptions.NonBacktracking)]
    private static partial Regex TableForm { get; }

    [GeneratedRegex(@"\A(?<key>""[^""]*""|'[^']*'|[A-Za-z0-9_-]+)\s*=\s*(?<value>""[^""\\]*""|'[^']*'|true|false|\[[^\]]*\])\s*(#.*)?\z",
        RegexOptions.NonBacktracking)]
    private static partial Regex PairForm { get; }

    [GeneratedRegex(@"""[^""\\\n]*""|'[^'\n]*'", RegexOptions.NonBacktracking)]
    private static partial Regex TextForm { get; }

    [GeneratedRegex(@"prefix_rule\s*\([^()]*\)", RegexOptions.NonBacktracking)]
    private static partial Regex RuleForm { get; }

    [GeneratedRegex(@"decision\s*=\s*[""'](?<word>[a-z]+)[""']", RegexOptions.NonBacktracking)]
    private static partial Regex DecisionForm { get; }

    [GeneratedRegex(@"pattern\s*=\s*\[(?<words>([^\[\]]|\[[^\[\]]*\])*)\]", RegexOptions.NonBacktracking)]
    private static partial Regex PatternForm { get; }

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex SpaceForm { get; }
}
