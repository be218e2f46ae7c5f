using Vitrine.Audit.Model;

namespace Vitrine.Audit.Reports;

/// <summary>
/// Whether nothing is missing of what was read. A member with an initial value is null where the JSON does not have it: the generated code sets each member
/// that is init-only, whether it was there or not. And a number that is too large for its type is infinite, which nothing of ours is.
/// </summary>
internal static class Wholeness
{
    /// <summary>Of a report.</summary>
    public static bool Of(AuditResult result) =>
        result is
        {
            Baseline: not null, Findings: not null, Variations: not null, Captures: not null, Inventory: not null, Names: not null,
            Conclusions: not null
        }
        && result.Target.Command is not null
        && NoValueNull(result.Target.Digests)
        && result.Budget.OnlyFactors is not null
        && result.Times.Phases is not null
        && Of(result.Coverage)
        && result.Findings.All(finding => finding.Techniques is not null && Of(finding.Evidence))
        && Of(result.Baseline) && result.Variations.All(variation => variation.Levels.All(level => level.Origin is not null && Of(level.Changes)))
        && result.Captures.All(entry => entry.Script is not null && entry.Digest is not null)
        && result.Inventory.All(component => component is { Version: not null, Type: not null, Path: not null, Licences: not null }
            && NoValueNull(component.Hashes))
        && result.Names.All(name => name.Hiding is not null)
        && result.Conclusions.All(conclusion => conclusion is { Without: not null, With: not null })
        && double.IsFinite(result.Budget.Seconds) && double.IsFinite(result.Coverage.EqualShare ?? 0) && result.Times.Phases.Values.All(double.IsFinite);

    private static bool Of(Coverage coverage) =>
        coverage is
        {
            NotDoneBecause: not null, Lacking: not null, Factors: not null, Scripts: not null, Failures: not null, Unexplained: not null,
            Unseen: not null, Reading.NotRead: not null
        }
        && coverage.Factors.All(factor => factor.Remark is not null);

    private static bool Of(Evidence evidence) =>
        evidence is
        {
            SessionsWithout: not null, SessionsWith: not null, Before: not null, After: not null, SentBefore: not null, SentAfter: not null,
            Strings: not null, Statistics: not null, Processes: not null
        };

    private static bool Of(MachineChanges changes) =>
        changes is
        {
            Environment: not null, WorkspaceFiles: not null, HomeFiles: not null, SystemFiles: not null, Answers: not null, AnswerHeaders: not null,
            AnswerAdditions: not null
        }
        && changes.AnswerAdditions.All(one => one is { Comments: not null }
            && !one.Comments.Contains(null!)
            && NoValueNull(one.Headers)
            && NoValueNull(one.Members));

    private static bool NoValueNull(IReadOnlyDictionary<string, string>? values) => values is not null && !values.Values.Contains(null!);
}
