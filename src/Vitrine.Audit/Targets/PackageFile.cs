using System.Text.Json;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Targets;

/// <summary>What starting a package needs of its <c>package.json</c>.</summary>
internal sealed record PackageFile(string Name, string Version, string? Program, IReadOnlyList<LifeCycleScript> Scripts, IReadOnlyDictionary<string, string> Dependencies, IReadOnlyDictionary<string, string> Optional)
{
    private const int Longest = 4 << 20;
    private static readonly string[] Events = ["preinstall", "install", "postinstall", "prepare"];

    /// <summary>Reads one; null when there is none, or it is no valid one.</summary>
    public static PackageFile? Read(string directory)
    {
        string path = Path.Combine(directory, "package.json");
        if (!File.Exists(path) || new FileInfo(path).Length > Longest)
            return null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { MaxDepth = 64 });
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                return null;
            string name = Text(root, "name");
            return new PackageFile(name, Text(root, "version"), Bin(root, name, directory), [.. ReadScripts(root)], Map(root, "dependencies"), Map(root, "optionalDependencies"));
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string with an escape of half a surrogate pair.
            return null;
        }
    }

    private static IEnumerable<LifeCycleScript> ReadScripts(JsonElement root) => root.TryGetProperty("scripts", out JsonElement scripts) && scripts.ValueKind == JsonValueKind.Object
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
        if (string.IsNullOrEmpty(path) || path.Contains('\0'))
            return null;
        string full = Path.GetFullPath(path, directory);
        return full.StartsWith(Path.TrimEndingDirectorySeparator(directory) + "/", StringComparison.Ordinal) && File.Exists(full) ? Path.GetRelativePath(directory, full) : null;
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

    private static string Text(JsonElement root, string key) => root.TryGetProperty(key, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
