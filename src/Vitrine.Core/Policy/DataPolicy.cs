using Vitrine.Core.Model;

namespace Vitrine.Core.Policy;

/// <summary>One line of <c>data.source.allow</c> or <c>data.source.deny</c>.</summary>
/// <param name="Paths">Files of the workspace.</param>
/// <param name="Purposes">Purposes that it is about, as the network's rules declare them; <c>*</c> for any, none declared included.</param>
/// <param name="Hosts">Hosts that it is about.</param>
public sealed record SourceRule(
    IReadOnlyList<FilePattern> Paths, IReadOnlyList<string> Purposes, IReadOnlyList<HostRule> Hosts, Effect Effect, string Text,
        string Origin) : PolicyRule(Effect, Text, Origin)
{
    /// <summary>Whether it is about this destination.</summary>
    public bool IsFor(Destination destination, DeclaredPurpose? purpose, PolicyRank rank)
    {
        // A denial goes by any declaration, for that can only narrow.
        string? counted = purpose is { } declared && (Effect == Effect.Deny || declared.CountsFor(rank)) ? declared.Name : null;
        foreach (string one in Purposes)
            if (one == "*" || one == counted)
                return true;
        foreach (HostRule host in Hosts)
            if (host.Covers(destination))
                return true;
        return false;
    }

    /// <summary>Whether it is about this file, given relative to the workspace.</summary>
    public bool Covers(UnixPath file, PolicyPlaces places)
    {
        ArgumentNullException.ThrowIfNull(places);
        var absolute = new UnixPath($"{places.Workspace.TrimEnd('/')}/{file}");
        foreach (FilePattern pattern in Paths)
            if (pattern.Covers(absolute, places))
                return true;
        return false;
    }
}

/// <summary>How much may leave; null for no bound.</summary>
/// <param name="BytesOut">Bytes of requests, heads not counted.</param>
/// <param name="Tokens">Tokens that servers counted, in and out.</param>
public sealed record Budget(long? BytesOut, long? Tokens);

/// <summary>A setting and where it stands.</summary>
/// <param name="Effect">What is done.</param>
/// <param name="Origin">Where it says so.</param>
public readonly record struct DataSetting(Effect Effect, string Origin);

/// <summary>What one layer says of data; null members say nothing.</summary>
/// <param name="Source">The layer.</param>
/// <param name="Rank">Whose it is.</param>
public sealed record DataLayer(string Source, PolicyRank Rank)
{
    /// <summary>What is done with a request that holds secrets: deny (<c>block</c>), redact or record.</summary>
    public DataSetting? Secrets { get; init; }

    /// <summary>What is done with what tells who the person is: deny, redact, record or allow.</summary>
    public DataSetting? Identity { get; init; }

    /// <summary>What is done with hidden text: deny, record or allow.</summary>
    public DataSetting? HiddenText { get; init; }

    /// <summary>What is done with what could not be searched: deny or record.</summary>
    public DataSetting? Unscanned { get; init; }

    /// <summary>Which files may go where.</summary>
    public IReadOnlyList<SourceRule> SourceRules { get; init; } = [];

    /// <summary>What holds for source that no rule covers: deny, record or allow.</summary>
    public DataSetting? SourceDefault { get; init; }

    /// <summary>Regions in which source and personal data have to stay; null for no demand.</summary>
    public IReadOnlyList<string>? Regions { get; init; }

    /// <summary>Where regions are demanded.</summary>
    public string? RegionsOrigin { get; init; }

    /// <summary>The session's budget.</summary>
    public Budget? Budget { get; init; }

    /// <summary>Budgets of single destinations.</summary>
    public IReadOnlyList<(HostRule Host, Budget Budget)> DestinationBudgets { get; init; } = [];

    /// <summary>Where the budgets stand.</summary>
    public string? BudgetOrigin { get; init; }
}

