using System.CommandLine;
using System.Text.Json;
using Vitrine.Cli.Report;
using Vitrine.Runtime.Recording;

namespace Vitrine.Cli.Commands;

/// <summary>
/// <c>vitrine log</c>: the sessions, newest first; with a filter or a text, the entries of all sessions that are meant. Exit status 0; 1 when a record is
/// damaged, and what could be read was given; 2 when nothing can be read.
/// </summary>
internal static class LogCommand
{
    private const int DefaultCount = 20;

    /// <summary>Makes the command.</summary>
    /// <param name="store">Opens the store of sessions when the command runs.</param>
    /// <param name="time">The clock, for "3 min ago".</param>
    /// <param name="data">Where data go; standard output if null.</param>
    /// <param name="messages">Where messages go; standard error if null.</param>
    public static Command Create(Func<SessionStore> store, TimeProvider time, Func<OutputStream>? data = null, Func<OutputStream>? messages = null)
    {
        var json = new Option<bool>("--json") { Description = "Give a JSON array of sessions, or each entry as one JSON object on a line." };
        var count = new Option<int>("--number", "-n")
        {
            Description = "List at most N sessions; 0 lists all.",
            HelpName = "N",
            DefaultValueFactory = _ => DefaultCount
        };
        count.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, out int number) && number >= 0))
                result.AddError($"-n takes a number from 0, not \"{Visible.Cut(token.Value, 40)}\".");
        });
        var filters = new LogFilters(time);
        var command = new Command("log", "List the sessions, newest first; with any filter or TEXT, list entries of all sessions.") { json, count,
            LogIndexCommand.Create(store, messages), LogExportCommand.Create(store, time, data, messages) };
        filters.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(count) is { Implicit: false } && filters.IsAny(result))
                result.AddError("-n counts sessions: --limit says how many entries.");
        });
        command.SetAction(result =>
        {
            OutputStream said = (messages ?? OutputStream.Messages)();
            OutputStream given = (data ?? OutputStream.Data)();
            try
            {
                if (filters.IsAny(result))
                    return new LogSearch(store(), time, given, said).Run(filters.Read(result), filters.Session(result), result.GetValue(json),
                        filters.IsCount(result));
                return Run(store(), time, given, said, result.GetValue(json), result.GetValue(count));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                said.Complain(error.Message, "vitrine doctor checks the state directory.");
                return ShowExit.NothingToShow;
            }
        });
        return command;
    }

    private static int Run(SessionStore store, TimeProvider time, OutputStream data, OutputStream messages, bool asJson, int count)
    {
        IReadOnlyList<SessionId> ids = store.List();
        int shown = count == 0 ? ids.Count : Math.Min(count, ids.Count);
        List<LoggedSession> sessions = [.. ids.Take(shown).Select(id => LoggedSession.Of(store.Describe(id)))];
        if (asJson)
        {
            JsonSerializer.Serialize(data.Bytes, sessions, LoggedSessionJson.Default.ListLoggedSession);
            data.Bytes.WriteByte((byte)'\n');
            data.Bytes.Flush();
            return ShowExit.Done;
        }

        if (sessions.Count == 0)
            messages.Complain("There is no session yet.", "vitrine run -- COMMAND makes one.");
        else
            data.Write(LogPage.ToPage(sessions, time.GetUtcNow(), Environment.GetEnvironmentVariable("HOME")));
        if (shown < ids.Count)
            messages.Complain($"{Quantity.Of(ids.Count - shown, "older session")} not listed.", $"vitrine log -n 0 lists all.");
        return ShowExit.Done;
    }
}
