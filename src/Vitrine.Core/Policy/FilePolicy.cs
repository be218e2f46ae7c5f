using Vitrine.Core.Model;

namespace Vitrine.Core.Policy;

/// <summary>What a session may do with its workspace, from the strictest to the mildest.</summary>
public enum WorkspaceMode
{
    /// <summary>Nothing there changes.</summary>
    Read,

    /// <summary>Changes are kept apart until a person takes them over.</summary>
    Review,

    /// <summary>Changes are made in place.</summary>
    Write,
}

/// <summary>What is wanted of a file.</summary>
public enum PathAccess
{
    /// <summary>Its content, or the names in a directory.</summary>
    Read,

    /// <summary>To make, change, rename or remove it.</summary>
    Write,
}

/// <summary>One line of <c>files.read</c>, <c>files.write</c> or <c>files.deny</c>.</summary>
/// <param name="Pattern">Which files.</param>
/// <param name="Grants">What an allowing rule grants; a rule that denies denies both.</param>
public sealed record FileRule(FilePattern Pattern, PathAccess Grants, Effect Effect, string Text, string Origin) : PolicyRule(Effect, Text, Origin);

/// <summary>What one layer says of files.</summary>
/// <param name="Source">The layer, such as <c>user ~/.config/vitrine/vitrine.yaml</c>.</param>
/// <param name="Workspace">How the workspace may be used; null where the layer does not say.</param>
/// <param name="WorkspaceOrigin">Where it says so.</param>
/// <param name="Rules">Its rules.</param>
/// <param name="NarrowsOutside">Whether its read and write lists bound what may be granted outside the workspace.</param>
public sealed record FileLayer(string Source, WorkspaceMode? Workspace, string? WorkspaceOrigin, IReadOnlyList<FileRule> Rules, bool NarrowsOutside);

/// <summary>
/// Decides about files. Deny wins; the workspace is as <see cref="Workspace"/> says; anything else needs a rule of a layer that speaks of it, and of each one
/// that does. It decides what is mounted: a look before a system call would be too early to hold.
/// </summary>
public sealed record FilePolicy(IReadOnlyList<FileLayer> Layers)
{
    /// <summary>The strictest that any layer wants; read where none says.</summary>
    public WorkspaceMode Workspace => StrictestWorkspace()?.Workspace ?? WorkspaceMode.Read;

    /// <summary>All rules that deny: what must not be seen in the box.</summary>
    public IEnumerable<FileRule> Denied => Layers.SelectMany(layer => layer.Rules).Where(rule => rule.Effect == Effect.Deny);

    /// <summary>All rules that grant; one counts only where <see cref="Decide"/> says so.</summary>
    public IEnumerable<FileRule> Granted => Layers.SelectMany(layer => layer.Rules).Where(rule => rule.Effect == Effect.Allow);

    /// <summary>May the file be read or written?</summary>
    /// <param name="path">Absolute, normal, symbolic links resolved. Where a link was followed, ask for the link too: each must be allowed.</param>
    /// <param name="access">What is wanted.</param>
    /// <param name="places">Where workspace and home are.</param>
    public Decision Decide(UnixPath path, PathAccess access, PolicyPlaces places)
    {
        ArgumentNullException.ThrowIfNull(places);
        string text = path.ToString();
        if (!IsNormal(text))
            return Decision.Deny(null, "name the file by its real, absolute path");
        foreach (FileRule rule in Denied)
            if (rule.Pattern.Covers(path, places))
                return Decision.Deny(rule.Text, $"take this line out: {rule.Text}") with { Origin = rule.Origin };
        return PolicyPlaces.IsBelow(text, places.Workspace) ? DecideInWorkspace(access) : DecideOutside(path, text, access, places);
    }

    private Decision DecideInWorkspace(PathAccess access)
    {
        FileLayer? strictest = StrictestWorkspace();
        string rule = $"workspace: {Workspace.ToString().ToLowerInvariant()}";
        return access == PathAccess.Write && Workspace == WorkspaceMode.Read
            ? Decision.Deny(rule, "files: { workspace: write }") with { Origin = strictest?.WorkspaceOrigin }
            : Decision.Allow(rule) with { Origin = strictest?.WorkspaceOrigin };
    }

    private Decision DecideOutside(UnixPath path, string text, PathAccess access, PolicyPlaces places)
    {
        FileRule? granting = null;
        foreach (FileLayer layer in Layers)
        {
            FileRule? found = layer.Rules.FirstOrDefault(rule => rule.Effect == Effect.Allow && rule.Grants >= access && rule.Pattern.Covers(path, places));
            if (found is null && layer.NarrowsOutside)
                return Decision.Deny(null, HintFor(text, access, places)) with { Origin = layer.Source };
            granting = found ?? granting;
        }

        return granting is null
            ? Decision.Deny(null, HintFor(text, access, places))
            : Decision.Allow(granting.Text) with { Origin = granting.Origin };
    }

    private FileLayer? StrictestWorkspace()
    {
        FileLayer? strictest = null;
        foreach (FileLayer layer in Layers)
            if (layer.Workspace is { } mode && (strictest?.Workspace is not { } other || mode < other))
                strictest = layer;
        return strictest;
    }

    private static string HintFor(string path, PathAccess access, PolicyPlaces places)
    {
        string shown = PolicyPlaces.IsBelow(path, places.Home) ? string.Concat("~", path.AsSpan(places.Home.Length)) : path;
        return $"files: {{ {(access == PathAccess.Write ? "write" : "read")}: [{PolicyText.Quote(shown)}] }}";
    }

    private static bool IsNormal(string path)
    {
        if (path.Length == 0 || path[0] != '/' || path.Length > Glob.LongestPath)
            return false;
        if (path == "/")
            return true;
        foreach (Range part in path.AsSpan(1).Split('/'))
            if (path.AsSpan(1)[part] is "" or "." or "..")
                return false;
        return true;
    }
}
