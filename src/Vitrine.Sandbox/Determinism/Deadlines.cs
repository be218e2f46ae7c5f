using System.Runtime.InteropServices;
using System.Text;
using Vitrine.Sandbox.Native;
using Vitrine.Sandbox.Record;
using Vitrine.Sandbox.Seccomp;
using static Vitrine.Sandbox.Native.Constants;

namespace Vitrine.Sandbox.Determinism;

/// <summary>
/// Waits for a time of day, which in the box is another than the kernel's. The deadline is translated in the caller's memory for the moment in which the kernel
/// reads it (<see cref="CallStop"/>); what such a call would wait for if the deadline changed in between is the caller's own affair.
/// </summary>
internal sealed class Deadlines(Listener listener, VirtualClock clock, Sleepers sleepers)
{
    private const int TimeSize = 16, CLOCK_REALTIME = 0, CLOCK_REALTIME_ALARM = 8, CLOCK_TAI = 11;

    /// <summary>futex(2) with FUTEX_CLOCK_REALTIME; among others pthread_cond_timedwait(3), sem_timedwait(3) and pthread_mutex_timedlock(3) of glibc.</summary>
    public void Futex(in Notification call) => Translate(call, call.Arguments[3]);

    /// <summary>timerfd_settime(2) with TFD_TIMER_ABSTIME. struct itimerspec has the interval first.</summary>
    public void Timer(in Notification call)
    {
        if (ClockOf(call.Thread, (int)call.Arguments[0]) is CLOCK_REALTIME or CLOCK_REALTIME_ALARM)
            Translate(call, call.Arguments[2] + TimeSize);
        else
            listener.Continue(call);
    }

    /// <summary>clock_nanosleep(2) with TIMER_ABSTIME: interrupted, it would begin anew with the deadline that it finds. So it is slept here.</summary>
    public void Sleep(in Notification call)
    {
        if ((int)call.Arguments[0] is CLOCK_REALTIME or CLOCK_TAI
            && TryRead(call.Thread, call.Arguments[2], out KernelTime deadline)
            && deadline.TryGetNanoseconds(out long shown))
            sleepers.Add(call, shown - clock.Now());
        else
            listener.Continue(call);
    }

    private void Translate(in Notification call, ulong address)
    {
        // What is invalid the kernel says itself; zeros stop a timer.
        Notification copy = call;
        if (!TryRead(call.Thread, address, out KernelTime deadline) || deadline == default || !clock.TryTranslate(deadline, out KernelTime real)
            || !CallStop.TryRun(call.Thread, () => Release(copy, address, real), () => Write(copy.Thread, address, deadline)))
            listener.Continue(call);
    }

    private void Release(in Notification call, ulong address, KernelTime real)
    {
        // Only while it waits does the number mean this thread.
        if (listener.IsWaiting(call))
            _ = Write(call.Thread, address, real); // Memory that can't be written holds a constant, which is over or will never be.
        listener.Continue(call);
    }

    private static bool TryRead(int thread, ulong address, out KernelTime time)
    {
        time = default;
        return TracedMemory.TryRead(thread, address, MemoryMarshal.AsBytes(new Span<KernelTime>(ref time)));
    }

    private static bool Write(int thread, ulong address, KernelTime time) =>
        TracedMemory.TryWrite(thread, address, MemoryMarshal.AsBytes(new ReadOnlySpan<KernelTime>(in time)));

    private static int ClockOf(int thread, int descriptor)
    {
        // proc_pid_fdinfo(5): a line "clockid: N", for timers only.
        const string Label = "\nclockid: ";
        string text = SmallFile.Read($"/proc/{thread}/fdinfo/{descriptor}");
        int at = text.IndexOf(Label, StringComparison.Ordinal);
        int end = at < 0 ? -1 : text.IndexOf('\n', at + 1);
        return end > 0
            && int.TryParse(text.AsSpan(at + Label.Length, end - at - Label.Length), System.Globalization.CultureInfo.InvariantCulture, out int clock)
            ? clock
            : -1;
    }
}
