using System.Globalization;

namespace Vitrine.Sandbox;

/// <summary>
/// Bounds the processes of a box of root by the pids controller. The kernel holds nobody with the host's user id 0 to RLIMIT_NPROC, and so a fork bomb in such
/// a box would be one on the host. Version 2 of control groups, or version 1 where the machine still has it.
/// </summary>
internal sealed class ProcessGroupLimit : IDisposable
{
    private static readonly string[] Roots = ["/sys/fs/cgroup", "/sys/fs/cgroup/pids"];
    private readonly string _directory;

    private ProcessGroupLimit(string directory) => _directory = directory;

    /// <summary>
    /// Makes a group with room for that many processes and for this one, which is moved into it. To move a process the kernel first waits until no processor is
    /// in the middle of a fork (7 to 30 ms), but not again for one that follows shortly: so bubblewrap itself comes first, while it still makes the box, and
    /// the box's processes then join at once.
    /// </summary>
    /// <param name="process">The process.</param>
    /// <param name="limit">Most processes and threads.</param>
    /// <param name="isUnmarked">Whether its name, which the box may read in /proc, does not say who made it.</param>
    /// <returns>Null where no group can be made: there is no pids controller, or it is not ours to use.</returns>
    public static ProcessGroupLimit? TryMake(int process, ulong limit, bool isUnmarked)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"{(isUnmarked ? "session" : "vitrine")}-{Environment.ProcessId}-{process}");
        foreach (string root in Roots)
        {
            string directory = $"{root}/{name}";
            if (!HasController(root))
                continue;
            try
            {
                Directory.CreateDirectory(directory);
                File.WriteAllText(directory + "/pids.max", (limit + 1).ToString(CultureInfo.InvariantCulture));
                File.WriteAllText(directory + "/cgroup.procs", process.ToString(CultureInfo.InvariantCulture));
                return new ProcessGroupLimit(directory);
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                Remove(directory); // Read-only in a container, as a rule.
            }
        }

        return null;
    }

    /// <summary>Moves a process, which has no children yet, into the group: all that comes of it later is born there.</summary>
    /// <returns>False when it can't be moved.</returns>
    public bool TryAdd(int process)
    {
        try
        {
            File.WriteAllText(_directory + "/cgroup.procs", process.ToString(CultureInfo.InvariantCulture));
            return true;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool HasController(string root) =>
        File.Exists(root + "/cgroup.subtree_control")
            ? File.ReadAllText(root + "/cgroup.subtree_control").Split((char[]?)null).Contains("pids")
            : root.EndsWith("/pids", StringComparison.Ordinal) && File.Exists(root + "/cgroup.procs");

    private static void Remove(string directory)
    {
        try
        {
            if (Directory.Exists(directory))
                Directory.Delete(directory);
        }
        catch (Exception busy) when (busy is IOException or UnauthorizedAccessException)
        {
            return; // A process is still dying in it: an empty group that stays costs nothing and holds nobody.
        }
    }

    /// <summary>Removes the group; its processes are gone with the box.</summary>
    public void Dispose() => Remove(_directory);
}
