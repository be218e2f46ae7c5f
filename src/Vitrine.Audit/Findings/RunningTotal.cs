using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Vitrine.Audit.Comparison;
using Vitrine.Audit.Comparison.Features;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Findings;

/// <summary>Header fields that count what was said so far, such as tokens: they rise with each request, and follow its length alike under all conditions.</summary>
internal static partial class RunningTotal
{
    // Tokens of each request, rounded each time.
    private const int Rounding = 4;
    private static readonly ConditionalWeakTable<CapturedExchange, object> s_lengths = [];

    /// <summary>Whether a difference is that of such a count.</summary>
    public static bool Explains(Difference difference)
    {
        if (Field().Match(difference.Path) is not { Success: true } path)
            return false;
        if (difference.Kind != DifferenceKind.Distribution && !(IsNumber(difference.Before) && IsNumber(difference.After)))
            return false;
        string name = path.Groups[2].Value;
        AuditSession[] sessions = [.. difference.SessionsWithout, .. difference.SessionsWith];
        // Of one request or two nothing can be said that others do not say.
        return sessions.All(session => Rises(session, name)) && sessions.Any(session => Asked(session).Skip(2).Any()) && Follow(sessions, name);
    }

    // The more was said the higher the count, whatever the condition: a mark beside it would break that between sessions that said about the same.
    private static bool Follow(AuditSession[] sessions, string name)
    {
        long highest = -1, saidThen = 0, lowestOfRun = long.MaxValue;
        foreach ((long said, long value) in sessions.SelectMany(session => Counts(session, name)).Distinct().OrderBy(count => count.Said).ThenBy(count => count.Value))
        {
            if (said != saidThen)
                (saidThen, lowestOfRun) = (said, value);
            if (value < highest - Rounding || value - lowestOfRun > Rounding)
                return false;
            highest = Math.Max(highest, value);
        }

        return true;
    }

    private static bool IsNumber(string text) => text.Length is > 0 and < 16 && text.All(char.IsAsciiDigit);

    private static IEnumerable<(long Said, long Value)> Counts(AuditSession session, string name)
    {
        long said = 0;
        foreach (CapturedExchange exchange in Asked(session))
            yield return (said += LengthOf(exchange), long.Parse(BodyText.Field(exchange, name)!, NumberStyles.None, CultureInfo.InvariantCulture));
    }

    /// <summary>Bytes of a request's body, unpacked.</summary>
    public static long LengthOf(CapturedExchange exchange) => (long)s_lengths.GetValue(exchange, one => (object)(long)BodyText.Decode(one).Length);

    private static IEnumerable<CapturedExchange> Asked(AuditSession session) => session.Capture.Exchanges.Where(exchange => exchange.IsModel);

    private static bool Rises(AuditSession session, string name)
    {
        long last = -1, said = 0;
        foreach (CapturedExchange exchange in Asked(session))
        {
            said += LengthOf(exchange);
            if (!long.TryParse(BodyText.Field(exchange, name), NumberStyles.None, CultureInfo.InvariantCulture, out long value) || value <= last || value > said)
                return false;
            last = value;
        }

        return true;
    }

    [GeneratedRegex(@"\Amodel request (\d{1,4}|\(each\)): field ([a-z0-9_-]{1,80})\z", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Field();
}
