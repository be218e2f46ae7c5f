using System.Globalization;

namespace Vitrine.Cli.Commands;

/// <summary>Spans of time as people write them: <c>90d</c>, <c>12h</c>, <c>2w</c>.</summary>
internal static class AgeText
{
    // A century: more is a mistake, and would leave the range of dates.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(36_525);

    /// <summary>The span; null where the text is none, or is longer than a century.</summary>
    public static TimeSpan? TryRead(string text)
    {
        if (text.Length < 2 || !long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out long number))
            return null;
        long seconds = text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86_400, 'w' => 604_800, _ => 0 };
        return seconds > 0 && number <= Longest.TotalSeconds / seconds ? TimeSpan.FromSeconds(number * seconds) : null;
    }
}
