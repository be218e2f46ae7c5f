using Vitrine.Sandbox.FirstStage;
using Xunit;

namespace Vitrine.Tests.Sandbox.Determinism;

public sealed class ProcessorsTests
{
    [Fact]
    public void Boxes_are_spread_over_the_processors_that_may_be_used()
    {
        ulong[] mask = [0b1010_0000, 1];
        Assert.Equal([5, 7, 64, 5, 7, 64], Enumerable.Range(0, 6).Select(i => Processors.Select(mask, (uint)i)!.Value));
        Assert.NotNull(Processors.Select(mask, uint.MaxValue));
        Assert.Null(Processors.Select([0, 0], 1));
        Assert.InRange(Processors.Next()!.Value, 0, 8191);
    }
}
