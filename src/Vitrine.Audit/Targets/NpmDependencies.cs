using System.Text.Json;
using Vitrine.Core.Model;
using Vitrine.Runtime.Agents;
using Vitrine.Sandbox.Plan;

namespace Vitrine.Audit.Targets;

/// <summary>
/// Installs what a package needs to run: its dependencies in production and the optional ones of this platform, with npm, from the registry alone. No
/// life-cycle script is run, and no file of the package's own is seen by npm, whose settings it could bring along.
/// </summary>
internal sealed class NpmDependencies(NpmClient npm, UnpackLimits limits)
{
    /// <summary>Installs those that are missing below the package.</summary>
    /// <param name="package">Its manifest.</param>
    /// <param name="directory">The package; its <c>node_modules</c> is added to.</param>
    /// <param name="scratch">A directory for the work, on the same file system.</param>
    /// <param name="cancellationToken">Ends npm too.</param>
    /// <returns>What was left out, and why.</returns>
    public async Task<IReadOnlyList<string>> InstallAsync(PackageFile package, string directory, string scratch, CancellationToken cancellationToken)
    {
        var remarks = new List<string>();
        string modules = Path.Combine(directory, "node_modules");
        Dictionary<string, string> needed = Wanted(package.Dependencies, modules, remarks), optional = Wanted(package.Optional, modules, remarks);
        foreach (string name in optional.Keys)
            needed.Remove(name);
        if (needed.Count + optional.Count == 0)
            return remarks;
        string work = Path.Combine(scratch, "dependencies");
        PackageCopy.Remove(work);
        Directory.CreateDirectory(work);
        await File.WriteAllBytesAsync(Path.Combine(work, "package.json"), Manifest(needed, optional), cancellationToken).ConfigureAwait(false);
        try
        {
            _ = await npm.RunAsync(["install", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund", "--no-package-lock", "--no-bin-links",
                "--no-progress"],
                work, () => TooMuch(work), cancellationToken).ConfigureAwait(false);
        }
        catch (TargetException failure)
        {
            remarks.Add($"its dependencies could not be installed: {failure.Message}");
            return remarks;
        }

        if (TooMuch(work) is { } much)
        {
            remarks.Add($"its dependencies were left out: {much}");
            return remarks;
        }

        Move(Path.Combine(work, "node_modules"), modules);
        return remarks;
    }

    /// <summary>Whether a range is one that only a registry answers: no path, no repository, no address.</summary>
    internal static bool IsOfRegistry(string range)
    {
        string rest = range.StartsWith("npm:", StringComparison.Ordinal) ? range["npm:".Length..] : range;
        if (rest.Length != range.Length && rest.StartsWith('@') && rest.IndexOf('/') is > 1 and int slash)
            rest = rest[(slash + 1)..];
        return rest.Length <= 256
            && rest.All(one => char.IsAsciiLetterOrDigit(one) || one is '.' or '-' or '_' or '+' or '^' or '~' or '<' or '>' or '=' or '|' or '*' or ' ' or '@')
            && !rest.StartsWith('.');
    }

    private static Dictionary<string, string> Wanted(IReadOnlyDictionary<string, string> all, string modules, List<string> remarks)
    {
        var wanted = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string name, string range) in all)
            if (!NpmPackage.TryCreate(name, null, out _) || !IsOfRegistry(range))
                remarks.Add($"the dependency {Show(name)} is not of a registry: left out");
            else if (!Directory.Exists(Path.Combine(modules, name)))
                wanted[name] = range;
        return wanted;
    }

    private static byte[] Manifest(Dictionary<string, string> needed, Dictionary<string, string> optional)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteBoolean("private", true);
            foreach ((string key, Dictionary<string, string> map) in ((string, Dictionary<string, string>)[])[("dependencies", needed),
                ("optionalDependencies", optional)])
            {
                json.WriteStartObject(key);
                foreach ((string name, string range) in map)
                    json.WriteString(name, range);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    private string? TooMuch(string work)
    {
        (long bytes, int names) = TreeScan.Measure(new UnixPath(work), limits.MaxEntries + 1);
        return bytes > limits.MaxBytes
            ? $"they take more than {limits.MaxBytes >> 20} MiB"
            : names > limits.MaxEntries
                ? $"they are more than {limits.MaxEntries} files"
                : null;
    }

    // What the tarball brought along stays.
    private static void Move(string from, string to)
    {
        if (!Directory.Exists(from))
            return;
        Directory.CreateDirectory(to);
        foreach (string path in Directory.EnumerateDirectories(from))
        {
            string name = Path.GetFileName(path), target = Path.Combine(to, name);
            if (name[0] == '@')
                Move(path, target);
            else if (name[0] != '.' && !Path.Exists(target))
                Directory.Move(path, target);
        }
    }

    private static string Show(string name) => new([.. name.Take(80).Select(one => char.IsControl(one) ? '\uFFFD' : one)]);
}
