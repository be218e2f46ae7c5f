using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Vitrine.Audit.Reports;
using Vitrine.Cli.Report;

namespace Vitrine.Cli.Commands;

/// <summary>What <c>vitrine audit replay --json</c> gives.</summary>
/// <param name="Finding">Which finding.</param>
/// <param name="Shows">Whether the sessions that were run again show it.</param>
/// <param name="Sessions">Sessions that were run, by id, without it and with it in turn.</param>
internal sealed record ReplayedFinding(string Finding, bool Shows, IReadOnlyList<string> Sessions);

/// <summary>Source-generated JSON of the commands about audits.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(ReportVerification))]
[JsonSerializable(typeof(ReportComparison))]
[JsonSerializable(typeof(BisectedVersions))]
[JsonSerializable(typeof(ReplayedFinding))]
internal sealed partial class AuditJson : JsonSerializerContext
{
    /// <summary>Writes a document to a stream for data.</summary>
    public static void Write<T>(OutputStream data, T document, JsonTypeInfo<T> type)
    {
        JsonSerializer.Serialize(data.Bytes, document, type);
        data.Bytes.WriteByte((byte)'\n');
        data.Bytes.Flush();
    }
}
