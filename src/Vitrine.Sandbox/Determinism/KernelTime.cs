using System.Runtime.InteropServices;

namespace Vitrine.Sandbox.Determinism;

/// <summary>struct timespec of x86-64.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct KernelTime(long Seconds, long Nanoseconds)
{
    private const long Billion = 1_000_000_000;

    // So far off no program of a session ever waits to the end, and sums stay within 64 bits.
    private const long Farthest = 9_000_000_000;

    /// <summary>From nanoseconds since 1970.</summary>
    public static KernelTime FromNanoseconds(long nanoseconds) => new(nanoseconds / Billion, nanoseconds % Billion);

    /// <summary>Nanoseconds since 1970; false where the kernel would call it invalid, or where it is centuries away and needs no translation.</summary>
    public bool TryGetNanoseconds(out long nanoseconds)
    {
        nanoseconds = 0;
        if (Seconds is < 0 or > Farthest || Nanoseconds is < 0 or >= Billion)
            return false;
        nanoseconds = (Seconds * Billion) + Nanoseconds;
        return true;
    }
}
