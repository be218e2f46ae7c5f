using System.CommandLine;
using System.Text;
using Vitrine.Audit.Reports;
using Vitrine.Cli.Report;
using Vitrine.Cli.Running;
using Vitrine.Ledger.Files;

namespace Vitrine.Cli.Commands;

/// <summary>
/// <c>vitrine audit verify</c>: whether a report is signed and whole, and its findings follow from the captures. Exit status 0 clean, 1 something is wrong, 2
/// it could not be checked.
/// </summary>
internal static class AuditVerifyCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(Func<AuditContext> find)
    {
        var report = new Argument<string>("REPORT") { Description = "The directory of a report." };
        var key = new Option<string?>("--key") { Description = "The public key of who made it, a PEM file; that of this machine is known.", HelpName = "FILE" };
        var json = new Option<bool>("--json") { Description = "Give the result as JSON." };
        var command = new Command("verify",
            "Check a report's signature and evidence, and find its findings again in the recorded sessions. Exit status: 0 clean, 1 something is wrong, 2 it could not be checked.") { report, key, json };
        command.SetAction((result, cancellationToken) =>
        {
            AuditContext context = find();
            return AuditCommand.GuardAsync(context, "vitrine audit verify --help", () =>
            {
                string directory = Path.GetFullPath(result.GetValue(report)!);
                AuditPublicKey? trusted = result.GetValue(key) is { } file ? Read(file) : AuditKey.LoadPublic(context.Keys);
                ReportVerification found = ReportVerifier.Verify(directory, trusted, (recorded, captures) => context.Recompute(recorded, captures),
                    cancellationToken);
                OutputStream data = context.Data();
                if (result.GetValue(json))
                    AuditJson.Write(data, found, AuditJson.Default.ReportVerification);
                else
                    data.Write(AuditVerifyPage.Of(found));
                data.Bytes.Flush();
                return Task.FromResult(AuditExit.Of(found.State));
            });
        });
        return command;
    }

    private static AuditPublicKey Read(string file)
    {
        byte[] bytes = SmallFile.Read(file, 4096)
            ?? throw new UsageException($"{Visible.Cut(file, 200)} is not there.",
                "--key takes a file with a public key, such as keys/audit.pub of the machine that made the report");
        return AuditPublicKey.TryParse(Encoding.UTF8.GetString(bytes), out AuditPublicKey? key)
            ? key
            : throw new UsageException($"{Visible.Cut(file, 200)} is no Ed25519 public key in PEM.",
                "--key takes a file such as keys/audit.pub of the machine that made the report");
    }
}
