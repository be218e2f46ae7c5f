using Vitrine.Core.Model;

namespace Vitrine.Core.Policy;

/// <summary>What the network of a session is.</summary>
public enum NetworkMode
{
    /// <summary>Only what a rule allows. An empty list allows nothing.</summary>
    DenyByDefault,

    /// <summary>Everything is allowed and recorded.</summary>
    Observe,

    /// <summary>Nothing real is dialled: the stand-in answers as the model, a sinkhole as everything else.</summary>
    Offline,
}

/// <summary>
/// Decides about hosts and requests. Pure: the same question gets the same answer. <paramref name="Allow"/> are the options of the command line; they and
/// <see cref="NetworkMode.Observe"/> add to what the person's and the project's layers list, but never undo a denial, nor widen the organisation's list.
/// </summary>
public sealed record NetworkPolicy(NetworkMode Mode, IReadOnlyList<HostRule> Allow)
{
    /// <summary>Denies everything.</summary>
    public static NetworkPolicy DenyAll { get; } = new(NetworkMode.DenyByDefault, []);

    /// <summary>The policy files' layers, the highest first; each one that speaks must allow.</summary>
    public IReadOnlyList<NetworkLayer> Layers { get; init; } = [];

    /// <summary>May this name be looked up? A name that no rule covers, at any port, does not exist for the box.</summary>
    public Decision DecideName(HostName host)
    {
        if (host.Name.Length == 0)
            return default;
        if (Mode == NetworkMode.Offline)
            return Decision.Allow("--offline");
        return NetworkVerdict.Over(this, HostExemption(rule => rule.Covers(host)), $"{host.ToUriHost()}", new HostQuestion(host));
    }

    /// <summary>May a flow go there? Where only some requests may, the answer is yes, and <see cref="DecideRequest"/> decides about each.</summary>
    public Decision Decide(Destination destination)
    {
        if (destination.Host.Name.Length == 0 || destination.Port is < 1 or > 65535)
            return default;
        if (Mode == NetworkMode.Offline)
            return Decision.Allow("--offline");
        string port = destination.Port is 80 or 443 ? "" : $":{destination.Port}";
        return NetworkVerdict.Over(this, HostExemption(rule => rule.Covers(destination)), $"{destination.Host.ToUriHost()}{port}",
            new FlowQuestion(destination));
    }

    /// <summary>May the request go there? An exception while deciding is a denial.</summary>
    public Decision DecideRequest(in RequestFacts request)
    {
        if (request.Destination.Host.Name.Length == 0 || request.Destination.Port is < 1 or > 65535 || request.Method is null || request.Target is null)
            return default;
        if (Mode == NetworkMode.Offline)
            return Decision.Allow("--offline");
        try
        {
            Destination destination = request.Destination;
            return NetworkVerdict.Over(this, HostExemption(rule => rule.Covers(destination)), "", new RequestQuestion(request));
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            return Decision.Deny(null, $"deciding failed ({fault.GetType().Name}): please report it");
        }
    }

    /// <summary>
    /// May the flow be bytes that the door doesn't understand? Only where a rule names this very port and it is not one of the web's, or where everything
    /// is observed. It says nothing of whether the flow may go at all (<see cref="Decide"/>).
    /// </summary>
    public bool AllowsOpaque(Destination destination)
    {
        if (Mode == NetworkMode.Offline)
            return false;
        if (Mode == NetworkMode.DenyByDefault && destination.Port is 80 or 443)
            return false;
        bool isExempt = Mode == NetworkMode.Observe || Allow.Any(rule => rule.Port == destination.Port && rule.Covers(destination));
        bool isNamed = isExempt;
        foreach (NetworkLayer layer in Layers)
        {
            // What cannot be read cannot be held to methods and paths: only a rule about the whole host lets it through, and any rule stops it.
            if (layer.Rules.Any(rule => rule.Effect != Effect.Allow && rule.Host.Covers(destination)))
                return false;
            if (layer.Rules.Any(rule => rule.Effect == Effect.Allow && rule.IsWholeHost && rule.Host.Port == destination.Port && rule.Host.Covers(destination)))
                isNamed = true;
            else if (layer.Default is not null && (layer.IsBinding || !isExempt))
                return false;
        }

        return isNamed;
    }

    /// <summary>
    /// What the request's destination is for, as the first rule says that allows it, the highest layer's first; null where none says. What the body claims to
    /// be is the agent's word and counts for nothing here.
    /// </summary>
    public DeclaredPurpose? PurposeOf(in RequestFacts request)
    {
        foreach (NetworkLayer layer in Layers)
            foreach (RequestRule rule in layer.Rules)
                if (rule.Effect == Effect.Allow && rule.Purpose is { } purpose && rule.Covers(request))
                    return new DeclaredPurpose(purpose, rule.PurposeRank);
        return null;
    }

    /// <summary>Name of the credential that a rule wants in the request, the highest layer's first; null where none does.</summary>
    public string? CredentialOf(in RequestFacts request)
    {
        foreach (NetworkLayer layer in Layers)
            foreach (RequestRule rule in layer.Rules)
                if (rule.Effect == Effect.Allow && rule.Credential is { } credential && rule.Covers(request))
                    return credential;
        return null;
    }

    private string? HostExemption(Func<HostRule, bool> covers)
    {
        if (Mode == NetworkMode.Observe)
            return "--observe";
        foreach (HostRule rule in Allow)
            if (covers(rule))
                return rule.Text;
        return null;
    }
}

/// <summary>What a destination is for.</summary>
/// <param name="Name">The purpose.</param>
/// <param name="Rank">Who says so.</param>
public readonly record struct DeclaredPurpose(string Name, PolicyRank Rank)
{
    /// <summary>Whether a layer of this rank goes by it.</summary>
    public bool CountsFor(PolicyRank asking) => Rank == PolicyRank.BuiltIn || Rank <= asking;
}
