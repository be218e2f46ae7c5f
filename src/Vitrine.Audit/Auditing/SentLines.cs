using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Vitrine.Audit.Comparison;
using Vitrine.Audit.Comparison.Features;
using Vitrine.Audit.Comparison.Text;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Auditing;

/// <summary>
/// The lines around a difference as one session of each side sent them: what a finding says is in the words of the comparison, which has put marks for the
/// machine's own values.
/// </summary>
internal static partial class SentLines
{
    private const int MostLines = 4, Longest = 600;

    /// <summary>The finding with its lines; as it was where there are none, such as for a file.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="find">A session by its id; null for one that is not at hand.</param>
    public static Finding Add(Finding finding, Func<string, AuditSession?> find)
    {
        Evidence evidence = finding.Evidence;
        if (First(evidence.SessionsWithout, find) is not { } without || First(evidence.SessionsWith, find) is not { } with)
            return finding;
        Match place = Place.Match(evidence.Place);
        string path = place.Success ? evidence.Place[..place.Index] : evidence.Place;
        if (Text(without, path) is not { } before || Text(with, path) is not { } after || before == after)
            return finding;
        int line = place.Success && int.TryParse(place.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number - 1 : -1;
        (string lineBefore, string lineAfter) = Around(before.Split('\n'), after.Split('\n'), line);
        return finding with { Evidence = evidence with { SentBefore = lineBefore, SentAfter = lineAfter } };
    }

    private static AuditSession? First(IReadOnlyList<string> ids, Func<string, AuditSession?> find) =>
        ids.Select(find).FirstOrDefault(session => session is not null);

    private static string? Text(AuditSession session, string path) =>
        FeatureReader.Of(session).All.TryGetValue(path, out Feature? feature) && feature.Form is FeatureForm.Text or FeatureForm.Word ? feature.Value : null;

    // The differing lines at the place, or where it names none, the first that differ.
    private static (string, string) Around(string[] before, string[] after, int line)
    {
        List<Gap> gaps = Alignment.Gaps(before, after);
        int at = line < 0 ? 0 : gaps.FindIndex(gap => line >= gap.From && line <= gap.From + Math.Max(0, gap.Length - 1));
        if (at < 0 || gaps.Count == 0)
            return ("", "");
        Gap found = gaps[at];
        // Of a long run of lines, the one that is meant.
        int skip = line < 0 || found.Length <= MostLines ? 0 : line - found.From;
        return (Shown(before, found.From + skip, found.Length - skip),
            Shown(after, found.OtherFrom + Math.Min(skip, Math.Max(0, found.OtherLength - 1)),
                found.OtherLength - Math.Min(skip, Math.Max(0, found.OtherLength - 1))));
    }

    private static string Shown(string[] lines, int from, int count)
    {
        string text = string.Join('\n', lines.Skip(from).Take(Math.Min(count, MostLines)));
        // Half a surrogate pair has no place in JSON.
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Length <= Longest ? text : text[..Longest] + "…"));
    }

    [GeneratedRegex(@", line (\d{1,6})(?:, word \d{1,6})?$", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Place { get; }
}
