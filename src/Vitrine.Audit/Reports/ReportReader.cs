using System.Text.Json;
using Vitrine.Audit.Model;
using Vitrine.Audit.Running;
using Vitrine.Ledger.Files;

namespace Vitrine.Audit.Reports;

/// <summary>Reads a report's directory, which may come from anywhere: bounded, no links, and nothing outside the names that a report has.</summary>
public static class ReportReader
{
    /// <summary>Most bytes of <c>report.json</c>.</summary>
    public const int MaximumBytes = 128 << 20;

    /// <summary>Reads the result that a report was made from.</summary>
    /// <exception cref="IOException">There is none, it cannot be read, or it is damaged (<see cref="InvalidDataException"/> is no IOException and is not
    /// thrown).</exception>
    public static AuditResult Read(string directory)
    {
        byte[] json = SmallFile.Read(Path.Combine(directory, ReportFiles.Json), MaximumBytes)
            ?? throw new IOException($"{directory} holds no {ReportFiles.Json}.\nhint: name the directory that vitrine audit wrote.");
        return Parse(json) ?? throw new IOException($"{ReportFiles.Json} in {directory} is not a report of format {ReportDocument.CurrentFormat}.");
    }

    /// <summary>Reads the capture of an entry; it must have the digest that the entry names.</summary>
    /// <exception cref="IOException">It is missing or another.</exception>
    public static Capture ReadCapture(string directory, CaptureEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (!ReportFiles.IsId(entry.Session))
            throw new IOException("The report names a session whose id could be no file's name.");
        string name = ReportFiles.CaptureOf(entry.Session);
        byte[] packed = SmallFile.Read(Path.Combine(directory, name), CaptureFile.MaximumPacked) ?? throw new IOException($"{name} is missing.");
        if (ReportFiles.Digest(packed) != entry.Digest)
            throw new IOException($"{name} is not the file that the report was made from.");
        Capture capture = CaptureFile.TryRead(packed) ?? throw new IOException($"{name} holds no capture, or a larger one than is read.");
        return capture.Session == entry.Session && capture.Variation == entry.Variation && capture.Repetition == entry.Repetition
            ? capture
            : throw new IOException($"{name} is the capture of another session.");
    }

    /// <summary>Reads a report's JSON; null where it is none.</summary>
    internal static AuditResult? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            if (JsonNulls.AreItems(json)
                || JsonSerializer.Deserialize(json, ReportJson.Default.ReportDocument) is not { Format: ReportDocument.CurrentFormat } document)
                return null;
            AuditResult result = document.ToResult();
            // The verdict is not a matter of opinion: it follows from the findings.
            return Wholeness.Of(result) && document.Verdict == result.Verdict && HasGoodIds(result) ? result : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // A session's id is part of a file's name, and a finding's is what a person names it by.
    private static bool HasGoodIds(AuditResult result) =>
        result.Captures.All(entry => ReportFiles.IsId(entry.Session))
        && result.Captures.Select(entry => entry.Session).Distinct(StringComparer.Ordinal).Count() == result.Captures.Count
        && result.Findings.Select(finding => finding.Id).Distinct(StringComparer.Ordinal).Count() == result.Findings.Count;
}
