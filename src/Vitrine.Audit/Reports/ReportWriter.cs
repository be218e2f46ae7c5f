using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Vitrine.Audit.Auditing;
using Vitrine.Audit.Model;
using Vitrine.Audit.Running;
using Vitrine.Ledger.Files;

namespace Vitrine.Audit.Reports;

/// <summary>
/// Writes a report's directory: evidence first, then what names its digests, last the statement that names all. It is made beside its place and renamed, so
/// whoever looks finds a whole report or none.
/// </summary>
public sealed class ReportWriter
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);
    private readonly AuditKey _key;
    private readonly Action<TextWriter, AuditResult> _page;

    /// <summary>Makes a writer.</summary>
    /// <param name="key">Signs the statement.</param>
    /// <param name="page">Writes the page for people.</param>
    public ReportWriter(AuditKey key, Action<TextWriter, AuditResult> page) => (_key, _page) = (key, page);

    /// <summary>Whether a report may be written there: nothing is there, or an empty directory, or an earlier report, which it will replace.</summary>
    public static bool MayWrite(string directory) =>
        !File.Exists(directory)
        && (!Directory.Exists(directory)
            || File.Exists(Path.Combine(directory, ReportFiles.Statement))
            || !Directory.EnumerateFileSystemEntries(directory).Any());

    /// <summary>Writes a report.</summary>
    /// <param name="directory">Where; see <see cref="MayWrite"/>.</param>
    /// <param name="audit">What was found.</param>
    /// <returns>The result as the report holds it, with digests and techniques.</returns>
    /// <exception cref="IOException">It could not be written; nothing, or an earlier report, is there.</exception>
    public AuditResult Write(string directory, RecordedAudit audit)
    {
        ArgumentNullException.ThrowIfNull(audit);
        string target = Path.GetFullPath(directory).TrimEnd('/');
        if (!MayWrite(target))
            throw new IOException($"{target} is there and no report.\nhint: name another directory with -o.");
        string unborn = $"{target}.new-{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
        Directory.CreateDirectory(Path.Combine(unborn, ReportFiles.Evidence));
        try
        {
            AuditResult result = WriteInto(unborn, audit);
            PutInPlace(unborn, target);
            return result;
        }
        catch
        {
            Directory.Delete(unborn, recursive: true);
            throw;
        }
    }

    /// <summary>The bytes of <see cref="ReportFiles.Json"/>.</summary>
    internal static byte[] ToJson(AuditResult result) => JsonSerializer.SerializeToUtf8Bytes(ReportDocument.Of(result), ReportJson.Default.ReportDocument);

    private AuditResult WriteInto(string unborn, RecordedAudit audit)
    {
        var digests = new Dictionary<string, string>(StringComparer.Ordinal);
        if (audit.Result.Captures.GroupBy(entry => entry.Session, StringComparer.Ordinal).FirstOrDefault(session => session.Skip(1).Any()) is { } twice)
            throw new ArgumentException($"Two captures are of session {twice.Key}.", nameof(audit));
        // Each file waits for the disk.
        List<CaptureEntry> captures = AllProcessors.Each<CaptureEntry, CaptureEntry>(audit.Result.Captures, entry =>
        {
            byte[] packed = audit.FileOf(entry);
            Put(unborn, ReportFiles.CaptureOf(entry.Session), packed);
            return [entry with { Digest = ReportFiles.Digest(packed) }];
        });
        foreach (CaptureEntry capture in captures)
            digests.Add(ReportFiles.CaptureOf(capture.Session), capture.Digest);

        AuditResult result = audit.Result with
        {
            Captures = captures,
            Findings = [.. audit.Result.Findings.Select(finding => finding with { Techniques = Techniques.Of(finding) })],
        };
        var page = new StringWriter();
        _page(page, result);
        foreach ((string name, byte[] bytes) in (ReadOnlySpan<(string, byte[])>)
        [
            (ReportFiles.Json, ToJson(result)),
            (ReportFiles.Html, s_utf8.GetBytes(page.ToString())),
            (ReportFiles.Sarif, SarifLog.Write(result)),
            (ReportFiles.Components, CycloneDxBom.Write(result)),
        ])
        {
            Put(unborn, name, bytes);
            digests.Add(name, ReportFiles.Digest(bytes));
        }

        Put(unborn, ReportFiles.Statement, DsseEnvelope.Sign(DsseEnvelope.InToto, AuditStatement.Of(result, digests).ToJson(), _key).ToJson());
        PrivateDirectory.Sync(Path.Combine(unborn, ReportFiles.Evidence));
        PrivateDirectory.Sync(unborn);
        return result;
    }

    private static void Put(string directory, string name, byte[] bytes)
    {
        using var file = new FileStream(Path.Combine(directory, name), FileMode.CreateNew, FileAccess.Write, FileShare.None, 0);
        file.Write(bytes);
        file.Flush(flushToDisk: true);
    }

    // A crash between the two renames leaves the earlier report under its ".old-" name and the new one, whole, under ".new-".
    private static void PutInPlace(string unborn, string target)
    {
        string? old = null;
        if (Directory.Exists(target))
        {
            old = $"{target}.old-{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
            Directory.Move(target, old);
        }

        Directory.Move(unborn, target);
        PrivateDirectory.Sync(Path.GetDirectoryName(target)!);
        if (old is not null)
            Directory.Delete(old, recursive: true);
    }
}
