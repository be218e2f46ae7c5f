using System.Text.RegularExpressions;
using Vitrine.Audit.Comparison;
using Vitrine.Audit.Comparison.Features;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Findings;

/// <summary>Classes a difference of members, fields, items, their order and what parsers drop between them.</summary>
internal static partial class StructureJudge
{
    /// <summary>The judgement; null for what only follows from another difference.</summary>
    public static Judgement? Judge(Difference difference)
    {
        bool isCount = difference.After.EndsWith(" items", StringComparison.Ordinal);
        if (difference.Path.EndsWith("escapes beyond ASCII", StringComparison.Ordinal))
            return HasOtherScript(difference)
                ? Judgement.Lawful("the value itself is not ASCII")
                : Judgement.Covert("the same text is escaped in another way") with { Channel = Channels.BodyText };
        if (difference.Path.Contains("#escapes", StringComparison.Ordinal))
            return Judgement.Covert("the same text is escaped in another way: parsers do not see it") with { Channel = Channels.BodyText };
        if (difference.Path.Contains("#space", StringComparison.Ordinal) || difference.Path.EndsWith("#around", StringComparison.Ordinal))
            return Judgement.Covert("white space that parsers drop differs");
        if (difference.Path.Contains("#order", StringComparison.Ordinal))
        {
            bool isSameSet = difference.Before.Split(' ')
                .Order(StringComparer.OrdinalIgnoreCase)
                .SequenceEqual(difference.After.Split(' ').Order(StringComparer.OrdinalIgnoreCase), StringComparer.OrdinalIgnoreCase);
            if (LanguageFields.IsOrderOfDefault(difference))
                return Judgement.Lawful("the HTTP client adds a field of its own where the program sets none");
            return isSameSet ? Judgement.Covert("the same names in another order or with other capitals: the order means nothing to the receiver") : null;
        }
        if (difference.Factors is [Factors.WorkspaceContent] && !(DifferenceJudge.IsAgainstMatched(difference) && !isCount))
            return Judgement.Lawful("other content of the workspace");
        // Blocks of a text are compared as one, with what parts them.
        if (isCount && IsTextOfBlocks(difference))
            return null;
        if (isCount)
            return difference.Factors.All(factor => factor is Factors.GitRemote or Factors.RunCount)
                ? Judgement.Lawful("more or less to say")
                : Judgement.Covert("more or fewer items under this condition");
        if (IsMoved(difference))
            return Judgement.Covert("the same member stands at another item of as many under this condition");
        if (MetricNames.AreOtherWork(difference))
            return new Judgement(FindingClasses.Open, Severity.Low,
                "metrics that are named after what was done, in clear, and a later session does other things");
        bool isLow = difference.Factors is [Factors.EndpointHost]
            || (difference.Factors is [Factors.Proxy] && !difference.Path.EndsWith("fields#members", StringComparison.Ordinal));
        return isLow
            ? new Judgement(FindingClasses.Open, Severity.Low, "members or fields with names of their own depend on the endpoint, in plain sight")
            : Judgement.Covert("a member or field is there under this condition only");
    }

    private static bool IsTextOfBlocks(Difference difference)
    {
        string text = difference.Path[..^"#members".Length] + "/*/text";
        return difference.Path.EndsWith("#members", StringComparison.Ordinal)
            && FeatureReader.Of(difference.SessionsWithout[0]).All.TryGetValue(text, out Feature? before)
            && FeatureReader.Of(difference.SessionsWith[0]).All.TryGetValue(text, out Feature? after)
            && before.Value != after.Value;
    }

    // Members that are looked for in all items.
    private const int MostMoved = 16;

    // As many items have it on both sides, and not the same ones.
    private static bool IsMoved(Difference difference)
    {
        if (Item().Match(difference.Path) is not { Success: true } path)
            return false;
        string array = path.Groups[1].Value;
        IReadOnlyDictionary<string, Feature> before = FeatureReader.Of(difference.SessionsWithout[0]).All,
            after = FeatureReader.Of(difference.SessionsWith[0]).All;
        string[] one = difference.Before.Split(' '), other = difference.After.Split(' ');
        return one.Except(other)
            .Concat(other.Except(one))
            .Take(MostMoved)
            .Any(name => ItemsWith(before, array, name) is { Count: > 0 } old
                && ItemsWith(after, array, name) is var now
                && old.Count == now.Count
                && !old.SetEquals(now));
    }

    private static HashSet<string> ItemsWith(IReadOnlyDictionary<string, Feature> features, string array, string name) =>
        [.. features.Where(feature => feature.Key.StartsWith(array, StringComparison.Ordinal)
            && Item().Match(feature.Key) is { Success: true } path
            && path.Groups[1].Value == array
            && feature.Value.Value.Split(' ').Contains(name)).Select(feature => feature.Key)];

    private static bool HasOtherScript(Difference difference)
    {
        MachineFacts facts = difference.SessionsWith[0].Machine;
        return difference.Factors.Contains(Factors.Locale) || difference.Factors.Contains(Factors.WorkspaceContent)
            || string.Concat(facts.UserName, facts.GitName, facts.Home, facts.Workspace, facts.HostName, facts.GitEmail).Any(c => c >= 0x80)
            || string.Concat(facts.Environment.Values).Any(c => c >= 0x80);
    }

    [GeneratedRegex(@"\A(.*/)[0-9]{1,4}#members\z", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Item();
}
