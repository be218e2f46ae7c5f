using System.Globalization;

namespace Vitrine.Runtime.Sessions;

/// <summary>The caller's user and group numbers.</summary>
internal static class CallerIdentity
{
    /// <summary>Reads the effective numbers from /proc/self/status.</summary>
    /// <exception cref="IOException">There is no /proc.</exception>
    public static (uint User, uint Group) Read()
    {
        uint user = 0, group = 0;
        foreach (string line in File.ReadLines("/proc/self/status"))
        {
            if (line.StartsWith("Uid:", StringComparison.Ordinal))
                user = Effective(line);
            else if (line.StartsWith("Gid:", StringComparison.Ordinal))
                group = Effective(line);
        }

        return (user, group);
    }

    private static uint Effective(string line) => uint.Parse(line.Split('\t')[2], CultureInfo.InvariantCulture);
}
