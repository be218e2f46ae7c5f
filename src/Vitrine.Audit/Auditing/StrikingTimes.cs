using System.Globalization;
using Vitrine.Audit.Comparison;

namespace Vitrine.Audit.Auditing;

/// <summary>Times that stand out where the machine is busier than it was and everything takes longer: only what takes much longer than all else does.</summary>
internal static class StrikingTimes
{
    private const double Striking = 2;

    /// <summary>Whether a difference that many levels show takes more than twice as long here as it does under half of them.</summary>
    /// <param name="difference">The difference.</param>
    /// <param name="examined">What has been looked at, this one among it.</param>
    public static bool StandsOut(Difference difference, IEnumerable<Examination> examined)
    {
        double[] usual = [.. examined.Where(each => each.Variation.Levels.Count == 1)
            .SelectMany(each => each.Certain)
            .Where(other => other.Key == difference.Key)
            .Select(Seconds)
            .Order()];
        return Seconds(difference) > Striking * usual[usual.Length / 2];
    }

    /// <summary>How much longer it took, or less long, in seconds; 0 for what is no time.</summary>
    public static double Seconds(Difference difference) =>
        difference.IsTime && SecondsOf(difference.Before) is double before && SecondsOf(difference.After) is double after ? Math.Abs(after - before) : 0;

    private static double? SecondsOf(string told) =>
        double.TryParse(told.Split(' ')[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) ? seconds : null;
}
