using System.CommandLine;
using System.Globalization;
using Vitrine.Cli.Report;
using Vitrine.Cli.Running;
using Vitrine.Ledger.Notes;
using Vitrine.Ledger.Verification;
using Vitrine.Runtime.Recording;
using Vitrine.Runtime.Verification;

namespace Vitrine.Cli.Commands;

/// <summary><c>vitrine verify</c>: whether a record is what was written. Exit status 0 clean, 1 something is wrong, 2 it could not be checked.</summary>
internal static class VerifyCommand
{
    private const string Description =
        "Check that the record is what was written and signed. Exit status: 0 clean, 1 something is wrong, 2 it could not be checked.";

    /// <summary>Makes the command.</summary>
    /// <param name="state">This machine's record.</param>
    /// <param name="store">Opens the store of sessions.</param>
    /// <param name="settle">Gives sessions that lost their supervisor their end, and ends purges that were interrupted.</param>
    /// <param name="time">The clock, for the age of cosignatures.</param>
    /// <param name="data">Where data go; standard output if null.</param>
    /// <param name="messages">Where messages go; standard error if null.</param>
    public static Command Create(
        Func<StateVerifier> state, Func<SessionStore> store, Action settle, TimeProvider time, Func<OutputStream>? data = null,
            Func<OutputStream>? messages = null)
    {
        var target = new Argument<string?>("TARGET")
        {
            Description =
                "A session (its id, the beginning of it, or last), or, from wherever it came, a ledger's directory or a file that vitrine log export wrote. Without it: this machine's ledger and all its sessions.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var key = new Option<string?>("--key")
        {
            Description = "The ledger's public key, or a file that holds it; that of this machine's own ledger is known.",
            HelpName = "VKEY|FILE"
        };
        var witnesses = new Option<string[]>("--witness")
        {
            Description = "Demand that this witness has cosigned the newest checkpoint; may be given several times.",
            HelpName = "VKEY|FILE"
        };
        var age = new Option<string?>("--max-age") { Description = "Demand that no cosignature is older: 90s, 15m, 2h, 7d.", HelpName = "TIME" };
        var readOnly = new Option<bool>("--read-only") { Description = "Settle nothing first: sessions whose supervisor died stay without an end." };
        var json = new Option<bool>("--json") { Description = "Give the findings as JSON." };
        var command = new Command("verify", Description) { target, key, witnesses, age, readOnly, json };
        command.Validators.Add(result =>
        {
            if (result.GetValue(age) is not null && result.GetValue(witnesses) is null or [])
                result.AddError("--max-age is about cosignatures, and so needs --witness.");
        });
        command.SetAction((result, cancellationToken) =>
        {
            OutputStream said = (messages ?? OutputStream.Messages)();
            try
            {
                var asked = new VerifyTarget(result.GetValue(target), state, store);
                if (asked.IsOwn && !result.GetValue(readOnly))
                    settle();
                if (asked.IsGone)
                {
                    said.Complain("The ledger is gone. Its key, or sessions that were entered into it, are still there: somebody removed it, and nothing of the record is proved without it.",
                        "put a copy of it back, or begin another, which says so: vitrine log restart --reason TEXT");
                    return Task.FromResult(VerifyExit.Faulty);
                }

                var options = new LedgerVerifierOptions
                {
                    Key = result.GetValue(key) is { } text ? VerifyKeys.Read(text, "--key") : asked.OwnKey(),
                    Witnesses = [.. (result.GetValue(witnesses) ?? []).Select(witness => VerifyKeys.Read(witness, "--witness"))],
                    MaximumAge = result.GetValue(age) is { } limit ? Age(limit) : null,
                    Time = time,
                };
                return Task.FromResult(asked.Verify(new VerifyRun(options, result.GetValue(json), (data ?? OutputStream.Data)(), cancellationToken), said));
            }
            catch (UsageException wrong)
            {
                said.Complain(wrong.Message, wrong.Hint);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or PlatformNotSupportedException)
            {
                said.Complain(Visible.Text(error.Message.Split('\n')[0]), "vitrine verify --help");
            }

            return Task.FromResult(VerifyExit.NotChecked);
        });
        return command;
    }

    private static TimeSpan Age(string text)
    {
        int unit = text is [.., var last] ? last switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86_400, _ => 0 } : 0;
        if (unit == 0
            || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            || count is 0 or > 100_000)
            throw new UsageException($"--max-age {Visible.Cut(text, 40)} is no time.", "Write a number and s, m, h or d: 90s, 15m, 2h, 7d.");
        return TimeSpan.FromSeconds((double)count * unit);
    }
}
