using System.CommandLine;
using Vitrine.Cli.Report;
using Vitrine.Runtime.Recording;

namespace Vitrine.Cli.Commands;

/// <summary>
/// <c>vitrine show</c>: all that is known of one session. Exit status 0; 1 when its record is damaged, and what could be read is shown; 2 when there is nothing
/// to show.
/// </summary>
internal static class ShowCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="store">Opens the store of sessions when the command runs.</param>
    /// <param name="data">Where data go; standard output if null.</param>
    /// <param name="messages">Where messages go; standard error if null.</param>
    public static Command Create(Func<SessionStore> store, Func<OutputStream>? data = null, Func<OutputStream>? messages = null)
    {
        var session = new Argument<string>("SESSION")
        {
            Description = "The session's id, the beginning of it, or last.",
            DefaultValueFactory = _ => "last",
        };
        var json = new Option<bool>("--json") { Description = "Give all of it as JSON." };
        var entries = new Option<bool>("--entries") { Description = "Give every entry of the record: within the JSON, or, without --json, as one JSON object on each line." };
        var body = new Option<long?>("--body") { Description = "Give the body of request N, as it was sent.", HelpName = "N" };
        var response = new Option<bool>("--response") { Description = "With --body: give the body of the answer instead." };
        var html = new Option<string?>("--html") { Description = "Write one self-contained page to FILE.", HelpName = "FILE" };
        var command = new Command("show", "Show what a session did.") { session, json, entries, html, body, response };
        command.Validators.Add(result =>
        {
            bool hasBody = result.GetResult(body) is not null;
            if (hasBody && (result.GetValue(json) || result.GetValue(entries)))
                result.AddError("--body gives the bytes of one body, and so goes with neither --json nor --entries.");
            if (result.GetResult(html) is not null && (hasBody || result.GetValue(json) || result.GetValue(entries)))
                result.AddError("--html writes a page, and so goes with neither --json, --entries nor --body.");
            if (!hasBody && result.GetValue(response))
                result.AddError("--response needs --body N: the number stands in the list of requests that vitrine show gives.");
        });
        command.SetAction(result =>
        {
            OutputStream said = (messages ?? OutputStream.Messages)();
            OutputStream given = (data ?? OutputStream.Data)();
            try
            {
                SessionStore sessions = store();
                if (SessionChoice.Open(sessions, result.GetValue(session)!, said) is not { } chosen)
                    return ShowExit.NothingToShow;
                if (result.GetValue(html) is { } file)
                    return new ShowPage(sessions, chosen, said).Run(file);
                return result.GetValue(body) is { } number
                    ? new ShowBody(chosen, given, said).Run(number, result.GetValue(response))
                    : new ShowSession(sessions, chosen, given, said).Run(result.GetValue(json), result.GetValue(entries));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                said.Complain(error.Message, "vitrine doctor checks the state directory.");
                return ShowExit.NothingToShow;
            }
        });
        return command;
    }
}
