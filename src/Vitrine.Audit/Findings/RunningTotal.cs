using System.Globalization;
using System.Text.RegularExpressions;
using Vitrine.Audit.Comparison;
using Vitrine.Audit.Comparison.Features;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Findings;

/// <summary>Header fields that count what was said so far, such as tokens: the count is another where the conversation is longer, by no more than it is longer.</summary>
internal static partial class RunningTotal
{
    /// <summary>Whether a difference is that of such a count.</summary>
    public static bool Explains(Difference difference)
    {
        if (Field().Match(difference.Path) is not { Success: true } path)
            return false;
        // Where it seems random, its distribution follows that of the lengths.
        if (difference.Kind == DifferenceKind.Distribution)
            return difference.SessionsWithout.Concat(difference.SessionsWith).All(session => Rises(session, path.Groups[2].Value));
        if (!int.TryParse(path.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int request) || !long.TryParse(difference.Before, NumberStyles.None, CultureInfo.InvariantCulture, out long before)
            || !long.TryParse(difference.After, NumberStyles.None, CultureInfo.InvariantCulture, out long after))
            return false;
        string name = path.Groups[2].Value;
        if (!difference.SessionsWithout.Concat(difference.SessionsWith).All(session => Rises(session, name)))
            return false;
        long longer = Said(difference.SessionsWith[0], request) - Said(difference.SessionsWithout[0], request);
        return Math.Sign(longer) == Math.Sign(after - before) && Math.Abs(after - before) <= Math.Abs(longer);
    }

    private static IEnumerable<CapturedExchange> Asked(AuditSession session) => session.Capture.Exchanges.Where(exchange => exchange.IsModel);

    private static bool Rises(AuditSession session, string name)
    {
        long last = -1, said = 0;
        int count = 0;
        foreach (CapturedExchange exchange in Asked(session))
        {
            said += BodyText.Decode(exchange).Length;
            if (!long.TryParse(BodyText.Field(exchange, name), NumberStyles.None, CultureInfo.InvariantCulture, out long value) || value <= last || value > said)
                return false;
            (last, count) = (value, count + 1);
        }

        return count > 2;
    }

    private static long Said(AuditSession session, int requests) => Asked(session).Take(requests).Sum(exchange => (long)BodyText.Decode(exchange).Length);

    [GeneratedRegex(@"\Amodel request (\d{1,4}|\(each\)): field ([a-z0-9_-]{1,80})\z", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Field();
}
