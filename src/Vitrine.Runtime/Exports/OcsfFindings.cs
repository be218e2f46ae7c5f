using System.Text.Json;
using Vitrine.Core.Model;

namespace Vitrine.Runtime.Exports;

/// <summary>What was found in bodies, and acts that were refused: Detection Finding (2004).</summary>
internal static class OcsfFindings
{
    private const int Create = 1, Quarantined = 3, Dropped = 6;

    /// <summary>Writes the finding.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="id">Its stable name, which the finding's own begins with.</param>
    public static void Write(OcsfEvent to, Entry entry, string id)
    {
        to.Begin(OcsfClass.Finding, Create, "Create");
        to.Severity = OcsfSeverity.Medium;
        to.Status = OcsfStatus.Unknown;
        switch (entry.Data)
        {
            case CallRefused refused:
                to.Process = refused.Process;
                to.Decision = Decision.Deny(null, null);
                WriteInfo(to, id, entry, $"System call refused: {refused.Call}", refused.Detail);
                WriteEvidence(to.Json, json => WriteProcess(json, refused.Process));
                to.End(json => json.WriteString("error"u8, refused.Error));
                break;
            case FileHeldBack held:
                to.Decision = Decision.Deny(null, null);
                to.Disposition = Quarantined;
                WriteInfo(to, id, entry, $"File held back: {held.Path}", held.Why);
                WriteEvidence(to.Json, json => OcsfSystem.WriteFile(json, "file"u8, held.Path, OcsfSystem.FileKind.Unknown));
                to.End(json => json.WriteString("kept_at"u8, held.KeptAt.ToString()));
                break;
            case TerminalSequencesDropped dropped:
                to.Decision = Decision.Deny(null, null);
                to.Disposition = Dropped;
                to.Severity = OcsfSeverity.Low;
                WriteInfo(to, id, entry, $"Control sequences kept from the terminal: {dropped.Sequence}", null);
                to.Json.WriteNumber("count"u8, dropped.Count);
                to.End();
                break;
            case PolicyDecided decided:
                to.Process = decided.Process;
                to.Decision = decided.Decision;
                WriteInfo(to, id, entry, $"Refused {decided.Subject}: {decided.What}", null);
                if (decided.Process is { } process)
                    WriteEvidence(to.Json, json => WriteProcess(json, process));
                to.End(json =>
                {
                    json.WriteString("subject"u8, decided.Subject);
                    if (decided.Approver is { } approver)
                        json.WriteString("approver"u8, approver);
                });
                break;
            case BodyInspected inspected:
                Write(to, entry, inspected, id);
                break;
        }
    }

    private static void Write(OcsfEvent to, Entry entry, BodyInspected inspected, string id)
    {
        BodyFindings found = inspected.Findings;
        to.Decision = inspected.Decision;
        // A secret in clear is the worst that can leave; what could not be searched may hold one.
        to.Severity = found.Secrets.Count > 0 ? OcsfSeverity.High
            : found.Source.Count + found.Identity.Count > 0 || !inspected.Decision.IsAllowed ? OcsfSeverity.Medium
            : OcsfSeverity.Low;
        WriteInfo(to, id, entry, $"Found in a {inspected.Direction}: {Kinds(found)}", null, found);
        to.Json.WriteStartArray("evidences"u8);
        to.Json.WriteStartObject();
        to.Json.WriteStartObject("http_request"u8);
        to.Json.WriteString("uid"u8, OcsfHttp.RequestName(entry.Session, inspected.Request));
        to.Json.WriteEndObject();
        if (inspected.Destination is { } destination)
            OcsfNetwork.WriteEndpoint(to.Json, "dst_endpoint"u8, destination, null);
        // Names, places and keyed fingerprints: there are no values in the record.
        to.Json.WritePropertyName("data"u8);
        JsonSerializer.Serialize(to.Json, found, EntryJson.Default.BodyFindings);
        to.Json.WriteEndObject();
        to.Json.WriteEndArray();
        to.End(json =>
        {
            json.WriteString("direction"u8, inspected.Direction);
            if (inspected.Region is { } region)
                json.WriteString("region"u8, region);
        });
    }

    private static void WriteInfo(OcsfEvent to, string id, Entry entry, string title, string? description, BodyFindings? found = null)
    {
        to.Message = title;
        Utf8JsonWriter json = to.Json;
        json.WriteStartObject("finding_info"u8);
        json.WriteString("uid"u8, id + "/finding");
        json.WriteString("title"u8, title);
        to.WriteText("desc"u8, description);
        json.WriteNumber("created_time"u8, entry.Time.ToUnixTimeMilliseconds());
        if (found is not null)
        {
            json.WriteStartArray("types"u8);
            foreach ((string kind, int _) in Count(found))
                json.WriteStringValue(kind);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteEvidence(Utf8JsonWriter json, Action<Utf8JsonWriter> what)
    {
        json.WriteStartArray("evidences"u8);
        json.WriteStartObject();
        what(json);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteProcess(Utf8JsonWriter json, int process)
    {
        json.WriteStartObject("process"u8);
        json.WriteNumber("pid"u8, process);
        json.WriteEndObject();
    }

    private static string Kinds(BodyFindings found)
    {
        string kinds = string.Join(", ", Count(found).Select(kind => $"{kind.Count} {kind.Kind}"));
        return kinds.Length > 0 ? kinds : "refused content";
    }

    private static IEnumerable<(string Kind, int Count)> Count(BodyFindings found)
    {
        if (found.Secrets.Count > 0)
            yield return ("secret", found.Secrets.Count);
        if (found.Source.Count > 0)
            yield return ("source", found.Source.Count);
        if (found.Identity.Count > 0)
            yield return ("identity", found.Identity.Count);
        if (found.HiddenText.Count > 0)
            yield return ("hidden-text", found.HiddenText.Count);
        if (found.Unscanned.Count > 0)
            yield return ("unscanned", found.Unscanned.Count);
    }
}
