using System.Globalization;
using static Vitrine.Sandbox.Native.Constants;

namespace Vitrine.Sandbox.Native;

/// <summary>
/// The limit of open files that the person's shell has. .NET raises its own soft limit to the hard one at start, and a program that loops over all possible
/// descriptors up to a limit of a million is slow for no reason; so the agent gets the soft limit of our parent.
/// </summary>
internal static unsafe class OpenFilesLimit
{
    private const ulong Customary = 1024;

    /// <summary>Soft and hard limit.</summary>
    public static (ulong Soft, ulong Hard) OfCaller()
    {
        ResourceLimit ours;
        if (Libc.getrlimit(RLIMIT_NOFILE, &ours) < 0)
            return (Customary, Customary);
        return (Math.Min(OfParent() ?? Customary, ours.Hard), ours.Hard);
    }

    private static ulong? OfParent()
    {
        int parent = Record.ProcessStatus.Read(Environment.ProcessId).Parent;
        if (parent <= 0)
            return null;
        try
        {
            foreach (string line in File.ReadLines($"/proc/{parent}/limits"))
                if (line.StartsWith("Max open files", StringComparison.Ordinal))
                    return ulong.TryParse(line[26..].TrimStart().Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out ulong soft) ? soft : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null; // Another user's parent (sudo, a service): the customary limit serves.
        }

        return null;
    }
}
