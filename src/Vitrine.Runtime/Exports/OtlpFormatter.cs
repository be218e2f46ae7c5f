using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Vitrine.Core.Model;
using Vitrine.Runtime.Sessions;

namespace Vitrine.Runtime.Exports;

/// <summary>
/// OpenTelemetry log records (opentelemetry-proto 1, <c>ExportLogsServiceRequest</c>) in the JSON encoding of OTLP/HTTP. Sent, a batch is one request; in a
/// file each line is a request of its own with one record, so that the file does not depend on how it was cut into batches.
/// </summary>
internal sealed class OtlpFormatter : RecordFormatter
{
    private const int Informational = 9, Warning = 13, Error = 17;
    private readonly string _origin;
    private readonly bool _isLines, _withContent;
    private readonly byte[] _opening;
    private readonly byte[] _closing = "]}]}]}"u8.ToArray(), _separator = ","u8.ToArray();

    /// <summary>Makes one.</summary>
    /// <param name="origin">The ledger's name.</param>
    /// <param name="isLines">Whether each record is a request on a line of its own.</param>
    /// <param name="withContent">Whether arguments of programs, queries of URLs and headers go along; OpenTelemetry calls such content opt-in.</param>
    public OtlpFormatter(string origin, bool isLines, bool withContent)
    {
        (_origin, _isLines, _withContent) = (origin, isLines, withContent);
        _opening = Envelope(origin);
    }

    /// <inheritdoc/>
    public override string MediaType => "application/json";

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Opening => _isLines ? default : _opening;

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Separator => _isLines ? default : _separator;

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Closing => _isLines ? default : _closing;

    /// <inheritdoc/>
    public override void Write(LedgerRecord record, ArrayBufferWriter<byte> output)
    {
        if (_isLines)
            output.Write(_opening);
        Utf8JsonWriter json = Begin(output);
        json.WriteStartObject();
        // Ticks are 100 ns; a time before 1970 has no place in an unsigned field.
        long nanoseconds = Math.Clamp((record.Facts.Time - DateTimeOffset.UnixEpoch).Ticks, 0, long.MaxValue / 100) * 100;
        string time = nanoseconds.ToString(CultureInfo.InvariantCulture);
        json.WriteString("timeUnixNano"u8, time);
        json.WriteString("observedTimeUnixNano"u8, time);
        (int severity, string word) = Severity(record);
        json.WriteNumber("severityNumber"u8, severity);
        json.WriteString("severityText"u8, word);
        json.WriteString("eventName"u8, "vitrine." + record.Facts.Type);
        WriteTrace(json, record);
        json.WriteStartObject("body"u8);
        json.WriteString("stringValue"u8, record.Facts.Type);
        json.WriteEndObject();
        json.WriteStartArray("attributes"u8);
        WriteAttributes(new OtlpRecord(json), record);
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        if (!_isLines)
            return;
        output.Write(_closing);
        EndLine(output);
    }

    private static byte[] Envelope(string origin)
    {
        var output = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { SkipValidation = true });
        json.WriteStartObject();
        json.WriteStartArray("resourceLogs"u8);
        json.WriteStartObject();
        json.WriteStartObject("resource"u8);
        json.WriteStartArray("attributes"u8);
        var resource = new OtlpRecord(json);
        resource.Text("service.name"u8, "vitrine");
        resource.Text("service.version"u8, ProductVersion.Text);
        resource.Text("service.instance.id"u8, origin);
        if (origin.Split('/') is ["vitrine", { Length: > 0 } host, { Length: > 0 } user, _])
        {
            resource.Text("host.name"u8, host);
            resource.Text("user.name"u8, user);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartArray("scopeLogs"u8);
        json.WriteStartObject();
        json.WriteStartObject("scope"u8);
        json.WriteString("name"u8, "vitrine.ledger"u8);
        json.WriteString("version"u8, ProductVersion.Text);
        json.WriteEndObject();
        json.WriteStartArray("logRecords"u8);
        json.Flush();
        return output.WrittenSpan.ToArray();
    }

    // One trace for each session, one span for each request: the ids follow from the names, so that whoever exports again gives the same.
    private static void WriteTrace(Utf8JsonWriter json, LedgerRecord record)
    {
        if (record.Facts.Session is not { } session)
            return;
        json.WriteString("traceId"u8, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("vitrine-trace/v1\n" + session)).AsSpan(0, 16)));
        if (RequestOf(record.Entry?.Data) is { } request)
            json.WriteString("spanId"u8,
                Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"vitrine-span/v1\n{OcsfHttp.RequestName(session, request)}")).AsSpan(0, 8)));
    }

    private static long? RequestOf(Observation? data) => data switch
    {
        RequestStarted started => started.Request,
        RequestEnded ended => ended.Request,
        BodyInspected inspected => inspected.Request,
        CredentialUsed used => used.Request,
        _ => null,
    };

    private static (int Number, string Text) Severity(LedgerRecord record) =>
        record.Facts.Type == "events-lost" ? (Error, "ERROR")
            : record.Facts.Decision == Effect.Deny || record.Entry?.Data is CallRefused or FlowRefused or FileHeldBack ? (Warning, "WARN")
                : (Informational, "INFO");

    private void WriteAttributes(OtlpRecord to, LedgerRecord record)
    {
        WriteLeaf(to, record);
        if (record.Entry is not { } entry)
            return;
        to.Text("gen_ai.agent.id"u8, entry.Session);
        OtlpAttributes.Write(to, entry.Data, _withContent);
    }

    private void WriteLeaf(OtlpRecord to, LedgerRecord record)
    {
        // Records of one uid are duplicates and can be removed safely (semantic conventions, log.record.uid).
        to.Text("log.record.uid"u8, StableId(_origin, record.TreeIndex));
        to.Text("vitrine.ledger.origin"u8, _origin);
        to.Number("vitrine.ledger.index"u8, record.TreeIndex);
        to.Text("vitrine.ledger.leaf_hash"u8, Convert.ToHexStringLower(JsonlFormatter.HashOf(record.LeafBytes.Span)));
        to.Text("session.id"u8, record.Facts.Session);
        to.Number("vitrine.sequence"u8, record.Facts.Sequence);
        to.Text("vitrine.decision"u8, record.Facts.Decision is { } decision ? LeafText.Of(decision) : null);
        to.Text("vitrine.rule"u8, record.Facts.Rule);
        to.Text("vitrine.policy"u8, record.Facts.Policy);
        if (record.Entry is not null)
            return;
        to.Truth("vitrine.leaf_only"u8, true);
        to.Text("vitrine.entry_is"u8, LeafText.Of(record.Availability));
        foreach (LeafMember member in record.Facts.Data)
        {
            byte[] key = Encoding.UTF8.GetBytes("vitrine.keeper." + member.Name);
            if (member.List is { } list)
                to.List(key, list);
            to.Number(key, member.Number);
            to.Text(key, member.Text);
        }
    }
}
