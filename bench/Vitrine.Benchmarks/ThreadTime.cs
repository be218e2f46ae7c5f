using System.Runtime.InteropServices;

namespace Vitrine.Benchmarks;

/// <summary>The processor time of this thread: what else the machine does is not in it, so that figures from a shared machine can be compared.</summary>
internal static partial class ThreadTime
{
    // CLOCK_THREAD_CPUTIME_ID, see clock_gettime(2).
    private const int Thread = 3;

    /// <summary>Nanoseconds.</summary>
    public static long Now =>
        Get(Thread, out Time time) == 0
            ? (time.Seconds * 1_000_000_000) + time.Nanoseconds
            : throw new InvalidOperationException("The thread's clock can't be read.");

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int Get(int clock, out Time time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        public long Seconds, Nanoseconds;
    }
}
