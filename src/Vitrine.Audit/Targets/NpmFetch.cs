using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Vitrine.Runtime.Agents;

namespace Vitrine.Audit.Targets;

/// <summary>Fetches tarballs with the person's own npm, from the registry that it is configured for. No script of a package is run.</summary>
internal sealed class NpmFetch(string npm)
{
    private const int LongestAnswer = 16 << 20;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>npm on PATH; null where there is none.</summary>
    public static NpmFetch? Find(string path)
    {
        string? npm = path.Split(':').Where(Path.IsPathFullyQualified).Select(directory => Path.Combine(directory, "npm")).FirstOrDefault(File.Exists);
        return npm is null ? null : new NpmFetch(npm);
    }

    /// <summary>Fetches a package's tarball into a directory and checks it against the registry's digest.</summary>
    /// <returns>The file.</returns>
    /// <exception cref="TargetException">There is no such package, or its digest is wrong.</exception>
    public async Task<string> PackAsync(NpmPackage package, string directory, CancellationToken cancellationToken)
    {
        string integrity = await ViewAsync(package, cancellationToken).ConfigureAwait(false);
        string packed = await RunAsync(["pack", package.Spec, "--json", "--ignore-scripts", "--pack-destination", directory], cancellationToken).ConfigureAwait(false);
        string file = Path.Combine(directory, FileName(packed) ?? throw new TargetException($"npm did not say where it put {package}.", "npm pack --json"));
        if (!File.Exists(file))
            throw new TargetException($"npm did not leave the tarball of {package}.", "npm --version; 9 or later is wanted");
        await CheckAsync(file, integrity, package, cancellationToken).ConfigureAwait(false);
        return file;
    }

    private async Task<string> ViewAsync(NpmPackage package, CancellationToken cancellationToken)
    {
        string answer = await RunAsync(["view", package.Spec, "dist.integrity", "--json"], cancellationToken).ConfigureAwait(false);
        using JsonDocument document = Parse(answer, package);
        JsonElement root = document.RootElement;
        // A tag may stand for several versions; npm packs the last.
        if (root.ValueKind == JsonValueKind.Array && root.GetArrayLength() > 0)
            root = root[root.GetArrayLength() - 1];
        return root.ValueKind == JsonValueKind.String && root.GetString() is { Length: > 0 } integrity ? integrity : throw new TargetException($"The registry gives no digest for {package}.", "");
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

    private async Task<string> RunAsync(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        // Not in a project: a .npmrc there must not choose where programs come from.
        var start = new ProcessStartInfo(npm, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Longest);
        using Process process = Start(start);
        try
        {
            Task<string> error = process.StandardError.ReadToEndAsync(limit.Token);
            char[] answer = new char[LongestAnswer];
            int length = await process.StandardOutput.ReadBlockAsync(answer, limit.Token).ConfigureAwait(false);
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            string said = await error.ConfigureAwait(false);
            return process.ExitCode == 0 ? new string(answer, 0, length) : throw new TargetException($"npm failed: {LastLine(said)}", "npm config get registry");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TargetException("npm did not answer within ten minutes.", "npm ping");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static string LastLine(string text) => text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(line => line.Contains("code E", StringComparison.Ordinal) || line.Contains("404", StringComparison.Ordinal)) ?? "see above";

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw new TargetException($"npm can't be started: {error.Message}", "install Node.js with npm");
        }
    }
}
