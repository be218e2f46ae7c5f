namespace Vitrine.Core.Summary;

/// <summary>Dots and doubled slashes in an absolute path, taken out by the text alone.</summary>
internal static class LexicalPath
{
    /// <summary>Whether the path holds <c>//</c> or a component <c>.</c> or <c>..</c>; may say yes where it holds none.</summary>
    public static bool NeedsNormalizing(ReadOnlySpan<char> path) =>
        path.IndexOf("/./", StringComparison.Ordinal) >= 0 || path.IndexOf("/..", StringComparison.Ordinal) >= 0
        || path.IndexOf("//", StringComparison.Ordinal) >= 0 || path.EndsWith("/.", StringComparison.Ordinal);

    /// <summary>The path without them. A relative path stays relative to what is not known here, and so is returned as it came.</summary>
    public static string Normalize(string path)
    {
        if (!path.StartsWith('/'))
            return path;
        var kept = new List<string>();
        foreach (string part in path.Split('/'))
        {
            if (part is "" or ".")
                continue;
            if (part != "..")
                kept.Add(part);
            else if (kept.Count > 0)
                kept.RemoveAt(kept.Count - 1);
        }

        return "/" + string.Join('/', kept);
    }
}
