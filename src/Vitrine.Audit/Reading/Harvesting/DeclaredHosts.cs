using System.Text;
using System.Text.RegularExpressions;

namespace Vitrine.Audit.Reading.Harvesting;

/// <summary>
/// Hosts to which a package's README says that it reports. A program that says so, and says no more than that, hides nothing; one that says it does so only
/// when asked, and does it unasked, does.
/// </summary>
internal static partial class DeclaredHosts
{
    // A section that names more is a list of links.
    private const int MostOfSection = 4;

    /// <summary>Files those of a package's README.</summary>
    public static void Add(HarvestTable table, Origin origin, ReadOnlySpan<byte> bytes)
    {
        if (ReadmeText.Of(origin, bytes) is not string text)
            return;
        int[] starts = [0, .. Starts(text), text.Length];
        for (int section = 0; section + 1 < starts.Length; section++)
        {
            string whole = text[starts[section]..starts[section + 1]];
            int at = Encoding.UTF8.GetByteCount(text.AsSpan(0, starts[section]));
            foreach (string host in Declared(whole).SelectMany(HostsIn).Distinct(StringComparer.Ordinal).Take(MostOfSection))
                table.Add(HarvestKind.DeclaredHost, host, new Sighting(origin.At(at), Suspicion.Named, Subjects.None, [], false));
        }
    }

    // A section as a whole, or items of its list, each of which says for itself what it is about: "Telemetry is off by default" takes back "Telemetry goes to
    // …", and a paragraph between them all.
    private static IEnumerable<string> Declared(string section)
    {
        if (!Report.IsMatch(section) || !Sends.IsMatch(section))
            return [];
        if (!OnlyWhenAsked.IsMatch(section))
            return [section];
        string[] items = [.. Items.Matches(section).Select(item => item.Value)];
        HashSet<string> refused = [.. items.Where(item => OnlyWhenAsked.IsMatch(item))
            .SelectMany(item => Report.Matches(item))
            .Select(word => Subject(word.Value))];
        return OnlyWhenAsked.IsMatch(Items.Replace(section, ""))
            ? []
            : items.Where(item => Declares(item) && !Report.Matches(item).Any(word => refused.Contains(Subject(word.Value))));
    }

    private static string Subject(string word) => word.Contains("model", StringComparison.OrdinalIgnoreCase) ? "models"
        : word.Contains("version", StringComparison.OrdinalIgnoreCase)
            || word.Contains("release", StringComparison.OrdinalIgnoreCase)
            || word.Contains("update", StringComparison.OrdinalIgnoreCase)
            ? "updates"
            : "reports";

    private static bool Declares(string said) => Report.IsMatch(said) && Sends.IsMatch(said) && !OnlyWhenAsked.IsMatch(said);

    private static IEnumerable<string> HostsIn(string said)
    {
        foreach (Match match in HostNames.Within.Matches(said))
            if (HostNames.IsHost(match.Value))
                yield return match.Value;
        foreach (Match match in HostNames.Url.Matches(said))
            if (Uri.TryCreate(match.Value, UriKind.Absolute, out Uri? url) && HostNames.IsHost(url.Host))
                yield return url.Host;
    }

    private static List<int> Starts(string text)
    {
        var starts = new List<int>();
        foreach (ValueMatch heading in Heading.EnumerateMatches(text))
            if (heading.Index > 0)
                starts.Add(heading.Index);
        return starts;
    }

    // With the lines that are set in below it.
    [GeneratedRegex(@"^[ \t]{0,3}(?:[-*+]|[0-9]{1,3}[.)])[ \t]+[^\n]*(?:\n[ \t]+[^\n]+)*", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Items { get; }

    [GeneratedRegex(@"\b(?:sends?|sent|posts?|reports?|goes to|go to|uploads?|collects?|transmits?|reads? from|asks|asked|fetche[sd]?|checks?|refreshe[sd]|queries|queried|looks? up|looked up|downloads?|downloaded)\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Sends { get; }

    [GeneratedRegex(@"^(?:#{1,6} .*|[^\n]+\n(?:={3,}|-{3,})[ \t]*)$", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Heading { get; }

    [GeneratedRegex(@"\b(?:telemetry|statistics|analytics|metrics|usage data|crash reports?|diagnostics?|error reports?|updates?|(?:new|newer|newest|latest) (?:version|release)|(?:list|table|catalog|catalogue|prices) of (?:the )?models|model (?:list|table|catalog|catalogue|prices))\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Report { get; }

    [GeneratedRegex(@"\b(?:off by default|disabled by default|not (?:sent|enabled) (?:by default|unless)|opt[- ]?in|only (?:if|when|with|after|where)|unless (?:you |it is |explicitly )*(?:enabled?|opt(?:ed)?[- ]in|turn(?:ed)?(?: it)? on|switch(?:ed)?(?: it)? on|ask(?:ed)?)|no telemetry|never (?:been )?(?:sen[dt]s?|contact\w*|report\w*|upload\w*|collect\w*|phones?|talks?|connects?|checks?|fetch\w*|shared?|transmit\w*|leaves?)|if (?:you|it is) (?:enable|switch|turn)\w*|when (?:enabled|switched on|turned on))\b|^off\.",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex OnlyWhenAsked { get; }
}
