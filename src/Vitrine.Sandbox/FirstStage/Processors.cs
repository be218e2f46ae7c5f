using System.Numerics;
using Vitrine.Sandbox.Native;
using static Vitrine.Sandbox.Native.Constants;

namespace Vitrine.Sandbox.FirstStage;

/// <summary>On which processors a box runs (sched_setaffinity(2)).</summary>
internal static unsafe class Processors
{
    // As many processors as the kernel can be built for (NR_CPUS).
    private const int Words = 8192 / 64;
    private static int _boxes;

    /// <summary>One of the processors that this process may use, another one for each box.</summary>
    /// <returns>Null when the kernel does not say which those are.</returns>
    public static int? Next()
    {
        ulong* mask = stackalloc ulong[Words];
        new Span<ulong>(mask, Words).Clear();
        if (Libc.syscall(SYS_sched_getaffinity, 0, Words * sizeof(ulong), (nint)mask, 0, 0, 0) < 0)
            return null;
        return Select(new ReadOnlySpan<ulong>(mask, Words), (uint)(Environment.ProcessId + Interlocked.Increment(ref _boxes)));
    }

    /// <summary>The processor at that place among those of the mask, counted round and round.</summary>
    internal static int? Select(ReadOnlySpan<ulong> mask, uint place)
    {
        int count = 0;
        foreach (ulong word in mask)
            count += BitOperations.PopCount(word);
        if (count == 0)
            return null;
        int left = (int)(place % (uint)count);
        for (int i = 0; ; i++)
            if ((mask[i / 64] >> (i % 64) & 1) != 0 && left-- == 0)
                return i;
    }

    /// <summary>From here on the calling thread runs there, and all that it starts.</summary>
    /// <exception cref="StageException">The kernel refuses.</exception>
    public static void Choose(int processor)
    {
        ulong* mask = stackalloc ulong[Words];
        new Span<ulong>(mask, Words).Clear();
        mask[processor / 64] = 1UL << (processor % 64);
        if (Libc.syscall(SYS_sched_setaffinity, 0, Words * sizeof(ulong), (nint)mask, 0, 0, 0) < 0)
            throw new StageException("run on one processor (sched_setaffinity)", Libc.Errno);
    }
}
