using Vitrine.Core.Model;
using Vitrine.Core.Policy;
using Vitrine.Runtime.Agents.Profiles;

namespace Vitrine.Runtime.Policies;

/// <summary>Reads <c>data</c>.</summary>
internal static class DataReader
{
    public static DataLayer Read(PolicySection section)
    {
        PolicyReading reading = section.Reading;
        PolicySection? source = section.FindSection("source", PolicyKeys.Source);
        PolicySection? budgets = section.FindSection("budgets", PolicyKeys.Budgets);
        DataSetting? otherwise = source is null ? null : Setting(source, "default", PolicyKeys.SourceDefaults)
            // A list of what may go says that the rest may not.
            ?? (source.Find("allow") is { } list ? new DataSetting(Effect.Deny, reading.OriginOf(list)) : null);
        string[] regions = [.. section.FindTexts("regions").Select(text => text.Text)];
        return new DataLayer(reading.Source, reading.Rank)
        {
            Secrets = Setting(section, "secrets", PolicyKeys.SecretsWords),
            Identity = Setting(section, "identity", PolicyKeys.IdentityWords),
            HiddenText = Setting(section, "hidden-text", PolicyKeys.HiddenTextWords),
            Unscanned = Setting(section, "unscanned", PolicyKeys.UnscannedWords),
            SourceRules = source is null ? [] : [.. Rules(source, "deny", Effect.Deny), .. Rules(source, "allow", Effect.Allow)],
            SourceDefault = otherwise,
            Regions = section.Find("regions") is null ? null : regions,
            RegionsOrigin = section.Find("regions") is { } node ? reading.OriginOf(node) : null,
            Budget = budgets is null ? null : BudgetOf(budgets),
            DestinationBudgets = budgets is null ? [] : [.. Destinations(budgets)],
            BudgetOrigin = budgets is null ? null : reading.OriginOf(budgets.Node),
        };
    }

    private static DataSetting? Setting(PolicySection section, string key, string[] words) =>
        section.FindWord(key, words) is { } word ? new DataSetting(PolicySection.EffectOf(word), section.Reading.OriginOf(section.Find(key)!)) : null;

    private static Budget BudgetOf(PolicySection section) => new(section.FindNumber("bytes-out"), section.FindNumber("tokens", "kMG"));

    private static IEnumerable<(HostRule, Budget)> Destinations(PolicySection section)
    {
        foreach ((ScalarNode name, ProfileNode value) in section.FindMap("destinations"))
        {
            if (NetworkReader.Host(section.Reading, name) is not { } host)
                continue;
            if (value is MapNode map)
                yield return (host, BudgetOf(new PolicySection(section.Reading, map, "a budget", PolicyKeys.Budget)));
            else
                section.Reading.Add(value, "a budget is a mapping, such as 'bytes-out: 10M'");
        }
    }

    private static IEnumerable<SourceRule> Rules(PolicySection section, string key, Effect effect)
    {
        foreach (ProfileNode item in section.FindItems(key))
        {
            if (item is not MapNode map)
            {
                section.Reading.Add(item, "a rule about source is a mapping", "{ paths: [src/**], to: [model] }");
                continue;
            }

            var inner = new PolicySection(section.Reading, map, "a rule", PolicyKeys.SourceRule);
            FilePattern[] paths = [.. FilesReader.Patterns(inner, "paths").Select(one => one.Pattern)];
            var purposes = new List<string>();
            var hosts = new List<HostRule>();
            foreach (ScalarNode to in inner.FindTexts("to"))
            {
                // A purpose is one word; a host has a dot, a colon or brackets in it.
                if (to.Text.AsSpan().IndexOfAny(".:[") < 0)
                    purposes.Add(to.Text);
                else if (NetworkReader.Host(section.Reading, to) is { } host)
                    hosts.Add(host);
            }

            if (inner.Find("paths") is null || inner.Find("to") is null)
                section.Reading.Add(map, "a rule about source has 'paths' and 'to'", "{ paths: [src/**], to: [model] }");
            else
                yield return new SourceRule(paths, purposes, hosts, effect, NodeText.Of(map), section.Reading.OriginOf(map));
        }
    }
}
