using Vitrine.Core.Policy;
using Vitrine.Runtime.Agents;
using Vitrine.Runtime.Agents.Profiles;

namespace Vitrine.Runtime.Policies;

/// <summary>A policy file as it was read.</summary>
/// <param name="Layer">What it says; not to be used where there are problems.</param>
/// <param name="Tests">Its cases.</param>
/// <param name="Problems">What is wrong with it.</param>
public sealed record ReadPolicy(PolicyLayer Layer, IReadOnlyList<PolicyTest> Tests, IReadOnlyList<PolicyProblem> Problems);

/// <summary>
/// Reads a policy file, strictly: what is not understood is a problem with its line and column, for a rule that was passed over would not hold.
/// </summary>
public static class PolicyReader
{
    /// <summary>The longest file, in characters.</summary>
    public const int LongestText = 512 * 1024;

    private const int Deepest = 8;

    /// <summary>Reads a file's text.</summary>
    /// <param name="text">The YAML.</param>
    /// <param name="rank">Whose it is.</param>
    /// <param name="file">The file as messages name it.</param>
    public static ReadPolicy Read(string text, PolicyRank rank, string file)
    {
        ArgumentNullException.ThrowIfNull(text);
        string source = rank == PolicyRank.BuiltIn ? $"built-in {file}" : $"{rank.ToString().ToLowerInvariant()} {file}";
        var reading = new PolicyReading(rank, file, source);
        try
        {
            MapNode root = string.IsNullOrWhiteSpace(text) ? new MapNode([], 1, 1) : ProfileYaml.Read(text, "a policy", LongestText, Deepest);
            var section = new PolicySection(reading, root, "a policy", PolicyKeys.Root);
            return new ReadPolicy(ReadLayer(section), [.. PolicyTest.Read(section)], reading.Problems);
        }
        catch (ProfileException error)
        {
            reading.Add(error.Line, error.Column, error.Message, error.Hint);
            return new ReadPolicy(new PolicyLayer(rank, source), [], reading.Problems);
        }
    }

    private static PolicyLayer ReadLayer(PolicySection root)
    {
        PolicyReading reading = root.Reading;
        if (root.FindText("version") is { } version && version.Text != "1")
            reading.Add(version, $"this Vitrine reads version 1 of policies, not '{PolicySection.Shown(version.Text)}'");
        PolicyLayer[] extended = [.. Extended(root)];
        CredentialRule[] credentials = [.. CredentialsReader.Read(root)];
        var regions = new List<RegionEntry>(Regions(root));
        RequestRule[] extendedRules = [.. extended.SelectMany(layer => layer.Network?.Rules ?? [])];
        var network = new NetworkReader(reading,
            [.. credentials.Select(one => one.Name), .. extended.SelectMany(layer => layer.Credentials).Select(one => one.Name)], regions);
        NetworkLayer? networkLayer = root.FindSection("network", PolicyKeys.Network) is { } section
            ? network.Read(section, extendedRules)
            : extendedRules.Length > 0
                ? new NetworkLayer(reading.Source, extendedRules, Core.Model.Effect.Deny, reading.Rank == PolicyRank.Organisation)
                : null;
        var layer = new PolicyLayer(reading.Rank, reading.Source)
        {
            Files = root.FindSection("files", PolicyKeys.Files) is { } files ? FilesReader.Read(files) : null,
            Commands = root.FindSection("commands", PolicyKeys.Commands) is { } commands ? CommandsReader.Read(commands) : null,
            Network = networkLayer,
            Data = root.FindSection("data", PolicyKeys.Data) is { } data ? DataReader.Read(data) : null,
            Regions = regions,
            Credentials = [.. credentials, .. extended.SelectMany(layer => layer.Credentials).Select(one => one with { Rank = reading.Rank })],
            Limits = root.FindSection("limits", PolicyKeys.Limits) is { } limits
                ? new LimitsPolicy
                {
                    Processes = limits.FindNumber("processes"),
                    Memory = limits.FindNumber("memory"),
                    Seconds = limits.FindNumber("time", "smhd")
                }
                : null,
        };
        return root.FindSection("record", PolicyKeys.Record) is { } record ? RecordReader.Read(record, layer) : layer;
    }

    private static IEnumerable<PolicyLayer> Extended(PolicySection root)
    {
        foreach (ScalarNode name in root.FindTexts("extends"))
        {
            if (BuiltInPolicies.FindAgent(name.Text) is { } layer)
                yield return layer;
            else
                root.Reading.Add(name, $"there is no ready policy '{PolicySection.Shown(name.Text)}'",
                    NearestWord.Find(name.Text, BuiltInPolicies.AgentNames) is { } meant
                        ? $"did you mean '{meant}'?"
                        : $"one of {string.Join(", ", BuiltInPolicies.AgentNames)}");
        }
    }

    private static IEnumerable<RegionEntry> Regions(PolicySection root)
    {
        foreach ((ScalarNode host, ProfileNode value) in root.FindMap("regions"))
        {
            HostPattern? pattern = HostPattern.TryParse(host.Text) ?? (HostRule.TryParse(host.Text, out HostRule? rule) ? HostPattern.Of(rule) : null);
            if (pattern is null)
                root.Reading.Add(host, $"'{PolicySection.Shown(host.Text)}' is no host", "write HOST, *.DOMAIN, or a pattern such as **.eu-west-1.example.com");
            else if (root.Text(value, "a region") is { } region)
                yield return new RegionEntry(pattern, region.Text, root.Reading.OriginOf(host), root.Reading.Rank);
        }
    }
}
