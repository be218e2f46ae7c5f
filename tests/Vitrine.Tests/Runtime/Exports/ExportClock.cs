using System.Collections.Concurrent;

namespace Vitrine.Tests.Runtime.Exports;

/// <summary>
/// A clock for which waiting takes no time: a timer fires at once and moves the clock; how long was waited is kept. Only timers of the length
/// <paramref name="held"/> (requests' time-outs) wait until the test lets them fire.
/// </summary>
internal sealed class ExportClock(TimeSpan held) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<Timer> _held = [];
    private DateTimeOffset _now = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);

    /// <summary>The waits, in order.</summary>
    public ConcurrentQueue<TimeSpan> Waits { get; } = [];

    /// <summary>Called at each wait, before it is over.</summary>
    public Action<TimeSpan>? OnWait { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
            return _now;
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    /// <summary>Lets the requests' time-outs fire.</summary>
    public void FireHeld()
    {
        Timer[] timers;
        lock (_lock)
        {
            timers = [.. _held];
            _held.Clear();
        }

        foreach (Timer timer in timers)
            timer.Fire();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(() => callback(state));
        if (dueTime == held)
        {
            lock (_lock)
                _held.Add(timer);
            return timer;
        }

        if (dueTime == Timeout.InfiniteTimeSpan)
            return timer;
        lock (_lock)
            _now += dueTime;
        Waits.Enqueue(dueTime);
        OnWait?.Invoke(dueTime);
        // Not on this thread: whoever makes a timer does not expect it to fire before it has it.
        ThreadPool.QueueUserWorkItem(_ => timer.Fire());
        return timer;
    }

    private sealed class Timer(Action fire) : ITimer
    {
        private int _isOver;

        public void Fire()
        {
            if (Interlocked.Exchange(ref _isOver, 1) == 0)
                fire();
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime == Timeout.InfiniteTimeSpan)
                _isOver = 1;
            return true;
        }

        public void Dispose() => _isOver = 1;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
