using Vitrine.Audit.Auditing;
using Vitrine.Audit.Model;
using Vitrine.Runtime.Sessions;

namespace Vitrine.Cli.Commands;

/// <summary>What <c>vitrine audit</c> works with outside of tests.</summary>
internal static class AuditRoot
{
    public static AuditContext Context() => new()
    {
        State = AuditContext.FindState,
        Run = (request, tell, cancellationToken) => Auditor().RunAsync(request, tell, cancellationToken),
        Recompute = PackageAudit.Recompute,
        RunAgain = (recorded, sessions, cancellationToken) => Auditor().RunAgainAsync(recorded, sessions, cancellationToken),
        Versions = AuditVersions.AskAsync,
    };

    private static PackageAudit Auditor()
    {
        SessionPlaces places = SessionPlaces.Find() ?? throw new IOException("HOME is not set to a directory.");
        BoxTools tools = BoxTools.Find() ?? throw new AuditException("A part of the box is missing.", "vitrine doctor");
        return new PackageAudit(places, tools, TimeProvider.System);
    }
}