/// <summary>What is known about a request besides itself and what is in it.</summary>
/// <param name="Purpose">What the destination is for, from the rule that allows it (<see cref="NetworkPolicy.PurposeOf"/>).</param>
/// <param name="Region">The destination's region, where it is declared (<see cref="SessionPolicy.RegionOf"/>).</param>
/// <param name="Bytes">Size of this request's body.</param>
/// <param name="SessionBytes">What the session has sent before it, in bytes.</param>
/// <param name="SessionTokens">Tokens the session has used before it.</param>
/// <param name="DestinationBytes">What was sent to this destination before it.</param>
/// <param name="DestinationTokens">Tokens used with this destination before it.</param>
public readonly record struct DataContext(
    DeclaredPurpose? Purpose, RegionEntry? Region, long Bytes, long SessionBytes, long SessionTokens, long DestinationBytes, long DestinationTokens);

/// <summary>
/// Decides about what is in a request. Each concern is judged in each layer, and the strictest answer of all holds: deny, redact, record, allow. Without any
/// layer secrets are blocked and everything else is recorded.
/// </summary>
public sealed record DataPolicy(IReadOnlyList<DataLayer> Layers)
{
    /// <summary>May the request leave, and how? An exception while deciding is a denial.</summary>
    public Decision Decide(in RequestFacts request, BodyFindings findings, in DataContext context, PolicyPlaces places)
    {
        ArgumentNullException.ThrowIfNull(findings);
        ArgumentNullException.ThrowIfNull(places);
        try
        {
            var verdict = new DataVerdict();
            verdict.Take(Spend(request.Destination, context));
            if (findings.Secrets.Count > 0)
                verdict.Take(Setting("secrets", layer => layer.Secrets, Effect.Deny));
            if (findings.Identity.Count > 0)
                verdict.Take(Setting("identity", layer => layer.Identity, Effect.Record));
            if (findings.HiddenText.Count > 0)
                verdict.Take(Setting("hidden-text", layer => layer.HiddenText, Effect.Record));
            // Findings that were cut are as good as not searched: what else there is nobody knows.
            if (findings.Unscanned.Count > 0 || findings.IsCut)
                verdict.Take(Setting("unscanned", layer => layer.Unscanned, Effect.Record));
            foreach (SourceFound found in findings.Source)
                verdict.Take(Source(found.File, request.Destination, context.Purpose, places));
            if (findings.Source.Count + findings.Identity.Count + findings.Secrets.Count + findings.Unscanned.Count > 0 || findings.IsCut)
                verdict.Take(Region(request.Destination, context.Region));
            return verdict.Decision;
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            return Decision.Deny(null, $"deciding failed ({fault.GetType().Name}): please report it");
        }
    }

    /// <summary>What is done with secrets.</summary>
    public Effect Secrets => Setting("secrets", layer => layer.Secrets, Effect.Deny).Outcome;

    /// <summary>What is done with identity.</summary>
    public Effect Identity => Setting("identity", layer => layer.Identity, Effect.Record).Outcome;

    /// <summary>Whether any layer demands a region.</summary>
    public bool DemandsRegion => Layers.Any(layer => layer.Regions is not null);

    /// <summary>May this file's lines go there?</summary>
    public Decision Source(UnixPath file, Destination destination, DeclaredPurpose? purpose, PolicyPlaces places)
    {
        var verdict = new DataVerdict();
        bool isSpokenOf = false;
        foreach (DataLayer layer in Layers)
        {
            SourceRule? strictest = null;
            foreach (SourceRule rule in layer.SourceRules)
                if (rule.IsFor(destination, purpose, layer.Rank) && rule.Covers(file, places) && (strictest is null || rule.Effect < strictest.Effect))
                    strictest = rule;
            if (strictest is not null)
                verdict.Take(DataVerdict.Of(strictest.Effect, strictest.Text, strictest.Origin, $"take this line out: {strictest.Text}"));
            else if (layer.SourceDefault is { } otherwise)
                verdict.Take(DataVerdict.Of(otherwise.Effect, $"source: default: {otherwise.Effect.ToString().ToLowerInvariant()}", otherwise.Origin,
                    $"data: {{ source: {{ allow: [{{ paths: [{PolicyText.Quote(PolicyText.Cut(file.ToString()))}], to: [{PolicyText.Quote(purpose?.Name ?? destination.Host.ToUriHost())}] }}] }} }}"));
            isSpokenOf |= strictest is not null || layer.SourceDefault is not null;
        }

        return isSpokenOf ? verdict.Decision : DataVerdict.Of(Effect.Record, "source: record", null, "");
    }

