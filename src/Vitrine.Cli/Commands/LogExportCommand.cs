using System.CommandLine;
using System.CommandLine.Parsing;
using Vitrine.Cli.Report;
using Vitrine.Cli.Running;
using Vitrine.Runtime.Exports;
using Vitrine.Runtime.Recording;

namespace Vitrine.Cli.Commands;

/// <summary>
/// <c>vitrine log export</c>: a session's proof bundle, or the ledger's entries for another system. Exit status 0; 1 when what was given has holes (a server
/// dropped records, entries were pruned before, a session was purged); 2 when nothing, or not all, could be given.
/// </summary>
internal static class LogExportCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="store">Opens the store of sessions when the command runs.</param>
    /// <param name="time">The clock.</param>
    /// <param name="data">Where data go; standard output if null.</param>
    /// <param name="messages">Where messages go; standard error if null.</param>
    public static Command Create(Func<SessionStore> store, TimeProvider time, Func<OutputStream>? data = null, Func<OutputStream>? messages = null)
    {
        var options = new LogExportOptions();
        var command = new Command("export", "Give a session as a proof that anyone can verify, or the ledger's entries to another system.");
        options.AddTo(command, time);
        command.SetAction(async (result, cancellationToken) =>
        {
            OutputStream said = (messages ?? OutputStream.Messages)(), given = (data ?? OutputStream.Data)();
            try
            {
                return options.IsProof(result)
                    ? new LogExportProof(store(), given, said).Run(options.ReadProof(result))
                    : await new LogExportStream(store(), time, given, said).RunAsync(options.ReadStream(result, time), cancellationToken).ConfigureAwait(false);
            }
            catch (UsageException wrong)
            {
                said.Complain(wrong.Message, wrong.Hint);
            }
            catch (ArgumentException wrong)
            {
                said.Complain(Visible.Text(wrong.Message), "vitrine log export --help");
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                said.Complain(Visible.Text(error.Message), "vitrine doctor checks the state directory, vitrine verify the ledger.");
            }

            return ShowExit.NothingToShow;
        });
        return command;
    }
}
