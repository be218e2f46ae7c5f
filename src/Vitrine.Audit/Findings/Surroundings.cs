using Vitrine.Audit.Comparison;
using Vitrine.Audit.Comparison.Text;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Findings;

/// <summary>Words for what a target runs in: those of the variables that were set, and what containers and terminals are called.</summary>
internal sealed class Surroundings(TargetNames target)
{
    // Shorter ones stand within many others.
    private const int ShortestPart = 4;
    private static readonly string[] s_containers = ["docker", "podman", "kubernetes", "codespace", "codespaces", "devcontainer", "dockerenv"];

    /// <summary>Whether a text names a variable that was set, what it is for, or what else the condition changes around the target.</summary>
    public bool AreNamed(Difference difference, string text) => Words(difference).Any(word => Names(text, word));

    private IEnumerable<string> Words(Difference difference) =>
        Variables(difference).SelectMany(VariableWords.Of).Concat(difference.Factors is [Factors.SandboxDetection] ? s_containers : [])
            .Concat(Variables(difference)
                .SelectMany(name => name.Split('_'))
                .Append("sandbox")
                .Append("container")
                .Where(word => word.Length > 1 && !target.Owns(word)));

    // Parts of variables' names are written together with others at times; short ones stand within many words.
    private static bool Names(string text, string word) =>
        word.Length < ShortestPart || char.IsAsciiLetterLower(word[0])
            ? TextJudge.IsSaid(text, word, 2)
            : text.Contains(word, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> Variables(Difference difference) =>
        difference.With.Levels.Concat(difference.Without.Levels).SelectMany(level => level.Changes.Environment.Keys);

    /// <summary>Whether what differs is one word for the surroundings, in a body or in the field in which a client says what it is.</summary>
    public static bool AreWords(Difference difference) =>
        difference.Factors is [Factors.EnvironmentVariable] or [Factors.SandboxDetection]
        && (difference.Channel == Channels.BodyText || difference.Path.EndsWith(" field user-agent", StringComparison.Ordinal))
        && !difference.After.Trim().Equals(difference.Before.Trim(), StringComparison.OrdinalIgnoreCase)
        && (IsOfVariable(difference.After, difference) || IsOfVariable(difference.Before, difference))
        && IsOne(difference.After, difference) && IsOne(difference.Before, difference);

    /// <summary>Whether a field has a word more at its end: <c>linux-x64-docker</c>.</summary>
    public static bool AreAdded(Difference difference)
    {
        (string shorter, string longer) = difference.Before.Length < difference.After.Length
            ? (difference.Before, difference.After)
            : (difference.After, difference.Before);
        return difference is { Factors: [Factors.EnvironmentVariable or Factors.SandboxDetection], Channel: Channels.Header }
            && longer.StartsWith(shorter, StringComparison.Ordinal)
            && longer[shorter.Length..].Trim(' ', '-', ';', '/', '(', ')', '+') is { Length: > 1 } word
            && (IsOfVariable(word, difference) || (difference.Factors is [Factors.SandboxDetection] && s_containers.Contains(word)));
    }

    private static bool IsOne(string text, Difference difference) =>
        IsAbsence(text)
        || IsOfVariable(text, difference)
        || text.Trim().ToLowerInvariant() is "terminal" or "tty" or "cli" or "local" or "interactive" or "desktop";

    /// <summary>Whether a text is a word for a variable that was set: one of its own, or its name.</summary>
    public static bool IsOfVariable(string text, Difference difference) => IsOfVariables(text.Trim(' ', ';', ',', '(', ')'), difference);

    private static bool IsOfVariables(string text, Difference difference) =>
        Variables(difference).Any(name => VariableWords.Of(name).Contains(text.Trim(), StringComparer.OrdinalIgnoreCase)
            || (text.Length > 4
                && name.Replace("_", "", StringComparison.Ordinal)
                    .Equals(text.Trim().Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal),
                        StringComparison.OrdinalIgnoreCase))
            || name.Split('_').Any(part => part.Length > 2 && part.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase)));

    public static bool IsAbsence(string text) =>
        text.Trim(' ', '(', ')', '<', '>', '[', ']', '.', '-')
            .ToLowerInvariant() is ""
            or "?"
            or "none"
            or "no"
            or "unknown"
            or "nobody"
            or "no one"
            or "unset"
            or "not set"
            or "n/a"
            or "null"
            or "undefined"
            or "anonymous"
            or "missing"
            or "empty";
}