    private Decision Region(Destination destination, RegionEntry? region)
    {
        var verdict = new DataVerdict();
        foreach (DataLayer layer in Layers)
        {
            if (layer.Regions is not { } demanded)
                continue;
            string rule = $"regions: [{string.Join(", ", demanded)}]";
            if (region is null || !region.CountsFor(layer.Rank))
                return Decision.Deny(rule,
                    $"in {layer.Source} or above: regions: {{ {PolicyText.Quote(destination.Host.ToUriHost())}: REGION }}") with
                {
                    Origin =
                    layer.RegionsOrigin
                };
            if (!RegionTable.IsWithin(region.Region, demanded))
                return Decision.Deny(rule, $"data: {{ regions: [{PolicyText.Quote(region.Region)}] }}") with { Origin = layer.RegionsOrigin };
            verdict.Take(DataVerdict.Of(Effect.Allow, rule, layer.RegionsOrigin, ""));
        }

        return verdict.Decision;
    }

    private Decision Spend(Destination destination, in DataContext context)
    {
        foreach (DataLayer layer in Layers)
        {
            if (layer.Budget is { } session && Exceeds(session, context.SessionBytes, context.Bytes, context.SessionTokens) is { } what)
                return Decision.Deny($"budgets: {what}", "raise it under data.budgets") with { Origin = layer.BudgetOrigin };
            foreach ((HostRule host, Budget budget) in layer.DestinationBudgets)
                if (host.Covers(destination) && Exceeds(budget, context.DestinationBytes, context.Bytes, context.DestinationTokens) is { } which)
                    return Decision.Deny($"budgets: {host.Text}: {which}", "raise it under data.budgets") with { Origin = layer.BudgetOrigin };
        }

        return Decision.Allow("");
    }

    private static string? Exceeds(Budget budget, long before, long now, long tokens)
    {
        if (budget.BytesOut is { } bytes && (now > bytes || before > bytes - now))
            return FormattableString.Invariant($"bytes-out: {bytes}");
        return budget.Tokens is { } most && tokens >= most ? FormattableString.Invariant($"tokens: {most}") : null;
    }

    private Decision Setting(string key, Func<DataLayer, DataSetting?> which, Effect otherwise)
    {
        DataSetting? strictest = null;
        foreach (DataLayer layer in Layers)
            if (which(layer) is { } one && (strictest is null || one.Effect < strictest.Value.Effect))
                strictest = one;
        Effect effect = strictest?.Effect ?? otherwise;
        return DataVerdict.Of(effect, $"{key}: {DataVerdict.Word(effect)}", strictest?.Origin, $"data: {{ {key}: record }}");
    }
}

/// <summary>The strictest of several decisions about data.</summary>
internal sealed class DataVerdict
{
    /// <summary>What holds so far.</summary>
    public Decision Decision { get; private set; } = Decision.Allow("");

    /// <summary>Takes one more in.</summary>
    public void Take(Decision one)
    {
        if (one.Outcome < Decision.Outcome || Decision.Rule is "")
            Decision = one;
    }

    /// <summary>A decision with an effect; all but denials let the request go.</summary>
    public static Decision Of(Effect effect, string rule, string? origin, string hint) =>
        new(effect is not (Effect.Deny or Effect.Ask), rule, effect is Effect.Deny or Effect.Ask ? hint : null) { Effect = effect, Origin = origin };

    /// <summary>The word that the policy file has for it.</summary>
    public static string Word(Effect effect) => effect == Effect.Deny ? "block" : effect.ToString().ToLowerInvariant();
}
