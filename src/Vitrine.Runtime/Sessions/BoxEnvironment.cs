using System.Collections;
using Vitrine.Core.Model;

namespace Vitrine.Runtime.Sessions;

/// <summary>
/// The environment of the box: a short list of what says how to speak to a person (terminal, language, time zone), what the box itself needs, what the agent's
/// profile sets, and what the person names. Everything else, tokens above all, stays outside.
/// </summary>
internal static class BoxEnvironment
{
    private static readonly string[] Passed = ["TERM", "COLORTERM", "LANG", "LANGUAGE", "TZ", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES"];

    /// <summary>NAME=value, each name once; a later source wins.</summary>
    public static IReadOnlyList<UnixPath> Build(SessionPlan plan, string home, string path, bool hasTerminal)
    {
        if (plan.Facts is { } facts)
            return OfFacts(plan, facts);
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
            if (entry is { Key: string name, Value: string value } && (Passed.Contains(name) || name.StartsWith("LC_", StringComparison.Ordinal)))
                variables[name] = value;
        if (!hasTerminal)
        {
            variables.Remove("COLUMNS");
            variables.Remove("LINES");
        }

        variables["PATH"] = path;
        variables["HOME"] = home;
        variables["USER"] = variables["LOGNAME"] = Environment.UserName;
        variables["SHELL"] = "/bin/bash";
        variables["TMPDIR"] = "/tmp";
        foreach ((string name, string value) in BoxTrust.Variables())
            variables[name] = value;
        foreach ((string name, string value) in plan.Environment)
            variables[name] = value;
        foreach (string name in plan.EnvironmentNames)
            if (Environment.GetEnvironmentVariable(name) is { } value)
                variables[name] = value;
        foreach (BoxCredential credential in plan.Credentials)
            variables[credential.Variable] = credential.Door.Placeholder;
        // By hand: LINQ over structs is compiled at run time, and the start waits for it.
        var lines = new List<UnixPath>(variables.Count);
        foreach ((string name, string value) in variables)
            lines.Add(new UnixPath(name + "=" + value));
        return lines;
    }

    private static List<UnixPath> OfFacts(SessionPlan plan, BoxFacts facts)
    {
        var variables = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string name, string value) in facts.NamesAuthority ? BoxTrust.Variables(isUnmarked: true) : [])
            variables[name] = value;
        foreach ((string name, string value) in plan.Environment)
            variables[name] = value;
        var lines = new List<UnixPath>(variables.Count);
        foreach ((string name, string value) in variables)
            lines.Add(new UnixPath(name + "=" + value));
        return lines;
    }
}
