using System.Text.Json;
using Vitrine.Core.Model;
using Vitrine.Runtime.Queries;

namespace Vitrine.Tests.Runtime.Queries;

/// <summary>The same search, over parsed entries, without an index, in the plainest words.</summary>
internal static class NaiveSearch
{
    public static List<Entry> Find(EntryQuery query, IEnumerable<List<Entry>> sessions)
    {
        var found = new List<Entry>();
        foreach (List<Entry> session in sessions)
        {
            var started = (SessionStarted)session[0].Data;
            string agent = started.Agent ?? started.Command[0].Split('/')[^1];
            if (query.Agent is { } wanted && !agent.Equals(wanted, StringComparison.OrdinalIgnoreCase))
                continue;
            if (query.Workspace is { } workspace && !$"{started.Workspace}/".StartsWith($"{workspace}/", StringComparison.Ordinal))
                continue;
            found.AddRange(session.Where(entry => IsMeant(query, entry, started)));
        }

        found.Sort((a, b) => (a.Time, a.Session, a.Index).CompareTo((b.Time, b.Session, b.Index)));
        if (!query.OldestFirst)
            found.Reverse();
        return query.Limit > 0 ? [.. found.Take((int)query.Limit)] : found;
    }

    private static bool IsMeant(EntryQuery query, Entry entry, SessionStarted started)
    {
        var places = new Vitrine.Core.Policy.PolicyPlaces(started.Workspace.ToString(), started.Home.ToString()!);
        return (query.Since is not { } since || entry.Time >= since)
            && (query.Until is not { } until || entry.Time < until)
            && (query.Decision is not { } decision || DecisionOf(entry.Data) == decision)
            && (query.Host is not { } host || HostsOf(entry.Data).Any(value => host.Matches(value, ignoreCase: true)))
            && (query.Program is not { } program || (entry.Data is ProgramRun run && program.Covers(run.Program, places)))
            && (query.File is not { } file || FilesOf(entry.Data, started).Any(value => file.Covers(new UnixPath(value), places)))
            && (query is { Kind: null, Texts: [] } || IsMeant(query, entry.ToUtf8()));
    }

    private static bool IsMeant(EntryQuery query, byte[] utf8)
    {
        using var json = JsonDocument.Parse(utf8);
        JsonElement data = json.RootElement.GetProperty("data");
        return (query.Kind is not { } kind || data.GetProperty("kind").GetString() == kind)
            && query.Texts.All(text => Values(data).Any(value => value.Contains(text, StringComparison.OrdinalIgnoreCase)));
    }

    private static Effect? DecisionOf(Observation data) => data switch
    {
        RequestStarted one => one.Decision.Outcome,
        NameLookedUp one => one.Decision.Outcome,
        FlowRefused one => one.Decision.Outcome,
        PolicyDecided one => one.Decision.Outcome,
        BodyInspected one => one.Decision.Outcome,
        CallRefused => Effect.Deny,
        _ => null,
    };

    private static IEnumerable<string> HostsOf(Observation data) => data switch
    {
        RequestStarted one => [new Uri(one.Url).IdnHost.Trim('[', ']')],
        NameLookedUp one => [one.Name],
        FlowRefused one => [one.Destination[..one.Destination.LastIndexOf(':')].Trim('[', ']')],
        PolicyDecided { Subject: "request" } one => [new Uri(one.What.Split(' ')[1]).IdnHost.Trim('[', ']')],
        BodyInspected { Destination: { } destination } => [destination.Count(c => c == ':') == 1 ? destination.Split(':')[0] : destination],
        _ => [],
    };

    private static IEnumerable<string> FilesOf(Observation data, SessionStarted started) => data switch
    {
        FileOpened one => [one.Path.ToString()],
        FileChanged { Target: { } target } one => [one.Path.ToString(), target.ToString()],
        FileChanged one => [one.Path.ToString()],
        PolicyDecided { Subject: "file" } one => [one.What],
        BodyInspected one => one.Findings.Source.Select(source => $"{started.Workspace}/{source.File}"),
        _ => [],
    };

    /// <summary>Each value that can be searched; the strings of a list as one, parted by spaces.</summary>
    private static IEnumerable<string> Values(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String or JsonValueKind.Number:
                yield return element.ToString();
                break;
            case JsonValueKind.Array when element.EnumerateArray().All(item => item.ValueKind is JsonValueKind.String or JsonValueKind.Number):
                yield return string.Join(' ', element.EnumerateArray());
                break;
            case JsonValueKind.Array:
                foreach (string value in element.EnumerateArray().SelectMany(Values))
                    yield return value;
                break;
            case JsonValueKind.Object when element.TryGetProperty("base64", out JsonElement bytes):
                yield return UnixPath.FromBytes(bytes.GetBytesFromBase64()).ToString();
                break;
            case JsonValueKind.Object:
                foreach (string value in element.EnumerateObject().SelectMany(property => Values(property.Value)))
                    yield return value;
                break;
        }
    }
}
