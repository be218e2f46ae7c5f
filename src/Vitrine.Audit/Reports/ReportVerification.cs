using System.Text.Json.Serialization;

namespace Vitrine.Audit.Reports;

/// <summary>What checking a report gave.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReportState>))]
public enum ReportState
{
    /// <summary>It could not all be checked.</summary>
    [JsonStringEnumMemberName("not-checked")]
    NotChecked,

    /// <summary>Something is wrong.</summary>
    [JsonStringEnumMemberName("faulty")]
    Faulty,

    /// <summary>Signed, whole, and each finding follows from the evidence.</summary>
    [JsonStringEnumMemberName("clean")]
    Clean,
}

/// <summary>A report that was checked.</summary>
public sealed record ReportVerification
{
    /// <summary>The whole in one word.</summary>
    public ReportState State =>
        Faults.Count > 0 || Missing.Count > 0 || Findings.Any(finding => finding.State is FindingState.Fallen or FindingState.Altered) ? ReportState.Faulty
            : IsSigned && Unchecked.Count == 0 ? ReportState.Clean : ReportState.NotChecked;

    /// <summary>Whether the key signed the statement.</summary>
    public bool IsSigned { get; init; }

    /// <summary>The key by which it is signed; null where it is not signed by the one that was given.</summary>
    public string? KeyId { get; init; }

    /// <summary>Files whose digests are those of the statement.</summary>
    public int Files { get; init; }

    /// <summary>Captures that were read.</summary>
    public int Captures { get; init; }

    /// <summary>Each finding of the report.</summary>
    public IReadOnlyList<VerifiedFinding> Findings { get; init; } = [];

    /// <summary>Findings of medium or high severity that follow from the evidence, and that the report leaves out.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>The version of Vitrine that made the report, where it is another than this one: its rules may have been others.</summary>
    public string? MadeBy { get; init; }

    /// <summary>What is wrong.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>What could not be checked.</summary>
    public IReadOnlyList<string> Unchecked { get; init; } = [];
}

/// <summary>Whether a finding follows from the evidence.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FindingState>))]
public enum FindingState
{
    /// <summary>It does not.</summary>
    [JsonStringEnumMemberName("fallen")]
    Fallen,

    /// <summary>It does.</summary>
    [JsonStringEnumMemberName("stands")]
    Stands,

    /// <summary>The evidence shows something under its id, but not as the report has it.</summary>
    [JsonStringEnumMemberName("altered")]
    Altered,

    /// <summary>It rests on the package itself and not on sessions.</summary>
    [JsonStringEnumMemberName("from-package")]
    FromPackage,

    /// <summary>Nobody recomputed it.</summary>
    [JsonStringEnumMemberName("not-recomputed")]
    NotRecomputed,
}

/// <summary>A finding that was recomputed.</summary>
/// <param name="Id">Which.</param>
/// <param name="State">Whether it stands.</param>
/// <param name="Summary">What it says.</param>
public sealed record VerifiedFinding(string Id, FindingState State, string Summary)
{
    /// <summary>In what the report differs from the evidence; empty where it does not.</summary>
    public IReadOnlyList<string> Differing { get; init; } = [];
}
