using System.Security.Cryptography;
using System.Text.Json;
using Vitrine.Runtime.Agents;

namespace Vitrine.Audit.Targets;

/// <summary>Fetches tarballs with the person's own npm, from the registry that it is configured for. No script of a package is run.</summary>
internal sealed class NpmFetch(NpmClient npm)
{
    /// <summary>Fetches a package's tarball into a directory and checks it against the registry's digest.</summary>
    /// <returns>The file, and the package with the version that it was.</returns>
    /// <exception cref="TargetException">There is no such package, or its digest is wrong.</exception>
    public async Task<(string File, NpmPackage Package)> PackAsync(NpmPackage package, string directory, CancellationToken cancellationToken)
    {
        // A tag may move between the two: the version that it leads to now is the one that is fetched.
        package = await ResolveAsync(package, cancellationToken).ConfigureAwait(false);
        string integrity = await ViewAsync(package, "dist.integrity", cancellationToken).ConfigureAwait(false)
            ?? throw new TargetException($"The registry gives no digest for {package}.", "");
        string packed = await npm.RunAsync(["pack", package.Spec, "--json", "--ignore-scripts", "--pack-destination", directory], "/", null,
            cancellationToken).ConfigureAwait(false);
        string file = Path.Combine(directory, FileName(packed) ?? throw new TargetException($"npm did not say where it put {package}.", "npm pack --json"));
        if (!File.Exists(file))
            throw new TargetException($"npm did not leave the tarball of {package}.", "npm --version; 9 or later is wanted");
        await CheckAsync(file, integrity, package, cancellationToken).ConfigureAwait(false);
        return (file, package);
    }

    private async Task<NpmPackage> ResolveAsync(NpmPackage package, CancellationToken cancellationToken)
    {
        string? version = package.IsExact ? package.Version : await ViewAsync(package, "version", cancellationToken).ConfigureAwait(false);
        return NpmPackage.TryCreate(package.Name, version, out NpmPackage? exact) && exact.IsExact
            ? exact
            : throw new TargetException($"npm knows no {package}.", $"npm view {package.Spec}");
    }

    private async Task<string?> ViewAsync(NpmPackage package, string what, CancellationToken cancellationToken)
    {
        string answer = await npm.RunAsync(["view", package.Spec, what, "--json"], "/", null, cancellationToken).ConfigureAwait(false);
        using JsonDocument document = Parse(answer, package);
        JsonElement root = document.RootElement;
        return root.ValueKind == JsonValueKind.String && root.GetString() is { Length: > 0 } value ? value : null;
    }

    private static async Task CheckAsync(string file, string integrity, NpmPackage package, CancellationToken cancellationToken)
    {
        // Subresource Integrity: several digests may stand there; sha512 is what registries give today.
        string? wanted = integrity.Split(' ').FirstOrDefault(one => one.StartsWith("sha512-", StringComparison.Ordinal));
        if (wanted is null)
            throw new TargetException($"The registry gives no sha512 digest for {package}.", "");
        using FileStream content = File.OpenRead(file);
        byte[] digest = await SHA512.HashDataAsync(content, cancellationToken).ConfigureAwait(false);
        if (!string.Equals(Convert.ToBase64String(digest), wanted["sha512-".Length..], StringComparison.Ordinal))
            throw new TargetException($"The tarball of {package} is not the one that the registry names: its sha512 differs.", "npm cache clean --force");
    }

    private static string? FileName(string packed)
    {
        using JsonDocument document = JsonDocument.Parse(packed);
        JsonElement root = document.RootElement;
        JsonElement first = root.ValueKind == JsonValueKind.Array && root.GetArrayLength() > 0 ? root[0]
            : root.ValueKind == JsonValueKind.Object ? root.EnumerateObject().Select(one => one.Value).FirstOrDefault() : default;
        string? name = first.ValueKind == JsonValueKind.Object && first.TryGetProperty("filename", out JsonElement file) ? file.GetString() : null;
        // Older npm writes the scope with a slash here, and without in the directory.
        return name?.TrimStart('@').Replace('/', '-');
    }

    private static JsonDocument Parse(string answer, NpmPackage package)
    {
        try
        {
            return JsonDocument.Parse(answer);
        }
        catch (JsonException)
        {
            throw new TargetException($"npm knows no {package}.", $"npm view {package.Spec}");
        }
    }
}
