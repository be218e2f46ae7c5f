using Vitrine.Sandbox.Determinism;

namespace Vitrine.Sandbox;

/// <summary>
/// The time of day that a box shows, for those outside who answer it: certificates that the box finds valid, answers that are of today there. Timers and time
/// stamps are the machine's. It begins when it is made, which is a moment before the box's first program does.
/// </summary>
public sealed class BoxTime : TimeProvider
{
    private readonly TimeProvider _time;
    private readonly VirtualClock _clock;

    private BoxTime(DateTimeOffset start, TimeSpan step, TimeProvider time)
    {
        (_time, _clock) = (time, new VirtualClock(start, step, time));
        _clock.Begin();
    }

    /// <summary>The time of a box with this determinism; <paramref name="time"/> itself where the box has no clock of its own.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The clock can't be shown.</exception>
    public static TimeProvider For(BoxDeterminism? determinism, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        determinism?.Validate();
        return determinism?.Clock is { } start ? new BoxTime(start, determinism.ClockStep, time) : time;
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(_clock.Now() / TimeSpan.NanosecondsPerTick);

    /// <inheritdoc/>
    public override long GetTimestamp() => _time.GetTimestamp();

    /// <inheritdoc/>
    public override long TimestampFrequency => _time.TimestampFrequency;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => _time.LocalTimeZone;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        _time.CreateTimer(callback, state, dueTime, period);
}
