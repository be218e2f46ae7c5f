using System.Text;
using Vitrine.Core.Model;

namespace Vitrine.Sandbox.Plan;

/// <summary>
/// The part of the box that is the same for every agent: programs and libraries read-only, a chosen part of /etc, devices without harm, empty /tmp, /run and
/// /var.
/// </summary>
public static class SystemMounts
{
    private static readonly string[] Trees = ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/nix/store", "/gnu/store", "/snap"];

    /// <summary>
    /// What of /etc a toolchain may need. A list of what is shown and not of what is hidden: a file that nobody thought of stays on the host.
    /// </summary>
    private static readonly string[] Configuration =
    [
        "alternatives", "ld.so.cache", "ld.so.conf", "ld.so.conf.d", "localtime", "timezone", "locale.alias", "locale.conf", "default/locale", "mime.types",
            "magic", "magic.mime",
        "services", "protocols", "shells", "profile", "profile.d", "bash.bashrc", "bash_completion.d", "inputrc", "terminfo", "vim", "nanorc",
        "ca-certificates", "pki/ca-trust", "ssl/openssl.cnf", "crypto-policies",
        "python3", "python3.11", "python3.12", "python3.13", "perl", "java-17-openjdk", "java-21-openjdk", "java-11-openjdk", "java", "maven", "gradle",
        "dotnet", "php", "ruby", "R", "emacs",
        "fonts", "os-release", "debian_version", "lsb-release", "redhat-release", "fedora-release", "alpine-release", "arch-release", "selinux/config",
        "gitconfig", "subversion", "mercurial", "ImageMagick-6", "ImageMagick-7", "OpenCL", "vulkan",
    ];

    // Single files are copied and not mounted: bubblewrap reads the whole table of mounts again for each one it makes.
    private const int LargestCopy = 1 << 20;

    private static readonly string[] Devices = ["null", "zero", "full", "random", "urandom", "tty"];

    /// <summary>The mounts, in order. /etc's trust stores, /tmp and the rest come after them.</summary>
    public static IEnumerable<BoxMount> Plan()
    {
        foreach (string tree in Trees)
        {
            var info = new DirectoryInfo(tree);
            if (info.LinkTarget is { } link)
                yield return new BoxMount(MountKind.SymbolicLink, new UnixPath(tree), new UnixPath(link));
            else if (info.Exists)
                yield return ReadOnly(tree);
        }

        // Each product of /opt that everybody may read; what its owner keeps to himself stays hidden, also from a box of his own.
        foreach (string product in Listed("/opt"))
            if (IsWorldReadable(product))
                yield return ReadOnly(product);

        yield return new BoxMount(MountKind.Temporary, new UnixPath("/etc"));
        foreach (string name in Configuration)
        {
            string path = "/etc/" + name;
            if (Directory.Exists(path) && IsWorldReadable(path))
                yield return ReadOnly(path);
            else if (File.Exists(path) && IsWorldReadable(path) && new FileInfo(path).Length <= LargestCopy)
                yield return new BoxMount(MountKind.Content, new UnixPath(path), Content: File.ReadAllBytes(path));
        }

        yield return new BoxMount(MountKind.Proc, new UnixPath("/proc"));
        yield return new BoxMount(MountKind.Temporary, new UnixPath("/dev"));
        foreach (string device in Devices)
            yield return new BoxMount(MountKind.Device, new UnixPath("/dev/" + device), new UnixPath("/dev/" + device));
        yield return new BoxMount(MountKind.SymbolicLink, new UnixPath("/dev/fd"), new UnixPath("/proc/self/fd"));
        yield return new BoxMount(MountKind.SymbolicLink, new UnixPath("/dev/stdin"), new UnixPath("/proc/self/fd/0"));
        yield return new BoxMount(MountKind.SymbolicLink, new UnixPath("/dev/stdout"), new UnixPath("/proc/self/fd/1"));
        yield return new BoxMount(MountKind.SymbolicLink, new UnixPath("/dev/stderr"), new UnixPath("/proc/self/fd/2"));
        foreach (string empty in (string[])["/dev/shm", "/tmp", "/run", "/var", "/var/tmp"])
            yield return new BoxMount(MountKind.Temporary, new UnixPath(empty));
        yield return new BoxMount(MountKind.SymbolicLink, new UnixPath("/var/run"), new UnixPath("/run"));
        if (Directory.Exists("/sys/devices/system/cpu"))
            yield return ReadOnly("/sys/devices/system/cpu");
    }

    /// <summary>Files that say who and where one is, made for the box: one user, no host name, a resolver that is the door.</summary>
    public static IEnumerable<BoxMount> Identity(uint uid, uint gid, string user, UnixPath home, string resolver)
    {
        string name = IsPlain(user) ? user : "user";
        string root = uid == 0 ? "" : "root:x:0:0:root:/root:/usr/sbin/nologin\n";
        yield return Text("/etc/passwd", $"{root}{name}:x:{uid}:{gid}::{home}:/bin/bash\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n");
        string rootGroup = gid == 0 ? "" : "root:x:0:\n";
        yield return Text("/etc/group", $"{rootGroup}{name}:x:{gid}:\nnogroup:x:65534:\n");
        yield return Text("/etc/hosts", "127.0.0.1 localhost box\n::1 localhost ip6-localhost\n");
        yield return Text("/etc/hostname", "box\n");
        yield return Text("/etc/resolv.conf", $"nameserver {resolver}\noptions edns0 timeout:2 attempts:2\n");
        yield return Text("/etc/nsswitch.conf",
            "passwd: files\ngroup: files\nshadow: files\nhosts: files dns\nnetworks: files\nprotocols: files\nservices: files\n");
        yield return Text("/etc/host.conf", "multi on\n");
        yield return Text("/etc/gai.conf", "precedence ::ffff:0:0/96 100\n");
    }

    private static BoxMount Text(string path, string content) => new(MountKind.Content, new UnixPath(path), Content: Encoding.UTF8.GetBytes(content));

    private static BoxMount ReadOnly(string path) => new(MountKind.ReadOnly, new UnixPath(path), new UnixPath(path));

    private static string[] Listed(string directory) => Directory.Exists(directory) ? Directory.GetDirectories(directory) : [];

    // As root everything can be read; the box shows no more than any user of the machine sees.
    private static bool IsWorldReadable(string path) => (File.GetUnixFileMode(path) & UnixFileMode.OtherRead) != 0;

    private static bool IsPlain(string user) => user.Length is > 0 and <= 32 && user.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
