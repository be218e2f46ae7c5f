using System.Security.Cryptography;
using Vitrine.Audit.Auditing;
using Vitrine.Audit.Model;
using Vitrine.Ledger.Files;
using Vitrine.Runtime.Sessions;

namespace Vitrine.Audit.Reports;

/// <summary>
/// Checks a report: the statement's signature, the digest of each file that it names and that there are no others, that the report is about what the statement
/// is about, and that each finding follows from the captures alone.
/// </summary>
public sealed class ReportVerifier
{
    private readonly string _directory;
    private readonly AuditPublicKey? _key;
    private readonly RecomputeFindings? _recompute;
    private readonly List<string> _faults = [], _unchecked = [];

    private ReportVerifier(string directory, AuditPublicKey? key, RecomputeFindings? recompute) => (_directory, _key, _recompute) = (directory, key, recompute);

    /// <summary>Checks a report.</summary>
    /// <param name="directory">Its directory.</param>
    /// <param name="key">Whose signature it must bear; null where that is not known, and then it cannot come out clean.</param>
    /// <param name="recompute">Finds again what follows from the captures; null to leave that out, and then it cannot come out clean.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="IOException">There is no report, or it cannot be read.</exception>
    public static ReportVerification Verify(string directory, AuditPublicKey? key, RecomputeFindings? recompute, CancellationToken cancellationToken) =>
        new ReportVerifier(directory, key, recompute).Run(cancellationToken);

    private ReportVerification Run(CancellationToken cancellationToken)
    {
        byte[] bytes = SmallFile.Read(Path.Combine(_directory, ReportFiles.Statement), DsseEnvelope.MaximumBytes)
            ?? throw new IOException($"{_directory} holds no {ReportFiles.Statement}.\nhint: name the directory that vitrine audit wrote.");
        bool isSigned = false;
        AuditStatement? statement = null;
        if (!DsseEnvelope.TryParse(bytes, out DsseEnvelope? envelope) || envelope.PayloadType != DsseEnvelope.InToto)
            _faults.Add($"{ReportFiles.Statement} is no DSSE envelope with an in-toto statement.");
        else
        {
            isSigned = IsSigned(envelope);
            statement = AuditStatement.Parse(envelope.Payload);
            if (statement is null)
                _faults.Add("What is signed is no statement about an audit.");
        }

        int files = statement is null ? 0 : CheckFiles(statement, cancellationToken);
        var found = new ReportVerification { IsSigned = isSigned, KeyId = isSigned ? _key!.Id : null, Files = files, Faults = _faults, Unchecked = _unchecked };
        // Bytes that are not those that were signed are not worth looking into.
        return statement is null || _faults.Count > 0 ? found : CheckFindings(found, statement, cancellationToken);
    }

    private bool IsSigned(DsseEnvelope envelope)
    {
        if (_key is null)
        {
            _unchecked.Add($"The signature: whose key it is by is not known (it says {Shown(envelope.Signatures[0].Keyid)}).");
            return false;
        }

        if (envelope.IsSignedBy(_key))
            return true;
        _faults.Add($"The statement is not signed by the key {_key.Id[..16]}….");
        return false;
    }

    private int CheckFiles(AuditStatement statement, CancellationToken cancellationToken)
    {
        var named = new HashSet<string>(StringComparer.Ordinal) { ReportFiles.Statement };
        int good = 0;
        foreach (StatementFile file in statement.Predicate.Files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!IsOurs(file.Name) || !named.Add(file.Name))
                _faults.Add($"The statement names {Shown(file.Name)}, which is no file of a report, or named twice.");
            else if (!File.Exists(Path.Combine(_directory, file.Name)))
                _faults.Add($"{file.Name} is missing.");
            else if (file.Digest.GetValueOrDefault("sha256") != DigestOf(file.Name))
                _faults.Add($"{file.Name} was changed: it has not the digest that was signed.");
            else
                good++;
        }

        if (!named.Contains(ReportFiles.Json))
            _faults.Add($"The statement does not name {ReportFiles.Json}.");
        foreach (string path in Directory.EnumerateFileSystemEntries(_directory, "*", SearchOption.AllDirectories))
        {
            string name = Path.GetRelativePath(_directory, path);
            if (!named.Contains(name) && name != ReportFiles.Evidence)
                _faults.Add($"{Shown(name)} is there, and the statement does not name it.");
            if (_faults.Count > 100)
                break;
        }

        return good;
    }

    private ReportVerification CheckFindings(ReportVerification found, AuditStatement statement, CancellationToken cancellationToken)
    {
        AuditResult report = ReportReader.Read(_directory);
        if (!IsAbout(statement, report))
            _faults.Add("The statement is about another package or other findings than the report.");
        List<Capture> captures = AllProcessors.Each<CaptureEntry, Capture>(report.Captures, entry =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            return [ReportReader.ReadCapture(_directory, entry)];
        });
        _faults.AddRange(CoverageClaims.Faults(report, captures));
        if (_recompute is null)
        {
            _unchecked.Add("Whether the findings follow from the captures.");
            return found with
            {
                Captures = captures.Count,
                Findings = [.. report.Findings.Select(finding => new VerifiedFinding(finding.Id, FindingState.NotRecomputed, finding.Summary))]
            };
        }

        (IReadOnlyList<Finding> again, int notCompared) = _recompute(report, captures);
        if (notCompared > 0)
            _unchecked.Add($"What {notCompared} comparisons show, as they took too long or could not be made.");
        return found with
        {
            Captures = captures.Count,
            Findings = [.. report.Findings.Select(finding => FindingCheck.Of(finding, again))],
            Missing = [.. again.Where(finding => finding.IsGrave
                && report.Findings.All(known => known.Id != finding.Id)).Select(finding => $"{finding.Id}: {finding.Summary}")],
            MadeBy = report.Vitrine == ProductVersion.Text ? null : report.Vitrine,
        };
    }

    private static bool IsAbout(AuditStatement statement, AuditResult report) =>
        statement.Subject is [var subject] && subject.Digest.Count == report.Target.Digests.Count
        && subject.Digest.All(digest => report.Target.Digests.GetValueOrDefault(digest.Key) == digest.Value)
        && statement.Predicate.Verdict == report.Verdict
        && statement.Predicate.Findings.Select(finding => finding.Id)
            .Order(StringComparer.Ordinal)
            .SequenceEqual(report.Findings.Select(finding => finding.Id).Order(StringComparer.Ordinal));

    private string DigestOf(string name)
    {
        string path = Path.Combine(_directory, name);
        // Not through a link, and no pipe that nobody writes into.
        if (File.ResolveLinkTarget(path, returnFinalTarget: false) is not null
            || (File.GetAttributes(path) & (FileAttributes.Directory | FileAttributes.Device)) != 0)
            return "";
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    private static bool IsOurs(string name) =>
        name is ReportFiles.Json or ReportFiles.Html or ReportFiles.Sarif or ReportFiles.Components
        || (name.StartsWith(ReportFiles.Evidence + "/", StringComparison.Ordinal) && name.EndsWith(".json.gz", StringComparison.Ordinal)
            && ReportFiles.IsId(name[(ReportFiles.Evidence.Length + 1)..^".json.gz".Length]));

    private static string Shown(string? text) => text is null ? "no key" : text.Length > 100 ? text[..100] + "…" : text;
}
