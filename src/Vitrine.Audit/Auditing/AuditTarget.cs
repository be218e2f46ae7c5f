using Vitrine.Audit.Model;
using Vitrine.Audit.Reading;
using Vitrine.Audit.Targets;
using Vitrine.Runtime.Agents;

namespace Vitrine.Audit.Auditing;

/// <summary>A target that is at hand, was read, and can be started.</summary>
/// <param name="Files">Where it is.</param>
/// <param name="Start">How it is started.</param>
/// <param name="Reading">What reading it told.</param>
internal sealed record AuditTarget(TargetFiles Files, TargetStart Start, StaticReading Reading)
{
    /// <summary>What it is called in a report: a name by which it can be had again.</summary>
    public required string Source { get; init; }

    /// <summary>By what it is known again; see <see cref="AuditedTarget.Digests"/>.</summary>
    public required IReadOnlyDictionary<string, string> Digests { get; init; }

    /// <summary>Name, version and digest in one line.</summary>
    public string Identity => $"{Start.Name} {Start.Version} {string.Join(' ', Digests.OrderBy(digest => digest.Key, StringComparer.Ordinal).Select(digest => $"{digest.Key}:{digest.Value}"))}";

    /// <summary>Brings a target and reads it.</summary>
    /// <param name="wanted">What a person named.</param>
    /// <param name="scratch">A directory for what is fetched or unpacked; what is in it is removed.</param>
    /// <param name="tell">Told how far it is.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="AuditException">It can't be had, or not be started.</exception>
    public static async Task<AuditTarget> ReadAsync(TargetRequest wanted, string scratch, Action<AuditAdvance> tell, TimeProvider time, CancellationToken cancellationToken)
    {
        if (Directory.Exists(scratch))
            Directory.Delete(scratch, recursive: true);
        Directory.CreateDirectory(scratch);
        try
        {
            tell(new AuditAdvance("fetching", 0, 0));
            TargetFiles files = await new TargetResolver(Environment.GetEnvironmentVariable("PATH") ?? "").FetchAsync(wanted, Environment.CurrentDirectory, scratch, cancellationToken).ConfigureAwait(false);
            tell(new AuditAdvance("reading", 0, 0));
            StaticReading reading = await Task.Run(() => PackageReader.Read(files.Directory, null, time, cancellationToken), cancellationToken).ConfigureAwait(false);
            TargetStart start = TargetResolver.ToStart(wanted, files, reading);
            return new AuditTarget(files, start, reading) { Source = SourceOf(wanted.Reference, start, files), Digests = DigestsOf(files, cancellationToken) };
        }
        catch (TargetException wrong)
        {
            throw new AuditException(wrong.Message, wrong.Hint);
        }
    }

    /// <summary>Whether it is what it was when it was read; what was unpacked of it lies where nobody else writes.</summary>
    public bool IsAsRead(CancellationToken cancellationToken) => Files.Tarball.Count > 0 || DigestsOf(Files, cancellationToken).All(digest => Digests.GetValueOrDefault(digest.Key) == digest.Value);

    private static IReadOnlyDictionary<string, string> DigestsOf(TargetFiles files, CancellationToken cancellationToken)
    {
        if (files.Program is { } program && !File.Exists(Path.Combine(files.Directory, "package.json")))
            return TreeDigest.OfFile(Path.Combine(files.Directory, program), withLong: false);
        IReadOnlyDictionary<string, string> tree = TreeDigest.Of(files.Directory, cancellationToken);
        if (files.Tarball.Count == 0)
            return tree;
        // Beside the tarball, what came out of it and of those of its platform.
        var both = new SortedDictionary<string, string>(new Dictionary<string, string>(files.Tarball), StringComparer.Ordinal);
        if (tree.TryGetValue("dirHash", out string? hash))
            both["dirHash"] = hash;
        return both;
    }

    private static string SourceOf(string reference, TargetStart start, TargetFiles files)
    {
        if (reference.StartsWith("npm:", StringComparison.Ordinal))
            return start.Version.Length > 0 ? $"npm:{start.Name}@{start.Version}" : reference;
        string full = Path.GetFullPath(reference);
        return File.Exists(full) || Directory.Exists(full) ? Path.TrimEndingDirectorySeparator(full) : Path.Combine(files.Directory, files.Program ?? "");
    }
}
