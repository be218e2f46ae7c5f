using System.Net;
using System.Text.RegularExpressions;
using Vitrine.Audit.Comparison;
using Vitrine.Audit.Comparison.Features;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Findings;

/// <summary>
/// What a target's README says of kinds of endpoints, each with a name, its hosts and what is otherwise for it: servers that are compatible with one another
/// know different things.
/// </summary>
/// <param name="items">What it says, piece by piece; of a table each row by itself, with its headings.</param>
internal sealed partial class EndpointProfiles(IReadOnlyList<string> items)
{
    private static readonly string[] s_loopback = ["loopback", "localhost", "local server", "local servers", "this machine"];
    private static readonly string[] s_private = ["private address", "private addresses", "private network", "internal"];

    /// <summary>What is said of a difference between endpoints; null where nothing is.</summary>
    public string? Says(Difference difference) =>
        difference is { Factors: [Factors.EndpointHost], Kind: DifferenceKind.Steady } && difference.Path.StartsWith("model request", StringComparison.Ordinal)
        && (Named(difference) ?? Shortened(difference)) is { } said ? Documentation.Quote(said) : null;

    // A field that holds the name of the profile, where the table has a row for each of the two, and the host is said in one of them.
    private string? Named(Difference difference)
    {
        if (difference.Channel is not (Channels.Header or Channels.BodyText)
            || Place.Match(difference.Path) is not { Success: true } place
            || !Word.IsMatch(difference.Before)
            || !Word.IsMatch(difference.After))
            return null;
        foreach (string passage in items.Where(item => WholeWord.IsIn(item, place.Groups[1].Value, StringComparison.OrdinalIgnoreCase, joining: "_-")))
        {
            if (RowsOf(passage, difference.Before).FirstOrDefault() is { } before
                && RowsOf(passage, difference.After).FirstOrDefault() is { } after
                && (SaysHost(after, difference.SessionsWith[0]) || (SaysHost(before, difference.SessionsWithout[0]) && Others.IsMatch(after))))
                return after;
        }

        return null;
    }

    // Rows that begin with the value, in a column of which the passage speaks.
    private IEnumerable<string> RowsOf(string passage, string value) =>
        items.Where(item => Row.Match(item) is { Success: true } row
            && row.Groups["value"].Value == value
            && WholeWord.IsIn(passage, row.Groups["name"].Value, StringComparison.OrdinalIgnoreCase));

    // A tool's description of which one side has the beginning alone.
    private string? Shortened(Difference difference) =>
        Description.IsMatch(difference.Path)
        && TextOf(difference.SessionsWithout[0], difference) is { } before
        && TextOf(difference.SessionsWith[0], difference) is { } after
        && before.Length != after.Length
        && (before.Length > after.Length ? (before, after) : (after, before)) is var (whole, part)
        && part.Length > 0
        && whole.StartsWith(part.TrimEnd('.', ',', ';', ' '), StringComparison.Ordinal)
            ? items.FirstOrDefault(item => Fewer.IsMatch(item)
                && SaysHost(item, before.Length > after.Length ? difference.SessionsWith[0] : difference.SessionsWithout[0]))
            : null;

    private static string? TextOf(AuditSession session, Difference difference) =>
        FeatureReader.Of(session).All.TryGetValue(difference.Path, out Feature? text) ? text.Value : null;

    // The endpoint's own name, a pattern that it fits, or what kind of host it is.
    private static bool SaysHost(string item, AuditSession session)
    {
        string host = FeatureReader.EndpointHost(session.Machine);
        bool isLoopback = host == "localhost"
            || host.EndsWith(".localhost", StringComparison.Ordinal)
            || (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));
        bool isPrivate = isLoopback || Private.IsMatch(host) || !host.Contains('.', StringComparison.Ordinal);
        return WholeWord.IsIn(item, host, StringComparison.OrdinalIgnoreCase)
            || Pattern.Matches(item).Any(pattern => host.EndsWith(pattern.Groups[1].Value, StringComparison.OrdinalIgnoreCase))
            || (isLoopback && s_loopback.Any(word => TextJudge.IsSaid(item, word, 2))) || (isPrivate && s_private.Any(word => TextJudge.IsSaid(item, word, 2)));
    }

    [GeneratedRegex(@"(?: field |/)([A-Za-z][A-Za-z0-9_-]{1,60})\z", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Place { get; }

    [GeneratedRegex(@"\A[a-z][a-z-]{1,20}\z", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Word { get; }

    [GeneratedRegex(@"\A(?<name>[\p{L} ]{2,24}): `?(?<value>[a-z][a-z-]{1,20})`?,", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Row { get; }

    [GeneratedRegex(@"\b(?:others?|any|anything|everything|all|else|otherwise|default|remote|unknown|rest|hosted)\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 20000)]
    private static partial Regex Others { get; }

    [GeneratedRegex(@"/tools/.{1,200}/description\z", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Description { get; }

    [GeneratedRegex(@"\btools?(?:'s?)?\b[^.;|]{0,40}\b(?:described|descriptions?)\b[^.;|]{0,40}\b(?:fewer words|short(?:er|ened)?|brief(?:er|ly)?|abridged|trimmed|cut|first sentence)\b|\b(?:short(?:er|ened)?|brief(?:er)?|abridged|trimmed) (?:tool descriptions|descriptions of (?:the )?tools)\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 20000)]
    private static partial Regex Fewer { get; }

    [GeneratedRegex(@"\*(\.[a-z0-9.-]{3,60})", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 20000)]
    private static partial Regex Pattern { get; }

    [GeneratedRegex(@"\A(?:10\.|192\.168\.|172\.(?:1[6-9]|2[0-9]|3[01])\.)|\.(?:local|lan|internal)\z", RegexOptions.CultureInvariant, 20000)]
    private static partial Regex Private { get; }
}
