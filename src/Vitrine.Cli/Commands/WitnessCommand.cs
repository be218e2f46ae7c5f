using System.CommandLine;
using System.Net;
using Vitrine.Cli.Report;
using Vitrine.Cli.Running;
using Vitrine.Cli.Witnessing;
using Vitrine.Ledger.Notes;
using Vitrine.Ledger.Witnessing;
using Vitrine.Runtime.Sessions;

namespace Vitrine.Cli.Commands;

/// <summary><c>vitrine witness</c>: cosigns the ledgers of other machines. Exit status 0, 1 when its state or disk is bad, 2 for wrong use.</summary>
internal static class WitnessCommand
{
    private const int Bad = 1;

    /// <summary>Makes the command and those below it.</summary>
    public static Command Create(TimeProvider time)
    {
        var listen = new Option<string>("--listen") { Description = "Where to listen. Port 0 takes any.", HelpName = "ADDRESS:PORT", DefaultValueFactory = static _ => "127.0.0.1:7371" };
        Option<string?> state = State();
        var logs = new Option<string[]>("--log") { Description = "A log to cosign, beside those in the state directory's 'logs': its verifier key, or a file of them.", HelpName = "VKEY|FILE" };
        var prefixes = new Option<string[]>("--origin-prefix") { Description = "Take only logs whose origin begins so.", HelpName = "PREFIX" };
        var certificate = new Option<string?>("--certificate") { Description = "Serve TLS with this certificate and what is above it.", HelpName = "PEM" };
        var key = new Option<string?>("--key") { Description = "The certificate's private key.", HelpName = "PEM" };
        var rate = new Option<int>("--rate") { Description = "Requests a second from one address, loopback excepted.", HelpName = "N", DefaultValueFactory = static _ => 50 };
        var command = new Command("witness", "Cosign the ledgers of other machines, so that none can be rewritten, rolled back or forked unseen (C2SP tlog-witness).")
        {
            listen, state, logs, prefixes, certificate, key, rate, Init(), Key(),
        };
        command.SetAction((result, cancellationToken) => GuardAsync(messages =>
        {
            WitnessOptions options = Options(result.GetValue(listen)!, result.GetValue(certificate), result.GetValue(key), result.GetValue(rate));
            return new WitnessRun(Directory(result.GetValue(state)), result.GetValue(logs) ?? [], result.GetValue(prefixes) ?? [], messages, time).RunAsync(options, cancellationToken);
        }));
        return command;
    }

    private static Command Init()
    {
        Option<string?> state = State();
        var name = new Option<string>("--name") { Description = "The witness's name, such as witness.example.com/w1.", HelpName = "NAME", Required = true };
        var command = new Command("init", "Make a witness and its key, and print the verifier key that the others configure.") { name, state };
        command.SetAction((result, _) => GuardAsync(messages =>
        {
            string directory = Directory(result.GetValue(state));
            try
            {
                if (Witness.ReadKey(directory) is not null)
                    throw new UsageException($"There is a witness in {directory} already.", "vitrine witness key prints its verifier key");
                Print(Witness.Create(directory, result.GetValue(name)!));
            }
            catch (ArgumentException error)
            {
                throw new UsageException(error.Message, "such as --name witness.example.com/w1");
            }

            messages.Note($"Write the verifier key of each log into {Path.Combine(directory, Witness.LogsFile)}, then: vitrine witness");
            return Task.FromResult(0);
        }));
        return command;
    }

    private static Command Key()
    {
        Option<string?> state = State();
        var command = new Command("key", "Print the witness's verifier key.") { state };
        command.SetAction((result, _) => GuardAsync(_ =>
        {
            string directory = Directory(result.GetValue(state));
            Print(Witness.ReadKey(directory) ?? throw new UsageException($"There is no witness in {directory}.", "vitrine witness init --name NAME makes one"));
            return Task.FromResult(0);
        }));
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

    private static string Directory(string? given)
    {
        if (given is not null)
            return Path.GetFullPath(given);
        SessionPlaces places = SessionPlaces.Find() ?? throw new UsageException("HOME is not set to a directory.", "--state DIR says where the witness is");
        return Path.Combine(places.State, "witness");
    }

    private static void Print(VerifierKey key)
    {
        OutputStream data = OutputStream.Data();
        using (StreamWriter writer = data.OpenText())
            writer.Write($"{key}\n");
        data.Bytes.Flush();
    }

    private static async Task<int> GuardAsync(Func<OutputStream, Task<int>> run)
    {
        OutputStream messages = OutputStream.Messages();
        try
        {
            return await run(messages).ConfigureAwait(false);
        }
        catch (UsageException error)
        {
            messages.Complain(error.Message, error.Hint);
            return error.ExitStatus;
        }
        catch (WitnessStateException error)
        {
            messages.Complain(error.Message, error.Hint);
            return Bad;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            messages.Complain(error.Message, "look at the path or address that is named, and who may use it");
            return Bad;
        }
    }
}
