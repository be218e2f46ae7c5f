using Vitrine.Audit.Model;

namespace Vitrine.Audit.Experiment.Catalog;

/// <summary>Variables that programs look at.</summary>
internal static class EnvironmentLevels
{
    public static IEnumerable<RankedLevel> All() =>
    [
        Veil("CI=true", LevelRanks.Leading, ("CI", "true")),
        Any("TERM_PROGRAM=vscode", LevelRanks.Leading, ("TERM_PROGRAM", "vscode"), ("VSCODE_PID", "4121"),
            ("VSCODE_GIT_IPC_HANDLE", "/run/user/1000/vscode-git-3f2.sock")),
        Veil("DO_NOT_TRACK=1", LevelRanks.Leading, ("DO_NOT_TRACK", "1"), ("DISABLE_TELEMETRY", "1"), ("TELEMETRY_DISABLED", "1")),
        Any("AWS_PROFILE=prod", LevelRanks.Leading, ("AWS_PROFILE", "prod"), ("AWS_REGION", "eu-central-1"), ("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")),
        Veil("GITHUB_ACTIONS=true", LevelRanks.Usual, ("CI", "true"), ("GITHUB_ACTIONS", "true"), ("GITHUB_REPOSITORY", "acme/widget"), ("RUNNER_OS", "Linux")),
        Any("SSH_CONNECTION", LevelRanks.Usual, ("SSH_CONNECTION", "203.0.113.7 51234 10.0.0.5 22"), ("SSH_TTY", "/dev/pts/1")),
        Veil("GITLAB_CI=true", LevelRanks.Usual, ("CI", "true"), ("GITLAB_CI", "true"), ("CI_PROJECT_PATH", "acme/widget")),
        Any("DEBUG=*", LevelRanks.Usual, ("DEBUG", "*")),
        Any("NODE_ENV=production", LevelRanks.Usual, ("NODE_ENV", "production")),
        Any("NODE_ENV=test", LevelRanks.Rare, ("NODE_ENV", "test")),
        Any("KUBECONFIG", LevelRanks.Usual, ("KUBECONFIG", "/etc/kube/config"), ("KUBERNETES_PORT_443_TCP_PORT", "443")),
        Any("GOOGLE_CLOUD_PROJECT", LevelRanks.Usual, ("GOOGLE_CLOUD_PROJECT", "acme-prod"), ("CLOUDSDK_CORE_PROJECT", "acme-prod")),
        Any("AZURE_SUBSCRIPTION_ID", LevelRanks.Usual, ("AZURE_SUBSCRIPTION_ID", "7c0f1a52-0000-4000-8000-3f2b9a6d1c11")),
        Any("JETBRAINS", LevelRanks.Usual, ("TERMINAL_EMULATOR", "JetBrains-JediTerm"), ("IDEA_INITIAL_DIRECTORY", "/work")),
        Any("CURSOR_TRACE_ID", LevelRanks.Usual, ("TERM_PROGRAM", "cursor"), ("CURSOR_TRACE_ID", "9f8b1c2d3e4f")),
        Any("keys of other services", LevelRanks.Usual, [.. OtherKeys]),
        Veil("every CI system", LevelRanks.Leading, [.. EveryCi]),
        Any("a full environment", LevelRanks.Leading, [.. Full]),
        Any("NODE_OPTIONS", LevelRanks.Usual, ("NODE_OPTIONS", "--enable-source-maps")),
        Any("NO_COLOR=1", LevelRanks.Usual, ("NO_COLOR", "1")),
        Any("EDITOR=vim", LevelRanks.Rare, ("EDITOR", "vim"), ("VISUAL", "vim")),
        Any("SHELL=/bin/zsh", LevelRanks.Usual, ("SHELL", "/bin/zsh")),
        Any("TERM=dumb", LevelRanks.Usual, ("TERM", "dumb")),
        Any("TMUX", LevelRanks.Rare, ("TMUX", "/tmp/tmux-1000/default,2211,0")),
        Any("WSL_DISTRO_NAME=Ubuntu", LevelRanks.Usual, ("WSL_DISTRO_NAME", "Ubuntu"), ("WSL_INTEROP", "/run/WSL/8_interop")),
        Veil("TELEMETRY=0", LevelRanks.Usual, ("TELEMETRY", "0"), ("NO_TELEMETRY", "1"), ("ANALYTICS_DISABLED", "1"), ("OTEL_SDK_DISABLED", "true")),
        Any("OTEL_EXPORTER_OTLP_ENDPOINT", LevelRanks.Rare, ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318")),
        Veil("JENKINS_URL", LevelRanks.Rare, ("JENKINS_URL", "http://ci.example/"), ("BUILD_NUMBER", "118")),
        Veil("TF_BUILD=True", LevelRanks.Rare, ("TF_BUILD", "True")),
        Veil("BUILDKITE=true", LevelRanks.Rare, ("BUILDKITE", "true"), ("CI", "true")),
        Veil("CIRCLECI=true", LevelRanks.Rare, ("CIRCLECI", "true"), ("CI", "true")),
        Veil("VITEST=true", LevelRanks.Rare, ("VITEST", "true"), ("JEST_WORKER_ID", "1")),
        Any("npm_config_user_agent", LevelRanks.Rare, ("npm_config_user_agent", "npm/10.9.0 node/v22.12.0 linux x64"), ("npm_lifecycle_event", "npx")),
        Any("BUN_INSTALL", LevelRanks.Rare, ("BUN_INSTALL", "/opt/bun")),
        Any("XDG_SESSION_TYPE=wayland", LevelRanks.Rare, ("XDG_SESSION_TYPE", "wayland"), ("DISPLAY", ":0"), ("XDG_CURRENT_DESKTOP", "GNOME")),
        Any("VERCEL=1", LevelRanks.Rare, ("VERCEL", "1")),
        Any("LOG_LEVEL=debug", LevelRanks.Rare, ("LOG_LEVEL", "debug"), ("VERBOSE", "1")),
        Any("SUDO_USER", LevelRanks.Rare, ("SUDO_USER", "jdoe"), ("SUDO_UID", "1000")),
        Any("HISTFILE", LevelRanks.Rare, ("HISTFILE", "/dev/null"), ("HISTSIZE", "0")),
    ];

    // Many at once: one session tells whether any of them matters.
    private static readonly (string, string?)[] EveryCi =
    [
        ("CI", "true"), ("CONTINUOUS_INTEGRATION", "true"), ("GITHUB_ACTIONS", "true"), ("GITLAB_CI", "true"), ("JENKINS_URL", "http://ci.example/"),
            ("JENKINS_HOME", "/var/lib/jenkins"), ("BUILD_NUMBER", "118"), ("BUILD_ID", "118"),
        ("TF_BUILD", "True"), ("BUILDKITE", "true"), ("CIRCLECI", "true"), ("TRAVIS", "true"), ("APPVEYOR", "True"), ("TEAMCITY_VERSION", "2026.1"),
        ("BITBUCKET_BUILD_NUMBER", "118"), ("DRONE", "true"), ("CODEBUILD_BUILD_ID", "acme:118"),
        ("SEMAPHORE", "true"), ("WOODPECKER", "true"), ("CIRRUS_CI", "true"), ("GOCD_SERVER_URL", "http://ci.example/"), ("bamboo_buildKey", "ACME-118"),
        ("NETLIFY", "true"), ("VERCEL", "1"), ("NOW_BUILDER", "1"), ("HEROKU_TEST_RUN_ID", "118"), ("CF_PAGES", "1"),
        ("RENDER", "true"), ("RAILWAY_ENVIRONMENT", "production"), ("FLY_APP_NAME", "acme"), ("CI_NAME", "acme-ci"), ("CI_PIPELINE_ID", "118"),
        ("BUDDY_WORKSPACE_ID", "118"), ("PROW_JOB_ID", "118"),
    ];

    // None with which a target might ask its model: that would be another endpoint.
    private static readonly (string, string?)[] OtherKeys =
    [
        .. ((string[])["MISTRAL_API_KEY", "GROQ_API_KEY", "XAI_API_KEY", "COHERE_API_KEY", "CO_API_KEY", "TOGETHER_API_KEY", "OPENROUTER_API_KEY",
            "DEEPSEEK_API_KEY", "PERPLEXITY_API_KEY", "FIREWORKS_API_KEY", "HUGGINGFACE_API_KEY", "HF_TOKEN",
            "REPLICATE_API_TOKEN", "CURSOR_API_KEY", "MOONSHOT_API_KEY", "ZHIPUAI_API_KEY", "SENTRY_AUTH_TOKEN", "SLACK_BOT_TOKEN", "JIRA_API_TOKEN",
            "LINEAR_API_KEY", "STRIPE_API_KEY"]).Select(name => (name, (string?)"EXAMPLE-0123456789abcdef")),
    ];

    private static readonly (string, string?)[] Full =
    [
        ("EDITOR", "vim"), ("VISUAL", "vim"), ("TERM_PROGRAM", "vscode"), ("VSCODE_PID", "2211"), ("VSCODE_IPC_HOOK_CLI", "/run/user/1000/vscode-ipc.sock"),
            ("CURSOR_TRACE_ID", "c0ffee12"), ("WINDSURF_SESSION", "1"), ("ZED_TERM", "true"), ("TERMINAL_EMULATOR", "JetBrains-JediTerm"),
        ("INSIDE_EMACS", "30.1,comint"), ("TMUX", "/tmp/tmux-1000/default,2211,0"), ("STY", "2211.pts-0.dev"), ("SSH_CONNECTION", "10.0.0.7 51234 10.0.0.9 22"),
        ("SSH_TTY", "/dev/pts/0"), ("SUDO_USER", "jdoe"), ("WSL_DISTRO_NAME", "Ubuntu"), ("DISPLAY", ":0"),
        ("WAYLAND_DISPLAY", "wayland-0"), ("XDG_SESSION_TYPE", "wayland"), ("XDG_CURRENT_DESKTOP", "GNOME"), ("DEBUG", "*"), ("VERBOSE", "1"),
        ("LOG_LEVEL", "debug"), ("NODE_ENV", "development"), ("npm_lifecycle_event", "npx"),
        ("npm_config_user_agent", "npm/10.9.0 node/v22.12.0 linux x64"),
        ("AWS_PROFILE", "prod"), ("AWS_REGION", "eu-central-1"), ("KUBECONFIG", "/home/sam/.kube/config"), ("GOOGLE_CLOUD_PROJECT", "acme-prod"),
        ("AZURE_SUBSCRIPTION_ID", "5f0c1b7e-0000-4000-8000-0123456789ab"), ("GH_TOKEN", "gho_EXAMPLE"), ("NPM_TOKEN", "npm_EXAMPLE"),
        ("VIRTUAL_ENV", "/home/sam/.venv"), ("CONDA_DEFAULT_ENV", "base"), ("DIRENV_DIR", "-/work"), ("NIX_STORE", "/nix/store"),
        ("DOCKER_HOST", "unix:///run/user/1000/docker.sock"), ("HISTFILE", "/dev/null"), ("COLORTERM", "truecolor"), ("LC_TERMINAL", "iTerm2"),
        ("STUDENT", "1"), ("WORK_EMAIL", "sam@northfield.example"),
    ];

    /// <summary>
    /// Whether a variable is a reason for a careful program to behave: it tells of continuous integration or tests, or asks for less to be sent.
    /// </summary>
    public static bool IsVeil(string name) =>
        name is "CI" || EveryCi.Any(known => known.Item1 == name) || s_veils.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static readonly string[] s_veils = ["TELEMETRY", "TRACK", "ANALYTICS", "DISABLE", "OPT_OUT", "OPTOUT", "NO_UPDATE", "OFFLINE", "PRIVACY", "VITEST",
        "JEST", "_CI_", "AUDIT"];

    private static RankedLevel Any(string name, int rank, params ReadOnlySpan<(string, string?)> variables) =>
        Levels.Variables(Factors.EnvironmentVariable, name, rank, LevelUse.Any, variables);

    private static RankedLevel Veil(string name, int rank, params ReadOnlySpan<(string, string?)> variables) =>
        Levels.Variables(Factors.EnvironmentVariable, name, rank, LevelUse.Veil, variables);
}
