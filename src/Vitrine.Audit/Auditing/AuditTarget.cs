using Vitrine.Audit.Model;
using Vitrine.Audit.Reading;
using Vitrine.Audit.Targets;

namespace Vitrine.Audit.Auditing;

/// <summary>A target that is at hand, was read, and can be started; and by what it is known again.</summary>
/// <param name="Files">Where it is.</param>
/// <param name="Start">How it is started.</param>
/// <param name="Reading">What reading it told.</param>
/// <param name="Digests">See <see cref="AuditedTarget.Digests"/>.</param>
internal sealed record AuditTarget(TargetFiles Files, TargetStart Start, StaticReading Reading, IReadOnlyDictionary<string, string> Digests)
{
    /// <summary>Name, version and digests in one line.</summary>
    public string Identity => $"{Start.Name} {Start.Version} {string.Join(' ', Digests.OrderBy(digest => digest.Key, StringComparer.Ordinal).Select(digest => $"{digest.Key}:{digest.Value}"))}";

    /// <summary>The target that was opened.</summary>
    /// <exception cref="IOException">Its files cannot be read.</exception>
    public static AuditTarget Of(OpenTarget open, CancellationToken cancellationToken) => new(open.Files, open.Start, open.Reading, DigestsOf(open.Files, cancellationToken));

    /// <summary>Whether it is still what it was. What lies in a copy of ours nobody else writes.</summary>
    public bool IsAsRead(CancellationToken cancellationToken) => Files.IsOurs || DigestsOf(Files, cancellationToken).All(digest => Digests.GetValueOrDefault(digest.Key) == digest.Value);

    private static IReadOnlyDictionary<string, string> DigestsOf(TargetFiles files, CancellationToken cancellationToken)
    {
        if (files.Program is { } program && !File.Exists(Path.Combine(files.Directory, "package.json")))
            return TreeDigest.OfFile(Path.Combine(files.Directory, program));
        IReadOnlyDictionary<string, string> ran = TreeDigest.Of(files.Directory, cancellationToken);
        // What the person named; what ran has its dependencies beside it.
        IReadOnlyDictionary<string, string> named = files.Digests.Count > 0 ? files.Digests : files.IsOurs && Directory.Exists(files.Source) ? TreeDigest.Of(files.Source, cancellationToken) : ran;
        var both = new SortedDictionary<string, string>(new Dictionary<string, string>(named), StringComparer.Ordinal);
        if (ran.TryGetValue("dirHash", out string? hash))
            both["dirHash"] = hash;
        return both;
    }
}
