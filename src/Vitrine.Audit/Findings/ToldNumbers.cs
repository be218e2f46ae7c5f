using System.Globalization;
using System.Text.RegularExpressions;

namespace Vitrine.Audit.Findings;

/// <summary>Numbers as people write them, in digits or words and in a unit of their own: <c>three minutes</c> for 180000 milliseconds, <c>10 MiB</c>.</summary>
internal static partial class ToldNumbers
{
    private static readonly Dictionary<string, int> s_words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["a"] = 1,
        ["an"] = 1,
        ["one"] = 1,
        ["once"] = 1,
        ["two"] = 2,
        ["twice"] = 2,
        ["three"] = 3,
        ["four"] = 4,
        ["five"] = 5,
        ["six"] = 6,
        ["seven"] = 7,
        ["eight"] = 8,
        ["nine"] = 9,
        ["ten"] = 10,
        ["eleven"] = 11,
        ["twelve"] = 12,
        ["fifteen"] = 15,
        ["sixteen"] = 16,
        ["twenty"] = 20,
        ["twenty-five"] = 25,
        ["thirty"] = 30,
        ["forty"] = 40,
        ["fifty"] = 50,
        ["sixty"] = 60,
        ["ninety"] = 90,
        ["hundred"] = 100,
    };

    private static readonly (string Unit, long[] Times)[] s_units =
    [
        ("second", [1, 1000]), ("minute", [60, 60_000]), ("hour", [3600, 3_600_000]), ("kib", [1024]), ("kb", [1000, 1024]), ("mib", [1 << 20]),
            ("mb", [1_000_000, 1 << 20]), ("k", [1000, 1024]), ("s", [1, 1000]), ("min", [60, 60_000]), ("h", [3600, 3_600_000]),
    ];

    // Longer ones are no settings, and four times them is no number of 64 bits.
    private const int LongestNumber = 15;

    /// <summary>Whether a text tells a number, in whatever unit, or how many times another it is.</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">The number, in decimal digits.</param>
    /// <param name="other">The other one; empty for none.</param>
    public static bool Tell(string text, string value, string other = "") =>
        value.Length <= LongestNumber && other.Length <= LongestNumber && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
        && (Number().Matches(text).Any(told => Values(told).Contains(number))
            || (long.TryParse(other, NumberStyles.None, CultureInfo.InvariantCulture, out long before)
                && before > 0
                && Times().Matches(text).Any(times => IsSo(times.Value.ToLowerInvariant(), before, number))));

    private static bool IsSo(string times, long before, long after) => times[0] switch
    {
        'h' => after * 2 == before,
        'd' => before * 2 == after,
        't' when times.StartsWith("tw", StringComparison.Ordinal) => before * 2 == after,
        't' => before * 3 == after,
        'q' => before * 4 == after,
        _ => false,
    };

    private static IEnumerable<long> Values(Match told)
    {
        string said = told.Groups["said"].Value, unit = told.Groups["unit"].Value.ToLowerInvariant();
        if (!s_words.TryGetValue(said, out int word) && !int.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out word))
            yield break;
        // "a" is a number only before a unit.
        if (unit.Length > 0 || said.Length > 2 || char.IsAsciiDigit(said[0]))
            yield return word;
        foreach (long times in s_units.Where(each => unit.Length > 0 && (unit == each.Unit || unit == each.Unit + "s")).SelectMany(each => each.Times))
            yield return word * times;
    }

    [GeneratedRegex(@"\b(?<said>[0-9]{1,8}|[a-z]{1,7}(?:-five)?)(?:[ -]?(?<unit>seconds?|minutes?|hours?|KiB|KB|MiB|MB|k|s|min|h)\b)?(?![\w.]\w)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 20000)]
    private static partial Regex Number();

    [GeneratedRegex(@"\b(?:half|halved|halves|double[ds]?|twice|tripled?|triples|three times|quadrupled?)\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 20000)]
    private static partial Regex Times();
}
