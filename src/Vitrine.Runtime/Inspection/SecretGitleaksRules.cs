using System.Text.RegularExpressions;
using Vitrine.Core.Inspect.Secrets;

namespace Vitrine.Runtime.Inspection;

/// <summary>Rules read from a file of the gitleaks format.</summary>
/// <param name="Rules">The rules that could be carried over.</param>
/// <param name="NotCarried">What could not be, and why: one line for a person each.</param>
/// <param name="Fault">Why the file could not be read at all; null where it was.</param>
public sealed record GitleaksRules(SecretPatterns Rules, IReadOnlyList<string> NotCarried, string? Fault)
{
    private const int MostRules = 2000, LongestExpression = 8192;

    /// <summary>Reads a file in the format of <c>gitleaks.toml</c>.</summary>
    /// <param name="text">The file.</param>
    /// <param name="rules">The rules, or the fault.</param>
    /// <returns>False where the text is no such file.</returns>
    public static bool TryRead(string text, out GitleaksRules rules)
    {
        var notes = new List<string>();
        try
        {
            Dictionary<string, object> root = SecretRulesToml.Read(text);
            rules = new GitleaksRules(new SecretPatterns(Read(root, notes)), notes, null);
            return true;
        }
        catch (FormatException fault)
        {
            rules = new GitleaksRules(new SecretPatterns([]), notes, fault.Message);
            return false;
        }
    }

    private static List<SecretPattern> Read(Dictionary<string, object> root, List<string> notes)
    {
        var patterns = new List<SecretPattern>();
        if (root.ContainsKey("extend"))
            notes.Add("extend: another file or the default rules are not read; give that file too.");
        List<AllowedSecret> everywhere = Allowed("for all rules", root, notes);
        if (!root.TryGetValue("rules", out object? list) || list is not List<object> rules)
            throw new FormatException("Line 1, column 1: there is no [[rules]].");
        if (rules.Count > MostRules)
            throw new FormatException($"Line 1, column 1: there are more than {MostRules} rules.");
        foreach (object item in rules)
            if (item is not Dictionary<string, object> rule)
                throw new FormatException("Line 1, column 1: 'rules' is no array of tables.");
            else if (Read(rule, everywhere, notes) is { } pattern)
                patterns.Add(pattern);
        return patterns;
    }

    private static SecretPattern? Read(Dictionary<string, object> rule, List<AllowedSecret> everywhere, List<string> notes)
    {
        string id = rule.TryGetValue("id", out object? name) && name is string { Length: > 0 and <= 128 } given ? given : "(no id)";
        if (rule.ContainsKey("path"))
        {
            notes.Add($"{id}: 'path' says in which files to look; a body has none. {(rule.ContainsKey("regex") ? "The rule is used for all text." : "The rule is left out.")}");
        }

        if (!rule.TryGetValue("regex", out object? expression) || expression is not string pattern)
        {
            if (!rule.ContainsKey("path"))
                notes.Add($"{id}: there is no 'regex'.");
            return null;
        }

        if (Compile(id, pattern, notes) is not { } compiled)
            return null;
        foreach (string key in rule.Keys)
            if (key is not ("id" or "description" or "regex" or "secretGroup" or "entropy" or "keywords" or "path" or "tags" or "allowlist" or "allowlists"))
                notes.Add($"{id}: '{key}' is not known and has no effect.");
        return new SecretPattern(id, rule.TryGetValue("description", out object? text) && text is string about ? about : id, compiled,
            rule.TryGetValue("secretGroup", out object? group) && group is long and >= 0 and < 100 and var number ? (int)number : 0,
            rule.TryGetValue("entropy", out object? entropy) ? entropy is double bits ? bits : entropy is long whole ? whole : 0 : 0,
            [.. Strings(rule, "keywords").Select(static word => word.ToLowerInvariant())],
            [.. Allowed(id, rule, notes), .. everywhere]);
    }

    private static List<AllowedSecret> Allowed(string id, Dictionary<string, object> rule, List<string> notes)
    {
        var allowed = new List<AllowedSecret>();
        foreach (string key in (ReadOnlySpan<string>)["allowlist", "allowlists"])
            if (rule.TryGetValue(key, out object? value))
                foreach (object item in value is List<object> list ? list : [value])
                    if (item is Dictionary<string, object> table)
                        Add(id, table, allowed, notes);
        return allowed;
    }

    private static void Add(string id, Dictionary<string, object> table, List<AllowedSecret> allowed, List<string> notes)
    {
        bool all = table.TryGetValue("condition", out object? condition) && condition is string text && text.Equals("AND", StringComparison.OrdinalIgnoreCase);
        if (table.ContainsKey("paths") || table.ContainsKey("commits"))
        {
            notes.Add($"{id}: an allow list's 'paths' and 'commits' have no meaning for a body{(all ? "; this list, where all must hold, is left out" : "")}.");
            if (all)
                return;
        }

        var expressions = new List<Regex>();
        foreach (string pattern in Strings(table, "regexes"))
            if (Compile($"{id}, allow list", pattern, notes) is { } expression)
                expressions.Add(expression);
            else if (all)
                return;
        string target = table.TryGetValue("regexTarget", out object? given) && given is "match" or "line" ? (string)given! : "secret";
        allowed.Add(new AllowedSecret(expressions, [.. Strings(table, "stopwords").Select(static word => word.ToLowerInvariant())], target, all));
    }

    private static IEnumerable<string> Strings(Dictionary<string, object> table, string key) =>
        table.TryGetValue(key, out object? value) && value is List<object> list ? list.OfType<string>() : [];

    private static Regex? Compile(string id, string pattern, List<string> notes)
    {
        if (pattern.Length > LongestExpression)
        {
            notes.Add($"{id}: the expression has more than {LongestExpression} characters.");
            return null;
        }

        try
        {
            return new Regex(FromRe2(pattern), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception fault) when (fault is ArgumentException or NotSupportedException)
        {
            notes.Add($"{id}: the expression cannot be carried over: {fault.Message}");
            return null;
        }
    }

    /// <summary>What RE2 writes otherwise: <c>(?P&lt;n&gt;…)</c>, <c>\z</c> is the same, POSIX classes in brackets.</summary>
    private static string FromRe2(string pattern) => pattern
        .Replace("(?P<", "(?<", StringComparison.Ordinal)
        .Replace("[:alnum:]", "0-9A-Za-z", StringComparison.Ordinal)
        .Replace("[:alpha:]", "A-Za-z", StringComparison.Ordinal)
        .Replace("[:digit:]", "0-9", StringComparison.Ordinal)
        .Replace("[:xdigit:]", "0-9A-Fa-f", StringComparison.Ordinal)
        .Replace("[:lower:]", "a-z", StringComparison.Ordinal)
        .Replace("[:upper:]", "A-Z", StringComparison.Ordinal)
        .Replace("[:word:]", "0-9A-Za-z_", StringComparison.Ordinal)
        .Replace("[:space:]", @"\s", StringComparison.Ordinal)
        .Replace("[:punct:]", @"!-/:-@\[-`{-~", StringComparison.Ordinal);
}
