using System.Globalization;
using System.Text.Json;
using Vitrine.Cli.Report;
using Vitrine.Cli.Running;
using Vitrine.Ledger.Notes;
using Vitrine.Ledger.Store;
using Vitrine.Ledger.Witnessing;
using Vitrine.Runtime.Ledger;

namespace Vitrine.Cli.Witnessing;

/// <summary>
/// <c>vitrine witness ask</c>: whether a witness has seen more of a ledger than a directory holds, or something else. A directory that was put back to an older
/// state may hold an old cosignature that is good; only the witness knows. Exit status 0 when it says nothing against it, 1 when it does, 2 when it can't be
/// asked.
/// </summary>
internal sealed class WitnessAsking(WitnessContext context)
{
    public async Task<int> RunAsync(string url, string key, string? directory, bool asJson, CancellationToken cancellationToken)
    {
        if (!VerifierKey.TryParse(key, out VerifierKey? verifier) || verifier.Algorithm != VerifierKey.CosignatureAlgorithm)
            throw new UsageException("This is no verifier key of a witness.", "`vitrine witness key` prints it on the witness's machine");
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https"))
            throw new UsageException($"'{Visible.Text(url)}' is no address of a witness.", "such as https://witness.example.com/");
        string ledger = directory is not null ? Path.GetFullPath(directory)
            : Path.Combine(context.State ?? throw new UsageException("HOME is not set to a directory.", "name the ledger's directory"), "ledger");
        SignedNote checkpoint = CosignedCheckpoint.Read(new LedgerPaths(ledger, ledger))
            ?? throw new UsageException($"There is no ledger in {ledger}.", "name the directory that holds 'checkpoint'");
        using var client = new WitnessClient(new WitnessClientOptions(), context.Time);
        WitnessAnswer answer = await client.AskAsync(new WitnessPeer(address, verifier), checkpoint, cancellationToken).ConfigureAwait(false);
        Write(verifier.Name, answer, asJson);
        return answer switch
        {
            { Outcome: WitnessOutcome.Cosigned or WitnessOutcome.Behind } => 0,
            { IsContradiction: true } => 1,
            _ => 2,
        };
    }

    private void Write(string name, in WitnessAnswer answer, bool asJson)
    {
        if (asJson)
        {
            using (var writer = new Utf8JsonWriter(context.Data.Bytes))
            {
                writer.WriteStartObject();
                writer.WriteString("witness", name);
                writer.WriteString("outcome", JsonNamingPolicy.KebabCaseLower.ConvertName(answer.Outcome.ToString()));
                if (answer.WitnessedSize is { } size)
                    writer.WriteNumber("witnessedSize", size);
                if (answer.Time is { } at)
                    writer.WriteString("time", at);
                if (answer.Why.Length > 0)
                    writer.WriteString("why", answer.Why);
                writer.WriteEndObject();
            }

            context.Data.Bytes.Write("\n"u8);
        }
        else if (answer.Outcome == WitnessOutcome.Cosigned)
        {
            using StreamWriter text = context.Data.OpenText();
            text.Write(string.Create(CultureInfo.InvariantCulture,
                $"{Visible.Text(name)} has cosigned just this ledger of {answer.WitnessedSize} entries, and again now.\n"));
        }
        else
        {
            using StreamWriter text = context.Data.OpenText();
            text.Write($"{Visible.Text(name)}: {Visible.Text(answer.Why)}.\n");
            if (answer.Hint.Length > 0)
                text.Write($"  hint: {Visible.Text(answer.Hint)}\n");
        }

        context.Data.Bytes.Flush();
    }
}
