using System.IO.Compression;
using System.Text;
using Vitrine.Audit.Model;
using Vitrine.Audit.Reports;
using Vitrine.Audit.Running;

namespace Vitrine.Fuzz;

/// <summary>What is read of an audit's report, which may come from anywhere.</summary>
internal static class AuditReportFuzz
{
    /// <summary>report.json: what is taken as one can be written in every form again, and is read as the same.</summary>
    public static void Report(ReadOnlySpan<byte> input)
    {
        if (ReportReader.Parse(input) is not { } result)
            return;
        byte[] again = ReportWriter.ToJson(result);
        BrokenPropertyException.Unless(ReportReader.Parse(again) is { } read && ReportWriter.ToJson(read).AsSpan().SequenceEqual(again),
            "a report is read as it was written");
        _ = SarifLog.Write(result);
        _ = CycloneDxBom.Write(result);
        _ = ReportComparison.Of(result, result);
        foreach (Finding finding in result.Findings)
            _ = Techniques.Of(finding);
    }

    /// <summary>An envelope and the statement in it.</summary>
    public static void Statement(ReadOnlySpan<byte> input)
    {
        _ = AuditStatement.Parse(input);
        if (!DsseEnvelope.TryParse(input, out DsseEnvelope? envelope))
            return;
        _ = DsseEnvelope.PreAuthentication(envelope.PayloadType, envelope.Payload);
        if (AuditStatement.Parse(envelope.Payload) is { } statement)
            BrokenPropertyException.Unless(AuditStatement.Parse(statement.ToJson()) is not null, "a statement is read as it was written");
    }

    /// <summary>A capture, packed or not: a mutation of packed bytes hardly ever gets as far as the JSON.</summary>
    public static void Evidence(ReadOnlySpan<byte> input)
    {
        if (CaptureFile.TryRead(input is [0x1f, 0x8b, ..] ? input.ToArray() : Packed(input)) is { } capture)
            BrokenPropertyException.Unless(CaptureFile.TryRead(CaptureFile.ToBytes(capture))?.Session == capture.Session,
                "a capture is read as it was written");
    }

    private static byte[] Packed(ReadOnlySpan<byte> input)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.NoCompression))
            zip.Write(input);
        return packed.ToArray();
    }

    /// <summary>Texts within a report that are parsed once more.</summary>
    public static void Texts(ReadOnlySpan<byte> input)
    {
        string text = Encoding.UTF8.GetString(input);
        _ = PackagePlace.TryFind(text, out _);
        _ = SpdxLicences.IsExpression(text);
        _ = SemanticVersion.TryParse(text, out _);
        _ = AuditPublicKey.TryParse(text, out _);
        (IReadOnlyList<DiffRun> left, IReadOnlyList<DiffRun> right) = CodePointDiff.Of(text, text[(text.Length / 2)..] + text);
        int equal = left.Where(run => !run.IsDifferent).Sum(run => run.Runes.Count);
        BrokenPropertyException.Unless(equal == right.Where(run => !run.IsDifferent).Sum(run => run.Runes.Count), "what is equal is as long on both sides");
    }
}
