namespace Vitrine.Sandbox.Plan;

/// <summary>
/// Files of a workspace that the person's own tools execute or obey later, outside any box: git's hooks and configuration, editor tasks, shell
/// environments, agents' settings (CVE-2026-25725, CVE-2026-26268, CVE-2025-61260 and others went this way). <see cref="WorkspaceGuard"/> keeps them.
/// </summary>
internal static class ProtectedFiles
{
    /// <summary>
    /// What of a git directory makes git run programs. <c>commondir</c> names another directory whose configuration and hooks are then obeyed
    /// (gitrepository-layout(5)); a rebase that is left in its middle has a list of steps, and <c>exec</c> is one of them (git-rebase(1)).
    /// </summary>
    private static readonly string[] OfGit = ["hooks", "config", "config.worktree", "commondir", "info/attributes", "modules", "worktrees", "rebase-merge",
        "rebase-apply"];

    /// <summary>Paths below the workspace.</summary>
    public static IReadOnlyList<string> Paths { get; } =
    [
        .. OfGit.Select(name => ".git/" + name), ".envrc", ".vscode/tasks.json", ".vscode/launch.json", ".vscode/settings.json", ".vscode/extensions.json",
            ".vscode/mcp.json",
        ".idea/workspace.xml", ".idea/runConfigurations", ".devcontainer", ".devcontainer.json", ".claude/settings.json", ".claude/settings.local.json",
        ".mcp.json", ".codex/config.toml", ".codex/hooks.json", ".gemini/settings.json", ".qwen/settings.json",
        ".cursor/mcp.json", ".cursor/hooks.json", ".husky", ".githooks", ".lefthook.yml", "lefthook.yml", ".pre-commit-config.yaml", ".mise.toml", "mise.toml",
        ".bazelrc", ".cargo/config.toml", ".npmrc", ".yarnrc.yml",
        ".yarnrc", ".pnpmfile.cjs", ".cargo/config", ".mise/config.toml", "mise.local.toml", ".config/mise/config.toml", ".lefthook.yaml", "lefthook.yaml",
        "lefthook-local.yml", ".overcommit.yml",
        ".zed/settings.json", ".zed/tasks.json", ".exrc", ".nvimrc", ".nvim.lua", ".dir-locals.el", ".aider.conf.yml", ".roo/mcp.json", ".kiro/hooks",
        ".opencode/plugin", ".opencode/plugins", ".opencode/tool",
        // Vitrine's own: what one session writes there would rule the next.
        "vitrine.yaml", "vitrine.test.yaml",
    ];

    /// <summary>A <c>.git</c> that is a file names the git directory (a linked worktree, a submodule); as a directory it must stay writable.</summary>
    public const string GitFile = ".git";

    /// <summary>What a directory needs beside <c>HEAD</c> to be a git directory of its own, which git finds there when there is no valid <c>.git</c>.</summary>
    public static IReadOnlyList<string> BareRepository { get; } = ["objects", "refs"];

    /// <summary>The file that makes it one.</summary>
    public const string BareHead = "HEAD";

    /// <summary>What git obeys in a workspace that is itself a git directory.</summary>
    public static IReadOnlyList<string> OfBareRepository => OfGit;
}
