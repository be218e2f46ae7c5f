using System.Globalization;
using System.Text.RegularExpressions;
using Vitrine.Audit.Comparison;
using Vitrine.Audit.Comparison.Features;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Findings;

/// <summary>
/// Lines that tell the model how much was said so far, such as <c>Context: 1,204 tokens used</c>: whatever makes a text longer makes that number higher, so it
/// follows every condition that a program speaks of, and the length of what was sent alike under all of them.
/// </summary>
internal static partial class SaidLength
{
    // Tokens of each message, rounded each time.
    private const int Rounding = 4;

    // As many bytes of other files are more or fewer tokens.
    private const int ShareOfOtherContent = 10;
    private const int LeastCounts = 6;
    private const int LongestLine = 400;

    /// <summary>Whether a difference lies in such numbers alone.</summary>
    public static bool Explains(Difference difference)
    {
        if (difference.Channel != Channels.BodyText || RequestOf().Match(difference.Path) is not { Success: true }
            || !FeatureReader.Of(difference.SessionsWithout[0]).All.TryGetValue(difference.Path, out Feature? before)
            || !FeatureReader.Of(difference.SessionsWith[0]).All.TryGetValue(difference.Path, out Feature? after))
            return false;
        // How a number is written is no length.
        if (difference.Kind != DifferenceKind.Distribution
            && difference.Before.Any(char.IsAsciiDigit)
            && difference.Before.Where(char.IsAsciiDigit).SequenceEqual(difference.After.Where(char.IsAsciiDigit)))
            return false;
        HashSet<string> same = [.. before.Value.Split('\n')];
        // What varies by itself is named by its place.
        IEnumerable<string> lines = difference.Kind != DifferenceKind.Distribution && !difference.Place.EndsWith(", form", StringComparison.Ordinal)
            ? after.Value.Split('\n').Where(line => !same.Contains(line)
                && difference.After.Trim() is { Length: > 0 } piece
                && line.Contains(piece, StringComparison.Ordinal))
            : LineOf().Match(difference.Place) is { Success: true } place
                ? after.Value.Split('\n').Skip(int.Parse(place.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) - 1).Take(1)
                : [];
        string[] forms = [.. lines.Select(Form).Distinct(StringComparer.Ordinal)];
        // One that asked less often has no such line.
        AuditSession[] sessions = [.. difference.SessionsWithout.Concat(difference.SessionsWith)
            .Where(session => FeatureReader.Of(session).All.ContainsKey(difference.Path))];
        return forms.Length > 0 && forms.All(form => Unit().IsMatch(form) && FollowsLength(sessions, form, difference.Factors));
    }

    private static bool FollowsLength(AuditSession[] sessions, string form, IReadOnlyList<string> factors)
    {
        List<Count>[] bySession = [.. sessions.Select(session => Counts(session, form).ToList())];
        List<Count> counts = [.. bySession.SelectMany(each => each)];
        bool isOtherContent = factors is [Factors.WorkspaceContent], isLocale = factors is [Factors.Locale];
        // All of them say it, in one way of writing numbers; besides the count there are limits, and shares of one.
        return bySession.All(each => each.Count > 0)
            && (isLocale ? bySession.All(each => IsWrittenAlike(each, 2)) : IsWrittenAlike(counts, 1))
            && AreLimits(counts)
            // Of what was sent before, of what is sent now, or of all of it: whoever counts takes one of them.
            && counts.Select(count => count.Now).Distinct().Count() >= LeastCounts
            && (Follow(counts.Select(count => (count.Last, count.Numbers[0])), isOtherContent)
                || Follow(counts.Select(count => (count.Now, count.Numbers[0])), isOtherContent)
                || Follow(counts.Select(count => (count.All, count.Numbers[0])), isOtherContent));
    }

    // The longer the higher, and by no more than that: a mark in the number would break it between sessions that said about the same.
    private static bool Follow(IEnumerable<(long Length, long Number)> counts, bool isOtherContent)
    {
        long highest = -1, length = -1, lowest = 0;
        foreach ((long said, long number) in counts.Distinct().OrderBy(count => count.Length).ThenBy(count => count.Number))
        {
            long rounding = isOtherContent ? Math.Max(Rounding, number / ShareOfOtherContent) : Rounding;
            if (highest >= 0 && (number < highest - rounding || number > highest + Math.Max(0, said - length) + rounding))
                return false;
            if (said != length)
                (length, lowest) = (said, number);
            if (number - lowest > rounding)
                return false;
            highest = Math.Max(highest, number);
        }

        return true;
    }

