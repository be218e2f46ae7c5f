using Vitrine.Audit.Model;

namespace Vitrine.Audit.Reports;

/// <summary>
/// Whether nothing is missing of what was read. A member with an initial value is null where the JSON does not have it: the generated code sets each member that is
/// init-only, whether it was there or not. And a number that is too large for its type is infinite, which nothing of ours is.
/// </summary>
internal static class Wholeness
{
    /// <summary>Of a report.</summary>
    public static bool Of(AuditResult result) =>
        result is { Baseline: not null, Findings: not null, Variations: not null, Captures: not null, Inventory: not null, Names: not null }
        && result.Target.Command is not null && NoValueNull(result.Target.Digests) && result.Budget.OnlyFactors is not null && result.Times.Phases is not null && Of(result.Coverage)
        && result.Findings.All(finding => finding.Techniques is not null && Of(finding.Evidence))
        && Of(result.Baseline) && result.Variations.All(variation => variation.Levels.All(level => level.Origin is not null && Of(level.Changes)))
        && result.Captures.All(entry => entry.Script is not null && entry.Digest is not null)
        && result.Inventory.All(component => component is { Version: not null, Type: not null, Path: not null, Licences: not null } && NoValueNull(component.Hashes))
        && result.Names.All(name => name.Hiding is not null)
        && double.IsFinite(result.Budget.Seconds) && double.IsFinite(result.Coverage.EqualShare ?? 0) && result.Times.Phases.Values.All(double.IsFinite);

    /// <summary>Of a capture; also of the items of its lists.</summary>
    public static bool Of(Capture capture) =>
        capture is { Output: not null, Error: not null } && NoneNull(capture.Names) && NoneNull(capture.Connections) && NoneNull(capture.Exchanges) && NoneNull(capture.Files) && NoneNull(capture.Reads)
        && NoneNull(capture.Processes) && NoneNull(capture.Listeners) && NoneNull(capture.Refused) && NoneNull(capture.Unseen)
        && capture.Exchanges.All(exchange => exchange is { Framing: not null, Body: not null, AnsweredBy: not null, Chunks: not null } && NoneNull(exchange.Fields))
        && capture.Processes.All(process => NoneNull(process.Arguments) && double.IsFinite(process.At))
        && double.IsFinite(capture.Seconds) && capture.Names.All(name => double.IsFinite(name.At)) && capture.Exchanges.All(exchange => double.IsFinite(exchange.At) && double.IsFinite(exchange.EndedAt))
        && capture.Connections.All(connection => double.IsFinite(connection.At) && double.IsFinite(connection.ClosedAt ?? 0));

    private static bool Of(Coverage coverage) =>
        coverage is { NotDoneBecause: not null, Factors: not null, Scripts: not null, Unexplained: not null, Unseen: not null, Reading.NotRead: not null }
        && coverage.Factors.All(factor => factor.Remark is not null);

    private static bool Of(Evidence evidence) =>
        evidence is { SessionsWithout: not null, SessionsWith: not null, Before: not null, After: not null, Strings: not null, Statistics: not null, Processes: not null };

    private static bool Of(MachineChanges changes) =>
        changes is { Environment: not null, WorkspaceFiles: not null, HomeFiles: not null, SystemFiles: not null, Answers: not null, AnswerHeaders: not null };

    private static bool NoValueNull(IReadOnlyDictionary<string, string>? values) => values is not null && !values.Values.Contains(null!);

    private static bool NoneNull<T>(IReadOnlyList<T>? list)
        where T : class => list is not null && !list.Contains(null!);
}
