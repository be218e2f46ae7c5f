namespace Vitrine.Tests.Runtime.Watching;

/// <summary>A clock that a test moves by hand; timers fire when it passes them.</summary>
internal sealed class HandTime : TimeProvider
{
    private readonly List<HandTimer> _timers = [];
    private DateTimeOffset _now = new(2026, 11, 21, 0, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new HandTimer(() => callback(state)) { Due = _now + dueTime };
        _timers.Add(timer);
        return timer;
    }

    public void Advance(TimeSpan by)
    {
        _now += by;
        foreach (HandTimer timer in _timers.ToArray())
            timer.FireIfDue(_now);
    }

    private sealed class HandTimer(Action fire) : ITimer
    {
        public DateTimeOffset? Due { get; set; }

        public void FireIfDue(DateTimeOffset now)
        {
            if (Due is not { } due || due > now)
                return;
            Due = null;
            fire();
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException();

        public void Dispose() => Due = null;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
