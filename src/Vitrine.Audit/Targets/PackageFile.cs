using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using Vitrine.Audit.Model;
using Vitrine.Audit.Reading;

namespace Vitrine.Audit.Targets;

/// <summary>What starting a package needs of its <c>package.json</c>.</summary>
internal sealed record PackageFile(string Name, string Version, string? MainProgram, IReadOnlyDictionary<string, string> Programs, string Node,
    IReadOnlyList<LifeCycleScript> Scripts, IReadOnlyDictionary<string, string> Dependencies, IReadOnlyDictionary<string, string> Optional)
{
    private const int Longest = 4 << 20;
    private const int MostDependencies = 5000;

    // "prepare" is not run for what a registry serves.
    private static readonly string[] Events = ["preinstall", "install", "postinstall"];

    /// <summary>The program of that name, relative to the package; without a name the one named like the package, else the first. Null for none.</summary>
    public string? Program(string? name) => name is null ? MainProgram : Programs.GetValueOrDefault(name) ?? MainProgram;

    /// <summary>The scripts that npm runs when the package of a directory is installed: those of its dependencies, then its own.</summary>
    public static IReadOnlyList<LifeCycleScript> InstallScripts(string directory)
    {
        var scripts = new List<LifeCycleScript>();
        string modules = Path.Combine(directory, "node_modules");
        foreach (string dependency in Packages(modules).Order(StringComparer.Ordinal).Take(MostDependencies))
            scripts.AddRange((Read(dependency)?.Scripts ?? []).Select(script => script with { Package = Path.GetRelativePath(directory, dependency) }));
        return [.. scripts, .. Read(directory)?.Scripts ?? []];
    }

    private static IEnumerable<string> Packages(string modules) => !Directory.Exists(modules) || new DirectoryInfo(modules).LinkTarget is not null ? []
        : Directory.EnumerateDirectories(modules).Where(path => new DirectoryInfo(path).LinkTarget is null)
            .SelectMany(path => Path.GetFileName(path)[0] == '@'
                ? Directory.EnumerateDirectories(path).Where(inner => new DirectoryInfo(inner).LinkTarget is null)
                : [path]);

    /// <summary>Reads one; null when there is none, or it is no valid one.</summary>
    public static PackageFile? Read(string directory)
    {
        try
        {
            // A pipe or a link there is somebody's trick.
            string path = Path.Combine(directory, "package.json");
            using SafeFileHandle? file = File.Exists(path) ? RegularFile.Open(path, out long length) : Nothing(out length);
            if (file is null || length > Longest)
                return null;
            byte[] content = new byte[length];
            int read = RandomAccess.Read(file, content, 0);
            using JsonDocument document = JsonDocument.Parse(content.AsMemory(0, read), new JsonDocumentOptions { MaxDepth = 64 });
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                return null;
            string name = Text(root, "name");
            return new PackageFile(name, Text(root, "version"), Bin(root, name, directory), Bins(root, directory), Engine(root), [.. ReadScripts(root)],
                Map(root, "dependencies"), Map(root, "optionalDependencies"));
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or IOException)
        {
            // InvalidOperationException: a string with an escape of half a surrogate pair.
            return null;
        }
    }

    private static SafeFileHandle? Nothing(out long length)
    {
        length = 0;
        return null;
    }

    private static IEnumerable<LifeCycleScript> ReadScripts(JsonElement root) =>
        root.TryGetProperty("scripts", out JsonElement scripts) && scripts.ValueKind == JsonValueKind.Object
            ? Events.Where(one => Text(scripts, one).Length > 0).Select(one => new LifeCycleScript(one, Text(scripts, one)))
            : [];

    // The program named like the package, else the first; a path that leads out is none.
    private static string? Bin(JsonElement root, string name, string directory)
    {
        if (!root.TryGetProperty("bin", out JsonElement bin))
            return null;
        string bare = name[(name.IndexOf('/') + 1)..];
        string? path = bin.ValueKind == JsonValueKind.String ? bin.GetString()
            : bin.ValueKind != JsonValueKind.Object ? null
                : Text(bin, bare) is { Length: > 0 } own ? own
                    : bin.EnumerateObject().Where(one => one.Value.ValueKind == JsonValueKind.String).Select(one => one.Value.GetString()).FirstOrDefault();
        return Inside(path, directory);
    }

    private static Dictionary<string, string> Bins(JsonElement root, string directory)
    {
        var bins = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string name, string path) in Map(root, "bin"))
            if (Inside(path, directory) is { } inside)
                bins[name] = inside;
        return bins;
    }

    private static string Engine(JsonElement root) =>
        root.TryGetProperty("engines", out JsonElement engines) && engines.ValueKind == JsonValueKind.Object ? Text(engines, "node") : "";

    private static string? Inside(string? path, string directory)
    {
        if (string.IsNullOrEmpty(path) || path.Contains('\0'))
            return null;
        string full = Path.GetFullPath(path, directory);
        return full.StartsWith(Path.TrimEndingDirectorySeparator(directory) + "/", StringComparison.Ordinal) && File.Exists(full)
            ? Path.GetRelativePath(directory, full)
            : null;
    }

    private static Dictionary<string, string> Map(JsonElement root, string key)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        if (root.TryGetProperty(key, out JsonElement value) && value.ValueKind == JsonValueKind.Object)
            foreach (JsonProperty one in value.EnumerateObject().Take(2000))
                if (one.Value.ValueKind == JsonValueKind.String)
                    map.TryAdd(one.Name, one.Value.GetString()!);
        return map;
    }

    private static string Text(JsonElement root, string key) =>
        root.TryGetProperty(key, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
