using System.Reflection;
using Vitrine.Core.Policy;
using Vitrine.Runtime.Agents.Profiles;

namespace Vitrine.Runtime.Policies;

/// <summary>
/// What comes with the program: the defaults, the known regions, and a ready policy for each known agent. Each is read when it is first asked for.
/// </summary>
public static class BuiltInPolicies
{
    private const string AgentPrefix = "policies/agents/";
    private const string Extension = ".yaml";
    private static readonly Lazy<PolicyLayer> DefaultsRead = new(() => ReadLayer("policies/defaults.yaml", "defaults") with { Regions = ReadRegions() });
    private static readonly Lazy<string[]> Names = new(() =>
        [.. typeof(BuiltInPolicies).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(AgentPrefix, StringComparison.Ordinal))
            .Select(name => name[AgentPrefix.Length..^Extension.Length]).Order(StringComparer.Ordinal)]);

    /// <summary>What holds where no file says anything, and the regions that providers document.</summary>
    public static PolicyLayer Defaults => DefaultsRead.Value;

    /// <summary>The names that <c>extends</c> takes.</summary>
    public static IReadOnlyList<string> AgentNames => Names.Value;

    /// <summary>The name that was meant; null where none is near.</summary>
    public static string? NearestAgent(string name) => Agents.NearestWord.Find(name, AgentNames);

    /// <summary>The JSON schema of a policy file.</summary>
    public static string Schema => Text("policies/vitrine.schema.json");

    /// <summary>The policy of an agent; null where there is none of this name.</summary>
    public static PolicyLayer? FindAgent(string name) =>
        Names.Value.Contains(name) ? ReadLayer(AgentPrefix + name + Extension, name) : null;

    private static PolicyLayer ReadLayer(string resource, string name)
    {
        ReadPolicy read = PolicyReader.Read(Text(resource), PolicyRank.BuiltIn, name);
        return read.Problems.Count == 0
            ? read.Layer
            : throw new InvalidOperationException($"A policy that comes with Vitrine can't be read: {read.Problems[0]}");
    }

    private static RegionEntry[] ReadRegions()
    {
        var entries = new List<RegionEntry>();
        MapNode root = ProfileYaml.Read(Text("policies/regions.yaml"), "the table of regions", PolicyReader.LongestText, 5);
        foreach ((ScalarNode page, ProfileNode regions) in root.Items)
            foreach ((ScalarNode region, ProfileNode hosts) in ((MapNode)regions).Items)
                foreach (ProfileNode host in ((ListNode)hosts).Items)
                    entries.Add(new RegionEntry(
                        HostPattern.TryParse(((ScalarNode)host).Text)
                            ?? throw new InvalidOperationException($"The table of regions, line {host.Line}: no host pattern."),
                            region.Text, page.Text));
        return [.. entries];
    }

    private static string Text(string resource)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"{resource} is not in the program.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
