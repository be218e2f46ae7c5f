using Vitrine.Audit.Model;

namespace Vitrine.Audit.Reports;

/// <summary>What changed from one report to another: of two versions of a package, or of one under two budgets.</summary>
public sealed record ReportComparison
{
    /// <summary>Findings of the first that the second does not have.</summary>
    public required IReadOnlyList<Finding> Gone { get; init; }

    /// <summary>Findings of the second that the first does not have.</summary>
    public required IReadOnlyList<Finding> New { get; init; }

    /// <summary>Findings of both, as the second has them.</summary>
    public required IReadOnlyList<Finding> Same { get; init; }

    /// <summary>Of those, the ones with another severity or class: their ids.</summary>
    public required IReadOnlyList<string> Reweighed { get; init; }

    /// <summary>Parts of the package that only the second has.</summary>
    public required IReadOnlyList<Component> NewComponents { get; init; }

    /// <summary>Names in the package's strings that only the second has.</summary>
    public required IReadOnlyList<NamedString> NewNames { get; init; }

    /// <summary>Factors of which the second tried less: a finding that is gone may only not have been looked for.</summary>
    public required IReadOnlyList<string> LessTried { get; init; }

    /// <summary>Compares two reports.</summary>
    public static ReportComparison Of(AuditResult first, AuditResult second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        Dictionary<string, Finding> before = first.Findings.ToDictionary(finding => finding.Id, StringComparer.Ordinal);
        HashSet<string> after = [.. second.Findings.Select(finding => finding.Id)];
        Finding[] same = [.. second.Findings.Where(finding => before.ContainsKey(finding.Id))];
        HashSet<(string, string)> components = [.. first.Inventory.Select(component => (component.Name, component.Version))];
        HashSet<(string, string)> names = [.. first.Names.Select(name => (name.Kind, name.Value))];
        Dictionary<string, int> tried = second.Coverage.Factors.GroupBy(factor => factor.Factor).ToDictionary(group => group.Key,
            group => group.Sum(factor => factor.Tried.Count));
        return new ReportComparison
        {
            Gone = [.. first.Findings.Where(finding => !after.Contains(finding.Id))],
            New = [.. second.Findings.Where(finding => !before.ContainsKey(finding.Id))],
            Same = same,
            Reweighed = [.. same.Where(finding => before[finding.Id] is var old
                && (old.Severity != finding.Severity || old.Class != finding.Class)).Select(finding => finding.Id)],
            NewComponents = [.. second.Inventory.Where(component => !components.Contains((component.Name, component.Version)))],
            NewNames = [.. second.Names.Where(name => !names.Contains((name.Kind, name.Value)))],
            LessTried = [.. first.Coverage.Factors.Where(factor => factor.Tried.Count > tried.GetValueOrDefault(factor.Factor))
                .Select(factor => factor.Factor)],
        };
    }
}
