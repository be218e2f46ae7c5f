using Vitrine.Core.Model;

namespace Vitrine.Core.Policy;

/// <summary>What is asked of the layers.</summary>
internal abstract record NetworkQuestion
{
    /// <summary>
    /// Whether the rule speaks about it. Of a host or a flow, only a rule about the whole host may deny; one that allows some request opens it.
    /// </summary>
    public abstract bool IsAbout(RequestRule rule);

    /// <summary>The line that would allow it.</summary>
    public abstract string Line { get; }
}

/// <summary>May the name be looked up?</summary>
internal sealed record HostQuestion(HostName Host) : NetworkQuestion
{
    public override string Line => PolicyText.Quote(Host.ToUriHost());

    // DNS has no port: a denial of one port leaves the name.
    public override bool IsAbout(RequestRule rule) =>
        rule.Host.Covers(Host) && (rule.Effect == Effect.Allow || (rule.IsWholeHost && rule.Host.Port is null && rule.Effect == Effect.Deny));
}

/// <summary>May a connection be made?</summary>
internal sealed record FlowQuestion(Destination Destination) : NetworkQuestion
{
    public override string Line => PolicyText.Quote(Destination.Port is 80 or 443 ? Destination.Host.ToUriHost() : Destination.ToString());

    // A question to a person is about a request; the connection is made so that there can be one.
    public override bool IsAbout(RequestRule rule) => rule.Host.Covers(Destination) && (rule.Effect != Effect.Deny || rule.IsWholeHost);
}

/// <summary>May the request be sent?</summary>
internal sealed record RequestQuestion(RequestFacts Request) : NetworkQuestion
{
    public override string Line
    {
        get
        {
            string host = Request.Destination.Port is 80 or 443 ? Request.Destination.Host.ToUriHost() : Request.Destination.ToString();
            string path = RequestPath.Readings(Request.Target) is [var canonical, ..] ? canonical : "/**";
            return $"{{ host: {PolicyText.Quote(host)}, methods: [{PolicyText.Quote(PolicyText.Cut(Request.Method))}], paths: [{PolicyText.Quote(PolicyText.Cut(path))}] }}";
        }
    }

    public override bool IsAbout(RequestRule rule) => rule.Covers(Request);
}

/// <summary>Puts the layers together: each is asked, and the strictest answer holds.</summary>
internal static class NetworkVerdict
{
    /// <summary>The decision.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="exemption">The option of the command line that covers it; null where none does.</param>
    /// <param name="option">What would stand after <c>--allow</c>; empty for a request, where it is taken from the question.</param>
    /// <param name="question">What is asked.</param>
    public static Decision Over(NetworkPolicy policy, string? exemption, string option, NetworkQuestion question)
    {
        Decision verdict = default;
        foreach (NetworkLayer layer in policy.Layers)
        {
            if (Of(layer, exemption, question) is not { } one)
                continue;
            if (one.Outcome == Effect.Deny)
                return one;
            if (verdict.Rule is null || one.Outcome < verdict.Outcome)
                verdict = one;
        }

        if (verdict.Rule is not null)
            return verdict;
        if (exemption is not null)
            return Decision.Allow(exemption);
        if (question is RequestQuestion { Request.Destination: var to })
            option = to.Port is 80 or 443 ? to.Host.ToUriHost() : to.ToString();
        return Decision.Deny(null, $"--allow {option}");
    }

    /// <summary>What one layer says; null where it says nothing. Deny wins over ask, ask over allow, whatever their order.</summary>
    private static Decision? Of(NetworkLayer layer, string? exemption, NetworkQuestion question)
    {
        RequestRule? strictest = null;
        foreach (RequestRule rule in layer.Rules)
            if (question.IsAbout(rule) && (strictest is null || rule.Effect < strictest.Effect))
                strictest = rule;
        string line = $"network: {{ allow: [{question.Line}] }}";
        if (strictest?.Effect == Effect.Deny)
            return Decision.Deny(strictest.Text, $"take this line out: {strictest.Text}") with { Origin = strictest.Origin };
        // Of a name or a connection a question to a person says yes: it is asked when there is a request to look at.
        if (strictest?.Effect == Effect.Ask)
            return question is RequestQuestion
                ? new Decision(false, strictest.Text, "approve it in vitrine watch") { Effect = Effect.Ask, Origin = strictest.Origin }
                : Decision.Allow(strictest.Text) with { Origin = strictest.Origin };
        if (strictest is not null)
            return Decision.Allow(strictest.Text) with { Origin = strictest.Origin };
        if (layer.Default is not { } otherwise || (exemption is not null && !layer.IsBinding))
            return null;
        return otherwise switch
        {
            Effect.Ask when question is RequestQuestion => new Decision(false, "default: ask", line) { Effect = Effect.Ask, Origin = layer.Source },
            Effect.Ask => Decision.Allow("default: ask") with { Origin = layer.Source },
            _ => Decision.Deny("default: deny", line) with { Origin = layer.Source },
        };
    }
}
