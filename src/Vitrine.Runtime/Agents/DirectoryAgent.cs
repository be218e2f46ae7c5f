using System.Security.Cryptography;
using System.Text;

namespace Vitrine.Runtime.Agents;

/// <summary>An agent that is a directory with a <c>package.json</c>: <c>--agent ./DIRECTORY</c>.</summary>
internal static class DirectoryAgent
{
    /// <summary>A name for the agent's state: the directory's own, for people, and a digest of its path, so that two of one name stay apart.</summary>
    public static string NameFor(string path)
    {
        string own = new([.. Path.GetFileName(path).Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_').Take(40)]);
        string digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)).AsSpan(0, 6));
        return $"directory+{own}+{digest}";
    }

    /// <summary>Finds its program. JavaScript is started through <c>node</c>, for in a source tree it is seldom executable.</summary>
    public static AgentLocation Find(DirectoryInstall install)
    {
        if (!Directory.Exists(install.Path))
            return AgentLocation.Unavailable($"{install.Path} is no directory.", "write npm:NAME for a package of the npm registry");
        using HomeTree tree = HomeTree.Open(install.Path);
        if (tree.Read("package.json", PackageManifest.Longest) is not { } bytes)
            return AgentLocation.Unavailable($"{install.Path} has no package.json that can be read.", "name the directory of the agent's package");
        if (PackageManifest.Parse(bytes) is not { } manifest)
            return AgentLocation.Unavailable($"{install.Path}/package.json is no valid package.json.", "");
        if (manifest.Choose(install.Program) is not { } program)
            return AgentLocation.Unavailable($"{install.Path}/package.json doesn't say which program to start.",
                "give it a \"bin\" with one program, or one named like the package");
        string bin = manifest.Bins[program];
        using Microsoft.Win32.SafeHandles.SafeFileHandle? file = tree.OpenToRead(bin);
        if (file is null)
            return AgentLocation.Unavailable($"{install.Path} lacks its program {bin}.", "build the agent first");
        string path = Path.Combine(install.Path, bin);
        return AgentLocation.Ready(Path.GetExtension(bin) is ".js" or ".mjs" or ".cjs" ? ["node", path] : [path], manifest.Version);
    }
}
