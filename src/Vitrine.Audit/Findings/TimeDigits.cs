using System.Text.RegularExpressions;
using Vitrine.Audit.Comparison;
using Vitrine.Audit.Comparison.Features;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Findings;

/// <summary>The first digits of a moment, as programs write it in front of an id: seconds or milliseconds since 1970, in base 10, 16 or 36.</summary>
internal static partial class TimeDigits
{
    private const string Digits = "0123456789abcdefghijklmnopqrstuvwxyz";
    private const int Shortest = 4;
    private const int LongestId = 200;

    // Seconds that a session may last.
    private const int Longest = 3600;
    private static readonly int[] s_bases = [10, 16, 36];

    /// <summary>Whether a text is the beginning of a moment of each of some sessions, in one of these ways.</summary>
    public static bool Begin(string text, IReadOnlyList<AuditSession> sessions) =>
        text.Length >= Shortest
        && s_bases.Any(number => sessions.All(session => IsBeginning(text.ToLowerInvariant(), session.Machine.Start.ToUnixTimeSeconds(), Longest, number))
            || sessions.All(session => IsBeginning(text.ToLowerInvariant(), session.Machine.Start.ToUnixTimeMilliseconds(), Longest * 1000L, number)));

    /// <summary>
    /// Whether what differs under another date is the beginning of an id, up to a part of it that is the moment of each session: <c>run-mwri2x0k</c>.
    /// </summary>
    public static bool Tell(Difference difference)
    {
        if (!difference.Place.Contains(", first ", StringComparison.Ordinal) || difference is not { Factors: [Factors.Clock] })
            return false;
        string[][] values = [.. difference.SessionsWithout.Concat(difference.SessionsWith)
            .Select(session => FeatureReader.Of(session).All.TryGetValue(difference.Path, out Feature? text)
                && text.Value.Length <= LongestId
                ? Signs().Split(text.Value)
                : [])];
        int at = Enumerable.Range(0, values.Min(parts => parts.Length)).FirstOrDefault(part => values.Any(each => each[part] != values[0][part]), -1);
        // Up to the end of the moment, and no further.
        return at >= 0
            && Math.Max(difference.Before.Length, difference.After.Length) <= values[0].Take(at)
                .Sum(part => part.Length + 1) + values.Min(each => each[at].Length)
            && values.Zip(difference.SessionsWithout.Concat(difference.SessionsWith)).All(pair => IsMoment(pair.First[at], pair.Second));
    }

    private static bool IsMoment(string text, AuditSession session) => s_bases.Any(number => Parse(text, number) is long moment
        && ((moment - session.Machine.Start.ToUnixTimeSeconds() is >= 0 and <= Longest)
            || (moment - session.Machine.Start.ToUnixTimeMilliseconds() is >= 0 and <= Longest * 1000L)));

    private static long? Parse(string text, int number)
    {
        long moment = 0;
        foreach (char c in text.ToLowerInvariant())
        {
            if (Digits.IndexOf(c, StringComparison.Ordinal) is not (>= 0 and var digit) || digit >= number || moment > long.MaxValue / number - number)
                return null;
            moment = (moment * number) + digit;
        }

        return text.Length > 0 ? moment : null;
    }

    private static bool IsBeginning(string text, long from, long most, int number)
    {
        string first = Written(from, number), last = Written(from + most, number);
        return text.Length <= first.Length
            && first.Length == last.Length
            && string.CompareOrdinal(first[..text.Length], text) <= 0
            && string.CompareOrdinal(text, last[..text.Length]) <= 0;
    }

    private static string Written(long moment, int number)
    {
        string text = "";
        for (; moment > 0; moment /= number)
            text = Digits[(int)(moment % number)] + text;
        return text;
    }

    [GeneratedRegex("[^A-Za-z0-9]", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Signs();
}
