using System.Text.Json;
using Vitrine.Cli.Report;
using Vitrine.Ledger.Proofs;
using Vitrine.Ledger.Verification;
using Vitrine.Runtime.Recording;
using Vitrine.Runtime.Verification;

namespace Vitrine.Cli.Commands;

/// <summary>Verifies one of the things that <c>vitrine verify</c> can be given, and tells.</summary>
internal sealed class VerifyRun(LedgerVerifierOptions options, bool asJson, OutputStream data, CancellationToken cancellationToken)
{
    /// <summary>A ledger's directory, wherever it came from.</summary>
    public int Directory(string directory)
    {
        LedgerVerification found = LedgerVerifier.Verify(directory, options, cancellationToken);
        if (asJson)
            WriteJson(new VerifyReport("directory", VerifyReport.Word(found.Verdict), VerifiedLedger.Of(found)));
        else
            data.Write(VerifyPage.Of(found));
        return StatusOf(found.Verdict);
    }

    /// <summary>This machine's ledger, and what lies on disk of its sessions.</summary>
    public int Machine(StateVerifier state) => Tell("machine", state.Verify(options, cancellationToken), isWhole: true);

    /// <summary>One session.</summary>
    public int Session(StateVerifier state, SessionId id) => Tell("session", state.VerifySession(id, options, cancellationToken), isWhole: false);

    /// <summary>A proof bundle, as <c>vitrine log export</c> writes it.</summary>
    public int Bundle(string file)
    {
        using FileStream bytes = File.OpenRead(file);
        ProofVerification found = ProofBundle.Verify(bytes, new ProofTrust { Key = options.Key, Witnesses = options.Witnesses });
        IReadOnlyList<WitnessVerdict> witnesses = LedgerVerifier.VerifyWitnesses(found.Note, options);
        LedgerVerdict verdict = found.IsValid && witnesses.All(witness => witness.IsGood) ? LedgerVerdict.Clean : LedgerVerdict.Faulty;
        if (asJson)
            WriteJson(new VerifyReport("bundle", VerifyReport.Word(verdict), null, Bundle: VerifiedBundle.Of(found, witnesses)));
        else
            data.Write(VerifyBundlePage.Of(found, witnesses, verdict));
        return StatusOf(verdict);
    }

    private int Tell(string target, StateVerification found, bool isWhole)
    {
        if (asJson)
            WriteJson(new VerifyReport(target, VerifyReport.Word(found.Verdict), VerifiedLedger.Of(found.Ledger),
                [.. found.Sessions.Select(VerifiedSession.Of)]));
        else
            data.Write(VerifyStatePage.Of(found, isWhole));
        return StatusOf(found.Verdict);
    }

    private void WriteJson(VerifyReport report)
    {
        JsonSerializer.Serialize(data.Bytes, report, VerifyJson.Default.VerifyReport);
        data.Bytes.WriteByte((byte)'\n');
        data.Bytes.Flush();
    }

    private static int StatusOf(LedgerVerdict verdict) => verdict switch
    {
        LedgerVerdict.Clean => VerifyExit.Clean,
        LedgerVerdict.Faulty => VerifyExit.Faulty,
        _ => VerifyExit.NotChecked,
    };
}
