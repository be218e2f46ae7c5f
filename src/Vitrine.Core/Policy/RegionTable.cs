using Vitrine.Core.Model;

namespace Vitrine.Core.Policy;

/// <summary>One declared region.</summary>
/// <param name="Host">The hosts.</param>
/// <param name="Region">A region of the wide kind (<c>eu</c>, <c>us</c>…), or one of these with the provider's own name behind a colon, such as
/// <c>eu:eu-west-1</c>.</param>
/// <param name="Source">The public page that says so, or where the person wrote it.</param>
/// <param name="Rank">Who declares it: what a lower layer declares does not meet what a higher one demands.</param>
public sealed record RegionEntry(HostPattern Host, string Region, string Source, PolicyRank Rank = PolicyRank.BuiltIn)
{
    /// <summary>Whether a layer of this rank goes by it.</summary>
    public bool CountsFor(PolicyRank demanding) => Rank == PolicyRank.BuiltIn || Rank <= demanding;
}

/// <summary>Which region a destination is in. What is not declared has none, and where a region is demanded it is refused.</summary>
/// <param name="Entries">The entries; the first that covers a host counts, so the person's own go first.</param>
public sealed record RegionTable(IReadOnlyList<RegionEntry> Entries)
{
    /// <summary>Knows nothing.</summary>
    public static RegionTable Empty { get; } = new([]);

    /// <summary>The host's entry; null where its region is not declared.</summary>
    public RegionEntry? Find(HostName host)
    {
        foreach (RegionEntry entry in Entries)
            if (entry.Host.Covers(host))
                return entry;
        return null;
    }

    /// <summary>Whether a region lies in what is demanded: <c>eu</c> takes <c>eu:eu-west-1</c> in, not the other way about.</summary>
    public static bool IsWithin(string region, IEnumerable<string> demanded)
    {
        ArgumentNullException.ThrowIfNull(region);
        ArgumentNullException.ThrowIfNull(demanded);
        foreach (string one in demanded)
            if (region.StartsWith(one, StringComparison.OrdinalIgnoreCase) && (region.Length == one.Length || region[one.Length] == ':'))
                return true;
        return false;
    }
}

/// <summary>
/// Hosts by their names' labels from the left: a star within a label is any part of it, <c>**</c> in front any number of labels, at least one.
/// </summary>
public sealed record HostPattern
{
    private readonly string[] _labels;

    private HostPattern(string text, string[] labels) => (Text, _labels) = (text, labels);

    /// <summary>The pattern.</summary>
    public string Text { get; }

    /// <summary>The hosts of a rule, whatever the port.</summary>
    public static HostPattern Of(HostRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return rule.IsWildcard
            ? new HostPattern("**." + rule.Host.Name, ["**", .. rule.Host.Name.Split('.')])
            : new HostPattern(rule.Host.Name, rule.Host.Name.Split('.'));
    }

    /// <summary>Parses a pattern such as <c>bedrock-runtime.eu-*-*.amazonaws.com</c>; null when it is none. At least the last two labels are literal.</summary>
    public static HostPattern? TryParse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] labels = text.Split('.');
        string[] tail = labels[0] == "**" ? labels[1..] : labels;
        bool isSound = text.Length <= HostName.MaximumLength && tail.Length >= 2 && !tail[^1].Contains('*') && !tail[^2].Contains('*')
            && !text.Any(char.IsAsciiLetterUpper) && !text.EndsWith('.') && HostName.TryParse(string.Join('.', tail).Replace('*', 'x'), out _);
        return isSound ? new HostPattern(text, labels) : null;
    }

    /// <summary>Whether the host is meant.</summary>
    public bool Covers(HostName host)
    {
        if (host.IsAddress || _labels.Length == 1)
            return host.Name == Text && Text.Length > 0;

        // From the right, where two names differ soonest, and without taking the name apart: every request asks all patterns there are.
        bool isDeep = _labels[0] == "**";
        ReadOnlySpan<char> left = host.Name;
        for (int i = _labels.Length - 1; i >= (isDeep ? 1 : 0); i--)
        {
            if (left.IsEmpty)
                return false;
            int dot = left.LastIndexOf('.');
            if (!Glob.MatchesName(_labels[i], left[(dot + 1)..], ignoreCase: false))
                return false;
            left = dot < 0 ? [] : left[..dot];
        }

        return isDeep ? !left.IsEmpty : left.IsEmpty;
    }
}
