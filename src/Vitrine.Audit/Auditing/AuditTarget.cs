using Vitrine.Audit.Model;
using Vitrine.Audit.Reading;
using Vitrine.Audit.Targets;

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

    /// <summary>The directory that was named, or into which it was unpacked.</summary>
    public required string Root { get; init; }

    /// <summary>Name, version and digest in one line.</summary>
    public string Identity =>
        $"{Start.Name} {Start.Version} {string.Join(' ', Digests.OrderBy(digest => digest.Key, StringComparer.Ordinal).Select(digest => $"{digest.Key}:{digest.Value}"))}";

    /// <summary>What was brought and read, with its digests.</summary>
    /// <exception cref="IOException">Its files cannot be read.</exception>
    public static AuditTarget Of(TargetRequest wanted, TargetFiles files, TargetStart start, StaticReading reading, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        // Where dependencies had to be brought, a copy is run; what was named is the package without them.
        string named = Path.GetFullPath(wanted.Reference);
        string root = Directory.Exists(named) ? named : files.Directory;
        return new AuditTarget(files, start, reading)
        {
            Source = files.Source.Length > 0 ? files.Source : SourceOf(wanted.Reference, start, files),
            Digests = DigestsOf(files, root, cancellationToken),
            Root = root,
        };
    }

    /// <summary>Whether it is what it was when it was read; what was unpacked of it lies where nobody else writes.</summary>
    public bool IsAsRead(CancellationToken cancellationToken) =>
        Files.Digests.Count > 0 || DigestsOf(Files, Root, cancellationToken).All(digest => Digests.GetValueOrDefault(digest.Key) == digest.Value);

    private static IReadOnlyDictionary<string, string> DigestsOf(TargetFiles files, string root, CancellationToken cancellationToken)
    {
        if (files.Program is { } program && !File.Exists(Path.Combine(root, "package.json")))
            return TreeDigest.OfFile(Path.Combine(files.Directory, program));
        IReadOnlyDictionary<string, string> tree = TreeDigest.Of(root, cancellationToken);
        if (files.Digests.Count == 0)
            return tree;
        // Beside the tarball, what came out of it and of those of its platform.
        var both = new SortedDictionary<string, string>(new Dictionary<string, string>(files.Digests), StringComparer.Ordinal);
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
