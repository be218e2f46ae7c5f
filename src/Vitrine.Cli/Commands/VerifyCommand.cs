using System.CommandLine;
using System.Globalization;
using Vitrine.Cli.Report;
using Vitrine.Cli.Running;
using Vitrine.Ledger.Store;
using Vitrine.Ledger.Verification;

namespace Vitrine.Cli.Commands;

/// <summary><c>vitrine verify</c>: whether a record is what was written. Exit status 0 clean, 1 something is wrong, 2 it could not be checked.</summary>
internal static class VerifyCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="paths">Where this machine's ledger is.</param>
    /// <param name="time">The clock, for the age of cosignatures.</param>
    /// <param name="data">Where data go; standard output if null.</param>
    /// <param name="messages">Where messages go; standard error if null.</param>
    public static Command Create(Func<LedgerPaths> paths, TimeProvider time, Func<OutputStream>? data = null, Func<OutputStream>? messages = null)
    {
        var target = new Argument<string>("DIR") { Description = "A ledger's directory, from wherever it came." };
        var key = new Option<string?>("--key") { Description = "The ledger's public key, or a file that holds it; for this machine's own ledger it is known.", HelpName = "VKEY|FILE" };
        var witnesses = new Option<string[]>("--witness") { Description = "Demand a cosignature of this witness on the newest checkpoint; may be given several times.", HelpName = "VKEY|FILE" };
        var age = new Option<string?>("--max-age") { Description = "Demand that no cosignature is older: 90s, 15m, 2h, 7d.", HelpName = "TIME" };
        var json = new Option<bool>("--json") { Description = "Give the findings as JSON." };
        var command = new Command("verify", "Check that a ledger is what was written and signed: exit 0 clean, 1 something is wrong, 2 could not be checked.") { target, key, witnesses, age, json };
        command.SetAction((result, cancellationToken) =>
        {
            OutputStream said = (messages ?? OutputStream.Messages)();
            try
            {
                string directory = result.GetValue(target)!;
                LedgerVerifierOptions options = Options(directory, result.GetValue(key), result.GetValue(witnesses) ?? [], result.GetValue(age), paths, time);
                return Task.FromResult(VerifyDirectory.Run(directory, options, result.GetValue(json), (data ?? OutputStream.Data)(), cancellationToken));
            }
            catch (UsageException wrong)
            {
                said.Complain(wrong.Message, wrong.Hint);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
            {
                said.Complain(Visible.Text(error.Message), "vitrine verify --help");
            }

            return Task.FromResult(VerifyExit.NotChecked);
        });
        return command;
    }

    private static LedgerVerifierOptions Options(string directory, string? key, string[] witnesses, string? age, Func<LedgerPaths> paths, TimeProvider time) => new()
    {
        Key = key is not null ? VerifyKeys.Read(key, "--key") : VerifyKeys.Own(directory, paths()),
        Witnesses = [.. witnesses.Select(witness => VerifyKeys.Read(witness, "--witness"))],
        MaximumAge = age is null ? null : Age(age),
        Time = time,
    };

    private static TimeSpan Age(string text)
    {
        double seconds = text is [.., var unit] ? unit switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86_400, _ => 0 } : 0;
        if (seconds == 0 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int count) || count is 0 or > 100_000)
            throw new UsageException($"--max-age {Visible.Cut(text, 40)} is no time.", "Write a number and s, m, h or d: 90s, 15m, 2h, 7d.");
        return TimeSpan.FromSeconds(count * seconds);
    }
}
