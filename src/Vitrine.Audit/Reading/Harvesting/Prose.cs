using System.Collections.Frozen;

namespace Vitrine.Audit.Reading.Harvesting;

/// <summary>Tells sentences from lists of words: nobody compares with an article.</summary>
internal static class Prose
{
    private static readonly FrozenSet<string> Small =
        "the a an and or of to in is are was be been it its this that these with for from by on at as not no if when then than will can may must should which there has have your you we our".Split(' ')
            .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether words make a sentence: at least four, two of them small ones.</summary>
    public static bool Is(ReadOnlySpan<string> words)
    {
        int small = 0;
        foreach (string word in words)
            small += Small.Contains(word) ? 1 : 0;
        return words.Length >= 4 && small >= 2 && small * 8 >= words.Length;
    }
}
