using Vitrine.Core.Model;

namespace Vitrine.Core.Policy;

/// <summary>Whose policy a layer is, the highest first.</summary>
public enum PolicyRank
{
    /// <summary>The organisation's, which the machine's administrator writes.</summary>
    Organisation,

    /// <summary>The person's own.</summary>
    User,

    /// <summary>The project's, once the person has accepted it.</summary>
    Project,

    /// <summary>What holds where no layer says anything.</summary>
    BuiltIn,
}

/// <summary>Bounds of a session; null for those of the command line.</summary>
public sealed record LimitsPolicy
{
    /// <summary>Most processes at a time.</summary>
    public long? Processes { get; init; }

    /// <summary>Private memory of a process, in bytes.</summary>
    public long? Memory { get; init; }

    /// <summary>How long the session may last, in seconds.</summary>
    public long? Seconds { get; init; }

    /// <summary>The smaller of each.</summary>
    public LimitsPolicy Within(LimitsPolicy other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new LimitsPolicy
        {
            Processes = Least(Processes, other.Processes),
            Memory = Least(Memory, other.Memory),
            Seconds = Least(Seconds, other.Seconds)
        };
    }

    private static long? Least(long? a, long? b) => a is null ? b : b is null ? a : Math.Min(a.Value, b.Value);
}

/// <summary>What is kept of a session besides its entries.</summary>
public enum BodyRecord
{
    /// <summary>Bodies are kept, encrypted.</summary>
    Keep,

    /// <summary>Of bodies only what was found in them, their digests and sizes.</summary>
    Digest,
}

/// <summary>One file of policy, read.</summary>
/// <param name="Rank">Whose it is.</param>
/// <param name="Source">Where it is, such as <c>project vitrine.yaml</c>.</param>
public sealed record PolicyLayer(PolicyRank Rank, string Source)
{
    /// <summary>Whether this is only what forbids of a layer (<see cref="ToNarrowing"/>): then what is built in holds beside it.</summary>
    public bool IsNarrowing { get; init; }

    /// <summary>What it says of files; null for nothing.</summary>
    public FileLayer? Files { get; init; }

    /// <summary>What it says of commands; null for nothing.</summary>
    public CommandLayer? Commands { get; init; }

    /// <summary>What it says of the network; null for nothing.</summary>
    public NetworkLayer? Network { get; init; }

    /// <summary>What it says of data; null for nothing.</summary>
    public DataLayer? Data { get; init; }

    /// <summary>Regions that it declares.</summary>
    public IReadOnlyList<RegionEntry> Regions { get; init; } = [];

    /// <summary>Credentials that it describes.</summary>
    public IReadOnlyList<CredentialRule> Credentials { get; init; } = [];

    /// <summary>Limits; null for none.</summary>
    public LimitsPolicy? Limits { get; init; }

    /// <summary>What is kept of bodies; null where it does not say.</summary>
    public BodyRecord? Bodies { get; init; }

    /// <summary>Witnesses that it names.</summary>
    public IReadOnlyList<WitnessRule> Witnesses { get; init; } = [];

    /// <summary>What becomes of a session that no witness has cosigned; null where it does not say.</summary>
    public UnwitnessedUse? Unwitnessed { get; init; }

    /// <summary>How long sessions are kept; null where it does not say.</summary>
    public TimeSpan? Retention { get; init; }

    /// <summary>Sessions that are kept whatever retention says.</summary>
    public IReadOnlyList<HoldRule> Holds { get; init; } = [];

