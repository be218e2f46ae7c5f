using Vitrine.Audit.Auditing;
using Xunit;

namespace Vitrine.Tests.Audit.Auditing;

public sealed class PaceTests
{
    private readonly Simulation.StillTime _time = new();

    [Fact]
    public void Time_that_is_kept_back_is_not_there_for_sessions()
    {
        var pace = new Pace(_time, TimeSpan.FromSeconds(100), 1000, before: 0);
        pace.Spend(30);
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.True(pace.Allows(0.4));
        Assert.Equal(70, pace.Reach(1));
        pace.Keep(TimeSpan.FromSeconds(40));
        Assert.Equal(30, pace.Reach(1));
        Assert.False(pace.Allows(0.4));
        Assert.True(pace.AllowsTime(1));
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.False(pace.AllowsTime(1));
        Assert.Equal(0, pace.Reach(1));
    }

    [Fact]
    public void More_kept_back_than_there_is_ends_the_sessions()
    {
        var pace = new Pace(_time, TimeSpan.FromSeconds(10), 1000, before: 0);
        pace.Keep(TimeSpan.FromSeconds(20));
        Assert.False(pace.Allows(1));
        Assert.False(pace.AllowsTime(1));
        Assert.Equal(0, pace.Reach(1));
    }

    [Fact]
    public void What_an_interrupted_part_took_counts()
    {
        var pace = new Pace(_time, TimeSpan.FromSeconds(60), 1000, before: 59);
        Assert.True(pace.AllowsTime(1));
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.False(pace.AllowsTime(1));
        Assert.Equal((61.0, 2.0), (pace.Elapsed.TotalSeconds, pace.ThisPart.TotalSeconds));
    }
}
