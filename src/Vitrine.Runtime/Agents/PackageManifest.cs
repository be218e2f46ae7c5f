using System.Text.Json;
using Vitrine.Runtime.Agents.Profiles;

namespace Vitrine.Runtime.Agents;

/// <summary>What is wanted of a <c>package.json</c>.</summary>
/// <param name="Name">The package's name; empty when it has none.</param>
/// <param name="Version">Its version; empty when it has none.</param>
/// <param name="Bins">Its programs: name and path within the package.</param>
internal sealed record PackageManifest(string Name, string Version, IReadOnlyDictionary<string, string> Bins)
{
    /// <summary>The longest one that is read, in bytes.</summary>
    public const int Longest = 1024 * 1024;

    private const int MostBins = 64;

    /// <summary>Reads one; null when it is none. Bins that lead out of the package, or whose names are no file names, are left out.</summary>
    public static PackageManifest? Parse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = 64 });
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                return null;
            string name = Text(root, "name");
            return new PackageManifest(name, Text(root, "version"), ReadBins(root, name));
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string with an escape of half a surrogate pair.
            return null;
        }
    }

    /// <summary>Chooses the program to start: the named one, or the one named like the package, or the only one. Null when there is none.</summary>
    public string? Choose(string? program)
    {
        string wanted = program ?? Name[(Name.IndexOf('/') + 1)..];
        if (Bins.ContainsKey(wanted))
            return wanted;
        return program is null && Bins.Count == 1 ? Bins.Keys.First() : null;
    }

    private static Dictionary<string, string> ReadBins(JsonElement root, string name)
    {
        var bins = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!root.TryGetProperty("bin", out JsonElement bin))
            return bins;
        if (bin.ValueKind == JsonValueKind.String)
            Add(bins, name[(name.IndexOf('/') + 1)..], bin);
        if (bin.ValueKind != JsonValueKind.Object)
            return bins;
        foreach (JsonProperty one in bin.EnumerateObject())
            if (bins.Count < MostBins && one.Value.ValueKind == JsonValueKind.String)
                Add(bins, one.Name, one.Value);
        return bins;
    }

    private static void Add(Dictionary<string, string> bins, string name, JsonElement value)
    {
        string path = value.GetString()!;
        if (path.StartsWith("./", StringComparison.Ordinal))
            path = path[2..];
        if (name.Length > 0 && name[0] != '-' && !name.Contains('/') && ProfileValues.IsBelow(name) && ProfileValues.IsBelow(path))
            bins.TryAdd(name, path);
    }

    private static string Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
