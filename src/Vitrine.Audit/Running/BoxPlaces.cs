namespace Vitrine.Audit.Running;

/// <summary>Which files of a box say something when they are read: not the workspace, the target itself, and what any program reads to start.</summary>
internal sealed class BoxPlaces(string workspace, string package, string home)
{
    private static readonly string[] Trees = ["/usr/", "/lib/", "/lib64/", "/bin/", "/sbin/", "/opt/", "/proc/", "/sys/", "/dev/", "/etc/ssl/",
        "/etc/alternatives/", "/etc/terminfo/", "/nix/store/"];

    private static readonly HashSet<string> Files = new(StringComparer.Ordinal)
    {
        "/etc/ld.so.cache", "/etc/ld.so.preload", "/etc/localtime", "/etc/nsswitch.conf", "/etc/resolv.conf", "/etc/host.conf", "/etc/hosts", "/etc/gai.conf",
            "/etc/passwd", "/etc/group", "/etc/locale.alias", "/etc/gitconfig", "/etc/services", "/etc/protocols", "/etc/mime.types",
    };

    /// <summary>Whether it does. Process 1 and the mounts are asked only by who looks for a box.</summary>
    public bool IsWorthSaying(string path) =>
        path.StartsWith("/proc/1/", StringComparison.Ordinal)
        || (path.StartsWith("/proc/", StringComparison.Ordinal)
            && (path.EndsWith("/cgroup", StringComparison.Ordinal)
                || path.EndsWith("/mountinfo", StringComparison.Ordinal)
                || path.EndsWith("/mounts", StringComparison.Ordinal)
                || path.EndsWith("/status", StringComparison.Ordinal)))
        || (IsBelow(path, home) && !IsBelow(path, workspace) && !IsBelow(path, package))
        || (!IsBelow(path, workspace)
            && !IsBelow(path, package)
            && !Files.Contains(path)
            && !Trees.Any(tree => path.StartsWith(tree, StringComparison.Ordinal)));

    private static bool IsBelow(string path, string directory) => path == directory || path.StartsWith(directory + "/", StringComparison.Ordinal);
}
