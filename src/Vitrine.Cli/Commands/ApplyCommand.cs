using System.CommandLine;
using Vitrine.Cli.Report;
using Vitrine.Runtime.Recording;
using Vitrine.Runtime.Workspaces;
using Vitrine.Sandbox.Review;

namespace Vitrine.Cli.Commands;

/// <summary>
/// <c>vitrine apply</c>: brings what waits into the workspace. Exit status 0 when all that was meant is there; 1 when something was kept back; 2 when nothing
/// could be done.
/// </summary>
internal static class ApplyCommand
{
    private const int KeptBack = 1;

    /// <summary>Makes the command.</summary>
    public static Command Create(Func<SessionStore> store, Func<ReviewStore> reviews)
    {
        var words = new Argument<string[]>("SESSION] [PATHS")
        {
            Description = "The session's id, its beginning, or last; then files or directories of the workspace. Default: all.",
            Arity = ArgumentArity.ZeroOrMore
        };
        var executable = new Option<bool>("--executable") { Description = "Also files that your own tools would execute or obey, and links that lead out, without naming each." };
        var command = new Command("apply", "Bring what an agent left for review, or the exit gate holds, into the workspace.") { words, executable };
        command.SetAction(result => ReviewCommands.Guarded(messages =>
        {
            using var choice = PendingChoice.Find(store(), reviews(), result.GetValue(words) ?? [], messages);
            return choice is null
                ? ShowExit.NothingToShow
                : Run(choice, new ChangeSelection(choice.Paths, result.GetValue(executable)), OutputStream.Data(), messages);
        }));
        return command;
    }

    private static int Run(PendingChoice choice, ChangeSelection selection, OutputStream data, OutputStream messages)
    {
        IReadOnlyList<ChangeOutcome> outcomes = ChangeDecisions.Apply(choice.Pending, selection);
        CommitFetchOutcome? commits = ChangeDecisions.FetchCommits(choice.Pending, selection);
        if (outcomes.Count == 0 && commits is null && choice.Paths.Count > 0)
        {
            messages.Complain("Nothing that waits has such a name.", $"vitrine diff {choice.Pending.Session} --names lists what does");
            return ShowExit.NothingToShow;
        }

        using (StreamWriter writer = data.OpenText())
            foreach (ChangeOutcome outcome in outcomes)
                writer.Write($"{Word(outcome)} {Visible.Text(outcome.Change.Path.ToString())}{Reason(outcome)}\n");
        int kept = outcomes.Count(outcome => outcome.Result != ApplyResult.Applied);
        Tell(commits, messages);
        if (kept == 0)
        {
            ChangeDecisions.RemoveIfDone(choice.Pending);
            return commits?.Status == CommitFetchStatus.Failed ? KeptBack : ShowExit.Done;
        }

        messages.Complain($"{Quantity.Of(kept, "change was", "changes were")} kept back; nothing of them is lost.",
            $"vitrine diff {choice.Pending.Session} shows them; they are in {Visible.Cut(choice.Pending.Upper.ToString(), 160)}");
        return KeptBack;
    }

    private static void Tell(CommitFetchOutcome? commits, OutputStream messages)
    {
        if (commits is { Status: CommitFetchStatus.Failed })
            messages.Complain($"The agent's commits were not fetched: {Visible.Cut(commits.Problem ?? "", 300)}",
                "the files are not concerned; apply again with .git to try once more");
        else if (commits is { Status: CommitFetchStatus.Fetched, References: [var first, ..] })
            messages.Complain(
                $"The agent's commits are in your repository as {string.Join(", ", commits.References.Take(4).Select(name => Visible.Cut(name, 120)))}{(commits.References.Count > 4 ? ", …" : "")}; no branch was moved.",
                $"git log {Visible.Cut(first, 120)}; git reset {Visible.Cut(first, 120)} makes your branch that, and keeps the files as they are");
    }

    private static string Word(ChangeOutcome outcome) => outcome.Result != ApplyResult.Applied ? "kept" : outcome.Change.Kind switch
    {
        ChangeKind.Added => "added",
        ChangeKind.Removed => "removed",
        _ => "changed",
    };

    private static string Reason(ChangeOutcome outcome) => outcome.Result switch
    {
        ApplyResult.Applied => "",
        ApplyResult.MovedOn when outcome.Change is { Kind: ChangeKind.Removed, Type: ChangeType.Directory } => ": the directory is not empty",
        ApplyResult.MovedOn => ": the workspace's own changed since the session began",
        ApplyResult.NotAccepted when outcome.Change.Hold == ChangeHold.NotAFile => ": no file, directory or link",
        ApplyResult.NotAccepted when outcome.Change.Hold == ChangeHold.LeadsOut => ": a link that leads out of the workspace; name it, or --executable",
        ApplyResult.NotAccepted => ": your own tools would execute or obey it; name it, or --executable",
        _ => $": {Visible.Cut(outcome.Problem ?? "the file system refused", 120)}",
    };
}
