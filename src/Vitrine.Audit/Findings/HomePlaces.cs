using Vitrine.Audit.Model;

namespace Vitrine.Audit.Findings;

/// <summary>What a file that a target wrote is, told by where it lies.</summary>
internal enum PlaceKind
{
    /// <summary>The target's own state, its caches, temporary files, the workspace.</summary>
    Own,

    /// <summary>State of the runtime or a tool that the target runs, such as a package manager's log.</summary>
    Runtime,

    /// <summary>Obeyed or executed later by something else.</summary>
    Persistence,

    /// <summary>None of the others.</summary>
    Outside,
}

/// <summary>Places of a home directory and a workspace: whose they are, which are executed later, which hold credentials.</summary>
internal static class HomePlaces
{
    // MITRE ATT&CK T1546.004, T1053.003, T1543.002, T1547.013, T1098.004; and settings that other agents and editors obey.
    private static readonly string[] s_persistence =
    [
        ".bashrc", ".bash_profile", ".bash_login", ".bash_logout", ".bash_aliases", ".profile", ".zshrc", ".zshenv", ".zprofile", ".zlogin", ".zlogout",
            ".kshrc", ".cshrc", ".tcshrc", ".login",
        ".inputrc", ".xprofile", ".xinitrc", ".xsession", ".xsessionrc", ".pam_environment", ".ssh/", ".gitconfig", ".git-templates/", ".npmrc", ".yarnrc",
        ".yarnrc.yml", ".bunfig.toml", ".pypirc",
        ".condarc", ".curlrc", ".wgetrc", ".netrc", ".vimrc", ".emacs", ".gemrc", ".cargo/config", ".gradle/", ".m2/settings.xml", ".docker/config.json",
        ".kube/config", ".local/bin/",
        "bin/", ".local/share/applications/", ".local/share/systemd/", ".local/share/dbus-1/", ".local/share/bash-completion/", ".local/share/nautilus/",
        ".config/environment.d/", ".config/systemd/", ".config/autostart/", ".config/fish/", ".config/git/", ".config/pip/", ".config/nvim/", ".config/npm/",
        ".config/zsh/", ".config/bash/", ".config/nushell/",
        ".config/plasma-workspace/", ".config/Code/", ".config/Cursor/", ".config/zed/", ".config/JetBrains/", ".config/hypr/", ".config/sway/", ".config/i3/",
        ".config/direnv/", ".config/mise/",
        ".vscode/", ".cursor/", ".claude", ".codex/", ".gemini/", ".qwen/", ".aider", ".continue/", ".windsurf/", ".cline/", ".roo/", ".config/opencode/",
        ".config/goose/", ".config/agents/", ".mcp.json", ".agents/",
        ".mozilla/", ".config/google-chrome/", ".config/chromium/",
    ];

    private static readonly string[] s_workspace =
    [
        ".git/hooks/", ".git/config", ".git/info/attributes", ".gitattributes", ".husky/", ".envrc", ".vscode/tasks.json", ".vscode/settings.json",
            ".vscode/launch.json", ".idea/", ".devcontainer/",
        ".github/workflows/", ".gitlab-ci.yml", ".npmrc", ".yarnrc", ".mcp.json", ".claude/", ".cursor/", ".cursorrules", ".clinerules", ".gemini/", ".codex/",
        ".bazelrc", ".pre-commit-config.yaml",
        "CLAUDE.md", "AGENTS.md", "GEMINI.md", "QWEN.md",
    ];

    // Of the caches those of runtimes, package managers and what they download; another program's cache is its own.
    private static readonly string[] s_runtime =
    [
        ".cache/node/", ".cache/node-gyp/", ".cache/npm/", ".cache/yarn/", ".cache/pnpm/", ".cache/bun/", ".cache/deno/", ".cache/pip/", ".cache/uv/",
            ".cache/go-build/", ".cache/typescript/", ".cache/ms-playwright/",
        ".cache/puppeteer/", ".cache/prisma/", ".cache/electron/", ".cache/huggingface/", ".cache/turbo/", ".cache/esbuild/", ".cache/corepack/",
        ".cache/node-sqlite/", ".npm/", ".node-gyp/", ".bun/", ".deno/", ".config/configstore/", ".local/share/pnpm/", ".node_repl_history",
        ".pnpm-state/", ".yarn/", ".cargo/registry/",
    ];

    private static readonly string[] s_credentials =
    [
        ".ssh/", ".aws/", ".azure/", ".config/gcloud/", ".gnupg/", ".netrc", ".git-credentials", ".docker/config.json", ".kube/", ".pypirc", ".password-store/",
            ".config/gh/", ".config/hub",
        ".mozilla/", ".config/google-chrome/", ".config/chromium/", ".local/share/keyrings/", ".bash_history", ".zsh_history", ".config/git/credentials",
        ".vault-token", ".terraform.d/", ".config/rclone/",
        ".electrum/", ".bitcoin/", ".ethereum/", ".thunderbird/",
    ];

    /// <summary>What the file is.</summary>
    public static PlaceKind KindOf(CapturedFile file, TargetNames target)
    {
        // What git puts into every new repository, and never runs.
        if (file.Path.EndsWith(".sample", StringComparison.Ordinal) && file.Path.Contains("hooks/", StringComparison.Ordinal))
            return PlaceKind.Runtime;
        switch (file.Place)
        {
            case "tmp":
                return PlaceKind.Own;
            case "workspace":
                return IsBelow(file.Path, s_workspace) && !IsOwnFile(file.Path, target) ? PlaceKind.Persistence : PlaceKind.Own;
            case "home":
                if (IsOwn(file.Path, target))
                    return PlaceKind.Own;
                if (IsBelow(file.Path, s_persistence)
                    || file.Path.Contains("/settings.json", StringComparison.Ordinal)
                    || file.Path.Contains("hooks", StringComparison.OrdinalIgnoreCase))
                    return PlaceKind.Persistence;
                return IsBelow(file.Path, s_runtime) ? PlaceKind.Runtime : PlaceKind.Outside;
            default:
                return file.Path.StartsWith("/tmp/", StringComparison.Ordinal)
                    || file.Path.StartsWith("/var/tmp/", StringComparison.Ordinal)
                    || file.Path.StartsWith("/dev/", StringComparison.Ordinal)
                    || file.Path.StartsWith("/proc/", StringComparison.Ordinal)
                    ? PlaceKind.Own
                    : file.Path.StartsWith("/etc/", StringComparison.Ordinal) || file.Path.StartsWith("/var/spool/cron", StringComparison.Ordinal)
                        ? PlaceKind.Persistence
                        : PlaceKind.Outside;
        }
    }

    /// <summary>Whether a file holds credentials or what a person did: its path below home.</summary>
    public static bool HoldsCredentials(string path, TargetNames target) => IsBelow(path, s_credentials) && !IsOwn(path, target);

    private static bool IsOwn(string path, TargetNames target)
    {
        string[] parts = path.Split('/');
        int at = parts[0] switch
        {
            ".config" or ".cache" or "Library" => 1,
            ".local" => 2,
            _ => 0,
        };
        return at < parts.Length && (at > 0 || parts[0].StartsWith('.')) && target.Owns(parts[at]);
    }

    private static bool IsOwnFile(string path, TargetNames target) => target.Owns(path.Split('/')[0]);

    private static bool IsBelow(string path, string[] places) =>
        places.Any(place => path.StartsWith(place, StringComparison.Ordinal)
            && (place.EndsWith('/') || path.Length == place.Length || path[place.Length] is '/' or '.' or '_' or '-' || place is ".claude" or ".aider"));
}
