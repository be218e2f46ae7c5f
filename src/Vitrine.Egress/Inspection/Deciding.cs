using Vitrine.Core.Model;
using Vitrine.Core.Policy;

namespace Vitrine.Egress.Inspection;

/// <summary>Asks the policy, and where that says so a person. Whatever goes wrong while deciding is a denial.</summary>
internal sealed class Deciding(DoorOptions options)
{
    private static readonly Decision Failed = Decision.Deny("The decision failed.", null);

    /// <summary>Decides about a request before its body is read.</summary>
    public async ValueTask<Decision> DecideAsync(RequestFacts facts, CancellationToken cancellationToken)
    {
        if (options.DecideRequest is not { } decide)
            return options.Policy.Decide(facts.Destination);
        Decision decision;
        try
        {
            decision = decide(in facts);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A policy that fails on what an agent sent must not let it through; the rule says that it was no rule.
            return Failed;
        }

        return await SettleAsync(new Question(facts, decision, null), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Turns a question into an answer, which is recorded; any other decision stays what it is.</summary>
    public async ValueTask<Decision> SettleAsync(Question question, CancellationToken cancellationToken)
    {
        if (question.Decision.Outcome != Effect.Ask)
            return question.Decision;
        PersonAnswer answer = await AskAsync(question, cancellationToken).ConfigureAwait(false);
        Decision decision = question.Decision with { IsAllowed = answer.IsApproved };
        string scheme = question.Facts.Protocol == FlowProtocol.Https ? "https" : "http";
        options.Recorder.Record(new PolicyDecided(
            "request", $"{question.Facts.Method} {scheme}://{question.Facts.Destination}{PathOf(question.Facts.Target)}", decision,
                answer.Approver ?? "nobody"));
        return decision;
    }

    private async ValueTask<PersonAnswer> AskAsync(Question question, CancellationToken cancellationToken)
    {
        if (options.Ask is not { } ask)
            return default;
        using var patience = new CancellationTokenSource(options.Limits.Ask, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await ask(question, either.Token).AsTask().WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return default;
        }
    }

    /// <summary>The query stays out: it may hold what must not be in the record.</summary>
    private static string PathOf(string target)
    {
        int query = target.IndexOf('?');
        string path = query < 0 ? target : target[..query];
        return path.Length <= 1024 ? path : path[..1024] + "…";
    }
}
