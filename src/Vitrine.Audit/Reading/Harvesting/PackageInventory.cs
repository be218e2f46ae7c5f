using System.Text.Json;

namespace Vitrine.Audit.Reading.Harvesting;

/// <summary>The packages within a target, told by their manifests, and the scripts that installing them runs.</summary>
internal sealed class PackageInventory(ReadingState state)
{
    private const int LongestManifest = 4 << 20;
    private const int Most = 20_000;
    private readonly List<Component> _components = [];

    public IReadOnlyList<Component> Components => [.. _components.OrderBy(component => component.Path, StringComparer.Ordinal)];

    public void Take(string name, ReadOnlyMemory<byte> manifest, string digest)
    {
        if (manifest.Length > LongestManifest || _components.Count >= Most)
        {
            state.Cut($"{name}: not taken into the inventory");
            return;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(manifest, new JsonDocumentOptions { MaxDepth = 64 });
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                return;
            string directory = Path.GetDirectoryName(name) ?? "";
            string own = Text(root, "name");
            if (!directory.Contains("node_modules", StringComparison.Ordinal))
                Keys(root, own);
            if (own.Length > 0 || directory.Length == 0)
                _components.Add(new Component(own, Text(root, "version"), Licence(root), directory, digest));
            if (root.TryGetProperty("scripts", out JsonElement scripts) && scripts.ValueKind == JsonValueKind.Object)
                foreach (JsonProperty script in scripts.EnumerateObject())
                    if (script.Name is "preinstall" or "install" or "postinstall" or "prepare" && script.Value.ValueKind == JsonValueKind.String)
                        state.Harvester.Table.Add(HarvestKind.Script, $"{script.Name}: {script.Value.GetString()}",
                            new Sighting(new SourcePlace(name, 0, 1), Suspicion.Named, Subjects.None, [], false), directory);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            state.Cut($"{name}: no valid manifest");
        }
    }

    // What a package says of itself is at hand for its programs, and stands in no literal.
    private void Keys(JsonElement root, string own)
    {
        string version = Text(root, "version");
        state.Keys.AddOfManifest(own);
        state.Keys.AddOfManifest(own[(own.IndexOf('/') + 1)..]);
        state.Keys.AddOfManifest(version);
        foreach (string between in (ReadOnlySpan<string>)["@", "/", "-", " ", ""])
            state.Keys.AddOfManifest($"{own}{between}{version}");
        foreach (string field in (ReadOnlySpan<string>)["author", "license", "homepage", "main", "description"])
            state.Keys.AddOfManifest(Text(root, field));
        if (root.TryGetProperty("bin", out JsonElement programs) && programs.ValueKind == JsonValueKind.Object)
            foreach (JsonProperty program in programs.EnumerateObject().Take(8))
                state.Keys.AddOfManifest(program.Name);
    }

    private static string Licence(JsonElement root) => Text(root, "license") is { Length: > 0 } text ? text
        : root.TryGetProperty("license", out JsonElement old) && old.ValueKind == JsonValueKind.Object ? Text(old, "type") : "";

    private static string Text(JsonElement root, string key) =>
        root.TryGetProperty(key, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
