using System.CommandLine;
using Vitrine.Cli.Report;
using Vitrine.Cli.Watching;
using Vitrine.Runtime.Recording;

namespace Vitrine.Cli.Commands;

/// <summary>
/// <c>vitrine watch</c>: the live view of running sessions, where a person answers what a policy asks. Exit status 0, 2 when there is nothing to watch.
/// </summary>
internal static class WatchCommand
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);

    /// <summary>Makes the command.</summary>
    public static Command Create(Func<SessionStore> store, TimeProvider time)
    {
        var session = new Argument<string?>("SESSION")
        {
            Description = "Watch this one only: its id, the beginning of it, or last.",
            Arity = ArgumentArity.ZeroOrOne
        };
        var json = new Option<bool>("--json") { Description = "Give entries and questions as one JSON object on each line." };
        var command = new Command("watch", "Watch running sessions and answer what the policy asks.") { session, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            OutputStream said = OutputStream.Messages(), given = OutputStream.Data();
            try
            {
                SessionStore sessions = store();
                SessionId? only = null;
                if (result.GetValue(session) is { } text)
                {
                    if (SessionChoice.Open(sessions, text, said) is not { } chosen)
                        return ShowExit.NothingToShow;
                    only = chosen.Id;
                }

                if (result.GetValue(json))
                    await WriteLinesAsync(sessions, only, given, time, cancellationToken).ConfigureAwait(false);
                else if (given.IsTerminal && !Console.IsInputRedirected)
                    await ShowAsync(sessions, only, given, time, cancellationToken).ConfigureAwait(false);
                else
                {
                    said.Complain("vitrine watch needs a terminal.", "vitrine watch --json gives the same to a program, and vitrine answer answers.");
                    return ShowExit.NothingToShow;
                }

                return ShowExit.Done;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                said.Complain(error.Message, "vitrine doctor checks the state directory.");
                return ShowExit.NothingToShow;
            }
        });
        return command;
    }

    private static async Task ShowAsync(SessionStore sessions, SessionId? only, OutputStream terminal, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var desk = new WatchDesk(sessions, only);
        await new WatchScreen(desk, terminal, time).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task WriteLinesAsync(SessionStore sessions, SessionId? only, OutputStream data, TimeProvider time, CancellationToken cancellationToken)
    {
        var lines = new WatchLines(data);
        await using var desk = new WatchDesk(sessions, only) { Recorded = lines.Write, Asked = lines.Write };
        using var timer = new PeriodicTimer(Beat, time);
        try
        {
            do
                await desk.UpdateAsync(cancellationToken).ConfigureAwait(false);
            while (!(only is not null && desk.Sessions is [{ IsOver: true }]) && await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C is the way to end it.
        }
    }
}
