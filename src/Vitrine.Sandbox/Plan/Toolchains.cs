using Vitrine.Core.Model;

namespace Vitrine.Sandbox.Plan;

/// <summary>
/// Toolchains outside the system directories that the person's PATH names: version managers in the home directory as a rule. Only the parts that hold
/// programs and libraries, never a manager's whole directory where it also keeps credentials (<c>~/.cargo/credentials.toml</c>).
/// </summary>
public static class Toolchains
{
    /// <summary>Directories of known managers below home, and the parts that are shown.</summary>
    private static readonly (string Manager, string[] Parts)[] Known =
    [
        (".nvm", ["versions", "alias", "nvm.sh", "nvm-exec"]), (".fnm", ["."]), (".local/share/fnm", ["."]), (".volta", ["bin", "tools", "hooks.json"]),
            (".n", ["."]), (".bun", ["bin", "install/global"]), (".deno", ["bin"]),
        (".pyenv", ["bin", "shims", "versions", "libexec", "plugins", "pyenv.d", "completions", "src", "version"]),
        (".rbenv", ["bin", "shims", "versions", "libexec", "plugins", "version"]),
        (".cargo", ["bin", "env"]), (".rustup", ["toolchains", "settings.toml"]), (".sdkman", ["candidates", "bin"]), (".asdf", ["."]),
        (".local/share/mise", ["installs", "shims"]),
        (".local/bin", ["."]), (".local/share/uv", ["tools", "python"]), (".local/share/pipx", ["venvs"]), (".local/pipx", ["venvs"]), (".local/lib", ["."]),
        (".dotnet", ["."]), ("go", ["bin"]), (".go", ["."]), (".ghcup", ["bin", "ghc"]), (".opam", ["."]),
        (".jenv", ["bin", "shims", "versions", "libexec"]), (".nodenv", ["bin", "shims", "versions", "libexec"]), (".npm-global", ["bin", "lib"]),
        (".yarn", ["bin"]), (".local/share/pnpm", ["."]), ("miniconda3", ["."]), ("anaconda3", ["."]), (".juliaup", ["."]),
    ];

    private static readonly string[] Covered = ["/usr", "/bin", "/sbin", "/lib", "/opt", "/nix/store", "/gnu/store", "/snap"];

    /// <summary>What to show of them, and the PATH that the box has: the person's, less what is not in the box.</summary>
    public static (IReadOnlyList<UnixPath> Shown, string Path) Plan(string path, string home, UnixPath workspace)
    {
        var shown = new List<string>();
        var kept = new List<string>();
        foreach (string entry in path.Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            if (entry[0] != '/' || kept.Contains(entry) || !Directory.Exists(entry))
                continue;
            string full = System.IO.Path.GetFullPath(entry);
            if (new UnixPath(full).IsAtOrBelow(workspace))
                continue; // What the agent can write must not shadow programs.
            if (Covered.Any(tree => IsBelow(full, tree)))
                kept.Add(entry);
            else if (TryShow(full, home, shown))
                kept.Add(entry);
        }

        // By hand: LINQ over structs is compiled at run time, and the start waits for it.
        var parts = new List<UnixPath>(shown.Count);
        foreach (string part in shown.Distinct())
            parts.Add(new UnixPath(part));
        return (parts, string.Join(':', kept));
    }

    private static bool TryShow(string entry, string home, List<string> shown)
    {
        if (!IsBelow(entry, home))
        {
            // Elsewhere on the machine (/srv/tools/bin): the tree beside its bin directory, unless that is the root of the machine.
            string? parent = System.IO.Path.GetDirectoryName(entry);
            bool whole = System.IO.Path.GetFileName(entry) is "bin" or "sbin" or "shims" && parent is not null && parent.Count(c => c == '/') >= 2;
            shown.Add(whole ? parent! : entry);
            return entry.Count(c => c == '/') >= 2;
        }

        foreach ((string manager, string[] parts) in Known)
        {
            string root = System.IO.Path.Combine(home, manager);
            if (!IsBelow(entry, root))
                continue;
            Show(root, parts, shown);
            if (manager == ".cargo" && Known.First(known => known.Manager == ".rustup") is var rustup)
                Show(System.IO.Path.Combine(home, rustup.Manager), rustup.Parts, shown);
            return true;
        }

        // Unknown: the directory of programs alone, never what lies around it in the home.
        if (entry == home)
            return false;
        shown.Add(entry);
        return true;
    }

    private static void Show(string root, string[] parts, List<string> shown)
    {
        foreach (string part in parts)
        {
            string path = part == "." ? root : System.IO.Path.Combine(root, part);
            if (Directory.Exists(path) || File.Exists(path))
                shown.Add(path);
        }
    }

    private static bool IsBelow(string path, string tree) => path == tree || path.StartsWith(tree + "/", StringComparison.Ordinal);
}
