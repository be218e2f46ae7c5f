using Vitrine.Sandbox.Native;
using static Vitrine.Sandbox.Native.Constants;

namespace Vitrine.Sandbox.FirstStage;

/// <summary>
/// Seals what of /proc belongs to the whole machine. Much of it asks for no capability but for the user id 0 of the host, which the box of a root user has:
/// through
/// /proc/sys/kernel/core_pattern such a box would run programs on the host (proc_sys_permission in the kernel's proc_sysctl.c; CVE-2016-9962 and others name
/// the place). bubblewrap covers these only where access(2) calls them writable, which asks about their directories and not about the files.
/// </summary>
internal static unsafe class KernelFiles
{
    /// <summary>Seals all that is there.</summary>
    /// <exception cref="StageException">Something is there and stays open.</exception>
    public static void Seal()
    {
        ReadOnly("/proc/sys\0"u8);
        ReadOnly("/proc/sysrq-trigger\0"u8);
        ReadOnly("/proc/irq\0"u8);
        ReadOnly("/proc/bus\0"u8);
        ReadOnly("/proc/fs\0"u8);
        ReadOnly("/proc/driver\0"u8);
        ReadOnly("/proc/mtrr\0"u8);
        ReadOnly("/proc/dynamic_debug\0"u8);
        ReadOnly("/proc/pressure\0"u8);
        Hide("/proc/acpi\0"u8, isDirectory: true);
        Hide("/proc/asound\0"u8, isDirectory: true);
        Hide("/proc/scsi\0"u8, isDirectory: true);
        Hide("/proc/kcore\0"u8, isDirectory: false);
        Hide("/proc/keys\0"u8, isDirectory: false);
        Hide("/proc/timer_list\0"u8, isDirectory: false);
        Hide("/proc/sched_debug\0"u8, isDirectory: false);
        Hide("/proc/latency_stats\0"u8, isDirectory: false);
        Hide("/proc/kpageflags\0"u8, isDirectory: false);
        Hide("/proc/kpagecount\0"u8, isDirectory: false);
        Hide("/proc/kpagecgroup\0"u8, isDirectory: false);
    }

    private static void ReadOnly(ReadOnlySpan<byte> path)
    {
        fixed (byte* at = path)
            if (IsDone(Libc.mount(at, at, null, MS_BIND | MS_REC, null), "bind a kernel file")
                && Libc.mount(null, at, null, MS_BIND | MS_REMOUNT | MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC, null) < 0)
                throw new StageException("seal a kernel file", Libc.Errno);
    }

    private static void Hide(ReadOnlySpan<byte> path, bool isDirectory)
    {
        fixed (byte* at = path, nothing = "/dev/null\0"u8, type = "tmpfs\0"u8, options = "size=4k,nr_inodes=1,mode=555\0"u8)
            _ = IsDone(
                isDirectory
                    ? Libc.mount(type, at, type, MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC, options)
                    : Libc.mount(nothing, at, null, MS_BIND, null),
                "hide a kernel file");
    }

    private static bool IsDone(int result, string step)
    {
        if (result == 0)
            return true;

        // Kernels differ in what they have.
        return Libc.Errno == ENOENT ? false : throw new StageException(step, Libc.Errno);
    }
}
