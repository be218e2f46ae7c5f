using Vitrine.Core.Model;
using Vitrine.Core.Policy;
using Vitrine.Egress;
using Vitrine.Runtime.Policies;
using Vitrine.Runtime.Watching;

namespace Vitrine.Runtime.Sessions;

/// <summary>
/// Asks a person on behalf of the policy, and does what the answer says: once, for the session, or for ever, as a line in the person's own policy.
/// </summary>
internal sealed class PersonQuestions(Approvals approvals, IRecorder recorder, SessionPlaces places)
{
    /// <summary>Asks about a command or a file, and waits.</summary>
    /// <param name="subject">What it is about.</param>
    /// <param name="what">What is to be done.</param>
    /// <param name="decision">The decision that asks.</param>
    /// <param name="line">The line that would allow it; null where there is none.</param>
    /// <param name="process">Who asks.</param>
    /// <returns>The decision in the end, and who made it.</returns>
    public (Decision Decision, string Approver) Ask(string subject, string what, Decision decision, PolicyLine? line, int? process)
    {
        Answer answer = approvals.AskAsync(subject, what, decision, CanBeWritten(decision) ? line?.Text : null, process).GetAwaiter().GetResult();
        return Settle(what, decision, line, answer);
    }

    /// <summary>Asks about a request. A cancelled question is a refusal.</summary>
    public async ValueTask<PersonAnswer> AskAsync(Egress.Question question, CancellationToken cancellationToken)
    {
        RequestFacts facts = question.Facts;
        string scheme = facts.Protocol == FlowProtocol.Https ? "https" : "http";
        int query = facts.Target.IndexOf('?', StringComparison.Ordinal);
        string what = $"{facts.Method} {scheme}://{facts.Destination}{(query < 0 ? facts.Target : facts.Target[..query])}";
        if (question.Findings is { } found)
            what += $" with {found.Secrets.Count} secrets and lines of {found.Source.Count} files";
        var line = PolicyLine.ForRequest(facts);
        Answer answer = await approvals.AskAsync("request", what, question.Decision, CanBeWritten(question.Decision) ? line?.Text : null, null)
            .WaitAsync(cancellationToken)
            .ConfigureAwait(false);
        (Decision decision, string approver) = Settle(what, question.Decision, line, answer);
        return new PersonAnswer(decision.IsAllowed, approver);
    }

    // A rule that asks is stricter than any line that allows, so only the absence of a rule can be filled.
    private static bool CanBeWritten(Decision decision) =>
        decision.Rule == "default: ask" && decision.Origin?.StartsWith("user ", StringComparison.Ordinal) == true;

    private (Decision, string) Settle(string what, Decision decision, PolicyLine? line, Answer answer)
    {
        bool isApproved = answer is Answer.Once or Answer.Session or Answer.Always;
        if (answer == Answer.Session)
            recorder.Record(new PolicyChanged(what, "session", null));
        if (answer == Answer.Always)
            recorder.Record(new PolicyChanged(line?.Text ?? what, "always", line is not null && CanBeWritten(decision) ? Write(line) : null));
        return (decision with { IsAllowed = isApproved, Effect = isApproved ? Effect.Allow : Effect.Deny }, answer.ToString().ToLowerInvariant());
    }

    private string? Write(PolicyLine line)
    {
        string file = Path.Combine(places.Configuration, PolicyLoader.FileName);
        try
        {
            return PolicyEdit.TryAdd(file, line) ? file : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The person said yes; that the file can't be written only means that they are asked again another time, and the record says that nothing was
            // written.
            return null;
        }
    }
}
