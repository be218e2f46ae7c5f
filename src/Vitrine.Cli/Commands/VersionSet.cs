using System.Text.Json;
using Vitrine.Audit.Reports;
using Vitrine.Cli.Report;
using Vitrine.Cli.Running;
using Vitrine.Ledger.Files;

namespace Vitrine.Cli.Commands;

/// <summary>Versions of a package, and what each is called as a target of an audit.</summary>
/// <param name="Name">The package, or the directory that holds them.</param>
/// <param name="Targets">Targets by version.</param>
/// <param name="Hint">Where to see which there are.</param>
internal sealed record VersionSet(string Name, IReadOnlyDictionary<string, string> Targets, string Hint)
{
    private const int LongestManifest = 1 << 20;

    /// <summary>The versions, in no order.</summary>
    public IReadOnlyList<string> Versions => [.. Targets.Keys];

    /// <summary>Versions that a registry has.</summary>
    public static VersionSet OfPackage(string package, IReadOnlyList<string> versions) =>
        new(package, versions.Distinct(StringComparer.Ordinal).ToDictionary(version => version, version => $"npm:{package}@{version}", StringComparer.Ordinal),
            $"npm view {package} versions");

    /// <summary>
    /// Versions that lie side by side in a directory: unpacked, with a <c>package.json</c> that says which, or as tarballs by the names that npm gives them
    /// (<c>name-1.2.3.tgz</c>).
    /// </summary>
    /// <exception cref="UsageException">There is none, or one twice.</exception>
    public static VersionSet OfDirectory(string directory)
    {
        if (!Directory.Exists(directory))
            throw new UsageException($"{Visible.Cut(directory, 200)} is no directory.",
                "write npm:NAME, or a directory with a version of the package in each of its directories and tarballs");
        var targets = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string path in Directory.EnumerateFileSystemEntries(directory).Order(StringComparer.Ordinal))
            if (VersionOf(path) is { } version && !targets.TryAdd(version, path))
                throw new UsageException($"Version {version} is there twice: {Visible.Cut(targets[version], 200)} and {Visible.Cut(path, 200)}.",
                    "leave one of them");
        return targets.Count > 0
            ? new VersionSet(directory, targets, $"ls {directory}")
            : throw new UsageException($"{Visible.Cut(directory, 200)} holds no version of a package.",
                "each is a directory with a package.json, or a tarball such as name-1.2.3.tgz");
    }

    private static string? VersionOf(string path)
    {
        string? text = Directory.Exists(path)
            ? Manifest(Path.Combine(path, "package.json"))
            : path.EndsWith(".tgz", StringComparison.Ordinal)
                ? Named(Path.GetFileNameWithoutExtension(path))
                : null;
        return text is not null && SemanticVersion.TryParse(text, out _) ? text : null;
    }

    private static string? Manifest(string path)
    {
        if (SmallFile.Read(path, LongestManifest) is not { } bytes)
            return null;
        try
        {
            using var manifest = JsonDocument.Parse(bytes);
            return manifest.RootElement.ValueKind == JsonValueKind.Object
                && manifest.RootElement.TryGetProperty("version", out JsonElement version)
                && version.ValueKind == JsonValueKind.String
                ? version.GetString()
                : null;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string with an escape of half a surrogate pair.
            return null;
        }
    }

    // A name may hold hyphens, and a version too: the first that leaves a version.
    private static string? Named(string name)
    {
        for (int hyphen = name.IndexOf('-', StringComparison.Ordinal); hyphen >= 0; hyphen = name.IndexOf('-', hyphen + 1))
            if (SemanticVersion.TryParse(name[(hyphen + 1)..], out _))
                return name[(hyphen + 1)..];
        return null;
    }
}
