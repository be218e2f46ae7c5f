using System.Text.Json;
using Vitrine.Core.Model;

namespace Vitrine.Runtime.Exports;

/// <summary>
/// The session's own life (Application Lifecycle, 6002), what changed the policy or the ledger itself (Entity Management, 3004), and what no class fits or
/// what can no longer be read (Base Event, 0).
/// </summary>
internal static class OcsfKeeper
{
    private const int PolicyEntity = 5, OtherEntity = 99;

    /// <summary>A leaf without its entry: the keeper's own, or of a session that was purged.</summary>
    public static void WriteLeaf(OcsfEvent to, LedgerRecord record)
    {
        Leaf facts = record.Facts;
        if (facts.Type.StartsWith(Leaf.KeeperPrefix, StringComparison.Ordinal))
        {
            WriteKeeper(to, facts);
            return;
        }

        to.Begin(OcsfClass.Base, OcsfEvent.OtherActivity, facts.Type);
        to.Status = OcsfStatus.Unknown;
        to.Message = $"{facts.Type}: the entry itself cannot be read any more; its leaf stands in the ledger";
        to.End(json =>
        {
            json.WriteBoolean("is_leaf_only"u8, true);
            if (LeafText.Of(record.Availability) is { } why)
                json.WriteString("entry_is"u8, why);
            if (facts.Decision is { } decision)
                json.WriteString("decision"u8, LeafText.Of(decision));
            if (facts.Rule is { } rule)
                json.WriteString("rule"u8, rule);
        });
    }

    /// <summary>Entries that are rare, and so without a class of their own.</summary>
    public static void WriteRare(OcsfEvent to, Entry entry)
    {
        switch (entry.Data)
        {
            case SessionStarted started:
                Write(to, entry.Session, started);
                break;
            case SessionEnded ended:
                to.Begin(OcsfClass.Lifecycle, 4, "Stop");
                to.Message = $"Session ended: {ended.Reason}, exit status {ended.ExitStatus}";
                to.Status = ended is { Reason: "exited", ExitStatus: 0 } ? OcsfStatus.Success : OcsfStatus.Failure;
                WriteApp(to, entry.Session);
                to.Json.WriteString("status_detail"u8, ended.Reason);
                to.End(json =>
                {
                    json.WriteNumber("exit_status"u8, ended.ExitStatus);
                    OcsfNetwork.WriteSeconds(json, ended.Seconds);
                    if (ended.Refused is { } refused)
                        json.WriteNumber("refused"u8, refused);
                });
                break;
            case PolicyChanged changed:
                to.Begin(OcsfClass.Entity, 3, "Update");
                to.Message = $"Policy changed: {changed.Rule}";
                WriteEntity(to.Json, "policy", PolicyEntity, changed.Rule);
                to.Json.WriteString("comment"u8, changed.Scope);
                to.End(json =>
                {
                    if (changed.WrittenTo is { } file)
                        json.WriteString("written_to"u8, file);
                });
                break;
            case PolicyDecided decided:
                BeginBase(to, "Policy decision", $"Allowed {decided.Subject}: {decided.What}");
                to.Process = decided.Process;
                to.Decision = decided.Decision;
                to.End(json =>
                {
                    json.WriteString("subject"u8, decided.Subject);
                    if (decided.Approver is { } approver)
                        json.WriteString("approver"u8, approver);
                });
                break;
            case OpensRepeated repeated:
                BeginBase(to, "Repeated opens", $"{repeated.Count} further opens repeated earlier ones");
                to.Json.WriteNumber("count"u8, repeated.Count);
                to.End();
                break;
            case EventsLost lost:
                BeginBase(to, "Events lost", $"{lost.Count} events of {lost.Source} are not in the record: {lost.Why}");
                to.Severity = OcsfSeverity.High;
                to.Status = OcsfStatus.Failure;
                to.Json.WriteNumber("count"u8, lost.Count);
                to.End(json => json.WriteString("source"u8, lost.Source));
                break;
            default:
                BeginBase(to, entry.Data.GetType().Name, to.Message);
                to.End(json =>
                {
                    json.WritePropertyName("data"u8);
                    JsonSerializer.Serialize(json, entry.Data, EntryJson.Default.Observation);
                });
                break;
        }
    }

    private static void Write(OcsfEvent to, string session, SessionStarted started)
    {
        to.Begin(OcsfClass.Lifecycle, 3, "Start");
        to.Agent = started.Agent;
        to.Message = $"Session started: {started.Agent ?? string.Join(' ', started.Command)}";
        WriteApp(to, session);
        to.End(json =>
        {
            json.WriteString("workspace"u8, started.Workspace.ToString());
            json.WriteString("network"u8, started.Network);
            json.WriteString("kernel"u8, started.Kernel);
            json.WriteString("recorded_by"u8, started.Vitrine);
            json.WriteStartArray("command"u8);
            foreach (string word in started.Command)
                json.WriteStringValue(word);
            json.WriteEndArray();
        });
    }

    private static void WriteKeeper(OcsfEvent to, Leaf facts)
    {
        bool isRemoval = facts.Type is "ledger-purged" or "ledger-pruned";
        if (isRemoval)
            to.Begin(OcsfClass.Entity, 4, "Delete");
        else
            to.Begin(OcsfClass.Entity, OcsfEvent.OtherActivity, facts.Type);
        to.Severity = isRemoval ? OcsfSeverity.Low : OcsfSeverity.Informational;
        to.Message = facts.Type switch
        {
            "ledger-purged" => "Sessions were purged: their keys and payloads are destroyed",
            "ledger-pruned" => "Old leaves were removed from the ledger",
            _ => facts.Type,
        };
        WriteEntity(to.Json, "ledger", OtherEntity, facts.Type);
        to.End(json => LeafText.WriteData(json, facts.Data));
    }

    private static void BeginBase(OcsfEvent to, string name, string message)
    {
        to.Begin(OcsfClass.Base, OcsfEvent.OtherActivity, name);
        to.Message = message;
    }

    // The application whose life it is; the agent in it is the actor.
    private static void WriteApp(OcsfEvent to, string session)
    {
        to.Json.WriteStartObject("app"u8);
        to.Json.WriteString("name"u8, "Vitrine session"u8);
        to.Json.WriteString("uid"u8, session);
        to.Json.WriteString("vendor_name"u8, "Vitrine"u8);
        to.Json.WriteEndObject();
    }

    private static void WriteEntity(Utf8JsonWriter json, string type, int kind, string name)
    {
        json.WriteStartObject("entity"u8);
        json.WriteString("name"u8, name);
        json.WriteString("type"u8, type);
        json.WriteNumber("type_id"u8, kind);
        json.WriteEndObject();
    }
}