    // A limit is the same in all sessions; a share in hundredths rises with the count.
    private static bool AreLimits(List<Count> counts)
    {
        for (int i = 1; i < counts[0].Numbers.Count; i++)
        {
            int at = i;
            bool isLimit = counts.All(count => count.Numbers[at] == counts[0].Numbers[at]);
            if (!isLimit && !(counts.All(count => count.Numbers[at] <= 100) && Rises(counts.Select(count => (count.Numbers[0], count.Numbers[at])))))
                return false;
        }

        return true;
    }

    private static bool Rises(IEnumerable<(long Count, long Share)> shares)
    {
        long highest = -1;
        foreach ((_, long share) in shares.OrderBy(one => one.Count).ThenBy(one => one.Share))
        {
            if (share < highest)
                return false;
            highest = share;
        }

        return true;
    }

    // One script's digits, and a sign between groups of them and one before a fraction. Where the locale writes some numbers, the program writes others.
    private static bool IsWrittenAlike(List<Count> counts, int scripts)
    {
        string all = string.Concat(counts.SelectMany(count => count.Written));
        return all.Where(char.IsDigit).Select(digit => digit - (int)char.GetNumericValue(digit)).Distinct().Count() <= scripts
            && all.Where(c => !char.IsDigit(c)).Distinct().Count() <= 2;
    }

    // What each request says last, with the lengths of the one before it, of itself and of all so far.
    private static IEnumerable<Count> Counts(AuditSession session, string form)
    {
        long[] lengths = [.. session.Capture.Exchanges.Where(exchange => exchange.IsModel && FeatureReader.HasTools(exchange)).Select(RunningTotal.LengthOf)];
        ILookup<int, string> texts = FeatureReader.Of(session).All
            .Select(feature => (Request: RequestOf().Match(feature.Key), feature.Value.Value))
            .Where(text => text.Request.Success).ToLookup(text => int.Parse(text.Request.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture),
                text => text.Value);
        long all = 0;
        for (int request = 0; request < lengths.Length; request++)
        {
            all += lengths[request];
            // What was said before is no feature of a later request.
            Count? last = texts[request + 1].SelectMany(text => text.Split('\n')).Where(line => line.Length <= LongestLine && Form(line) == form)
                .Select(line => Read(line, request > 0 ? lengths[request - 1] : 0, lengths[request], all)).OfType<Count>().MaxBy(count => count.Numbers[0]);
            if (last is not null)
                yield return last;
        }
    }

    private static Count? Read(string line, long last, long now, long all)
    {
        string[] written = [.. Digits().Matches(line).Select(number => number.Value)];
        var numbers = new List<long>();
        foreach (string number in written)
        {
            if (!long.TryParse(string.Concat(number.Where(char.IsDigit).Select(c => (char)('0' + (int)char.GetNumericValue(c)))), NumberStyles.None,
                CultureInfo.InvariantCulture, out long value))
                return null;
            numbers.Add(value);
        }

        return numbers.Count == 0 ? null : new Count(last, now, all, numbers, written);
    }

    private static string Form(string line) => line.Length > LongestLine ? "" : Digits().Replace(line, "#").Replace('\u066a', '%');

    private sealed record Count(long Last, long Now, long All, List<long> Numbers, string[] Written);

    [GeneratedRegex(@"\Amodel request ([0-9]{1,4}): body ", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex RequestOf();

    [GeneratedRegex(@"\Aline ([0-9]{1,6}), word [0-9]+(?:,|\z)", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex LineOf();

    [GeneratedRegex(@"\p{Nd}+(?:[,.\u066b\u066c\u2019\u00a0\u202f]\p{Nd}+)*", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Digits();

    [GeneratedRegex(@"\b(?:tokens?|context|characters?|chars|bytes)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 20000)]
    private static partial Regex Unit();
}
