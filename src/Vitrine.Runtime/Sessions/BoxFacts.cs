namespace Vitrine.Runtime.Sessions;

/// <summary>
/// The machine and the person that a box shows in place of the real ones, for experiments: two sessions with equal facts differ in nothing that a program can
/// ask for by a name. With facts the box's environment is <see cref="SessionPlan.Environment"/> and nothing else, and nothing of how the box was made is shown
/// where that can be helped.
/// </summary>
public sealed record BoxFacts
{
    internal const string Zones = "/usr/share/zoneinfo/";

    // What is mounted from the host can't be added to.
    private static readonly string[] Unmade = ["/usr/", "/bin/", "/sbin/", "/lib", "/proc/", "/dev/", "/sys/devices/system/cpu"];

    /// <summary>The machine's name.</summary>
    public required string HostName { get; init; }

    /// <summary>The login name.</summary>
    public required string UserName { get; init; }

    /// <summary>What stands as the person's full name in the table of users.</summary>
    public string FullName { get; init; } = "";

    /// <summary>User and group number in the box.</summary>
    public uint Number { get; init; } = 1000;

    /// <summary>Absolute path of the home directory in the box.</summary>
    public required string Home { get; init; }

    /// <summary>Absolute path of the workspace in the box.</summary>
    public required string Workspace { get; init; }

    /// <summary>Directory of the host that the box has as <c>/tmp</c>; null for one in memory.</summary>
    public string? TemporaryDirectory { get; init; }

    /// <summary>The zone of <c>/etc/localtime</c>: a name below <c>/usr/share/zoneinfo</c>. Null leaves the host's.</summary>
    public string? TimeZone { get; init; }

    /// <summary>What <c>/etc/machine-id</c> holds, without its line feed; null for none.</summary>
    public string? MachineId { get; init; }

    /// <summary>PATH, whose toolchains the box shows; the environment names it.</summary>
    public string Path { get; init; } = "/usr/local/bin:/usr/bin:/bin";

    /// <summary>Further lines of <c>/etc/hosts</c>.</summary>
    public IReadOnlyList<string> HostLines { get; init; } = [];

    /// <summary>Files of the system by absolute path, outside the trees that are the host's own; a null text takes one away.</summary>
    public IReadOnlyDictionary<string, string?> SystemFiles { get; init; } = new Dictionary<string, string?>();

    /// <summary>Directories of the host that the box sees read-only at other places: place in the box, directory on the host.</summary>
    public IReadOnlyDictionary<string, string> Shown { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether the box may write to <see cref="Shown"/>: for copies that are thrown away.</summary>
    public bool IsShownToWrite { get; init; }

    /// <summary>Whether the variables that name certificate authorities are set (NODE_EXTRA_CA_CERTS and the like).</summary>
    public bool NamesAuthority { get; init; }

    /// <summary>Ports of the box's loopback that lead to the door.</summary>
    public IReadOnlyList<ushort> LoopbackPorts { get; init; } = [];

    /// <summary>Most bytes of each directory in memory, such as <c>/dev/shm</c>.</summary>
    public long DirectoryBytes { get; init; } = 64L << 20;

    /// <summary>Whether the machine knows a zone of this name.</summary>
    public static bool IsZone(string name) =>
        name.Length is > 0 and < 64
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+')
        && name[0] != '/'
        && File.Exists(Zones + name);

    /// <summary>Whether a file can be shown at a path: not where the host's own trees stand.</summary>
    public static bool CanShow(string path) =>
        path.StartsWith('/')
        && path.Length is > 1 and < 1024
        && !path.Contains('\0')
        && System.IO.Path.GetFullPath(path) == path
        && !path.EndsWith('/')
        && !Unmade.Any(tree => path.StartsWith(tree, StringComparison.Ordinal));
}
