using System.CommandLine;
using Vitrine.Cli.Report;
using Vitrine.Runtime.Queries;
using Vitrine.Runtime.Recording;

namespace Vitrine.Cli.Commands;

/// <summary><c>vitrine log index</c>: makes the indexes that searches use, so that the next search need not. Exit statuses as of <c>vitrine log</c>.</summary>
internal static class LogIndexCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(Func<SessionStore> store, Func<OutputStream>? messages)
    {
        var again = new Option<bool>("--again") { Description = "Make all of them anew, also those that look whole." };
        var command = new Command("index", "Make the indexes that searches use; the first search does so, too.") { again };
        command.SetAction((result, _) => Task.FromResult(Run(store, (messages ?? OutputStream.Messages)(), result.GetValue(again))));
        return command;
    }

    private static int Run(Func<SessionStore> store, OutputStream messages, bool again)
    {
        try
        {
            using var progress = new LogProgress(messages, TimeProvider.System);
            SearchOutcome outcome = new EntrySearch(store()).Index(remake: again, progress: progress.Tell);
            progress.Clear();
            messages.Note($"{Quantity.Of(outcome.Indexed, "entry", "entries")} of {Quantity.Of(outcome.Sessions - outcome.Purged, "session")} indexed now.");
            return LogSearch.Judge(outcome, messages);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            messages.Complain(error.Message, "vitrine doctor checks the state directory.");
            return ShowExit.NothingToShow;
        }
    }
}
