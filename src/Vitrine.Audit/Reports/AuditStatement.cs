using System.Text.Json;
using System.Text.Json.Serialization;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Reports;

/// <summary>
/// What is signed: an in-toto Statement, version 1, about the package, whose predicate holds the verdict, the findings in short and the digest of every file of
/// the report.
/// </summary>
internal sealed record AuditStatement
{
    /// <summary>The type that in-toto demands.</summary>
    public const string StatementType = "https://in-toto.io/Statement/v1";

    /// <summary>The predicate's type. It is a name, not an address: nothing is fetched from it.</summary>
    public const string AuditPredicate = "https://vitrine.example/attestation/audit/v1";

    /// <summary><see cref="StatementType"/>.</summary>
    [JsonPropertyName("_type")]
    public required string Type { get; init; }

    /// <summary>The package, by its digests.</summary>
    public required IReadOnlyList<StatementSubject> Subject { get; init; }

    /// <summary><see cref="AuditPredicate"/>.</summary>
    public required string PredicateType { get; init; }

    /// <summary>What is said of it.</summary>
    public required AuditPredicateBody Predicate { get; init; }

    /// <summary>Makes the statement of a result.</summary>
    /// <param name="result">The result.</param>
    /// <param name="files">Digests of the report's files, by name.</param>
    public static AuditStatement Of(AuditResult result, IReadOnlyDictionary<string, string> files) => new()
    {
        Type = StatementType,
        Subject = [new StatementSubject(result.Target.Version.Length > 0 ? $"{result.Target.Name}@{result.Target.Version}" : result.Target.Name,
            result.Target.Digests)],
        PredicateType = AuditPredicate,
        Predicate = new AuditPredicateBody(
            result.Verdict,
            VerdictMeaning.Of(result.Verdict),
            new StatementTool("vitrine", result.Vitrine),
            result.Times.Started,
            result.Times.Ended,
            result.Budget.Name,
            result.Coverage.Sessions,
            [.. result.Findings.Select(finding => new StatementFinding(finding.Id, finding.Severity, finding.Factor, finding.Channel, finding.Class))],
            [.. files.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => new StatementFile(file.Key,
                new Dictionary<string, string> { ["sha256"] = file.Value }))]),
    };

    /// <summary>The bytes that are signed.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, StatementJson.Default.AuditStatement);

    /// <summary>Reads a statement whose signature was checked; null where it is none about an audit.</summary>
    public static AuditStatement? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return !JsonNulls.AreItems(json)
                && JsonSerializer.Deserialize(json, StatementJson.Default.AuditStatement) is { Type: StatementType, PredicateType: AuditPredicate } statement
                ? statement
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>An artifact that a statement is about (in-toto ResourceDescriptor).</summary>
internal sealed record StatementSubject(string Name, IReadOnlyDictionary<string, string> Digest);

/// <summary>What a statement says of an audit.</summary>
internal sealed record AuditPredicateBody(
    Verdict Verdict, string Meaning, StatementTool Tool, DateTimeOffset StartedOn, DateTimeOffset FinishedOn, string Budget, int Sessions,
    IReadOnlyList<StatementFinding> Findings, IReadOnlyList<StatementFile> Files);

/// <summary>What made it.</summary>
internal sealed record StatementTool(string Name, string Version);

/// <summary>A finding in short.</summary>
internal sealed record StatementFinding(string Id, Severity Severity, string Factor, string Channel, string Class);

/// <summary>A file of the report.</summary>
internal sealed record StatementFile(string Name, IReadOnlyDictionary<string, string> Digest);

/// <summary>Source-generated JSON of statements.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true, MaxDepth = 16)]
[JsonSerializable(typeof(AuditStatement))]
internal sealed partial class StatementJson : JsonSerializerContext;
