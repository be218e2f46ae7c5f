namespace Vitrine.Audit.Reading.Harvesting;

/// <summary>Files and directories that matter whoever names them.</summary>
internal static class KnownPlaces
{
    private static readonly string[] Obeyed =
    [
        ".bashrc", ".bash_profile", ".bash_login", ".zshrc", ".zshenv", ".zprofile", ".profile", "config.fish", "/etc/profile.d", "crontab", "/etc/cron",
            "cron.d", "systemd/user", "systemd/system", "environment.d",
        "autostart", "LaunchAgents", "LaunchDaemons", ".git/hooks", "core.hooksPath", "hooksPath", "init.templateDir", ".gitconfig", ".npmrc", ".yarnrc",
        ".pypirc", "pip.conf", "ld.so.preload", "LD_PRELOAD", "rc.local",
        ".vscode/", "settings.json", "mcp.json", ".cursor", ".claude", ".codex", ".gemini", ".qwen", ".aider", ".continue", ".windsurf", ".config/opencode",
        "hooks.json", "AGENTS.md", "CLAUDE.md", ".inputrc", ".vimrc", ".emacs",
        "authorized_keys", ".xprofile", ".xinitrc", ".pam_environment", "sitecustomize", "NODE_OPTIONS", "BASH_ENV", ".tmux.conf", "sudoers", "post-commit",
        "pre-commit", "post-checkout", "pre-push", "prepare-commit-msg",
    ];

    private static readonly string[] Secret =
    [
        ".ssh", "id_rsa", "id_ed25519", ".aws", ".azure", ".config/gcloud", ".kube", ".docker/config.json", ".netrc", ".gnupg", ".git-credentials", ".npmrc",
            ".pypirc", ".env", "keychain", "Login Data", "Cookies",
        ".config/gh", ".vault-token", ".terraform.d", "wallet", ".bash_history", ".zsh_history", "/etc/shadow", "logins.json", "key4.db", ".pgpass", ".my.cnf",
    ];

    private static readonly string[] Watching =
    [
        "/.dockerenv", "/run/.containerenv", "/proc/1/cgroup", "/proc/self/cgroup", "/proc/self/status", "TracerPid", "/sys/class/dmi", "/proc/cpuinfo",
            "hypervisor", "/proc/self/mountinfo", "/proc/version", "/proc/modules",
        "gVisor", "/.flatpak-info", "/run/systemd/container", "/proc/1/environ", "/proc/1/sched", "/proc/1/comm", "/proc/vz", "/dev/lxd",
    ];

    /// <summary>What is executed or obeyed later by something else.</summary>
    public static bool IsObeyed(string text) => Contains(Obeyed, text);

    /// <summary>Where credentials are.</summary>
    public static bool IsSecret(string text) => Contains(Secret, text);

    /// <summary>What shows a container, a sandbox or a tracer.</summary>
    public static bool IsWatching(string text) => Contains(Watching, text);

    private static bool Contains(string[] places, string text)
    {
        foreach (string place in places)
        {
            int at = text.IndexOf(place, StringComparison.Ordinal);
            // As a whole component: ".env" isn't ".environment".
            if (at >= 0 && (at + place.Length == text.Length || !char.IsAsciiLetterOrDigit(text[at + place.Length]) || place[^1] == '/')
                && (at == 0 || !char.IsAsciiLetterOrDigit(text[at - 1]) || place[0] is '/' or '.'))
                return true;
        }

        return false;
    }
}
