using System.Text.Json;
using Vitrine.Cli.Report;
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

    private int Tell(string target, StateVerification found, bool isWhole)
    {
        if (asJson)
            WriteJson(new VerifyReport(target, VerifyReport.Word(found.Verdict), VerifiedLedger.Of(found.Ledger), [.. found.Sessions.Select(VerifiedSession.Of)]));
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
