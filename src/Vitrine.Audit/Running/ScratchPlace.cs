using System.Security.Cryptography;
using Vitrine.Core.Model;
using Vitrine.Sandbox.Review;

namespace Vitrine.Audit.Running;

/// <summary>
/// Where the homes and workspaces of an audit's sessions are made: in memory where there is plenty of it, else on disk. Each session makes some hundred files
/// and soon removes them, and ext4, which gives no inode away that was freed within the last minute, spends more and more time on passing over those.
/// </summary>
public sealed class ScratchPlace : IDisposable
{
    private const string Shared = "/dev/shm", Prefix = "s-", LockName = "lock";

    // A session that fills its places must not fill the machine.
    private const long LeastFree = 4L << 30, LeastOfSession = 64L << 20;
    private readonly FileStream? _held;

    private ScratchPlace(string directory, long diskBytes, FileStream? held) => (Directory, DiskBytes, _held) = (directory, diskBytes, held);

    /// <summary>The directory for <see cref="AuditBoxOptions.Scratch"/>.</summary>
    public string Directory { get; }

    /// <summary>How much a session may leave there, for <see cref="AuditBoxOptions.DiskBytes"/>.</summary>
    public long DiskBytes { get; }

    /// <summary>Finds one.</summary>
    /// <param name="otherwise">The directory on disk, where there is no memory for it.</param>
    /// <param name="diskBytes">How much a session may leave, at most.</param>
    /// <param name="jobs">How many sessions there are at a time.</param>
    public static ScratchPlace Find(string otherwise, long diskBytes, int jobs)
    {
        try
        {
            long room = Room();
            long each = Math.Min(diskBytes, room / 2 / Math.Max(jobs, 1));
            if (room < LeastFree || each < LeastOfSession)
                return new ScratchPlace(otherwise, diskBytes, null);
            RemoveLeft();
            string directory = Path.Combine(Shared, Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)));
            System.IO.Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return new ScratchPlace(Path.Combine(directory, "boxes"), each,
                new FileStream(Path.Combine(directory, LockName), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new ScratchPlace(otherwise, diskBytes, null);
        }
    }

    /// <summary>Removes it where it is in memory.</summary>
    public void Dispose()
    {
        if (_held is null)
            return;
        Remove(Path.GetDirectoryName(Directory)!);
        _held.Dispose();
    }

    // How much of memory may be taken; zero where nothing may run from there.
    private static long Room()
    {
        string? mount = File.ReadLines("/proc/self/mounts").LastOrDefault(line => line.Split(' ') is [_, Shared, "tmpfs", ..]);
        if (mount is null || mount.Split(' ')[3].Split(',') is var options && (options.Contains("noexec") || options.Contains("ro")))
            return 0;
        string? available = File.ReadLines("/proc/meminfo").FirstOrDefault(line => line.StartsWith("MemAvailable:", StringComparison.Ordinal));
        long free = available is not null && long.TryParse(available.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], out long kibibytes)
            ? kibibytes << 10
            : 0;
        return Math.Min(Math.Min(free, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes), new DriveInfo(Shared).AvailableFreeSpace);
    }

    // Memory that an ended audit left would stay taken until the machine is started anew. Who holds its lock is alive.
    private static void RemoveLeft()
    {
        foreach (string directory in System.IO.Directory.EnumerateDirectories(Shared, Prefix + "*"))
        {
            try
            {
                using var held = new FileStream(Path.Combine(directory, LockName), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
                Remove(directory);
            }
            catch (Exception others) when (others is IOException or UnauthorizedAccessException)
            {
                // Somebody else's, or in use.
                continue;
            }
        }
    }

    private static void Remove(string directory) => TreeRemoval.Remove(new UnixPath(Shared), Path.GetFileName(directory));
}
