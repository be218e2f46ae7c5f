using System.Globalization;
using System.Text;
using Vitrine.Audit.Model;
using Vitrine.Core.Model;
using Vitrine.Sandbox.Plan;

namespace Vitrine.Audit.Running;

/// <summary>What home, workspace and /tmp were before a session, and what became of them.</summary>
internal sealed class FileComparison
{
    private static readonly TreeScanLimits Limits = new();
    private readonly IReadOnlyList<(string Place, string Directory, Dictionary<UnixPath, TreeName> Names)> _before;

    private FileComparison(IReadOnlyList<(string, string, Dictionary<UnixPath, TreeName>)> before) => _before = before;

    /// <summary>Looks at the places.</summary>
    /// <exception cref="IOException">One can't be read.</exception>
    public static FileComparison Before(SessionDesk desk)
    {
        var before = new List<(string, string, Dictionary<UnixPath, TreeName>)>();
        foreach ((string place, string directory) in desk.Places)
            before.Add((place, directory, TreeScan.Read(new UnixPath(directory), Limits, null, out _).ToDictionary(name => name.Path)));
        return new FileComparison(before);
    }

    /// <summary>Looks again.</summary>
    /// <exception cref="IOException">A place can't be read.</exception>
    public IReadOnlyList<CapturedFile> After(List<string> unseen)
    {
        var files = new List<CapturedFile>();
        foreach ((string place, string directory, Dictionary<UnixPath, TreeName> before) in _before)
        {
            IReadOnlyList<TreeName> after = TreeScan.Read(new UnixPath(directory), Limits,
                name => before.TryGetValue(name.Path, out TreeName? old) && old.Type == name.Type && old.Identity == name.Identity, out bool cut);
            if (cut)
                unseen.Add($"{place}: there was more than is looked at");
            foreach (TreeName name in after)
                if (Compare(before.GetValueOrDefault(name.Path), name) is { } change)
                    files.Add(SharedFiles.Of(new CapturedFile(place, name.Path.ToString(), change, name.Mode, name.Content, name.Size)));
            if (cut)
                continue;
            var there = after.Select(name => name.Path).ToHashSet();
            files.AddRange(before.Values.Where(name => name.Type != 'd'
                && !there.Contains(name.Path)).Select(name => new CapturedFile(place, name.Path.ToString(), "removed", name.Mode, PackedBytes.Empty,
                    name.Size)));
        }

        return files;
    }

    private static string? Compare(TreeName? before, TreeName now)
    {
        // A directory is there for what is in it; an empty one that is new says something too, but no more than its name.
        if (now.Type == 'd')
            return before is null ? "new" : null;
        if (before is null)
            return now.Type == 'l' ? "link" : "new";
        if (before.Type != now.Type)
            return now.Type == 'l' ? "link" : "changed";
        return before.Identity == now.Identity || (before.Mode == now.Mode && before.Size == now.Size && before.Digest == now.Digest) ? null : "changed";
    }
}
