using Vitrine.Core.Inspect.Identity;

namespace Vitrine.Runtime.Inspection;

/// <summary>
/// Gathers what tells who the person and which the machine is, from small files alone: no program is run, and none of it is written anywhere.
/// </summary>
public static class IdentityCollector
{
    private const int MaximumInterfaces = 16;

    /// <summary>The values of this process's user and machine. What cannot be read is not there to be found.</summary>
    /// <param name="workspace">The workspace's path.</param>
    /// <param name="root">Where the file system begins: <c>/</c>, or another directory for tests.</param>
    public static IReadOnlyList<IdentityValue> Collect(string workspace, string root = "/")
    {
        List<IdentityValue> values = [];
        string home = Environment.GetEnvironmentVariable("HOME") ?? "", user = Environment.UserName;
        // The home first: a user's name within it counts as the home's.
        Add(values, IdentityKind.HomePath, home.TrimEnd('/'));
        Add(values, IdentityKind.HomePath, workspace);
        Add(values, IdentityKind.UserName, user);
        Add(values, IdentityKind.HostName, Read(root, "proc/sys/kernel/hostname"));
        Add(values, IdentityKind.MachineId, Read(root, "etc/machine-id"));
        Add(values, IdentityKind.MachineId, Read(root, "proc/sys/kernel/random/boot_id"));
        Add(values, IdentityKind.FullName, FullName(Read(root, "etc/passwd"), user));
        Add(values, IdentityKind.TimeZone, TimeZone(root));
        Add(values, IdentityKind.Locale, Environment.GetEnvironmentVariable("LC_ALL") ?? Environment.GetEnvironmentVariable("LANG") ?? "");
        foreach (string file in HardwareAddresses(root))
        {
            if (Read(root, file) is var address && address != "00:00:00:00:00:00")
                Add(values, IdentityKind.MacAddress, address);
        }

        string configuration = Environment.GetEnvironmentVariable("XDG_CONFIG_HOME") is { Length: > 0 } set ? set : Path.Combine(home, ".config");
        values.AddRange(IdentityGitConfig.Read(IdentityFiles.Read(Path.Combine(home, ".gitconfig"))));
        values.AddRange(IdentityGitConfig.Read(IdentityFiles.Read(Path.Combine(configuration, "git/config"))));
        values.AddRange(IdentityGitConfig.Read(IdentityFiles.ReadBelow(workspace, ".git/config")));
        return [.. values.Distinct()];
    }

    /// <summary>The person's name in a line of passwd(5): the first field of GECOS.</summary>
    internal static string FullName(string passwd, string user)
    {
        foreach (string line in passwd.Split('\n'))
        {
            string[] fields = line.Split(':');
            if (fields.Length >= 7 && fields[0] == user)
                return fields[4].Split(',')[0].Replace("&", user, StringComparison.Ordinal);
        }

        return "";
    }

    private static string TimeZone(string root)
    {
        if (Environment.GetEnvironmentVariable("TZ") is { Length: > 0 } set)
            return set.TrimStart(':');
        const string Folder = "/zoneinfo/";
        try
        {
            string target = new FileInfo(Path.Combine(root, "etc/localtime")).LinkTarget ?? "";
            return target.IndexOf(Folder, StringComparison.Ordinal) is >= 0 and var at ? target[(at + Folder.Length)..] : Read(root, "etc/timezone");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static IEnumerable<string> HardwareAddresses(string root)
    {
        string folder = Path.Combine(root, "sys/class/net");
        return Directory.Exists(folder)
            ? [.. Directory.EnumerateFileSystemEntries(folder).Take(MaximumInterfaces).Select(name => Path.Combine(name, "address"))]
            : [];
    }

    private static string Read(string root, string file) => IdentityFiles.Read(Path.Combine(root, file));

    private static void Add(List<IdentityValue> values, IdentityKind kind, string value)
    {
        if (value.Length > 0)
            values.Add(new IdentityValue(kind, value));
    }
}
