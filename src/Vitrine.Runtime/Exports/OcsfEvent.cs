using System.Globalization;
using System.Text.Json;
using Vitrine.Core.Model;
using Vitrine.Runtime.Sessions;

namespace Vitrine.Runtime.Exports;

/// <summary>One event being written: what every class has, around what the class has of its own.</summary>
/// <param name="json">Where it is written.</param>
/// <param name="record">What it tells of.</param>
/// <param name="ledger">The ledger's name, taken apart.</param>
internal sealed class OcsfEvent(Utf8JsonWriter json, LedgerRecord record, OcsfLedger ledger)
{
    /// <summary><c>activity_id</c> of what the class has no word for.</summary>
    public const int OtherActivity = 99;

    /// <summary>Where attributes of the class are written.</summary>
    public Utf8JsonWriter Json { get; } = json;

    /// <summary>The number of further events that the same record becomes: 0 for the first.</summary>
    public int Part { get; init; }

    /// <summary>What happened, in one line.</summary>
    public string Message { get; set; } = record.Facts.Type;

    /// <summary>How bad it is.</summary>
    public OcsfSeverity Severity { get; set; } = OcsfSeverity.Informational;

    /// <summary>How it ended.</summary>
    public OcsfStatus Status { get; set; } = OcsfStatus.Success;

    /// <summary>What the policy said, where it was asked; makes the event one of the profile <c>security_control</c>.</summary>
    public Decision? Decision { get; set; }

    /// <summary>Overrides what <see cref="Decision"/> makes <c>disposition_id</c>.</summary>
    public int? Disposition { get; set; }

    /// <summary>Whether the event names a model, of the profile <c>ai_operation</c>.</summary>
    public bool IsAiOperation { get; set; }

    /// <summary>The process that acted, as the host sees it.</summary>
    public int? Process { get; set; }

    /// <summary>The agent's profile, where the entry says it.</summary>
    public string? Agent { get; set; }

    /// <summary>Begins the event.</summary>
    /// <param name="kind">Its class.</param>
    /// <param name="activity">The class's number for what was done, or <see cref="OtherActivity"/>.</param>
    /// <param name="name">What was done; for <see cref="OtherActivity"/> the schema demands a word of the source's own.</param>
    public void Begin(OcsfClass kind, int activity, string name)
    {
        Json.WriteStartObject();
        Json.WriteNumber("activity_id"u8, activity);
        Json.WriteString("activity_name"u8, name);
        Json.WriteNumber("category_uid"u8, kind.Category);
        Json.WriteString("category_name"u8, kind.CategoryName);
        Json.WriteNumber("class_uid"u8, kind.Id);
        Json.WriteString("class_name"u8, kind.Name);
        Json.WriteNumber("type_uid"u8, (kind.Id * 100) + activity);
        Json.WriteNumber("time"u8, record.Facts.Time.ToUnixTimeMilliseconds());
        Json.WriteString("time_dt"u8, TimeText);
    }

    /// <summary>Ends the event: outcome, decision, who and where, and what makes it provable.</summary>
    /// <param name="unmapped">Writes members that the class has no attribute for; null for none.</param>
    public void End(Action<Utf8JsonWriter>? unmapped = null)
    {
        Json.WriteNumber("severity_id"u8, (int)Severity);
        Json.WriteString("severity"u8, Severity.ToString());
        Json.WriteNumber("status_id"u8, (int)Status);
        Json.WriteString("status"u8, Status.ToString());
        Json.WriteString("message"u8, Message);
        if (Decision is { } decision)
            WriteControl(decision);
        WriteMetadata();
        ledger.WriteDevice(Json);
        WriteActor();
        Json.WriteStartObject("unmapped"u8);
        Json.WriteNumber("tree_index"u8, record.TreeIndex);
        if (record.Facts.Sequence is { } sequence)
            Json.WriteNumber("sequence"u8, sequence);
        Json.WriteString("leaf_hash"u8, Convert.ToHexStringLower(JsonlFormatter.HashOf(record.LeafBytes.Span)));
        unmapped?.Invoke(Json);
        Json.WriteEndObject();
        Json.WriteEndObject();
    }

    private string TimeText => record.Facts.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    // Attributes of the profile security_control. A decision that nobody made is a denial.
    private void WriteControl(Decision decision)
    {
        (int action, string name, int disposition) = decision.Outcome switch
        {
            Effect.Allow when decision.IsAllowed => (1, "Allowed", 1),
            Effect.Ask when decision.IsAllowed => (1, "Allowed", 8),
            Effect.Record when decision.IsAllowed => (3, "Observed", 17),
            Effect.Redact when decision.IsAllowed => (4, "Modified", 11),
            _ => (2, "Denied", 2),
        };
        Json.WriteNumber("action_id"u8, action);
        Json.WriteString("action"u8, name);
        Json.WriteNumber("disposition_id"u8, Disposition ?? disposition);
        Json.WriteBoolean("is_alert"u8, !decision.IsAllowed);
        string? rule = string.IsNullOrEmpty(decision.Rule) ? null : decision.Rule;
        if (rule is null && record.Facts.Policy is null)
            return;
        Json.WriteStartObject("policy"u8);
        WriteText("name"u8, rule);
        WriteText("uid"u8, record.Facts.Policy);
        WriteText("desc"u8, decision.Origin);
        Json.WriteEndObject();
    }

    private void WriteMetadata()
    {
        Json.WriteStartObject("metadata"u8);
        Json.WriteString("version"u8, OcsfClass.SchemaVersion);
        string id = string.Create(CultureInfo.InvariantCulture, $"{ledger.Origin}#{record.TreeIndex}");
        Json.WriteString("uid"u8, Part == 0 ? id : string.Create(CultureInfo.InvariantCulture, $"{id}.{Part}"));
        Json.WriteNumber("sequence"u8, record.TreeIndex);
        Json.WriteString("log_name"u8, ledger.Origin);
        Json.WriteString("original_time"u8, TimeText);
        Json.WriteString("event_code"u8, record.Facts.Type);
        WriteText("correlation_uid"u8, record.Facts.Session);
        Json.WriteStartArray("profiles"u8);
        Json.WriteStringValue("datetime"u8);
        Json.WriteStringValue("host"u8);
        if (Decision is not null)
            Json.WriteStringValue("security_control"u8);
        if (IsAiOperation)
            Json.WriteStringValue("ai_operation"u8);
        Json.WriteEndArray();
        Json.WriteStartObject("product"u8);
        Json.WriteString("name"u8, "Vitrine"u8);
        Json.WriteString("vendor_name"u8, "Vitrine"u8);
        Json.WriteString("version"u8, ProductVersion.Text);
        Json.WriteEndObject();
        Json.WriteEndObject();
    }

    private void WriteActor()
    {
        Json.WriteStartObject("actor"u8);
        WriteText("app_name"u8, Agent);
        if (Process is { } process)
        {
            Json.WriteStartObject("process"u8);
            Json.WriteNumber("pid"u8, process);
            Json.WriteEndObject();
        }

        if (record.Facts.Session is { } session)
        {
            Json.WriteStartObject("session"u8);
            Json.WriteString("uid"u8, session);
            Json.WriteEndObject();
        }

        ledger.WriteUser(Json);
        Json.WriteEndObject();
    }

    /// <summary>Writes a member that may be missing.</summary>
    public void WriteText(ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
            Json.WriteString(name, value);
    }
}
