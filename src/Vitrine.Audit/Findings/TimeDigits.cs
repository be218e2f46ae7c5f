using Vitrine.Audit.Comparison;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Findings;

/// <summary>The first digits of a moment, as programs write it in front of an id: seconds or milliseconds since 1970, in base 10, 16 or 36.</summary>
internal static class TimeDigits
{
    private const string Digits = "0123456789abcdefghijklmnopqrstuvwxyz";
    private const int Shortest = 4;

    // Seconds that a session may last.
    private const int Longest = 3600;
    private static readonly int[] s_bases = [10, 16, 36];

    /// <summary>Whether a text is the beginning of a moment of each of some sessions, in one of these ways.</summary>
    public static bool Begin(string text, IReadOnlyList<AuditSession> sessions) => text.Length >= Shortest && s_bases.Any(number => sessions.All(session => IsBeginning(text.ToLowerInvariant(), session.Machine.Start.ToUnixTimeSeconds(), Longest, number))
        || sessions.All(session => IsBeginning(text.ToLowerInvariant(), session.Machine.Start.ToUnixTimeMilliseconds(), Longest * 1000L, number)));

    private static bool IsBeginning(string text, long from, long most, int number)
    {
        string first = Written(from, number), last = Written(from + most, number);
        return text.Length <= first.Length && first.Length == last.Length && string.CompareOrdinal(first[..text.Length], text) <= 0 && string.CompareOrdinal(text, last[..text.Length]) <= 0;
    }

    private static string Written(long moment, int number)
    {
        string text = "";
        for (; moment > 0; moment /= number)
            text = Digits[(int)(moment % number)] + text;
        return text;
    }
}
