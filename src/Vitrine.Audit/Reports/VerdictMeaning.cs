using Vitrine.Audit.Model;

namespace Vitrine.Audit.Reports;

/// <summary>What a verdict means and does not mean: the same words wherever one is shown.</summary>
public static class VerdictMeaning
{
    /// <summary>One or two sentences.</summary>
    public static string Of(Verdict verdict) => verdict switch
    {
        Verdict.Covert =>
            "At least one behaviour that is hidden, identifies a person or machine, or acts without being asked was seen and seen again when it was repeated. It says what happens and on what it depends, "
            + "not why somebody made it so.",
        Verdict.Clear =>
            "In what was tried, nothing hidden was found. That is a statement about these conditions, scripts, dates and answers, not about the program: a condition that was not tried, a later date, "
            + "an answer that only the vendor's server gives, or a channel that is not watched would not show. It is not “no backdoor”.",
        _ => "The plan was not done to its end, or what was seen is too little to rely on, so this says nothing about what was not tried; nothing hidden was found in the part that was.",
    };

    /// <summary>What the verdict of a result rests on, in a clause.</summary>
    public static string ReasonOf(AuditResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        Coverage coverage = result.Coverage;
        int grave = result.Findings.Count(finding => finding.IsGrave);
        List<string> wanting = [];
        if (!coverage.IsPlanDone)
            wanting.Add(coverage.NotDoneBecause.Length > 0 ? coverage.NotDoneBecause.TrimEnd('.') : "the plan was not done to its end");
        wanting.AddRange(coverage.Lacking.Select(text => text.TrimEnd('.')));
        return result.Verdict switch
        {
            Verdict.Covert => $"{grave} {(grave == 1 ? "finding" : "findings")} of medium or high severity, confirmed{(coverage.IsPlanDone ? "" : $"; the plan was not done to its end ({wanting[0]})")}",
            Verdict.Clear => "nothing hidden was found in what was tried, and every factor was",
            _ => string.Join("; ", wanting),
        };
    }

    /// <summary>What no verdict says; each a sentence.</summary>
    public static IReadOnlyList<string> NotSaid { get; } =
    [
        "What the vendor's server does with what it lawfully gets.",
        "What the program does when the server answers something that the stand-in did not.",
        "What depends on a condition, a combination of more than two conditions, a date or a number of sessions that was not tried.",
        "What is hidden so that it equals chance: a marker in a value that is random anyway, under a key, leaves nothing to compare.",
        "Another version, another platform, or what the package downloads later.",
    ];
}
