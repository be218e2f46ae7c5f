using Vitrine.Core.Model;
using Vitrine.Core.Policy;
using Vitrine.Runtime.Policies;
using Asked = Vitrine.Sandbox.Record.CommandFacts;

namespace Vitrine.Runtime.Sessions;

/// <summary>
/// Decides about each program that the box is about to run; asks a person where the policy says so. What is more than a plain yes is recorded.
/// </summary>
internal sealed class CommandRules(CommandPolicy policy, PolicyPlaces places, IRecorder recorder, PersonQuestions questions)
{
    /// <summary>Whether it may run. Waits for a person where the policy asks.</summary>
    public bool MayRun(Asked asked)
    {
        Decision decision = policy.Decide(new CommandFacts(asked.File, asked.Program, asked.Arguments, asked.ArgumentsCut), places);

        // A script that may run brings its interpreter; only a rule that speaks of the interpreter stops it.
        // A denial without a rule is a decision that failed, and stays one.
        if (asked.IsInterpreter && !decision.IsAllowed && decision.Rule is "default: deny" or "default: ask")
            return true;
        if (decision.Outcome == Effect.Allow)
            return true;
        string what = ArgumentLine(asked);
        if (decision.Outcome != Effect.Ask)
        {
            recorder.Record(new PolicyDecided("command", what, decision, null) { Process = asked.Process });
            return decision.IsAllowed;
        }

        (decision, string approver) = questions.Ask("command", what, decision, PolicyLine.ForCommand(asked), asked.Process);
        recorder.Record(new PolicyDecided("command", what, decision, approver) { Process = asked.Process });
        return decision.IsAllowed;
    }

    /// <summary>The command as a shell would take it, cut: it stands in the record and before a person.</summary>
    private static string ArgumentLine(Asked asked)
    {
        const int Longest = 1_500;
        string line = string.Join(' ', asked.Arguments.Select(PolicyLine.Quote));
        if (asked.Arguments.Count == 0 || !line.Contains('/', StringComparison.Ordinal))
            line = $"{line} ({asked.File})";
        return line.Length <= Longest && !asked.ArgumentsCut ? line : line[..Math.Min(line.Length, Longest)] + " …";
    }
}
