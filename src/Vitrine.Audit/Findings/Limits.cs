using System.Text.RegularExpressions;

namespace Vitrine.Audit.Findings;

/// <summary>Numbers that ask for something: they count nothing, whatever stands behind them.</summary>
internal static partial class Limits
{
    /// <summary>Whether a line sets a limit: <c>Keep functions under 40 lines</c>.</summary>
    public static bool AreSet(string line) => Words().IsMatch(line);

    [GeneratedRegex(@"\b(?:at most|at least|up to|no more than|not more than|no longer than|(?:more|fewer|less|longer|larger|shorter) than|under|below|within|keep|wrap(?:ped)?|limit(?:ed)?|maximum|minimum|max|exceeds?|stop after|every)\b(?=[^.;]{0,60}(?<![0-9-])(?!20[0-9]{2}\b)[0-9])",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 20000)]
    private static partial Regex Words();
}
