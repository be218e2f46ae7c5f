using System.Globalization;
using System.Text.RegularExpressions;
using Vitrine.Audit.Comparison;
using Vitrine.Audit.Comparison.Features;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Findings;

/// <summary>
/// Header fields that say how long the program has run: they follow the clock, and a machine that has more to do makes them longer. How many digits they have
/// says no more than the times of the requests themselves do; a mark in their last digits is looked for like one in any number.
/// </summary>
internal static partial class ElapsedTimes
{
    // Milliseconds from when the value is made to when the request is seen.
    private const double MostLate = 250;
    private const double Share = 0.2;

    /// <summary>
    /// Whether the difference is that of how many digits such a time has, or of its first: of each session at least two requests, and the values as far apart
    /// as these.
    /// </summary>
    public static bool Explain(Difference difference) => Leading().IsMatch(difference.Place) && Field().Match(difference.Path) is { Success: true } field
        && (IsClock(difference, field.Groups[1].Value, 1) || IsClock(difference, field.Groups[1].Value, 1000));

    private static bool IsClock(Difference difference, string name, double unit)
    {
        (double At, double Value)[][] sessions = [.. difference.SessionsWithout.Concat(difference.SessionsWith).Select(session => Said(session, name, unit))];
        return Array.TrueForAll(sessions, said => said.Length >= 2 && said.All(one => one.Value >= 0 && one.Value <= one.At + MostLate)
            && Math.Abs(said[^1].Value - said[0].Value - (said[^1].At - said[0].At)) <= MostLate + (Share * (said[^1].At - said[0].At)));
    }

    private static (double At, double Value)[] Said(AuditSession session, string name, double unit) =>
    [
        .. session.Capture.Exchanges.Where(exchange => exchange.IsModel)
            .Select(exchange => (exchange.At * 1000,
                Value: double.TryParse(BodyText.Field(exchange, name), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value)
                    ? value * unit
                    : -1)).Where(one => one.Value >= 0),
    ];

    [GeneratedRegex(", (?:form|length|character 1)\\z", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Leading();

    [GeneratedRegex(@"\Amodel request (?:\d{1,4}|\(each\)): field ([a-z0-9_-]{1,80})\z", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Field();
}