    /// <summary>
    /// What of it only forbids: denials, questions, stricter settings, smaller limits. That much of a project's file holds also before the person has accepted
    /// it, since it can open nothing; lists of what is allowed, credentials, regions and witnesses (which are told something of this machine) don't.
    /// </summary>
    public PolicyLayer ToNarrowing() => new(Rank, Source)
    {
        IsNarrowing = true,
        Files = Files is null ? null : Files with { NarrowsOutside = false, Rules = [.. Files.Rules.Where(rule => rule.Effect == Effect.Deny)] },
        Commands = Commands is null
            ? null
            : Commands with { Default = null, Rules = [.. Commands.Rules.Where(rule => rule.Effect is Effect.Deny or Effect.Ask)] },
        Network = Network is null ? null : Network with { Default = null, Rules = [.. Network.Rules.Where(rule => rule.Effect is Effect.Deny or Effect.Ask)] },
        Data = Data is null ? null : Data with { SourceRules = [.. Data.SourceRules.Where(rule => rule.Effect == Effect.Deny)], SourceDefault = null },
        Limits = Limits,
        Unwitnessed = Unwitnessed == UnwitnessedUse.Deny ? UnwitnessedUse.Deny : null,
    };
}

/// <summary>
/// All that rules a session: layers put together so that a lower one can only narrow. Something is allowed where each layer that speaks of it allows it, and
/// denied where any denies it; where none speaks, the built-in layer does, section by section.
/// </summary>
public sealed record SessionPolicy
{
    private SessionPolicy()
    {
    }

    /// <summary>Files.</summary>
    public required FilePolicy Files { get; init; }

    /// <summary>Commands.</summary>
    public required CommandPolicy Commands { get; init; }

    /// <summary>The network, with no options of the command line in it yet.</summary>
    public required NetworkPolicy Network { get; init; }

    /// <summary>Data.</summary>
    public required DataPolicy Data { get; init; }

    /// <summary>Declared regions, the organisation's own first, the person's and the project's behind the built-in ones.</summary>
    public required RegionTable Regions { get; init; }

    /// <summary>Credentials by name; of two with one name the higher layer's.</summary>
    public required IReadOnlyList<CredentialRule> Credentials { get; init; }

    /// <summary>Limits, the smallest of each.</summary>
    public required LimitsPolicy Limits { get; init; }

    /// <summary>What is kept of bodies: as the highest layer says that says anything.</summary>
    public required BodyRecord Bodies { get; init; }

    /// <summary>Witnesses of all layers, the highest first: a lower one adds its own and takes none away. Of two with one key the higher layer's.</summary>
    public required IReadOnlyList<WitnessRule> Witnesses { get; init; }

    /// <summary>What becomes of a session that is not cosigned: the strictest that any layer says.</summary>
    public required UnwitnessedUse Unwitnessed { get; init; }

    /// <summary>How long sessions are kept, as the highest layer says that says anything; null for ever.</summary>
    public TimeSpan? Retention { get; init; }

    /// <summary>Sessions that are kept whatever retention says: those of all layers.</summary>
    public IReadOnlyList<HoldRule> Holds { get; init; } = [];

    /// <summary>The layers' sources, the highest first.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>Puts layers together.</summary>
    /// <param name="layers">In any order; one built-in layer among them.</param>
    public static SessionPolicy Of(IEnumerable<PolicyLayer> layers)
    {
        PolicyLayer[] ordered = [.. layers.OrderBy(layer => layer.Rank)];
        PolicyLayer[] own = [.. ordered.Where(layer => layer.Rank != PolicyRank.BuiltIn)];
        PolicyLayer[] whole = [.. own.Where(layer => !layer.IsNarrowing)];
        PolicyLayer[] builtIn = [.. ordered.Where(layer => layer.Rank == PolicyRank.BuiltIn)];
        FileLayer[] files = Section(own, whole, builtIn, layer => layer.Files, one => one.Workspace is not null);
        return new SessionPolicy
        {
            Files = new FilePolicy(files),
            Commands = new CommandPolicy(Section(own, whole, builtIn, layer => layer.Commands, one => one.Default is not null)),
            Network = new NetworkPolicy(NetworkMode.DenyByDefault, [])
            {
                Layers = Section(own, whole, builtIn, layer => layer.Network,
                one => one.Default is not null)
            },
            Data = new DataPolicy([.. own.Select(layer => layer.Data).OfType<DataLayer>(),
                .. builtIn.Select(layer => layer.Data).OfType<DataLayer>().Select(one => Remaining(one, whole))]),
            Regions = new RegionTable([.. RegionsOf(own, PolicyRank.Organisation), .. RegionsOf(builtIn, PolicyRank.BuiltIn),
                .. RegionsOf(own, PolicyRank.User), .. RegionsOf(own, PolicyRank.Project)]),
            Credentials = [.. ordered.SelectMany(layer => layer.Credentials).DistinctBy(one => one.Name)],
            Limits = ordered.Select(layer => layer.Limits).OfType<LimitsPolicy>().Aggregate(new LimitsPolicy(), (sum, one) => sum.Within(one)),
            Bodies = ordered.Select(layer => layer.Bodies).FirstOrDefault(one => one is not null) ?? BodyRecord.Keep,
            Witnesses = [.. ordered.SelectMany(layer => layer.Witnesses).DistinctBy(one => one.Material)],
            Retention = ordered.Select(layer => layer.Retention).FirstOrDefault(one => one is not null),
            Holds = [.. ordered.SelectMany(layer => layer.Holds)],
            Unwitnessed = ordered.Any(layer => layer.Unwitnessed == UnwitnessedUse.Deny) ? UnwitnessedUse.Deny : UnwitnessedUse.Record,
            Sources = [.. own.Select(layer => layer.Source)],
        };
    }

