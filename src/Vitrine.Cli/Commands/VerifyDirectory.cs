using System.Text.Json;
using Vitrine.Cli.Report;
using Vitrine.Ledger.Verification;

namespace Vitrine.Cli.Commands;

/// <summary><c>vitrine verify DIR</c>: a ledger's directory, wherever it came from.</summary>
internal static class VerifyDirectory
{
    public static int Run(string directory, LedgerVerifierOptions options, bool asJson, OutputStream data, CancellationToken cancellationToken)
    {
        LedgerVerification found = LedgerVerifier.Verify(directory, options, cancellationToken);
        if (asJson)
            WriteJson(data, new VerifyReport("directory", VerifyReport.Word(found.Verdict), VerifiedLedger.Of(found)));
        else
            data.Write(VerifyPage.Of(found, options.Key));
        return StatusOf(found.Verdict);
    }

    public static int StatusOf(LedgerVerdict verdict) => verdict switch
    {
        LedgerVerdict.Clean => VerifyExit.Clean,
        LedgerVerdict.Faulty => VerifyExit.Faulty,
        _ => VerifyExit.NotChecked,
    };

    public static void WriteJson(OutputStream data, VerifyReport report)
    {
        JsonSerializer.Serialize(data.Bytes, report, VerifyJson.Default.VerifyReport);
        data.Bytes.WriteByte((byte)'\n');
        data.Bytes.Flush();
    }
}
