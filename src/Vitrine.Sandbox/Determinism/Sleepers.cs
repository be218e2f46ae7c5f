using System.Globalization;
using Vitrine.Sandbox.Record;
using Vitrine.Sandbox.Seccomp;
using static Vitrine.Sandbox.Native.Constants;

namespace Vitrine.Sandbox.Determinism;

/// <summary>
/// Threads of the box that sleep by our answer instead of in the kernel. No more than the box may have threads. A signal wakes them a little later than it
/// would there.
/// </summary>
internal sealed class Sleepers(Listener listener, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private readonly Lock _gate = new();
    private readonly HashSet<ITimer> _timers = [];
    private bool _over;

    /// <summary>Answers the call when so many nanoseconds are over, or a signal wants to be handled.</summary>
    public void Add(in Notification call, long nanoseconds)
    {
        var sleeper = new Sleeper { Call = call, End = time.GetTimestamp() + (long)((Int128)nanoseconds * time.TimestampFrequency / 1_000_000_000) };
        lock (_gate)
        {
            if (_over)
                return;
            sleeper.Timer = time.CreateTimer(Wake, sleeper, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _timers.Add(sleeper.Timer);
            sleeper.Timer.Change(Next(sleeper), Timeout.InfiniteTimeSpan);
        }
    }

    private void Wake(object? state)
    {
        var sleeper = (Sleeper)state!;

        // Under the lock, so that nothing is answered once the listener is closed.
        lock (_gate)
        {
            if (_over)
                return;
            if (listener.IsWaiting(sleeper.Call))
            {
                if (time.GetTimestamp() < sleeper.End && !HasSignal(sleeper.Call.Thread))
                {
                    sleeper.Timer!.Change(Next(sleeper), Timeout.InfiniteTimeSpan);
                    return;
                }

                listener.Done(sleeper.Call, time.GetTimestamp() < sleeper.End ? EINTR : 0);
            }

            _timers.Remove(sleeper.Timer!);
            sleeper.Timer!.Dispose();
        }
    }

    private TimeSpan Next(Sleeper sleeper)
    {
        TimeSpan left = time.GetElapsedTime(time.GetTimestamp(), sleeper.End);
        return left < TimeSpan.Zero ? TimeSpan.Zero : left < Look ? left : Look;
    }

    /// <summary>Whether a signal waits that the thread neither holds back nor ignores (proc_pid_status(5)).</summary>
    private static bool HasSignal(int thread)
    {
        string status = SmallFile.Read($"/proc/{thread}/status");
        return ((Mask(status, "\nSigPnd:\t") | Mask(status, "\nShdPnd:\t")) & ~(Mask(status, "\nSigBlk:\t") | Mask(status, "\nSigIgn:\t"))) != 0;
    }

    private static ulong Mask(string status, string label)
    {
        int at = status.IndexOf(label, StringComparison.Ordinal);
        return at >= 0
            && at + label.Length + 16 <= status.Length
            && ulong.TryParse(status.AsSpan(at + label.Length, 16), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong mask)
            ? mask
            : 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _over = true;
            foreach (ITimer timer in _timers)
                timer.Dispose();
            _timers.Clear();
        }
    }

    private sealed class Sleeper
    {
        public required Notification Call { get; init; }

        public required long End { get; init; }

        public ITimer? Timer { get; set; }
    }
}
