using Vitrine.Sandbox;
using Vitrine.Sandbox.Determinism;
using Xunit;

namespace Vitrine.Tests.Sandbox.Determinism;

public sealed class VirtualClockTests
{
    private const long Second = 1_000_000_000;
    private static readonly DateTimeOffset Start = new(2031, 5, 6, 7, 8, 9, TimeSpan.Zero);
    private readonly SteppedTime _time = new();

    [Fact]
    public void It_starts_where_it_was_set_and_runs_at_true_speed()
    {
        VirtualClock clock = Begun(Start, TimeSpan.Zero);
        Assert.Equal(Start.ToUnixTimeSeconds() * Second, clock.Now());
        _time.Nanoseconds += 1;
        Assert.Equal((Start.ToUnixTimeSeconds() * Second) + 1, clock.Now());
        _time.Nanoseconds += 3600 * Second;
        Assert.Equal(((Start.ToUnixTimeSeconds() + 3600) * Second) + 1, clock.Now());
    }

    [Fact]
    public void With_steps_it_stands_still_until_the_next()
    {
        VirtualClock clock = Begun(Start, TimeSpan.FromSeconds(10));
        _time.Pass(TimeSpan.FromSeconds(9.999));
        Assert.Equal(Start.ToUnixTimeSeconds() * Second, clock.Now());
        _time.Pass(TimeSpan.FromSeconds(0.001));
        Assert.Equal((Start.ToUnixTimeSeconds() + 10) * Second, clock.Now());
    }

    [Theory]
    [InlineData(2031, 0, 0.2)]
    [InlineData(1970, 0, 0.2)]
    [InlineData(2199, 0, 86_400)]
    [InlineData(2031, 10, 0.2)]
    [InlineData(2024, 3600, -5)]
    public void A_deadline_keeps_its_distance_from_what_is_shown(int year, int step, double seconds)
    {
        VirtualClock clock = Begun(new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero), TimeSpan.FromSeconds(step));
        _time.Pass(TimeSpan.FromSeconds(7));
        var distance = TimeSpan.FromSeconds(seconds);
        var deadline = KernelTime.FromNanoseconds(clock.Now() + (distance.Ticks * 100));
        Assert.True(clock.TryTranslate(deadline, out KernelTime real));
        Assert.True(real.TryGetNanoseconds(out long nanoseconds));
        Assert.Equal(((_time.Now + distance - DateTimeOffset.UnixEpoch).Ticks * 100, true), (nanoseconds, nanoseconds >= 0));
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, -1)]
    [InlineData(0, 1_000_000_000)]
    [InlineData(long.MaxValue, 0)]
    [InlineData(long.MinValue, long.MinValue)]
    [InlineData(9_000_000_001, 0)] // the year 2255: nobody waits for it
    public void What_is_no_time_is_left_to_the_kernel(long seconds, long nanoseconds) =>
        Assert.False(Begun(Start, TimeSpan.Zero).TryTranslate(new KernelTime(seconds, nanoseconds), out _));

    [Fact]
    public void A_deadline_far_in_the_future_does_not_wrap_around() =>
        Assert.False(Begun(DateTimeOffset.UnixEpoch, TimeSpan.Zero).TryTranslate(new KernelTime(9_000_000_000, 0), out _));

    [Fact]
    public void A_deadline_far_in_the_past_is_not_before_all_time()
    {
        Assert.True(Begun(new DateTimeOffset(2199, 1, 1, 0, 0, 0, TimeSpan.Zero), TimeSpan.Zero).TryTranslate(new KernelTime(1, 0), out KernelTime real));
        Assert.Equal(new KernelTime(0, 0), real);
    }

    [Fact]
    public void What_cannot_be_shown_is_not_taken()
    {
        foreach (BoxDeterminism wrong in (BoxDeterminism[])
                 [
                     new() { Clock = DateTimeOffset.UnixEpoch - TimeSpan.FromTicks(1) }, new() { Clock = DateTimeOffset.MaxValue },
                         new() { ClockStep = TimeSpan.FromSeconds(1) },
                     new() { Clock = Start, ClockStep = TimeSpan.FromTicks(-1) }, new() { Clock = Start, ClockStep = TimeSpan.FromDays(2) },
                 ])
            Assert.Throws<ArgumentOutOfRangeException>(wrong.Validate);
        new BoxDeterminism { Clock = Start, ClockStep = TimeSpan.FromDays(1), Seed = 0 }.Validate();
    }

    private VirtualClock Begun(DateTimeOffset start, TimeSpan step)
    {
        var clock = new VirtualClock(start, step, _time);
        clock.Begin();
        return clock;
    }
}
