using Vitrine.Audit.Model;

namespace Vitrine.Audit.Findings;

/// <summary>One finding for one behaviour: places of one text are one, and what only follows from a weightier finding of the same factor is left out.</summary>
internal static class Consolidation
{
    private static readonly string[] s_consequences = [Channels.Timing, Channels.ConnectionPattern];

    /// <summary>The weightiest first.</summary>
    public static IReadOnlyList<Finding> Of(IReadOnlyList<Finding> drafts)
    {
        var findings = new List<Finding>();
        foreach (IGrouping<string, Finding> same in drafts.GroupBy(draft => draft.Id, StringComparer.Ordinal))
        {
            Finding[] all = [.. same.OrderByDescending(draft => draft.Severity).ThenBy(draft => draft.Evidence.Place, StringComparer.Ordinal)];
            string[] places = [.. all.Select(draft => draft.Evidence.Place).Distinct()];
            findings.Add(places.Length == 1 ? all[0] : all[0] with
            {
                Evidence = all[0].Evidence with { Statistics = $"{all[0].Evidence.Statistics}; in {places.Length} places" },
            });
        }
        Gather(findings);
        // More requests take more time and more connections: that is no second behaviour.
        findings.RemoveAll(finding => finding.Severity >= Severity.Medium && s_consequences.Contains(finding.Channel)
            && findings.Exists(other => other.Factor == finding.Factor && other.Severity >= finding.Severity && !s_consequences.Contains(other.Channel)));
        return [.. findings.OrderByDescending(finding => finding.Severity)
            .ThenBy(finding => finding.Factor, StringComparer.Ordinal)
            .ThenBy(finding => finding.Channel, StringComparer.Ordinal)
            .ThenBy(finding => finding.Id, StringComparer.Ordinal)];
    }

    /// <summary>Many files in one place are one act.</summary>
    private static void Gather(List<Finding> findings)
    {
        foreach (IGrouping<object, Finding> place in findings.Where(finding => finding.Class == FindingClasses.Act
            && finding.Evidence.Place.StartsWith("file ", StringComparison.Ordinal))
            .GroupBy(finding => (object)(finding.Factor, finding.Channel, finding.Severity, finding.Evidence.With,
                string.Join('/', finding.Evidence.Place.Split('/').Take(2)))).ToArray())
        {
            Finding[] all = [.. place.OrderBy(finding => finding.Evidence.Place, StringComparer.Ordinal)];
            if (all.Length < 3)
                continue;
            findings.RemoveAll(all.Contains);
            findings.Add(all[0] with
            {
                Summary = $"{all[0].Summary.TrimEnd('.')}, and {all.Length - 1} more files there.",
                Evidence = all[0].Evidence with { Statistics = $"{all[0].Evidence.Statistics}; {all.Length} files" }
            });
        }
    }
}
