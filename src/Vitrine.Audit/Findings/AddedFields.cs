using System.Text.RegularExpressions;
using Vitrine.Audit.Comparison;
using Vitrine.Audit.Comparison.Features;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Findings;

/// <summary>Header fields that are there under one condition only.</summary>
internal static partial class AddedFields
{
    private const int ShortestValue = 4;
    private const int LongestName = 32;

    // What clients say to proxies: nothing that depends on anything.
    private static readonly Dictionary<string, string[]> s_ofProxies = new(StringComparer.Ordinal)
    {
        ["cache-control"] = ["no-cache", "no-store", "no-cache, no-store", "max-age=0"],
        ["pragma"] = ["no-cache"],
        ["connection"] = ["close", "keep-alive"],
        ["proxy-connection"] = ["close", "keep-alive"],
    };

    /// <summary>Whether all of them have names that say the condition, and values that say no more than that it is so.</summary>
    public static bool SayFactor(Difference difference) => Of(difference) is { Count: > 0 } added
        && added.All(field => field.Name.Length <= LongestName
            && field.Name.All(c => char.IsAsciiLetterLower(c) || c == '-')
            && FactLines.IsLabelOf(difference.Factors[0], field.Name.Split('-'))
            && field.Values.All(value => value is "true" or "1"));

    /// <summary>The fields that one side has more of, with what all its sessions say in them; null where the other has some of its own.</summary>
    public static List<(string Name, string[] Values)>? Of(Difference difference)
    {
        string[] before = difference.Before.Split(' '), after = difference.After.Split(' ');
        if (!difference.Path.EndsWith("fields#members", StringComparison.Ordinal) || !before.All(after.Contains))
            return null;
        return [.. after.Except(before).Select(name => (name,
            (string[])[.. difference.SessionsWith.Select(session => FeatureReader.Of(session).All.TryGetValue($"{difference.Path[..^"fields#members".Length]}field {name}",
                out Feature? field)
                ? field.Value
                : "").Distinct(StringComparer.Ordinal)]))];
    }

    /// <summary>Whether one side has fewer fields, and all that it has not hold an id in each session of the other: something made, of one piece.</summary>
    public static bool LeaveIdsOut(Difference difference)
    {
        string[] before = difference.Before.Split(' '), after = difference.After.Split(' ');
        return difference.Path.EndsWith("fields#members", StringComparison.Ordinal)
            && after.All(before.Contains)
            && before.Except(after).ToArray() is { Length: > 0 } gone
            && gone.All(name => difference.SessionsWithout.All(session =>
                FeatureReader.Of(session).All.TryGetValue($"{difference.Path[..^"fields#members".Length]}field {name}", out Feature? field)
                && Id().IsMatch(field.Value)));
    }

    /// <summary>Whether all of them say what a variable says.</summary>
    public static bool NameVariable(Difference difference)
    {
        IEnumerable<KeyValuePair<string, string?>> variables = difference.With.Levels.SelectMany(level => level.Changes.Environment);
        return Of(difference) is { Count: > 0 } added
            && added.All(field => field.Values is [var value] && field.Name.Length <= LongestName && (Surroundings.IsOfVariable(value, difference)
                || variables.Any(variable => value == variable.Value
                    && ((value.Length >= ShortestValue && !SaidValues.IsTruth(value))
                        || variable.Key.Replace('_', '-').Equals(field.Name, StringComparison.OrdinalIgnoreCase))
                    && !Secret().IsMatch(variable.Key))));
    }

    /// <summary>Whether they are what clients say to proxies.</summary>
    public static bool AreOfProxies(Difference difference) =>
        Of(difference) is { Count: > 0 } added
        && added.All(field => s_ofProxies.TryGetValue(field.Name, out string[]? usual) && field.Values.All(usual.Contains));

    // A UUID, a digest, a token.
    [GeneratedRegex(@"\A(?=[^0-9]*[0-9])(?=[^A-Za-z]*[A-Za-z])[A-Za-z0-9_-]{12,128}\z", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Id();

    [GeneratedRegex("TOKEN|KEY|SECRET|PASS|CREDENTIAL|AUTH", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 20000)]
    private static partial Regex Secret();
}
