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

/// <summary>Decides about hosts. Pure: the same question gets the same answer.</summary>
public sealed record NetworkPolicy(NetworkMode Mode, IReadOnlyList<HostRule> Allow)
{
    /// <summary>Denies everything.</summary>
    public static NetworkPolicy DenyAll { get; } = new(NetworkMode.DenyByDefault, []);

    /// <summary>May this name be looked up? A name that no rule covers, at any port, does not exist for the box.</summary>
    public Decision DecideName(HostName host)
    {
        if (host.Name.Length == 0)
            return default;
        if (Mode == NetworkMode.Observe)
            return Decision.Allow("--observe");
        if (Mode == NetworkMode.Offline)
            return Decision.Allow("--offline");
        foreach (HostRule rule in Allow)
            if (rule.Covers(host))
                return Decision.Allow(rule.Text);
        return Decision.Deny(null, $"--allow {host.ToUriHost()}");
    }

    /// <summary>May a flow go there?</summary>
    public Decision Decide(Destination destination)
    {
        if (destination.Host.Name.Length == 0 || destination.Port is < 1 or > 65535)
            return default;
        if (Mode == NetworkMode.Observe)
            return Decision.Allow("--observe");
        if (Mode == NetworkMode.Offline)
            return Decision.Allow("--offline");
        foreach (HostRule rule in Allow)
            if (rule.Covers(destination))
                return Decision.Allow(rule.Text);
        string port = destination.Port is 80 or 443 ? "" : $":{destination.Port}";
        return Decision.Deny(null, $"--allow {destination.Host.ToUriHost()}{port}");
    }

    /// <summary>
    /// May the flow be bytes that the door doesn't understand? Only where a rule names this very port and it is not one of the web's, or where everything
    /// is observed. It says nothing of whether the flow may go at all (<see cref="Decide"/>).
    /// </summary>
    public bool AllowsOpaque(Destination destination)
    {
        if (Mode != NetworkMode.DenyByDefault)
            return Mode == NetworkMode.Observe;
        if (destination.Port is 80 or 443)
            return false;
        foreach (HostRule rule in Allow)
            if (rule.Port == destination.Port && rule.Covers(destination))
                return true;
        return false;
    }
}
