using Vitrine.Core.Policy;

namespace Vitrine.Runtime.Agents;

/// <summary>
/// What is known of one agent: how it is installed, started, pointed at an endpoint, where it keeps its state, and which hosts it needs. Data, read from a
/// YAML file (<see cref="ProfileReader"/>); values hold placeholders (<see cref="AgentTemplate"/>) that <see cref="AgentPlan"/> fills in.
/// </summary>
public sealed record AgentProfile
{
    /// <summary>Name, also the name of its directory in the state: lower-case letters, digits and hyphens in a file, otherwise safe as a file name.</summary>
    public required string Name { get; init; }

    /// <summary>What its vendor calls it.</summary>
    public required string Title { get; init; }

    /// <summary>Other names it is found by.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>What it speaks to its model.</summary>
    public required AgentProtocol Protocol { get; init; }

    /// <summary>Where its program comes from.</summary>
    public required AgentInstall Install { get; init; }

    /// <summary>Arguments that make it do a prompt and end; empty when it has no such form. <c>{args}</c> marks where further ones go.</summary>
    public IReadOnlyList<string> Headless { get; init; } = [];

    /// <summary>Arguments of an interactive start.</summary>
    public IReadOnlyList<string> Interactive { get; init; } = [];

    /// <summary>Variables that are always set.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Files that are there before it starts, by path relative to HOME; see <see cref="AgentSeeds"/>.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    /// <summary>How it is pointed at a model endpoint; null when it can't be.</summary>
    public AgentEndpoint? Endpoint { get; init; }

    /// <summary>
    /// Variables that hold the person's credentials, with the hosts each one is for. In real use a variable that is set is passed on and its hosts are allowed;
    /// one that isn't opens nothing.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<HostRule>> Credentials { get; init; } = new Dictionary<string, IReadOnlyList<HostRule>>();

    /// <summary>Hosts that it always needs in real use, for its own log-in and models. Telemetry and updates aren't among them.</summary>
    public IReadOnlyList<HostRule> Hosts { get; init; } = [];

    /// <summary>Where it keeps its state, relative to HOME.</summary>
    public IReadOnlyList<string> State { get; init; } = [];
}

/// <summary>How an agent is pointed at a model endpoint.</summary>
public sealed record AgentEndpoint
{
    /// <summary>The model that is named when the person names none; empty when nothing needs one.</summary>
    public string Model { get; init; } = "";

    /// <summary>Arguments that come where <c>{args}</c> stands, before the person's own.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Variables; the only place where the key may stand.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Files that join <see cref="AgentProfile.Files"/>.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// The endpoint that it is pointed at when offline: the vendor's own, so that the same way through names, TLS and the door is taken as in real use. Null
    /// leaves <c>{endpoint}</c> without a value, so nothing may use it then.
    /// </summary>
    public Uri? OfflineEndpoint { get; init; }

    /// <summary>Variables that replace or join <see cref="Environment"/> when offline.</summary>
    public IReadOnlyDictionary<string, string> OfflineEnvironment { get; init; } = new Dictionary<string, string>();
}
