using Vitrine.Audit.Model;
using Vitrine.Audit.Reports;
using Vitrine.Cli.Report;
using Vitrine.Cli.Running;

namespace Vitrine.Cli.Commands;

/// <summary>Audits versions of a package for one finding: quick ones, limited to the factors of its minimal pair.</summary>
internal sealed class AuditBisecting(AuditContext context, VersionSet set, string id, string? profile, int jobs) : IDisposable
{
    private readonly DirectoryInfo _work = Directory.CreateTempSubdirectory("vitrine-bisect-");
    private readonly Dictionary<string, VersionState> _known = new(StringComparer.Ordinal);
    private int _number;

    /// <summary>Bisects.</summary>
    /// <param name="versions">The versions, the oldest first.</param>
    /// <param name="report">A report that has the finding; null where there is none.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<BisectedVersions> RunAsync(IReadOnlyList<string> versions, AuditResult? report, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> factors = report is not null
            ? FactorsOf(report, AuditReplayCommand.Choose(report.Findings, id))
            : await LookAsync(versions, cancellationToken).ConfigureAwait(false);
        return await VersionBisection.RunAsync(versions, (version, token) => TestAsync(version, factors, token), cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _work.Delete(recursive: true);

    // Whole audits of the ends, the newest first, until one has the finding: only then is it known on which factors it depends.
    private async Task<IReadOnlyList<string>> LookAsync(IReadOnlyList<string> versions, CancellationToken cancellationToken)
    {
        foreach (string version in (string[])[versions[^1], versions[0]])
        {
            AuditResult? result = await AuditAsync(version, [], cancellationToken).ConfigureAwait(false);
            if (result?.Findings.FirstOrDefault(finding => finding.Id == id) is { } finding)
            {
                _known[version] = VersionState.Affected;
                return FactorsOf(result, finding);
            }
        }

        throw new UsageException($"Neither {versions[0]} nor {versions[^1]} has the finding {Visible.Cut(id, 60)} in a quick audit, so what it depends on is not known.",
            "--report DIR names a report that has it");
    }

    private async Task<VersionState> TestAsync(string version, IReadOnlyList<string> factors, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(version, out VersionState state))
            return state;
        AuditResult? result = await AuditAsync(version, factors, cancellationToken).ConfigureAwait(false);
        state = result is null ? VersionState.Unknown
            : result.Findings.Any(finding => finding.Id == id && finding.IsConfirmed) ? VersionState.Affected
                : result.Coverage.IsPlanDone ? VersionState.Unaffected : VersionState.Unknown;
        return _known[version] = state;
    }

    private async Task<AuditResult?> AuditAsync(string version, IReadOnlyList<string> factors, CancellationToken cancellationToken)
    {
        OutputStream messages = context.Messages();
        messages.Note($"auditing {Visible.Cut(set.Name, 100)} {version}{(factors.Count > 0 ? $" ({string.Join(", ", factors)})" : "")}");
        using var progress = new AuditProgressLine(messages, context.Time);
        try
        {
            var request = new AuditRequest
            {
                Target = set.Targets[version],
                Budget = "quick",
                Profile = profile,
                Jobs = jobs,
                OnlyFactors = factors,
                Work = Path.Combine(_work.FullName, (++_number).ToString(System.Globalization.CultureInfo.InvariantCulture)),
            };
            AuditResult result = (await context.Run(request, progress.Tell, cancellationToken).ConfigureAwait(false)).Result;
            cancellationToken.ThrowIfCancellationRequested();
            return result;
        }
        catch (AuditException wrong)
        {
            progress.Say($"{version} could not be audited: {Visible.Cut(wrong.Message, 300)}");
            return null;
        }
    }

    // All of the pair's: a behaviour may need two at once.
    private static IReadOnlyList<string> FactorsOf(AuditResult result, Finding finding) =>
        [.. (result.Variations.FirstOrDefault(variation => variation.Name == finding.Evidence.With)?.Levels ?? [])
            .Select(level => level.Factor)
            .Append(finding.Factor)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)];
}
