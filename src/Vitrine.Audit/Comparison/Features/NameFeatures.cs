using Vitrine.Audit.Model;

namespace Vitrine.Audit.Comparison.Features;

/// <summary>Features of the names that were looked up.</summary>
internal static class NameFeatures
{
    /// <summary>Adds them. The endpoint's own name counts by its spelling only: how often it is asked for is the resolver's affair.</summary>
    public static void Add(FeatureSet features, Capture capture, string endpoint)
    {
        var names = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (CapturedName name in capture.Names)
        {
            string plain = name.Name.TrimEnd('.');
            if (plain.Equals(endpoint, StringComparison.OrdinalIgnoreCase))
                features.Word("endpoint's name as it was looked up", Channels.Dns, plain == endpoint ? "as configured" : "other capitals");
            else
                Add(names, Zone(plain), plain);
            if (name.Type is not ("A" or "AAAA" or "HTTPS" or "SVCB"))
                features.Word($"{FeatureReader.Presence}{name.Type} question under {Zone(plain)}", Channels.Dns, "yes");
        }
        foreach ((string zone, List<string> asked) in names)
        {
            features.Word($"{FeatureReader.Presence}name under {zone}", Channels.Dns, "yes");
            features.Text($"names under {zone}", Channels.Dns, string.Join(' ', asked));
        }
    }

    /// <summary>The last two labels.</summary>
    public static string Zone(string name)
    {
        string[] labels = name.TrimEnd('.').ToLowerInvariant().Split('.');
        return labels.Length <= 2 ? string.Join('.', labels) : $"{labels[^2]}.{labels[^1]}";
    }

    private static void Add(SortedDictionary<string, List<string>> names, string zone, string name)
    {
        if (!names.TryGetValue(zone, out List<string>? asked))
            names[zone] = asked = [];
        if (asked.Count < 100 && !asked.Contains(name))
            asked.Add(name);
    }
}
