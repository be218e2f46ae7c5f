using Vitrine.Audit.Model;
using Vitrine.Audit.Reports;

namespace Vitrine.Cli.Commands;

/// <summary>Exit statuses of <c>vitrine audit</c>.</summary>
internal static class AuditExit
{
    /// <summary>Nothing of medium or high severity.</summary>
    public const int Clear = 0;

    /// <summary>Findings of medium or high severity; of a verification, something wrong.</summary>
    public const int Findings = 1;

    /// <summary>It could not be done, or not to its end.</summary>
    public const int Incomplete = 2;

    /// <summary>The status of a result.</summary>
    public static int Of(AuditResult result) => result.Verdict switch
    {
        Verdict.Covert => Findings,
        Verdict.Incomplete => Incomplete,
        _ => result.Findings.Any(finding => finding.Severity >= Severity.Medium) ? Findings : Clear,
    };

    /// <summary>The status of a verification.</summary>
    public static int Of(ReportState state) => state switch { ReportState.Clean => Clear, ReportState.Faulty => Findings, _ => Incomplete };
}
