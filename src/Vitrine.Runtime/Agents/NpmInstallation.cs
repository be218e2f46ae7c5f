using Microsoft.Win32.SafeHandles;

namespace Vitrine.Runtime.Agents;

/// <summary>
/// An npm package in an agent's private HOME, at <c>.vitrine/agents/NAME/VERSION</c>: one directory for each version, so a newer profile installs anew. The
/// install runs in the box, its scripts included. It goes into a directory beside that one and is renamed at its end: what lies under the final name is whole.
/// </summary>
public sealed class NpmInstallation(string agent, NpmInstall install)
{
    // $1 final directory, $2 package, $3 least Node.js, then further options. A kill at any point leaves at most partial directories, which the next
    // install removes; npm's cache goes too, for it holds hundreds of megabytes that are wanted once.
    private const string Script =
        """
        set -eu
        final=$1 package=$2 least=$3
        shift 3
        if ! command -v npm >/dev/null || ! command -v node >/dev/null; then
          echo "vitrine: $package is installed with npm, and there is no Node.js and npm on PATH." >&2
          echo "hint: install Node.js $least or later, with npm" >&2
          exit 127
        fi
        if ! node -e 'process.exit(parseInt(process.versions.node, 10) >= +process.argv[1] ? 0 : 1)' "$least"; then
          echo "vitrine: $package needs Node.js $least or later; here is $(node --version)." >&2
          echo "hint: install a newer Node.js, or name another version: --agent npm:NAME@VERSION" >&2
          exit 126
        fi
        partial=$final.partial
        rm -rf -- "$partial" "$partial.cache"
        mkdir -p -- "$partial"
        cd -- "$partial"
        echo '{"private":true}' > package.json
        npm install --prefix "$partial" --cache "$partial.cache" --save-exact --no-audit --no-fund --no-update-notifier --loglevel=error "$@" -- "$package"
        rm -rf -- "$final" "$partial.cache"
        cd /
        mv -- "$partial" "$final"
        """;

    private readonly string _relative = $".vitrine/agents/{agent}/{install.Package.Version ?? "latest"}";

    /// <summary>The package.</summary>
    public NpmPackage Package => install.Package;

    /// <summary>The command that installs it, to be run in the box with the network of <see cref="NpmRegistry.Allow"/> and without the workspace.</summary>
    /// <param name="boxHome">HOME as the box sees it.</param>
    /// <param name="registry">The registry that the person's npm uses.</param>
    public IReadOnlyList<string> Command(string boxHome, NpmRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        string least = install.Node.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return ["/bin/sh", "-c", Script, "vitrine-install", $"{boxHome}/{_relative}", Package.Spec, least, .. registry.Options];
    }

    /// <summary>Looks for it in HOME, which an agent may have filled with anything: what it finds decides what runs in the box, and nothing else.</summary>
    /// <exception cref="IOException">HOME can't be read.</exception>
    internal AgentLocation Find(string hostHome, string boxHome)
    {
        var missing = new AgentLocation(AgentPresence.NotInstalled, [], "", default);
        if (!Directory.Exists(hostHome))
            return missing;
        using HomeTree home = HomeTree.Open(hostHome);
        string package = $"{_relative}/node_modules/{Package.Name}";
        if (home.Read($"{package}/package.json", PackageManifest.Longest) is not { } bytes
            || PackageManifest.Parse(bytes) is not { } manifest
            || manifest.Name != Package.Name)
            return missing;
        if (Package.IsExact && manifest.Version != Package.Version)
            return missing;
        if (manifest.Choose(install.Program) is not { } program)
            return AgentLocation.Unavailable(
                $"{Package} has no program '{install.Program ?? Package.BareName}'; it has {(manifest.Bins.Count == 0 ? "none" : string.Join(", ", manifest.Bins.Keys))}.",
                $"write a profile with 'program' for it, in the configuration's agents directory");
        using SafeFileHandle? file = home.OpenToRead($"{package}/{manifest.Bins[program]}");
        return file is null ? missing : AgentLocation.Ready([$"{boxHome}/{_relative}/node_modules/.bin/{program}"], manifest.Version);
    }
}
