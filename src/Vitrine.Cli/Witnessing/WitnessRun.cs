using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Vitrine.Cli.Report;
using Vitrine.Cli.Running;
using Vitrine.Ledger.Notes;
using Vitrine.Ledger.Witnessing;

namespace Vitrine.Cli.Witnessing;

/// <summary><c>vitrine witness</c> while it serves: opens the state, reads the list of logs, listens, and reads the list again on SIGHUP.</summary>
/// <param name="state">The witness's directory.</param>
/// <param name="logs">Verifier keys, or files of them.</param>
/// <param name="prefixes">What an origin must begin with; anything, where there are none.</param>
/// <param name="context">Where messages go, and the clock.</param>
internal sealed class WitnessRun(string state, IReadOnlyList<string> logs, IReadOnlyList<string> prefixes, WitnessContext context)
{
    private const int Failed = 1;
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(10);
    private readonly Lock _gate = new();

    /// <summary>Serves until it is told to end.</summary>
    /// <exception cref="UsageException">Something that was named is not what it should be.</exception>
    /// <exception cref="WitnessStateException">The state is damaged or not there.</exception>
    /// <exception cref="IOException">Something can't be read, or the address is taken.</exception>
    public async Task<int> RunAsync(WitnessOptions options, CancellationToken cancellationToken)
    {
        using Witness? witness = Witness.Open(state, context.Time);
        if (witness is null)
            throw new UsageException($"Another process serves the witness in {state}.", "one witness has one process; end the other one first", Failed);
        witness.Logs = ReadLogs();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var interrupted = End(PosixSignal.SIGINT, ending);
        using var terminated = End(PosixSignal.SIGTERM, ending);
        WitnessServer server = await StartAsync(witness, options, ending.Token).ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
        {
            using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
            {
                signal.Cancel = true;
                ReadAgain(witness);
            });
            Tell($"{witness.Key.Name} serves {Logs(witness)} at {server.Address}; {witness.WitnessedCount} were cosigned before. Its key: {witness.Key}");
            if (witness.Logs.Count == 0)
                Tell($"it knows no log yet: write the verifier key of each (keys/ledger.vkey of its machine) into {Path.Combine(state, Witness.LogsFile)}, and send this process SIGHUP");
            await server.Failure.WaitAsync(ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            using var patience = new CancellationTokenSource(Farewell, context.Time);
            await server.StopAsync(patience.Token).ConfigureAwait(false);
            return server.Failure.IsCompleted ? Failed : 0;
        }
    }

    private async Task<WitnessServer> StartAsync(Witness witness, WitnessOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await WitnessServer.StartAsync(witness, options, context.Time, Tell, cancellationToken).ConfigureAwait(false);
        }
        catch (CryptographicException error)
        {
            throw new UsageException($"{options.Certificate} and {options.CertificateKey} are no certificate with its key: {error.Message}",
                "both are PEM files, and the key is not encrypted");
        }
    }

    private KnownLogs ReadLogs()
    {
        KnownLogs known = Read(Path.Combine(state, Witness.LogsFile), null);
        foreach (string log in logs)
            known = VerifierKey.TryParse(log, out _) ? Parse(log, "--log", known) : Read(log, known);
        return known;
    }

    private KnownLogs Read(string file, KnownLogs? beside) =>
        Parse(Witness.ReadList(file)
            ?? throw new UsageException($"{file} is not there.", "--log takes a verifier key (NAME+ID+BASE64) or a file with one a line"),
            file, beside);

    private KnownLogs Parse(string text, string source, KnownLogs? beside) =>
        KnownLogs.TryParse(text, prefixes, out KnownLogs read, out string? problem, beside)
            ? read
            : throw new UsageException($"{source}: {Visible.Text(problem!)}",
                "one verifier key a line, as in keys/ledger.vkey of the log's machine; # begins a comment");

    private void ReadAgain(Witness witness)
    {
        try
        {
            witness.Logs = ReadLogs();
            Tell($"{Logs(witness)} from now on");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or UsageException)
        {
            Tell($"the list of logs stays as it was: {error.Message}");
        }
    }

    private static string Logs(Witness witness) => witness.Logs.Count == 1 ? "1 log" : FormattableString.Invariant($"{witness.Logs.Count} logs");

    private void Tell(string line)
    {
        lock (_gate)
            context.Messages.Note(Visible.Text(line));
    }

    private static PosixSignalRegistration End(PosixSignal which, CancellationTokenSource ending) => PosixSignalRegistration.Create(which, signal =>
    {
        signal.Cancel = true;
        ending.Cancel();
    });
}
