using System.Globalization;
using Vitrine.Audit.Auditing;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Reports;

/// <summary>Whether a report's captures bear out what it says was tried: a verdict of "clear" rests on that alone.</summary>
internal static class CoverageClaims
{
    private const int Most = 20;

    /// <summary>What they do not bear out, each a sentence.</summary>
    public static IReadOnlyList<string> Faults(AuditResult report, IReadOnlyList<Capture> captures)
    {
        var variations = new Dictionary<string, Variation>(StringComparer.Ordinal);
        foreach (Variation variation in report.Variations)
            variations.TryAdd(variation.Name, variation);
        var shown = new Dictionary<(string, string), int>();
        foreach (Capture capture in captures)
            foreach (Level level in variations.GetValueOrDefault(capture.Variation)?.Levels ?? [])
                shown[(level.Factor, level.Name)] = shown.GetValueOrDefault((level.Factor, level.Name)) + 1;
        var faults = new List<string>();
        foreach (FactorCoverage factor in report.Coverage.Factors)
            foreach (LevelCoverage level in factor.Tried)
                if (shown.GetValueOrDefault((factor.Factor, level.Name)) is int sessions && sessions < Math.Max(1, level.Sessions) && faults.Count < Most)
                    faults.Add(string.Create(CultureInfo.InvariantCulture,
                        $"The report says that {Cut(factor.Factor)}={Cut(level.Name)} was tried in {level.Sessions} sessions, and its captures show {sessions}."));
        if (captures.Count > report.Coverage.Sessions)
            faults.Add(string.Create(CultureInfo.InvariantCulture,
                $"The report says that there were {report.Coverage.Sessions} sessions, and it has captures of {captures.Count}."));
        if (report.Verdict == Verdict.Clear)
        {
            Dictionary<string, string> scripts = report.Captures.ToDictionary(entry => entry.Session, entry => entry.Script, StringComparer.Ordinal);
            SessionNote[] notes = [.. captures.Select(capture => SessionNote.Of(capture, scripts.GetValueOrDefault(capture.Session, AuditScripts.Work)))];
            faults.AddRange(CoverageFloor.Of(report.Coverage.Factors, notes,
                Math.Max(0, report.Coverage.Sessions - captures.Count)).Select(text => $"The report says “clear”, and {text}."));
        }

        return faults;
    }

    private static string Cut(string text) => text.Length <= 80 ? text : text[..80] + "…";
}
