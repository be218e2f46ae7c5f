using Vitrine.Audit.Model;
using Vitrine.Cli.Report;
using Vitrine.Runtime.Sessions;

namespace Vitrine.Cli.Commands;

/// <summary>What the commands about audits work with.</summary>
internal sealed record AuditContext
{
    /// <summary>Vitrine's state directory.</summary>
    /// <exception cref="IOException">There is no home.</exception>
    public required Func<string> State { get; init; }

    /// <summary>Audits.</summary>
    public required RunAudit Run { get; init; }

    /// <summary>Finds findings again in captures.</summary>
    public required RecomputeFindings Recompute { get; init; }

    /// <summary>Runs sessions again.</summary>
    public required RunAgain RunAgain { get; init; }

    /// <summary>All versions of a package that its registry has.</summary>
    public required Func<string, CancellationToken, Task<IReadOnlyList<string>>> Versions { get; init; }

    /// <summary>Where data go.</summary>
    public Func<OutputStream> Data { get; init; } = OutputStream.Data;

    /// <summary>Where messages go.</summary>
    public Func<OutputStream> Messages { get; init; } = OutputStream.Messages;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where the key is that reports are signed with.</summary>
    public string Keys => Path.Combine(State(), "keys");

    /// <summary>The state directory of this person.</summary>
    public static string FindState() => SessionPlaces.Find()?.State ?? throw new IOException("HOME is not set to a directory.");
}
