using System.CommandLine;
using Vitrine.Cli.Report;
using Vitrine.Core.Model;
using Vitrine.Runtime.Recording;
using Vitrine.Runtime.Workspaces;
using Vitrine.Sandbox.Review;

namespace Vitrine.Cli.Commands;

/// <summary>
/// <c>vitrine held</c>: files that the exit gate took out of workspaces; of one session, with what is in them. Exit status 0, or 2 when nothing is held.
/// </summary>
internal static class HeldCommand
{
    private const int PathWidth = 100;

    /// <summary>Makes the command.</summary>
    public static Command Create(Func<SessionStore> store, Func<ReviewStore> reviews)
    {
        var words = new Argument<string[]>("SESSION] [PATHS")
        {
            Description = "The session's id, its beginning, or last; then files of the workspace. Default: list all that is held.",
            Arity = ArgumentArity.ZeroOrMore
        };
        var command = new Command("held", "List the files that were held back because your own tools would execute them; with a session, show them.") { words };
        command.SetAction(result => ReviewCommands.Guarded(messages =>
        {
            SessionStore sessions = store();
            ReviewStore pending = reviews();
            if (result.GetValue(words) is { Length: > 0 } named)
            {
                using var choice = PendingChoice.Find(sessions, pending, named, messages);
                if (choice is null)
                    return ShowExit.NothingToShow;
                DiffCommand.Write(choice, OutputStream.Data(), messages, namesOnly: false);
                return ShowExit.Done;
            }

            return List(sessions, pending, OutputStream.Data(), messages);
        }));
        return command;
    }

    private static int List(SessionStore sessions, ReviewStore reviews, OutputStream data, OutputStream messages)
    {
        string? home = Environment.GetEnvironmentVariable("HOME");
        var blocks = new List<Block>();
        foreach (SessionId session in reviews.ListHeld())
        {
            if (PendingChoice.WorkspaceOf(sessions, session) is not { } workspace)
                continue;
            using PendingChanges? held = reviews.OpenHeld(session, workspace);
            if (held is null)
                continue;
            var rows = new List<IReadOnlyList<Cell>>();
            foreach (WorkspaceChange change in held.Scan().Changes)
                rows.Add([new Piece(Visible.Cut(change.Path.ToString(), PathWidth), Tone.Caution),
                    change.Type == ChangeType.Link ? "link" : Quantity.Bytes(change.NewSize)]);
            if (rows.Count == 0)
                rows.AddRange(Beside(sessions, session, workspace));
            if (rows.Count > 0)
                blocks.Add(new Block([new Piece(session.ToString(), Tone.Strong), "  ", PathText.OnHost(workspace, home, PathWidth)], rows));
        }

        if (blocks.Count == 0)
        {
            messages.Note("Nothing is held back.");
            return ShowExit.NothingToShow;
        }

        data.Write(new Page(blocks, IsSpaced: true));
        messages.Note("vitrine held SESSION shows them; vitrine apply SESSION PATH puts one back, vitrine discard SESSION PATH drops it.");
        return ShowExit.Done;
    }

    /// <summary>
    /// Where the state directory lies on another file system, a file was not moved there but given another name beside itself; the record has it.
    /// </summary>
    private static List<IReadOnlyList<Cell>> Beside(SessionStore sessions, SessionId session, UnixPath workspace)
    {
        var rows = new List<IReadOnlyList<Cell>>();
        sessions.Open(session)?.ReadEntries(entry =>
        {
            if (entry.Data is FileHeldBack held && held.KeptAt.IsAtOrBelow(workspace) && Path.Exists(held.KeptAt.ToString()))
                rows.Add([new Piece(Visible.Cut(held.Path.ToString()[(workspace.ToString().Length + 1)..], PathWidth), Tone.Caution),
                    $"beside itself, as {Visible.Cut(Path.GetFileName(held.KeptAt.ToString()), PathWidth)}: rename or remove it yourself"]);
        });
        return rows;
    }
}
