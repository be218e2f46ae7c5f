using System.Text.RegularExpressions;
using Vitrine.Audit.Comparison;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Findings;

/// <summary>
/// Facts with a name right before them, wherever they stand: <c>docker="false"</c>, <c>"custom_ca":true</c>, <c>tls.extra_ca = set</c>, <c>docker container
/// ✓</c>, <c>x-container: none</c>.
/// </summary>
internal static partial class FactKeys
{
    private const int LongestLine = 400;
    private const int LeastKey = 2;

    // They say no more than that it is so or is not.
    private static readonly HashSet<string> s_facts = new(StringComparer.OrdinalIgnoreCase)
    {
        "yes", "no", "true", "false", "on", "off", "set", "unset", "not set", "none", "null", "absent", "present", "0", "1", "-", "enabled", "disabled",
            "found", "not found", "missing", "detected", "not detected", "\u2713", "\u2717", "\u2714", "\u2718", "x",
    };

    private static readonly Dictionary<string, string[]> s_named = new(StringComparer.Ordinal)
    {
        [Factors.SandboxDetection] = ["docker", "container", "podman", "kubernetes", "host", "bare metal", "native"],
        [Factors.Interception] = ["default", "system", "custom", "extra", "private", "bundled"],
        [Factors.Proxy] = ["direct", "proxy", "proxied"],
    };

    /// <summary>Whether both sides are such facts, under a name that is the condition's, and no others than each other.</summary>
    public static bool Name(Difference difference)
    {
        if (difference is not { Factors: [var factor], Kind: DifferenceKind.Steady, Channel: Channels.BodyText or Channels.BodyStructure or Channels.Header }
            || difference.Path.Contains('#', StringComparison.Ordinal))
            return false;
        string before = Plain(difference.Before), after = Plain(difference.After);
        if (before.Length == 0
            || after.Length == 0
            || !IsFact(before, difference, difference.SessionsWithout[0])
            || !IsFact(after, difference, difference.SessionsWith[0]))
            return false;
        return KeyOf(difference) is { Length: >= LeastKey } key && IsOfCondition(key, factor, difference);
    }

    private static string Plain(string piece) => piece.Trim(' ', '"', '\'', '`', ',', ';', ':', '=', '{', '}', '[', ']', '(', ')', '.', '\n');

    private static bool IsFact(string value, Difference difference, AuditSession session) =>
        s_facts.Contains(value) || (s_named.TryGetValue(difference.Factors[0], out string[]? named) && named.Contains(value, StringComparer.OrdinalIgnoreCase))
        || (difference.Factors is [Factors.EnvironmentVariable]
            && difference.With.Levels.Concat(difference.Without.Levels)
                .SelectMany(level => level.Changes.Environment)
                .Any(variable => variable.Value == value && session.Machine.Environment.GetValueOrDefault(variable.Key) == value));

    // The name of the field or member, or what stands right before the value in its line.
    private static string? KeyOf(Difference difference)
    {
        if (Place().Match(difference.Path) is { Success: true } place && FactLines.IsWholeOf(difference))
            return place.Groups[1].Value;
        if (FactLines.LinesOf(difference, LongestLine) is not var (before, after))
            return null;
        int same = before.AsSpan().CommonPrefixLength(after), end = 0;
        while (end < Math.Min(before.Length, after.Length) - same && before[^(end + 1)] == after[^(end + 1)])
            end++;
        // Nothing else in the line may be another: this would excuse it.
        if (!Plain(difference.Before).Contains(Plain(before[same..^end]), StringComparison.Ordinal)
            || !Plain(difference.After).Contains(Plain(after[same..^end]), StringComparison.Ordinal))
            return null;
        // What both begin with is a part of neither.
        while (same > 0 && char.IsLetterOrDigit(before[same - 1]))
            same--;
        return Key().Match(before[..same]) is { Success: true } key ? key.Groups["key"].Value : null;
    }

    private static bool IsOfCondition(string key, string factor, Difference difference)
    {
        string[] parts = [.. Parts().Matches(key).Select(part => part.Value)];
        if (factor == Factors.EnvironmentVariable)
            return difference.With.Levels.Concat(difference.Without.Levels)
                .SelectMany(level => level.Changes.Environment.Keys)
                .Any(name => key.EndsWith(name, StringComparison.OrdinalIgnoreCase)
                    || VariableWords.Of(name).Any(word => parts.Contains(word, StringComparer.OrdinalIgnoreCase)));
        if (factor == Factors.WorkspaceContent)
            return parts is ["has", var folder] && HasFolder(difference.SessionsWithout[0], folder) != HasFolder(difference.SessionsWith[0], folder);
        // A network has errors and retries without any proxy.
        return factor is Factors.SandboxDetection or Factors.Interception or Factors.Proxy
            && FactLines.IsLabelOf(factor, parts.Where(part => !part.Equals("network", StringComparison.OrdinalIgnoreCase)));
    }

    private static bool HasFolder(AuditSession session, string folder) =>
        session.Machine.Files.Keys.Any(path => path.Contains($"/{folder}/", StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex(@"(?: field |/)([A-Za-z][A-Za-z0-9_-]{1,60})\z", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Place();

    [GeneratedRegex(@"(?<key>[\p{L}_/.][\p{L}\p{N}_/.-]{0,60})[""'`*]{0,2}[ \t]*[=:]?[ \t]*[""'`\[(]{0,2}\z", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Key();

    [GeneratedRegex(@"[A-Z]?[a-z]+|[A-Z]+", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Parts();
}
