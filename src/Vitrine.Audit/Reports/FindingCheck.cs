using Vitrine.Audit.Model;

namespace Vitrine.Audit.Reports;

/// <summary>Compares a report's finding with those that were found again in the captures.</summary>
internal static class FindingCheck
{
    /// <summary>Whether it stands, and if it is there but otherwise, in what.</summary>
    public static VerifiedFinding Of(Finding finding, IReadOnlyList<Finding> again)
    {
        if (again.FirstOrDefault(other => other.Id == finding.Id) is not { } other)
        {
            // What depends on a condition has sessions that show it; without them it is an assertion.
            bool isOfPackage = finding.Evidence.SessionsWith.Count == 0 && finding.Factor == Factors.Always;
            return new VerifiedFinding(finding.Id, isOfPackage ? FindingState.FromPackage : FindingState.Fallen, finding.Summary);
        }

        string[] differing = [.. Differing(finding, other)];
        return new VerifiedFinding(finding.Id, differing.Length == 0 ? FindingState.Stands : FindingState.Altered, finding.Summary) { Differing = differing };
    }

    private static IEnumerable<string> Differing(Finding one, Finding other)
    {
        (Evidence left, Evidence right) = (one.Evidence, other.Evidence);
        foreach ((string name, bool isSame) in (IEnumerable<(string, bool)>)
        [
            ("severity", one.Severity == other.Severity), ("factor", one.Factor == other.Factor), ("channel", one.Channel == other.Channel),
                ("class", one.Class == other.Class),
            ("confirmed", one.IsConfirmed == other.IsConfirmed), ("summary", one.Summary == other.Summary), ("reason", one.Reason == other.Reason),
            ("conditions", (left.Without, left.With) == (right.Without, right.With)), ("place", left.Place == right.Place),
            ("before", left.Before == right.Before), ("after", left.After == right.After),
            ("lines", (left.SentBefore, left.SentAfter) == (right.SentBefore, right.SentAfter)),
            ("statistics", left.Statistics == right.Statistics),
            ("sessions", left.SessionsWithout.SequenceEqual(right.SessionsWithout) && left.SessionsWith.SequenceEqual(right.SessionsWith)),
            ("processes", left.Processes.SequenceEqual(right.Processes)), ("techniques", one.Techniques.SequenceEqual(Techniques.Of(one))),
        ])
        {
            if (!isSame)
                yield return name;
        }
    }
}
