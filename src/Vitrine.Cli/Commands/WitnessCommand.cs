using System.CommandLine;
using System.Net;
using Vitrine.Cli.Report;
using Vitrine.Cli.Running;
using Vitrine.Cli.Witnessing;
using Vitrine.Ledger.Notes;
using Vitrine.Ledger.Witnessing;

namespace Vitrine.Cli.Commands;

/// <summary><c>vitrine witness</c>: cosigns the ledgers of other machines. Exit status 0, 1 when its state or disk is bad, 2 for wrong use.</summary>
internal static class WitnessCommand
{
    private const int Bad = 1;

    /// <summary>Makes the command and those below it.</summary>
    /// <param name="context">Where it works; found when a command runs.</param>
    public static Command Create(Func<WitnessContext> context)
    {
        var listen = new Option<string>("--listen")
        {
            Description = "Where to listen. Port 0 takes any.",
            HelpName = "ADDRESS:PORT",
            DefaultValueFactory = static _ => "127.0.0.1:7371"
        };
        Option<string?> state = State();
        var logs = new Option<string[]>("--log")
        {
            Description = "A log to cosign, beside those in the state directory's 'logs': its verifier key, or a file of them.",
            HelpName = "VKEY|FILE"
        };
        var prefixes = new Option<string[]>("--origin-prefix") { Description = "Take only logs whose origin begins so.", HelpName = "PREFIX" };
        var certificate = new Option<string?>("--certificate") { Description = "Serve TLS with this certificate and what is above it.", HelpName = "PEM" };
        var key = new Option<string?>("--key") { Description = "The certificate's private key.", HelpName = "PEM" };
        var rate = new Option<int>("--rate")
        {
            Description = "Requests a second from one address, loopback excepted.",
            HelpName = "N",
            DefaultValueFactory = static _ => 50
        };
        var command = new Command("witness",
            "Cosign the ledgers of other machines, so that none can be rewritten, rolled back or forked unseen (C2SP tlog-witness).")
        {
            listen, state, logs, prefixes, certificate, key, rate, Init(context), Key(context), Ask(context),
        };
        command.SetAction((result, cancellationToken) => GuardAsync(context, given =>
        {
            WitnessOptions options = Options(result.GetValue(listen)!, result.GetValue(certificate), result.GetValue(key), result.GetValue(rate));
            return new WitnessRun(Directory(given, result.GetValue(state)), result.GetValue(logs) ?? [], result.GetValue(prefixes) ?? [],
                given).RunAsync(options, cancellationToken);
        }));
        return command;
    }

    private static Command Init(Func<WitnessContext> context)
    {
        Option<string?> state = State();
        var name = new Option<string>("--name") { Description = "The witness's name, such as witness.example.com/w1.", HelpName = "NAME", Required = true };
        var command = new Command("init", "Make a witness and its key, and print the verifier key that the others configure.") { name, state };
        command.SetAction((result, _) => GuardAsync(context, given =>
        {
            string directory = Directory(given, result.GetValue(state));
            try
            {
                if (Witness.ReadKey(directory) is not null)
                    throw new UsageException($"There is a witness in {directory} already.", "vitrine witness key prints its verifier key");
                Print(given, Witness.Create(directory, result.GetValue(name)!));
            }
            catch (ArgumentException error)
            {
                throw new UsageException(error.Message, "such as --name witness.example.com/w1");
            }

            given.Messages.Note($"Write the verifier key of each log into {Path.Combine(directory, Witness.LogsFile)}, then: vitrine witness");
            return Task.FromResult(0);
        }));
        return command;
    }

    private static Command Key(Func<WitnessContext> context)
    {
        Option<string?> state = State();
        var command = new Command("key", "Print the witness's verifier key.") { state };
        command.SetAction((result, _) => GuardAsync(context, given =>
        {
            string directory = Directory(given, result.GetValue(state));
            Print(given,
                Witness.ReadKey(directory) ?? throw new UsageException($"There is no witness in {directory}.", "vitrine witness init --name NAME makes one"));
            return Task.FromResult(0);
        }));
        return command;
    }

    private static Command Ask(Func<WitnessContext> context)
    {
        var url = new Argument<string>("URL") { Description = "The witness's address." };
        var key = new Argument<string>("VKEY") { Description = "Its verifier key." };
        var directory = new Argument<string?>("DIR")
        {
            Description = "The ledger's directory; your own ledger if none is named.",
            Arity = ArgumentArity.ZeroOrOne
        };
        var json = new Option<bool>("--json") { Description = "Give the answer as JSON." };
        var command = new Command("ask",
            "Ask a witness whether it has seen more of a ledger than a directory holds, or something else.") { url, key, directory, json };
        command.SetAction((result, cancellationToken) => GuardAsync(context, given =>
            new WitnessAsking(given).RunAsync(result.GetValue(url)!, result.GetValue(key)!, result.GetValue(directory), result.GetValue(json),
                cancellationToken)));
        return command;
    }

    private static Option<string?> State() =>
        new("--state") { Description = "The witness's directory (default: witness, in Vitrine's state directory).", HelpName = "DIR" };

    private static WitnessOptions Options(string listen, string? certificate, string? key, int rate)
    {
        if (!IPEndPoint.TryParse(listen, out IPEndPoint? address) || !listen.Contains(':', StringComparison.Ordinal) || listen.EndsWith(']'))
            throw new UsageException($"'{Visible.Text(listen)}' is no address and port.", "such as 127.0.0.1:7371 or [::]:7371");
        if (certificate is null != key is null)
            throw new UsageException("TLS needs both the certificate and its key.", "--certificate PEM --key PEM");
        if (certificate is null && !IPAddress.IsLoopback(address.Address))
            throw new UsageException("Without TLS a witness listens on loopback alone.", "--certificate PEM --key PEM, or a proxy with TLS before it");
        if (rate < 1)
            throw new UsageException("--rate is a number from 1.", "such as --rate 50");
        return new WitnessOptions { Listen = address, Certificate = certificate, CertificateKey = key, Rate = rate };
    }

    private static string Directory(WitnessContext given, string? named) =>
        named is not null ? Path.GetFullPath(named)
            : Path.Combine(given.State ?? throw new UsageException("HOME is not set to a directory.", "--state DIR says where the witness is"), "witness");

    private static void Print(WitnessContext given, VerifierKey key)
    {
        using (StreamWriter writer = given.Data.OpenText())
            writer.Write($"{key}\n");
        given.Data.Bytes.Flush();
    }

    private static async Task<int> GuardAsync(Func<WitnessContext> context, Func<WitnessContext, Task<int>> run)
    {
        WitnessContext given = context();
        try
        {
            return await run(given).ConfigureAwait(false);
        }
        catch (UsageException error)
        {
            given.Messages.Complain(error.Message, error.Hint);
            return error.ExitStatus;
        }
        catch (WitnessStateException error)
        {
            given.Messages.Complain(error.Message, error.Hint);
            return Bad;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            given.Messages.Complain(error.Message, "look at the path or address that is named, and who may use it");
            return Bad;
        }
    }
}
