using Vitrine.Core.Model;

namespace Vitrine.Core.Policy;

/// <summary>One line of <c>network.allow</c>, <c>network.ask</c> or <c>network.deny</c>.</summary>
/// <param name="Host">Which host and port.</param>
/// <param name="Effect">What it does.</param>
/// <param name="Text">The rule as the person wrote it.</param>
/// <param name="Origin">Where it stands.</param>
public sealed record RequestRule(HostRule Host, Effect Effect, string Text, string Origin) : PolicyRule(Effect, Text, Origin)
{
    /// <summary>Methods it is about, as RFC 9110 spells them; empty for all. GET covers HEAD, which asks for the same without its content.</summary>
    public IReadOnlyList<string> Methods { get; init; } = [];

    /// <summary>Paths it is about, with their first slash; empty for all.</summary>
    public IReadOnlyList<Glob> Paths { get; init; } = [];

    /// <summary>What the host is for: <c>model</c>, <c>package</c>, <c>git</c>, <c>telemetry</c>, <c>tool</c> or a word of the person's.</summary>
    public string? Purpose { get; init; }

    /// <summary>Name of the credential that the door puts in.</summary>
    public string? Credential { get; init; }

    /// <summary>Who declares the purpose: what a lower layer calls a host does not open it for a higher layer's data.</summary>
    public PolicyRank PurposeRank { get; init; }

    /// <summary>Whether it is about the whole host, whatever the request.</summary>
    public bool IsWholeHost => Methods.Count == 0 && Paths.Count == 0;

    /// <summary>
    /// Whether the rule is about the request. One that allows must be right in every reading of the path (<see cref="RequestPath"/>); one that denies or asks
    /// is about it when any reading fits, letters of either case alike, and also when the target is no path that can be read.
    /// </summary>
    public bool Covers(in RequestFacts request) => Host.Covers(request.Destination) && CoversMethod(request.Method) && CoversPath(request.Target);

    private bool CoversMethod(string method)
    {
        if (Methods.Count == 0)
            return true;
        StringComparison comparison = Effect == Effect.Allow ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        foreach (string one in Methods)
            if (string.Equals(one, method, comparison) || (one == "GET" && string.Equals(method, "HEAD", comparison)))
                return true;
        return false;
    }

    private bool CoversPath(string target)
    {
        if (Paths.Count == 0)
            return true;
        IReadOnlyList<string> readings = RequestPath.Readings(target);
        if (Effect != Effect.Allow)
            return readings.Count == 0 || readings.Any(path => AnyMatches(path, ignoreCase: true));
        return readings.Count > 0 && readings.All(path => AnyMatches(path, ignoreCase: false));
    }

    private bool AnyMatches(string path, bool ignoreCase)
    {
        foreach (Glob glob in Paths)
            if (glob.Matches(path, ignoreCase))
                return true;
        return false;
    }
}

/// <summary>What one layer says of the network.</summary>
/// <param name="Source">The layer, such as <c>project vitrine.yaml</c>.</param>
/// <param name="Rules">Its rules.</param>
/// <param name="Default">What holds where no rule of the layer is about the request: null where the layer only forbids and has no list of what is
/// allowed.</param>
/// <param name="IsBinding">Whether it is the organisation's: then no option of the command line adds to its list.</param>
public sealed record NetworkLayer(string Source, IReadOnlyList<RequestRule> Rules, Effect? Default, bool IsBinding);
