using System.Text;
using Vitrine.Core.Model;

namespace Vitrine.Sandbox.Plan;

/// <summary>
/// Files of a workspace that the person's own tools execute or obey later, outside any box: git's hooks and configuration, editor tasks, shell
/// environments, agents' settings (CVE-2026-25725, CVE-2026-26268, CVE-2025-61260 and others went this way). Those that exist are read-only in the box. Their parent directories are mounts of their own, so
/// that none can be moved aside and replaced.
/// </summary>
public static class ProtectedFiles
{
    /// <summary>Paths below the workspace.</summary>
    public static IReadOnlyList<string> Paths { get; } =
    [
        ".git/hooks", ".git/config", ".git/config.worktree", ".git/info/attributes", ".git/modules", ".git/worktrees", ".envrc", ".vscode/tasks.json", ".vscode/launch.json", ".vscode/settings.json", ".vscode/extensions.json",
        ".idea/workspace.xml", ".idea/runConfigurations", ".devcontainer", ".devcontainer.json", ".claude/settings.json", ".claude/settings.local.json", ".mcp.json", ".codex/config.toml", ".codex/hooks.json", ".gemini/settings.json", ".qwen/settings.json",
        ".cursor/mcp.json", ".cursor/hooks.json", ".husky", ".githooks", ".lefthook.yml", "lefthook.yml", ".pre-commit-config.yaml", ".mise.toml", "mise.toml", ".bazelrc", ".cargo/config.toml", ".npmrc", ".yarnrc.yml",
    ];

    /// <summary>The mounts for what exists in the workspace. A link is left alone here: what it points to is either in the workspace or not in the box.</summary>
    public static IEnumerable<BoxMount> Plan(UnixPath workspace)
    {
        if (!workspace.IsText)
            yield break; // .NET opens files by text only; the exit gate, which works on bytes, still holds.
        string top = workspace.ToString();
        var parents = new HashSet<string>();
        foreach (string path in Paths)
        {
            string full = Path.Combine(top, path);
            if (!IsPlain(top, path))
                continue;
            string parent = Path.GetDirectoryName(full)!;
            if (parent != top && parents.Add(parent))
                yield return new BoxMount(MountKind.ReadWrite, new UnixPath(parent), new UnixPath(parent));
            yield return new BoxMount(MountKind.ReadOnly, new UnixPath(full), new UnixPath(full));
        }
    }

    // Neither the file nor any directory on the way to it may be a link: a bind mount follows links, and the agent may have made them in an earlier run.
    private static bool IsPlain(string top, string path)
    {
        string at = top;
        foreach (string part in path.Split('/'))
        {
            at = Path.Combine(at, part);
            FileSystemInfo info = new FileInfo(at);
            if (info.LinkTarget is not null || (!File.Exists(at) && !Directory.Exists(at)))
                return false;
        }

        return true;
    }
}
