using System.Net;
using Vitrine.Core.Policy;
using Vitrine.Ledger.Notes;
using Vitrine.Runtime.Agents.Profiles;

namespace Vitrine.Runtime.Policies;

/// <summary>Reads <c>record</c> into a layer.</summary>
internal static class RecordReader
{
    private const int MostWitnesses = 16;
    private const int LongestUrl = 2048;
    private const int MostHolds = 256;
    // A century: a longer time would leave the range of dates.
    private const long LongestRetention = 36_525L * 86_400;
    private const string Example = "{ url: https://witness.example.com/, key: witness.example.com/w1+… }";

    public static PolicyLayer Read(PolicySection section, PolicyLayer layer) => layer with
    {
        Bodies = section.FindWord("bodies", PolicyKeys.BodiesWords) switch { "keep" => BodyRecord.Keep, "digest" => BodyRecord.Digest, _ => null },
        Unwitnessed = section.FindWord("unwitnessed", PolicyKeys.UnwitnessedWords) switch
        {
            "record" => UnwitnessedUse.Record,
            "deny" => UnwitnessedUse.Deny,
            _ => null
        },
        Witnesses = [.. Witnesses(section)],
        Retention = Own(section, "retention") && section.FindNumber("retention", "smhd") is { } seconds
            ? TimeSpan.FromSeconds(Math.Min(seconds, LongestRetention))
            : null,
        Holds = Own(section, "hold") ? [.. Holds(section)] : [],
    };

    // A repository's author must not be able to have the record of what was done in it destroyed, nor to have it kept.
    private static bool Own(PolicySection section, string key)
    {
        if (section.Find(key) is not { } node || section.Reading.Rank != PolicyRank.Project)
            return true;
        section.Reading.Add(node, $"a project's policy does not say how long records are kept ('{key}')", "put it into your own policy or the organisation's");
        return false;
    }

    private static IEnumerable<HoldRule> Holds(PolicySection section)
    {
        foreach (ProfileNode item in section.FindItems("hold").Take(MostHolds))
        {
            if (item is not MapNode map)
            {
                section.Reading.Add(item, "a hold names an 'agent' or a 'workspace'", "{ workspace: /srv/projects/acme }");
                continue;
            }

            var inner = new PolicySection(section.Reading, map, "a hold", PolicyKeys.Hold);
            string? agent = inner.FindText("agent")?.Text, workspace = inner.FindText("workspace")?.Text;
            if (agent is null && workspace is null)
                section.Reading.Add(map, "a hold names an 'agent' or a 'workspace'", "{ workspace: /srv/projects/acme }");
            else if (workspace?.StartsWith('/') == false)
                section.Reading.Add(map, "the workspace of a hold is an absolute path", "{ workspace: /srv/projects/acme }");
            else
                yield return new HoldRule(agent, workspace);
        }
    }

    private static IEnumerable<WitnessRule> Witnesses(PolicySection section)
    {
        PolicyReading reading = section.Reading;
        IReadOnlyList<ProfileNode> items = section.FindItems("witness");
        if (items.Count > MostWitnesses)
            reading.Add(items[MostWitnesses], $"more than {MostWitnesses} witnesses");
        var keys = new HashSet<string>();
        foreach (ProfileNode item in items.Take(MostWitnesses))
        {
            if (item is not MapNode map)
            {
                reading.Add(item, "a witness is a mapping with its 'url' and its 'key'", Example);
                continue;
            }

            var inner = new PolicySection(reading, map, "a witness", PolicyKeys.Witness);
            ScalarNode? url = inner.FindText("url"), key = inner.FindText("key");
            if (inner.Find("url") is null || inner.Find("key") is null)
                reading.Add(map, "a witness has a 'url' and a 'key'", Example);
            if (url is null || key is null || !IsUrl(reading, url) || Key(reading, key) is not { } verifier)
                continue;
            if (keys.Add(Convert.ToBase64String(verifier.Key.Span)))
                yield return new WitnessRule(url.Text, key.Text, reading.Rank, reading.OriginOf(map));
            else
                reading.Add(key, "this witness's key is listed twice");
        }
    }

    private static bool IsUrl(PolicyReading reading, ScalarNode node)
    {
        const string hint = "such as https://witness.example.com/, with nothing behind a '?' or '#' and no name or password in it";
        if (node.Text.Length > LongestUrl
            || !Uri.TryCreate(node.Text, UriKind.Absolute, out Uri? url)
            || url.Scheme is not ("http" or "https")
            || url.Host.Length == 0
            || url.UserInfo.Length > 0 || node.Text.AsSpan().IndexOfAny('?', '#') >= 0)
        {
            reading.Add(node, $"'{PolicySection.Shown(node.Text)}' is no address of a witness", hint);
            return false;
        }

        if (url.Scheme == Uri.UriSchemeHttps || (IPAddress.TryParse(url.Host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address)))
            return true;
        reading.Add(node, "a witness on another machine is asked over https alone", $"https{node.Text[4..]}");
        return false;
    }

    private static VerifierKey? Key(PolicyReading reading, ScalarNode node)
    {
        if (!VerifierKey.TryParse(node.Text, out VerifierKey? key))
            return reading.Add<VerifierKey>(node, "this is no verifier key", "NAME+ID+BASE64 as `vitrine witness key` prints it on the witness's machine");
        return key.Algorithm == VerifierKey.CosignatureAlgorithm
            ? key
            : reading.Add<VerifierKey>(node, "this is the key of a log, not that of a witness",
                "a witness's key is for timestamped cosignatures (type 4); `vitrine witness key` prints it");
    }
}
