using System.Globalization;
using Vitrine.Audit.Comparison;
using Vitrine.Audit.Comparison.Features;
using Vitrine.Audit.Comparison.Statistics;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Findings;

/// <summary>Classes a difference of time.</summary>
internal static class TimeJudge
{
    // Seconds. A handshake on a busy machine takes less.
    private const double LeastPause = 0.12;

    /// <summary>The judgement.</summary>
    public static Judgement Judge(Difference difference)
    {
        string factor = difference.Factors[0];
        if (DifferenceJudge.IsAgainstMatched(difference))
            return IsBetweenRequests(difference) && Away(difference) >= LeastPause
                ? Judgement.Covert("it waits longer by a word in the workspace: content that is equal but for such words costs no such time")
                : Judgement.Lawful("more to read");
        if (factor is not (Factors.ServerResponse
            or Factors.WorkspaceContent
            or Factors.Proxy
            or Factors.EndpointHost
            or Factors.Interception
            or Factors.RunCount))
            return Judgement.Covert("the factor costs no time by itself, and the target waits longer under it");
        // A connection is made before the first request, and what earlier sessions left is read before it: between later ones, that costs some milliseconds. A
        // server may ask for a pause.
        return factor is not (Factors.ServerResponse or Factors.WorkspaceContent)
            && IsBetweenRequests(difference)
            && Away(difference) >= LeastPause
            && !Wire.UsesProxy(difference)
            ? Judgement.Covert("the factor costs time before the first request, and the target waits longer between later ones")
            : new Judgement(FindingClasses.Lawful, Severity.Info, "time that the factor costs by itself: other connections, more to read");
    }

    /// <summary>Whether it is the time before a later request.</summary>
    public static bool IsBetweenRequests(Difference difference) =>
        difference.Path.StartsWith("time before ", StringComparison.Ordinal) && difference.Path != FeatureReader.TimeBeforeFirst;

    private static double Away(Difference difference)
    {
        double[] Seconds(IReadOnlyList<AuditSession> sessions) =>
            [.. sessions.Select(session => FeatureReader.Of(session).All.TryGetValue(difference.Path, out Feature? time)
                ? double.Parse(time.Value, CultureInfo.InvariantCulture)
                : double.NaN).Where(double.IsFinite)];
        double[] without = Seconds(difference.SessionsWithout), with = Seconds(difference.SessionsWith);
        return without.Length == 0 || with.Length == 0 ? 0 : Math.Abs(RankTest.Median(without) - RankTest.Median(with));
    }
}
