using Vitrine.Runtime.Agents;

namespace Vitrine.Audit.Targets;

/// <summary>Optional dependencies that hold the program for one kind of machine: npm takes the one whose <c>os</c> and <c>cpu</c> fit, and their names say which that is.</summary>
internal static class PlatformPackages
{
    /// <summary>The package, when it is for Linux on x64 with glibc; null for others.</summary>
    /// <param name="name">The name it is installed as.</param>
    /// <param name="range">Its version, or another package for that name: <c>npm:@scope/name@1.2.3-linux-x64</c>.</param>
    public static NpmPackage? ForThisMachine(string name, string range)
    {
        bool isAlias = range.StartsWith("npm:", StringComparison.Ordinal);
        string all = isAlias ? $"{name} {range}" : name;
        bool fits = all.Contains("linux", StringComparison.Ordinal) && (all.Contains("x64", StringComparison.Ordinal) || all.Contains("amd64", StringComparison.Ordinal) || all.Contains("x86_64", StringComparison.Ordinal))
            && !all.Contains("musl", StringComparison.Ordinal) && !all.Contains("baseline", StringComparison.Ordinal);
        if (!fits)
            return null;
        string spec = isAlias ? range["npm:".Length..] : $"{name}@{range.TrimStart('^', '~', '=')}";
        return NpmPackage.TryParse(spec, out NpmPackage? package) ? package : null;
    }
}
