using System.Security.Cryptography;
using Vitrine.Sandbox;
using Vitrine.Sandbox.Seccomp;
using Xunit;

namespace Vitrine.Tests.Sandbox.Seccomp;

public sealed class DeterminismFilterTests
{
    private const uint Allow = 0x7fff0000, Notify = 0x7fc00000, Native = 0xc000003e;
    private const int Futex = (int)SystemCall.futex, Clock = (int)SystemCall.clock_gettime;
    private static readonly BoxDeterminism Both = new() { Clock = DateTimeOffset.UnixEpoch, Seed = 1 };
    private static readonly byte[] Filter = BoxFilter.Build(Both), Plain = BoxFilter.Build();

    [Fact]
    public void An_ordinary_box_has_the_filter_that_it_had_before_there_was_any_determinism()
    {
        Assert.Equal("d0358960fe240e1c5cdbefba68ecd51342b5462ee83dd3716bc2f0d73d65e6c4", Convert.ToHexStringLower(SHA256.HashData(Plain)));
        Assert.Equal(Plain, BoxFilter.Build(new BoxDeterminism()));
    }

    [Theory]
    [InlineData(0UL, Notify)] // CLOCK_REALTIME
    [InlineData(5UL, Notify)] // CLOCK_REALTIME_COARSE
    [InlineData(8UL, Notify)] // CLOCK_REALTIME_ALARM
    [InlineData(11UL, Notify)] // CLOCK_TAI
    [InlineData(0xffffffff00000000UL, Notify)] // under upper bits that the kernel ignores
    [InlineData(1UL, Allow)] // CLOCK_MONOTONIC
    [InlineData(2UL, Allow)] // CLOCK_PROCESS_CPUTIME_ID
    [InlineData(4UL, Allow)] // CLOCK_MONOTONIC_RAW
    [InlineData(7UL, Allow)] // CLOCK_BOOTTIME
    public void The_clocks_that_show_a_time_of_day_are_answered(ulong clock, uint action)
    {
        Assert.Equal(action, BpfInterpreter.Run(Filter, Clock, Native, clock));
        Assert.Equal(action, BpfInterpreter.Run(Filter, (int)SystemCall.clock_nanosleep, Native, clock, 1));
        Assert.Equal(Allow, BpfInterpreter.Run(Filter, (int)SystemCall.clock_nanosleep, Native, clock, 0));
        Assert.Equal(Allow, BpfInterpreter.Run(Plain, Clock, Native, clock));
    }

    [Theory]
    [InlineData(9UL | 256, 1UL, Notify)] // FUTEX_WAIT_BITSET, FUTEX_CLOCK_REALTIME
    [InlineData(9UL | 256 | 128, 1UL, Notify)] // and FUTEX_PRIVATE_FLAG
    [InlineData(9UL | 256, 0x100000000UL, Notify)] // a deadline whose address has a low half of zero
    [InlineData(9UL | 256, 0UL, Allow)] // for ever
    [InlineData(9UL | 128, 1UL, Allow)] // by the monotonic clock
    [InlineData(0UL | 256, 1UL, Allow)] // FUTEX_WAIT: relative
    [InlineData(1UL | 128, 1UL, Allow)] // FUTEX_WAKE
    public void Only_a_wait_for_a_time_of_day_is_translated(ulong operation, ulong deadline, uint action) =>
        Assert.Equal(action, BpfInterpreter.Run(Filter, Futex, Native, 0, operation, 0, deadline));

    [Theory]
    [InlineData(0UL, Allow)]
    [InlineData(1UL, Notify)]
    [InlineData(3UL, Notify)] // and TFD_TIMER_CANCEL_ON_SET
    public void Only_timers_with_an_absolute_time_are(ulong flags, uint action) =>
        Assert.Equal(action, BpfInterpreter.Run(Filter, (int)SystemCall.timerfd_settime, Native, 0, flags));

    [Fact]
    public void Each_wish_adds_its_own_calls_alone()
    {
        byte[] clock = BoxFilter.Build(Both with { Seed = null }), seed = BoxFilter.Build(Both with { Clock = null });
        foreach (int call in (int[])[Clock, (int)SystemCall.time, (int)SystemCall.gettimeofday])
            Assert.Equal((Notify, Notify, Allow, Allow), (Run(Filter, call), Run(clock, call), Run(seed, call), Run(Plain, call)));
        int random = (int)SystemCall.getrandom;
        Assert.Equal((Notify, Allow, Notify, Allow), (Run(Filter, random), Run(clock, random), Run(seed, random), Run(Plain, random)));
    }

    [Fact]
    public void Every_other_call_is_decided_as_in_an_ordinary_box()
    {
        int[] ours = [Futex, Clock, (int)SystemCall.time, (int)SystemCall.gettimeofday, (int)SystemCall.clock_nanosleep, (int)SystemCall.timerfd_settime,
            (int)SystemCall.getrandom];
        ulong[] values = [0, 1, 2, 0x5412, 0x10000000, ulong.MaxValue];
        for (int number = 0; number < 600; number++)
            foreach (ulong value in values)
                if (!ours.Contains(number))
                    Assert.Equal(BpfInterpreter.Run(Plain, number, Native, value, value, value, value, value),
                        BpfInterpreter.Run(Filter, number, Native, value, value, value, value, value));
    }

    [Fact]
    public void What_is_answered_is_never_taken_for_refused()
    {
        foreach (SystemCall call in (SystemCall[])[SystemCall.clock_gettime, SystemCall.futex, SystemCall.time, SystemCall.gettimeofday,
            SystemCall.clock_nanosleep, SystemCall.timerfd_settime, SystemCall.getrandom])
            Assert.False(BoxFilter.IsRefused(new Notification { Number = (int)call, Architecture = Native }, out _));
    }

    private static uint Run(byte[] filter, int call) => BpfInterpreter.Run(filter, call, Native);
}
