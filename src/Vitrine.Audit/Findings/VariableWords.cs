namespace Vitrine.Audit.Findings;

/// <summary>
/// What the variables of a person's surroundings are about, in the words in which a program speaks of it: <c>JENKINS_URL</c> says that nobody is watching,
/// <c>ZED_TERM</c> that there is an editor. A text that uses such a word under such a variable says its condition.
/// </summary>
internal static class VariableWords
{
    private static readonly (string[] Names, string[] Words)[] s_known =
    [
        (["CI", "GITHUB", "GITLAB", "JENKINS", "BUILDKITE", "CIRCLECI", "TRAVIS", "TEAMCITY", "TF", "CODEBUILD", "APPVEYOR", "DRONE", "BITBUCKET", "BUILD"],
            ["ci", "continuous integration", "pipeline", "unattended", "non-interactive", "noninteractive", "automation", "automated", "build server",
            "headless", "runner"]),
        (["VSCODE", "CURSOR", "JETBRAINS", "ZED", "WINDSURF", "IDEA", "TERM", "TERMINAL", "NVIM", "VIM", "EMACS", "EDITOR", "VISUAL", "VTE"],
            ["editor", "ide", "vscode", "vs code", "visual studio code", "jetbrains", "zed", "cursor", "windsurf", "vim", "neovim", "emacs", "terminal"]),
        (["TERM", "COLORTERM", "COLOR", "CLICOLOR", "COLUMNS", "LINES", "TMUX", "STY"],
        ["terminal", "colour", "colours", "color", "colors", "ansi", "columns", "width", "tmux", "screen"]),
        (["SHELL", "ZSH", "BASH", "FISH", "PSMODULEPATH", "MSYSTEM"], ["shell", "zsh", "bash", "fish", "powershell"]),
        (["SSH", "WSL", "CODESPACES", "CODESPACE", "GITPOD", "REMOTE", "DOCKER", "CONTAINER", "KUBERNETES", "DEVCONTAINER"],
            ["remote", "ssh", "wsl", "windows", "codespace", "gitpod", "container", "docker", "kubernetes", "pod", "cloud", "virtual machine"]),
        (["PROXY"], ["proxy", "firewall"]),
        (["VIRTUAL", "CONDA", "PYENV", "POETRY", "PIPENV", "UV"], ["python", "environment", "virtualenv", "venv", "conda", "poetry"]),
        (["NVM", "NODE", "VOLTA", "FNM", "ASDF", "MISE"], ["node", "node.js", "version manager"]),
        (["DEBUG", "LOG", "VERBOSE"], ["debug", "verbose", "log", "logs"]),
    ];

    /// <summary>Words for what a variable is about; none for one that is not known.</summary>
    public static IEnumerable<string> Of(string variable)
    {
        string[] parts = variable.Split('_');
        return s_known.Where(known => parts.Any(part => known.Names.Contains(part, StringComparer.OrdinalIgnoreCase))).SelectMany(known => known.Words);
    }
}
