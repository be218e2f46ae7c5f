using System.CommandLine;
using Vitrine.Cli.Report;
using Vitrine.Core.Model;
using Vitrine.Runtime.Recording;
using Vitrine.Runtime.Workspaces;
using Vitrine.Sandbox.Review;

namespace Vitrine.Cli.Commands;

/// <summary><c>vitrine diff</c>: what a reviewed session left, or the exit gate holds. Exit status 0; 2 when there is nothing, or it can't be read.</summary>
internal static class DiffCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(Func<SessionStore> store, Func<ReviewStore> reviews)
    {
        var words = new Argument<string[]>("SESSION] [PATHS")
        {
            Description = "The session's id, its beginning, or last; then files or directories of the workspace.",
            Arity = ArgumentArity.ZeroOrMore
        };
        var names = new Option<bool>("--names") { Description = "List the names alone." };
        var command = new Command("diff", "Show what waits for review, as a unified diff.") { words, names };
        command.SetAction(result => ReviewCommands.Guarded(messages =>
        {
            using var choice = PendingChoice.Find(store(), reviews(), result.GetValue(words) ?? [], messages);
            if (choice is null)
                return ShowExit.NothingToShow;
            Write(choice, OutputStream.Data(), messages, result.GetValue(names));
            return ShowExit.Done;
        }));
        return command;
    }

    internal static void Write(PendingChoice choice, OutputStream data, OutputStream messages, bool namesOnly)
    {
        ReviewListing listing = choice.Pending.Scan();
        var selection = new ChangeSelection(choice.Paths, AcceptsHost: false);
        using (StreamWriter writer = data.OpenText())
        {
            var text = new DiffText(writer, !data.IsPlain && data.IsColoured);
            foreach (WorkspaceChange change in listing.Changes)
            {
                if (!selection.Holds(change.Path))
                    continue;
                if (namesOnly)
                    writer.Write($"{(change.Kind == ChangeKind.Added ? 'A' : change.Kind == ChangeKind.Removed ? 'D' : 'M')} {Visible.Text(change.Path.ToString())}{(change.Type == ChangeType.Directory ? "/" : "")}\n");
                else
                    text.Write(change, change.Kind == ChangeKind.Added ? null : Read(choice, change, asLeft: false),
                        change.Kind == ChangeKind.Removed ? null : Read(choice, change, asLeft: true));
            }
        }

        if (listing.IsCut)
            messages.Complain("There are more changes than are listed.", "apply or discard some of them first");
        if (listing.Metadata > 0)
            messages.Note($"{Quantity.Of(listing.Metadata, "file")} of git's own (objects, references, index) differ too; vitrine apply fetches the commits.");
        if (listing.OtherMetadata > 0)
            messages.Note($"{Quantity.Of(listing.OtherMetadata, "file")} of git's own in other repositories of the workspace differ and are never applied.");
    }

    private static byte[]? Read(PendingChoice choice, WorkspaceChange change, bool asLeft) => choice.Pending.Read(change, asLeft, DiffText.Longest);
}
