using System.Globalization;
using Vitrine.Audit.Model;

namespace Vitrine.Cli.Report;

/// <summary>An audit's result in words that the terminal and the page share.</summary>
internal static class AuditWords
{
    /// <summary>The verdict as it stands in the JSON.</summary>
    public static string Of(Verdict verdict) => verdict switch { Verdict.Covert => "covert", Verdict.Clear => "clear", _ => "incomplete" };

    /// <summary>The severity as it stands in the JSON.</summary>
    public static string Of(Severity severity) => severity switch { Severity.High => "high", Severity.Medium => "medium", Severity.Low => "low", _ => "info" };

    /// <summary>Name and version.</summary>
    public static string Name(AuditedTarget target) => target.Version.Length > 0 ? $"{target.Name} {target.Version}" : target.Name;

    /// <summary>Findings, the gravest first.</summary>
    public static IReadOnlyList<Finding> Sorted(IEnumerable<Finding> findings) =>
        [.. findings.OrderByDescending(finding => finding.IsGrave)
            .ThenByDescending(finding => finding.Severity)
            .ThenBy(finding => finding.Id, StringComparer.Ordinal)];

    /// <summary>Whether a finding needs to be confirmed and was not; a fact in clear needs nothing.</summary>
    public static bool IsInDoubt(Finding finding) => !finding.IsConfirmed && finding.Severity > Severity.Info;

    /// <summary><c>14 factors (61 levels), 3 scripts, 210 of 210 sessions</c>.</summary>
    public static string Tried(Coverage coverage)
    {
        int levels = coverage.Factors.Sum(factor => factor.Tried.Count), left = coverage.Factors.Sum(factor => factor.NotTried.Count);
        int factors = coverage.Factors.Count(factor => factor.Tried.Count > 0);
        string text =
            $"{Quantity.Of(factors, "factor")}, {Quantity.Of(levels, "level")}{(left > 0 ? $" of {Quantity.Number(levels + left)}" : "")}, {Quantity.Of(coverage.Scripts.Count, "script")}, "
            + $"{Quantity.Of(coverage.Sessions, "session")}{(coverage.SessionsPlanned > coverage.Sessions ? $" of {Quantity.Number(coverage.SessionsPlanned)}" : "")}";
        return coverage.Pairs > 0 ? $"{text}, {Share((double)coverage.PairsTried / coverage.Pairs)} of pairs" : text;
    }

    /// <summary>Factors and the number of levels that were left out, and failures; empty where there is nothing to say.</summary>
    public static string NotTried(Coverage coverage)
    {
        List<string> parts = [];
        string[] never = [.. Factors.All.Where(factor => factor != Factors.Always
            && !coverage.Factors.Any(tried => tried.Factor == factor && tried.Tried.Count > 0))];
        if (never.Length > 0)
            parts.Add("nothing of " + string.Join(", ", never));
        if (coverage.SessionsFailed > 0)
            parts.Add($"{Quantity.Of(coverage.SessionsFailed, "session")} failed");
        if (coverage.Unexplained.Count > 0)
            parts.Add($"{Quantity.Of(coverage.Unexplained.Count, "difference")} did not come again");
        if (coverage.Unseen.Count > 0)
            parts.Add($"{Quantity.Of(coverage.Unseen.Count, "thing")} could not be seen");
        if (coverage.EqualShare is { } equal)
            parts.Add($"{Share(equal)} of bytes equal in equal sessions");
        return string.Join("; ", parts);
    }

    /// <summary><c>97.2 %</c>.</summary>
    public static string Share(double share) => double.IsFinite(share) && share is >= 0 and <= 1
        // Nothing that is not whole is rounded to it.
        ? (Math.Floor(share * 1000) / 10).ToString("0.#", CultureInfo.InvariantCulture) + " %"
        : "an unknown share";
}
