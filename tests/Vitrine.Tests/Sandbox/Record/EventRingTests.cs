using Vitrine.Sandbox.Record;
using Xunit;

namespace Vitrine.Tests.Sandbox.Record;

public sealed class EventRingTests
{
    [Fact]
    public void What_goes_in_comes_out_in_order_also_round_the_end()
    {
        using var ring = new EventRing(100);
        Span<byte> path = stackalloc byte[64];
        for (int i = 0; i < 1000; i++)
        {
            byte[] written = [.. Enumerable.Range(0, i % 40).Select(n => (byte)(n + i))];
            Assert.True(ring.TryWrite(new OpenEvent { Thread = i, Access = OpenAccess.Write }, written));
            Assert.True(ring.TryRead(out OpenEvent read, path, out int length));
            Assert.Equal((i, OpenAccess.Write), (read.Thread, read.Access));
            Assert.True(path[..length].SequenceEqual(written));
        }

        Assert.False(ring.TryRead(out _, path, out _));
    }

    [Fact]
    public void A_full_ring_refuses_and_keeps_what_it_has()
    {
        using var ring = new EventRing(64);
        int taken = 0;
        while (ring.TryWrite(new OpenEvent { Thread = taken }, new byte[10]))
            taken++;
        Assert.InRange(taken, 1, 6);
        Span<byte> path = stackalloc byte[64];
        for (int i = 0; i < taken; i++)
        {
            Assert.True(ring.TryRead(out OpenEvent read, path, out _));
            Assert.Equal(i, read.Thread);
        }

        Assert.True(ring.TryWrite(default, new byte[10]));
    }
}
