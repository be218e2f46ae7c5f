using Vitrine.Audit.Comparison;
using Vitrine.Audit.Comparison.Features;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Findings;

/// <summary>
/// Which metrics a report holds (OpenTelemetry protocol, metrics.proto): each is named after what was done, and a later session does other things than the
/// first.
/// </summary>
internal static class MetricNames
{
    private const int LongestName = 80;

    /// <summary>
    /// Whether a difference is of which metrics are reported, under names in clear that begin as those of all others do, and sessions before it are what
    /// differs.
    /// </summary>
    public static bool AreOtherWork(Difference difference) =>
        difference is { Factors: [Factors.RunCount], Channel: Channels.BodyStructure }
        && difference.Path.Contains("/scopeMetrics/", StringComparison.Ordinal)
        && difference.Path.EndsWith("/metrics#members", StringComparison.Ordinal)
        && NamesOf(difference, difference.SessionsWithout) is { Count: > 0 } before
        && NamesOf(difference, difference.SessionsWith) is { Count: > 0 } after
        && before.Overlaps(after)
        && before.Intersect(after).Select(Subject).ToHashSet(StringComparer.Ordinal) is var subjects
        && before.Concat(after).All(name => IsName(name) && subjects.Contains(Subject(name)));

    private static HashSet<string> NamesOf(Difference difference, IEnumerable<AuditSession> sessions) =>
        [.. sessions.SelectMany(session => FeatureReader.Of(session).All.TryGetValue(difference.Path, out Feature? names) ? names.Value.Split(' ') : [])];

    // Words in small letters, of which one at least is told behind the program's own.
    private static bool IsName(string name) =>
        name.Length <= LongestName
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '_')
        && name.Count(char.IsAsciiDigit) <= 2
        && name.Contains('.', StringComparison.Ordinal);

    private static string Subject(string name) => name.Split('.')[0];
}
