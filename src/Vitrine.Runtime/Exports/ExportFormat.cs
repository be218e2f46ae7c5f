namespace Vitrine.Runtime.Exports;

/// <summary>In which form entries leave for another system.</summary>
public enum ExportFormat
{
    /// <summary>One JSON object a line: tree index, leaf, entry.</summary>
    Jsonl,

    /// <summary>Events of the Open Cybersecurity Schema Framework, one a line.</summary>
    Ocsf,

    /// <summary>OpenTelemetry's logs signal in its JSON encoding.</summary>
    Otlp,
}
