using System.Globalization;
using System.Text.RegularExpressions;
using Vitrine.Audit.Comparison;
using Vitrine.Audit.Comparison.Features;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Findings;

/// <summary>
/// Lines that tell the model how much was said so far, such as <c>Context: 1,204 tokens used</c>: whatever makes a text longer makes that number higher, so it follows every condition that a program speaks of,
/// and the length of what was sent alike under all of them.
/// </summary>
internal static partial class SaidLength
{
    // Tokens of each message, rounded each time.
    private const int Rounding = 4;

    // As many bytes of other files are more or fewer tokens.
    private const int ShareOfOtherContent = 10;
    private const int LeastCounts = 6;

    // Between the digits of a number, in whatever locale.
    private const string Signs = ",.\u066b\u066c\u2019";
    private const int LongestLine = 400;

    /// <summary>Whether a difference lies in such numbers alone.</summary>
    public static bool Explains(Difference difference)
    {
        if (difference.Channel != Channels.BodyText || (difference.Kind != DifferenceKind.Distribution && !(IsPiece(difference.Before) && IsPiece(difference.After))) || RequestOf().Match(difference.Path) is not { Success: true }
            || !FeatureReader.Of(difference.SessionsWithout[0]).All.TryGetValue(difference.Path, out Feature before) || !FeatureReader.Of(difference.SessionsWith[0]).All.TryGetValue(difference.Path, out Feature after))
            return false;
        HashSet<string> same = [.. before.Value.Split('\n')];
        // What varies by itself is named by its place.
        IEnumerable<string> lines = difference.Kind != DifferenceKind.Distribution
            ? after.Value.Split('\n').Where(line => !same.Contains(line) && line.Contains(difference.After.Trim(), StringComparison.Ordinal))
            : LineOf().Match(difference.Place) is { Success: true } place ? after.Value.Split('\n').Skip(int.Parse(place.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) - 1).Take(1) : [];
        string[] forms = [.. lines.Select(Form).Distinct(StringComparer.Ordinal)];
        AuditSession[] sessions = [.. difference.SessionsWithout, .. difference.SessionsWith];
        return forms.Length > 0 && forms.All(form => Unit().IsMatch(form) && FollowsLength(sessions, form, difference.Factors is [Factors.WorkspaceContent]));
    }

    private static bool FollowsLength(AuditSession[] sessions, string form, bool isOtherContent)
    {
        var counts = sessions.SelectMany(session => Counts(session, form)).ToList();
        // Of what was sent before, of what is sent now, or of all of it: whoever counts takes one of them.
        return counts.Select(count => count.Now).Distinct().Count() >= LeastCounts
            && (Follow(counts.Select(count => (count.Last, count.Number)), isOtherContent) || Follow(counts.Select(count => (count.Now, count.Number)), isOtherContent) || Follow(counts.Select(count => (count.All, count.Number)), isOtherContent));
    }

    // The longer the higher: a mark in the number would break that between sessions that said about the same.
    private static bool Follow(IEnumerable<(long Length, long Number)> counts, bool isOtherContent)
    {
        long highest = -1, length = -1, lowest = 0;
        foreach ((long said, long number) in counts.Distinct().OrderBy(count => count.Length).ThenBy(count => count.Number))
        {
            if (said != length)
                (length, lowest) = (said, number);
            long rounding = isOtherContent ? Math.Max(Rounding, number / ShareOfOtherContent) : Rounding;
            if (number < highest - rounding || number - lowest > rounding)
                return false;
            highest = Math.Max(highest, number);
        }

        return true;
    }

    // The number that each request says last, with the lengths of the one before it, of itself and of all so far.
    private static IEnumerable<(long Last, long Now, long All, long Number)> Counts(AuditSession session, string form)
    {
        long[] lengths = [.. session.Capture.Exchanges.Where(exchange => exchange.IsModel && FeatureReader.HasTools(exchange)).Select(exchange => (long)BodyText.Decode(exchange).Length)];
        ILookup<int, string> texts = FeatureReader.Of(session).All
            .Select(feature => (Request: RequestOf().Match(feature.Key), feature.Value.Value))
            .Where(text => text.Request.Success).ToLookup(text => int.Parse(text.Request.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture), text => text.Value);
        long all = 0;
        for (int request = 0; request < lengths.Length; request++)
        {
            all += lengths[request];
            string[] lines = [.. texts[request + 1].SelectMany(text => text.Split('\n')).Where(line => line.Length <= LongestLine && Form(line) == form)];
            // What was said before is no feature of a later request.
            if (lines.Length > 0 && Number(lines.MaxBy(Number)!) is long number)
                yield return (request > 0 ? lengths[request - 1] : 0, lengths[request], all, number);
        }
    }

    private static long? Number(string line)
    {
        string digits = string.Concat(Digits().Match(line).Value.Where(char.IsDigit).Select(c => (char)('0' + (int)char.GetNumericValue(c))));
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;
    }

    // Shares of a window and the like follow the first number.
    private static string Form(string line) => line.Length > LongestLine ? "" : Digits().Replace(line, "#").Replace('\u066a', '%');

    private static bool IsPiece(string text) => text.Trim() is { Length: > 0 and <= 12 } number && number.Any(char.IsDigit) && number.All(c => char.IsDigit(c) || char.IsWhiteSpace(c) || Signs.Contains(c, StringComparison.Ordinal));

    [GeneratedRegex(@"\Amodel request ([0-9]{1,4}): body ", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex RequestOf();

    [GeneratedRegex(@"\Aline ([0-9]{1,6}), word [0-9]+(?:,|\z)", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex LineOf();

    [GeneratedRegex(@"\p{Nd}+(?:[,.\u066b\u066c\u2019\u00a0\u202f]\p{Nd}+)*", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Digits();

    [GeneratedRegex(@"\b(?:tokens?|context|characters?|chars|bytes)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 20000)]
    private static partial Regex Unit();
}
