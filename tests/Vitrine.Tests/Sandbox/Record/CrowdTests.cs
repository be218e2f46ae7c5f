using Vitrine.Sandbox.Record;
using Xunit;

namespace Vitrine.Tests.Sandbox.Record;

public sealed class CrowdTests
{
    [Fact]
    public void One_thread_is_no_crowd() => Assert.False(After(Crowd.Window * 3, call => 7).IsParallel);

    [Fact]
    public void Programs_one_after_the_other_are_no_crowd() => Assert.False(After(Crowd.Window * 4, call => call / 8).IsParallel);

    [Fact]
    public void Threads_that_take_turns_are_a_crowd() => Assert.True(After(Crowd.Window, call => call % 2).IsParallel);

    [Fact]
    public void A_crowd_that_goes_is_none_after_a_window()
    {
        Crowd crowd = After(Crowd.Window, call => call);
        Assert.True(crowd.IsParallel);
        for (int call = 0; call < Crowd.Window; call++)
            crowd.Add(7);
        Assert.False(crowd.IsParallel);
    }

    private static Crowd After(int calls, Func<int, int> caller)
    {
        var crowd = new Crowd();
        for (int call = 0; call < calls; call++)
            crowd.Add(caller(call));
        return crowd;
    }
}
