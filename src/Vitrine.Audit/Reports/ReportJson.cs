using System.Text.Json.Serialization;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Reports;

/// <summary><c>report.json</c>: members may be added, none changes its meaning.</summary>
internal sealed record ReportDocument
{
    /// <summary>Version of the format.</summary>
    public const int CurrentFormat = 1;

    /// <summary><see cref="CurrentFormat"/>.</summary>
    public required int Format { get; init; }

    /// <summary>The verdict.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>What it rests on.</summary>
    public string Reason { get; init; } = "";

    /// <summary>What that verdict means and does not mean.</summary>
    public required string Meaning { get; init; }

    /// <summary>What was audited.</summary>
    public required AuditedTarget Target { get; init; }

    /// <summary>What was found, the gravest first.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>What was tried and what was not.</summary>
    public required Coverage Coverage { get; init; }

    /// <summary>How much was allowed.</summary>
    public required AuditBudget Budget { get; init; }

    /// <summary>When.</summary>
    public required AuditTimes Times { get; init; }

    /// <summary>Versions of what made it.</summary>
    public required ReportVersions Versions { get; init; }

    /// <summary>The machine of the baseline.</summary>
    public MachineChanges Baseline { get; init; } = new();

    /// <summary>The conditions of the sessions.</summary>
    public IReadOnlyList<Variation> Variations { get; init; } = [];

    /// <summary>The sessions, with the digests of their captures.</summary>
    public IReadOnlyList<CaptureEntry> Captures { get; init; } = [];

    /// <summary>What the package consists of.</summary>
    public IReadOnlyList<Component> Inventory { get; init; } = [];

    /// <summary>What its strings name.</summary>
    public IReadOnlyList<NamedString> Names { get; init; } = [];

    /// <summary>Which sessions were compared for the findings.</summary>
    public IReadOnlyList<Conclusion> Conclusions { get; init; } = [];

    /// <summary>The document of a result.</summary>
    public static ReportDocument Of(AuditResult result) => new()
    {
        Format = CurrentFormat,
        Verdict = result.Verdict,
        Reason = VerdictMeaning.ReasonOf(result),
        Meaning = VerdictMeaning.Of(result.Verdict),
        Target = result.Target,
        Findings = [.. result.Findings.OrderByDescending(finding => finding.IsGrave)
            .ThenByDescending(finding => finding.Severity)
            .ThenBy(finding => finding.Id, StringComparer.Ordinal)],
        Coverage = result.Coverage,
        Budget = result.Budget,
        Times = result.Times,
        Versions = new ReportVersions(result.Vitrine, result.Kernel),
        Baseline = result.Baseline,
        Variations = result.Variations,
        Captures = result.Captures,
        Inventory = result.Inventory,
        Names = result.Names,
        Conclusions = result.Conclusions,
    };

    /// <summary>The result that it was made from.</summary>
    public AuditResult ToResult() => new()
    {
        Target = Target,
        Findings = Findings,
        Coverage = Coverage,
        Budget = Budget,
        Times = Times,
        Vitrine = Versions.Vitrine,
        Kernel = Versions.Kernel,
        Baseline = Baseline,
        Variations = Variations,
        Captures = Captures,
        Inventory = Inventory,
        Names = Names,
        Conclusions = Conclusions,
    };
}

/// <summary>Versions of what made a report.</summary>
/// <param name="Vitrine">Vitrine's.</param>
/// <param name="Kernel">The kernel's release.</param>
internal sealed record ReportVersions(string Vitrine, string Kernel);

/// <summary>Source-generated JSON of reports. What is not ASCII stays escaped, so that a reader sees which code point it is.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true, WriteIndented = true, MaxDepth = 32)]
[JsonSerializable(typeof(ReportDocument))]
internal sealed partial class ReportJson : JsonSerializerContext;
