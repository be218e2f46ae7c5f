using System.CommandLine;
using Vitrine.Cli.Report;
using Vitrine.Runtime.Recording;
using Vitrine.Runtime.Workspaces;
using Vitrine.Sandbox.Review;

namespace Vitrine.Cli.Commands;

/// <summary><c>vitrine discard</c>: drops what waits; the workspace stays as it is. Exit status 0, or 2 when there is nothing of that name.</summary>
internal static class DiscardCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(Func<SessionStore> store, Func<ReviewStore> reviews)
    {
        var words = new Argument<string[]>("SESSION] [PATHS")
        {
            Description = "The session's id, its beginning, or last; then files or directories of the workspace. Default: all.",
            Arity = ArgumentArity.ZeroOrMore
        };
        var command = new Command("discard", "Drop what an agent left for review, or the exit gate holds.") { words };
        command.SetAction(result => ReviewCommands.Guarded(messages =>
        {
            using var choice = PendingChoice.Find(store(), reviews(), result.GetValue(words) ?? [], messages);
            if (choice is null)
                return ShowExit.NothingToShow;
            IReadOnlyList<WorkspaceChange> gone = ChangeDecisions.Discard(choice.Pending, new ChangeSelection(choice.Paths, AcceptsHost: false));
            if (gone.Count == 0 && choice.Paths.Count > 0)
            {
                messages.Complain("Nothing that waits has such a name.", $"vitrine diff {choice.Pending.Session} --names lists what does");
                return ShowExit.NothingToShow;
            }

            using StreamWriter writer = OutputStream.Data().OpenText();
            foreach (WorkspaceChange change in gone)
                writer.Write($"discarded {Visible.Text(change.Path.ToString())}\n");
            return ShowExit.Done;
        }));
        return command;
    }
}