    /// <summary>The network with the command line's options, and with the agent's own hosts where no layer lists what is allowed.</summary>
    public NetworkPolicy WithOptions(NetworkMode mode, IReadOnlyList<HostRule> options, IReadOnlyList<HostRule> ofAgent)
    {
        ArgumentNullException.ThrowIfNull(ofAgent);
        bool isListed = Network.Layers.Any(layer => layer.Default is not null);
        return Network with { Mode = mode, Allow = isListed ? options : [.. options, .. ofAgent] };
    }

    /// <summary>The credential for a request: as the rule that allows it names, else the one whose hosts cover it; null for none.</summary>
    public CredentialRule? CredentialFor(in RequestFacts request)
    {
        Destination destination = request.Destination;
        string? named = Network.CredentialOf(request);
        CredentialRule? chosen = Credentials.FirstOrDefault(one => one.Covers(destination) && (named is null || one.Name == named));
        // Where a higher layer has the host take its own credential alone, a lower one's does not replace it.
        CredentialRule? only = Credentials.FirstOrDefault(one => one.IsOnly && one.Covers(destination));
        return chosen is null || (only is not null && only.Rank < chosen.Rank) ? only : chosen;
    }

    /// <summary>The destination's region; null where it is not declared.</summary>
    public RegionEntry? RegionOf(Destination destination) => Regions.Find(destination.Host);

    private static T[] Section<T>(PolicyLayer[] own, PolicyLayer[] whole, PolicyLayer[] builtIn, Func<PolicyLayer, T?> which, Func<T, bool> isComplete)
        where T : class
    {
        T[] found = [.. own.Select(which).OfType<T>()];
        // A layer that only forbids leaves open what holds otherwise.
        return whole.Select(which).OfType<T>().Any(isComplete) ? found : [.. found, .. builtIn.Select(which).OfType<T>()];
    }

    private static IEnumerable<RegionEntry> RegionsOf(PolicyLayer[] layers, PolicyRank rank) =>
        layers.Where(layer => layer.Rank == rank).SelectMany(layer => layer.Regions);

    /// <summary>Of the built-in data settings those that no layer made.</summary>
    private static DataLayer Remaining(DataLayer builtIn, PolicyLayer[] whole)
    {
        DataLayer[] others = [.. whole.Select(layer => layer.Data).OfType<DataLayer>()];
        return builtIn with
        {
            Secrets = others.Any(one => one.Secrets is not null) ? null : builtIn.Secrets,
            Identity = others.Any(one => one.Identity is not null) ? null : builtIn.Identity,
            HiddenText = others.Any(one => one.HiddenText is not null) ? null : builtIn.HiddenText,
            Unscanned = others.Any(one => one.Unscanned is not null) ? null : builtIn.Unscanned,
            SourceRules = others.Any(one => one.SourceDefault is not null) ? [] : builtIn.SourceRules,
            SourceDefault = others.Any(one => one.SourceDefault is not null) ? null : builtIn.SourceDefault,
        };
    }
}
