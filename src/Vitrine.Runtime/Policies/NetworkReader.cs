using Vitrine.Core.Model;
using Vitrine.Core.Policy;
using Vitrine.Runtime.Agents.Profiles;

namespace Vitrine.Runtime.Policies;

/// <summary>Reads <c>network</c>.</summary>
internal sealed class NetworkReader(PolicyReading reading, HashSet<string> credentials, List<RegionEntry> regions)
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"];

    public NetworkLayer Read(PolicySection section, IReadOnlyList<RequestRule> extended)
    {
        RequestRule[] rules =
        [
            .. Rules(section, "deny", Effect.Deny),
            .. Rules(section, "ask", Effect.Ask),
            .. Rules(section, "allow", Effect.Allow),
            .. extended,
        ];
        string? word = section.FindWord("default", PolicyKeys.NetworkDefaults);
        Effect? otherwise = word is not null ? PolicySection.EffectOf(word) : section.Find("allow") is not null || extended.Count > 0 ? Effect.Deny : null;
        return new NetworkLayer(reading.Source, rules, otherwise, reading.Rank == PolicyRank.Organisation);
    }

    /// <summary>A host as a rule has it; null, and a problem, where it is none.</summary>
    public static HostRule? Host(PolicyReading reading, ScalarNode text) =>
        HostRule.TryParse(text.Text, out HostRule? rule)
            ? rule
            : reading.Add<HostRule>(text, $"'{PolicySection.Shown(text.Text)}' is no host", HintFor(text.Text));

    private static string HintFor(string text) =>
        text.Contains("://", StringComparison.Ordinal) || text.Contains('/')
            ? "write the host alone; paths go into 'paths': { host: HOST, paths: [/path/**] }"
            : "write HOST, HOST:PORT or *.DOMAIN";

    private IEnumerable<RequestRule> Rules(PolicySection section, string key, Effect effect)
    {
        foreach (ProfileNode item in section.FindItems(key))
            if (Rule(section, item, key, effect) is { } rule)
                yield return rule;
    }

    private RequestRule? Rule(PolicySection section, ProfileNode item, string key, Effect effect)
    {
        if (item is not MapNode map)
            return section.Text(item, $"an element of '{key}'") is { } text && Host(reading, text) is { } host
                ? new RequestRule(host, effect, text.Text, reading.OriginOf(item))
                : null;
        var inner = new PolicySection(reading, map, "a rule", PolicyKeys.Request);
        if (inner.FindText("host") is not { } name)
            return reading.Add<RequestRule>(map, "a rule names its 'host'");
        if (Host(reading, name) is not { } covered)
            return null;
        if (inner.FindText("region") is { } region)
            regions.Add(new RegionEntry(HostPattern.Of(covered), region.Text, reading.OriginOf(region), reading.Rank));
        if (inner.FindText("credential") is { } credential && !credentials.Contains(credential.Text))
            reading.Add(credential, $"there is no credential '{PolicySection.Shown(credential.Text)}' in this file", Nearest(credential.Text));
        if (effect != Effect.Allow)
            foreach (string only in (string[])["purpose", "credential", "region"])
                if (inner.Find(only) is { } misplaced)
                    reading.Add(misplaced, $"'{only}' has no meaning under '{key}'", "it belongs to a rule that allows");
        return new RequestRule(covered, effect, NodeText.Of(map), reading.OriginOf(item))
        {
            Methods = [.. inner.FindTexts("methods").Where(IsMethod).Select(text => text.Text)],
            Paths = [.. inner.FindTexts("paths").Select(Path).OfType<Glob>()],
            Purpose = inner.FindText("purpose")?.Text,
            Credential = inner.FindText("credential")?.Text,
            PurposeRank = reading.Rank,
        };

        bool IsMethod(ScalarNode text)
        {
            if (text.Text.Length <= 32 && text.Text.All(c => char.IsAsciiLetterUpper(c) || c == '-'))
                return true;
            string? meant = Agents.NearestWord.Find(text.Text.ToUpperInvariant(), Methods);
            reading.Add(text, $"'{PolicySection.Shown(text.Text)}' is no method",
                meant is null ? "methods are written in capitals" : $"did you mean '{meant}'?");
            return false;
        }
    }

    private Glob? Path(ScalarNode text)
    {
        if (text.Text[0] != '/')
            return reading.Add<Glob>(text, "a path begins with a slash", $"/{PolicySection.Shown(text.Text)}");
        if (text.Text.AsSpan().IndexOfAny("?#") >= 0)
            return reading.Add<Glob>(text, "a rule is about the path alone, without query or fragment", "'?' is no wildcard here; '*' is");
        return Glob.TryParse(text.Text, out Glob? glob, out string why) ? glob : reading.Add<Glob>(text, why);
    }

    private string Nearest(string text) =>
        Agents.NearestWord.Find(text, credentials) is { } meant ? $"did you mean '{meant}'?" : "describe it under 'credentials'";
}
