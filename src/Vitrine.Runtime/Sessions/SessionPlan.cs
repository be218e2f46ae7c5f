using Vitrine.Core.Model;
using Vitrine.Core.Policy;
using Vitrine.Egress;
using Vitrine.Egress.Tapping;
using Vitrine.Gateway;
using Vitrine.Runtime.Inspection;
using Vitrine.Runtime.Policies;
using Vitrine.Runtime.Recording;
using Vitrine.Runtime.Workspaces;
using Vitrine.Sandbox;

namespace Vitrine.Runtime.Sessions;

/// <summary>One session as a person asked for it: who runs what, where, and what it may reach.</summary>
public sealed record SessionPlan
{
    /// <summary>Name of the agent profile; null for a plain command.</summary>
    public string? Agent { get; init; }

    /// <summary>
    /// The private HOME on the host, which the box sees at the person's own HOME. Sessions of the same agent share it, also at the same time.
    /// </summary>
    public required string PrivateHome { get; init; }

    /// <summary>What runs, in the box.</summary>
    public required IReadOnlyList<UnixPath> Command { get; init; }

    /// <summary>The workspace; null is the working directory.</summary>
    public UnixPath? Workspace { get; init; }

    /// <summary>What the box may do with the workspace.</summary>
    public WorkspaceUse WorkspaceUse { get; init; }

    /// <summary>Files of the workspace that the box may not read or not write; null for none.</summary>
    public WorkspaceRules? WorkspaceRules { get; init; }

    /// <summary>Who may be reached.</summary>
    public NetworkPolicy Network { get; init; } = NetworkPolicy.DenyAll;

    /// <summary>Hosts that may stand for addresses of private networks.</summary>
    public IReadOnlyList<HostRule> AllowPrivate { get; init; } = [];

    /// <summary>Names of variables that the person passes in from their own environment.</summary>
    public IReadOnlyList<string> EnvironmentNames { get; init; } = [];

    /// <summary>Keys that the agent has in its environment, by variable, with the hosts that they are for: there they are where they belong.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<HostRule>> OwnKeys { get; init; } = new Dictionary<string, IReadOnlyList<HostRule>>();

    /// <summary>Variables that the person passed in by name: as a key they may go to whatever host is allowed.</summary>
    public IReadOnlyList<string> NamedByPerson { get; init; } = [];

    /// <summary>Credentials that the agent uses without having them.</summary>
    public IReadOnlyList<BoxCredential> Credentials { get; init; } = [];

    /// <summary>The policy files that rule the session; null where there is none, and the built-in defaults hold.</summary>
    public LoadedPolicy? Policy { get; init; }

    /// <summary>The person's own rules for secrets; null for none.</summary>
    public SecretRuleFiles? SecretRules { get; init; }

    /// <summary>Variables that the agent's profile sets.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Further files and directories of the host that the box sees, read-only, at their own paths.</summary>
    public IReadOnlyList<UnixPath> ReadOnlyPaths { get; init; } = [];

    /// <summary>Further files and directories of the host that the box may write, at their own paths: those that a policy names.</summary>
    public IReadOnlyList<UnixPath> WritablePaths { get; init; } = [];

    /// <summary>Limits.</summary>
    public BoxLimits Limits { get; init; } = new(4096, 0);

    /// <summary>Time and chance of the box; null for those of the machine.</summary>
    public BoxDeterminism? Determinism { get; init; }

    /// <summary>The machine that the box shows; null for what is the case.</summary>
    public BoxFacts? Facts { get; init; }

    /// <summary>Directory of the box in which the command starts, with <see cref="Facts"/>; null for the workspace.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Standard streams of the command, which stay the caller's; null for the caller's own, with its terminal and its signals.</summary>
    public BoxStreams? Streams { get; init; }

    /// <summary>When it is ended; null leaves it to the policy and to the person.</summary>
    public SessionBounds? Bounds { get; init; }

    /// <summary>Who answers in offline mode; null for the stand-in with <see cref="Script"/>, and the sinkhole.</summary>
    public OfflineResponder? Offline { get; init; }

    /// <summary>Keeps what is on the wire; null keeps nothing.</summary>
    public DoorTap? Tap { get; init; }

    /// <summary>Whether what is sent is searched for secrets and source. In a session that can reach nothing there is nothing to protect.</summary>
    public bool IsInspected { get; init; } = true;

    /// <summary>Sees each entry when it has been appended, on the thread that writes; must not throw or wait.</summary>
    public Action<Entry>? OnEntry { get; init; }

    /// <summary>Bounds of the record; null for the usual ones.</summary>
    public SessionRecorderOptions? Record { get; init; }

    /// <summary>What the stand-in model plays in offline mode.</summary>
    public StandInScript? Script { get; init; }

    /// <summary>The mode as the record names it.</summary>
    public string ModeName => Network.Mode switch
    {
        NetworkMode.Observe => "observe",
        NetworkMode.Offline => "offline",
        _ => "deny-by-default",
    };
}

/// <summary>A credential of the person: the box has a placeholder in this variable, and the door puts the value in.</summary>
/// <param name="Variable">The variable.</param>
/// <param name="Door">What the door knows of it.</param>
public sealed record BoxCredential(string Variable, DoorCredential Door);
