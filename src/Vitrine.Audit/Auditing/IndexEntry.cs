using System.Text.Json.Serialization;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Auditing;

/// <summary>A line of the index: exactly one of the three kinds.</summary>
internal sealed record IndexEntry
{
    public IndexHead? Head { get; init; }

    public IndexSession? Session { get; init; }

    public IndexDecision? Decision { get; init; }
}

/// <summary>The first line: what the audit is of.</summary>
/// <param name="Target">The target.</param>
/// <param name="Budget">Name of the budget.</param>
/// <param name="Levels">SHA-256 of the levels.</param>
internal sealed record IndexHead(string Target, string Budget, string Levels);

/// <summary>A session that was run.</summary>
/// <param name="Cell">Its name.</param>
/// <param name="Elapsed">Seconds of the audit when it ended.</param>
/// <param name="File">Its capture's file; null if it failed.</param>
/// <param name="Digest">SHA-256 of that file, lower-case hexadecimal.</param>
/// <param name="Failure">Why it could not be run.</param>
internal sealed record IndexSession(string Cell, double Elapsed, string? File = null, string? Digest = null, string? Failure = null);

/// <summary>Something that was decided by the clock, which a resumed audit must not decide anew.</summary>
internal sealed record IndexDecision(string Name, int Value, double Elapsed);

/// <summary>How the index and the levels are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(IndexEntry))]
[JsonSerializable(typeof(IReadOnlyList<Level>))]
internal sealed partial class AuditingJson : JsonSerializerContext;
