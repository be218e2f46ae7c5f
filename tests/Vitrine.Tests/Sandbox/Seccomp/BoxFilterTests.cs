using Vitrine.Sandbox.Seccomp;
using Xunit;

namespace Vitrine.Tests.Sandbox.Seccomp;

public sealed class BoxFilterTests
{
    private const uint Allow = 0x7fff0000, Notify = 0x7fc00000, NoSuchCall = 0x00050000 | 38, Native = 0xc000003e, I386 = 0x40000003;
    private static readonly byte[] Filter = BoxFilter.Build();

    [Fact]
    public void Every_watched_and_refused_call_is_notified()
    {
        foreach (SystemCall call in BoxFilter.Watched.Concat(BoxFilter.Refused))
            Assert.Equal(Notify, BpfInterpreter.Run(Filter, (int)call, Native));
    }

    [Fact]
    public void The_recorder_refuses_what_the_filter_means_to_be_refused_and_nothing_that_is_watched()
    {
        foreach (SystemCall call in BoxFilter.Refused)
            Assert.True(BoxFilter.IsRefused(Call((int)call), out _));
        foreach (SystemCall call in BoxFilter.Watched.Concat([SystemCall.sendto, SystemCall.tkill, SystemCall.tgkill]))
            Assert.False(BoxFilter.IsRefused(Call((int)call), out _));
    }

    [Fact]
    public void A_call_that_is_neither_is_decided_by_its_number_alone()
    {
        HashSet<int> named = [.. BoxFilter.Watched.Concat(BoxFilter.Refused).Select(call => (int)call)];
        int[] looked = [41, 16, 44, 56, 133, 200, 234, 259, 435];
        for (int number = 0; number < 600; number++)
            if (!named.Contains(number) && !looked.Contains(number))
                Assert.Equal(Allow,
                    BpfInterpreter.Run(Filter, number, Native, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue));
    }

    [Theory]
    [InlineData(1UL, 0UL, Allow)] // unix
    [InlineData(2UL, 6UL, Allow)] // IPv4
    [InlineData(10UL, 17UL, Allow)] // IPv6
    [InlineData(16UL, 0UL, Allow)] // netlink route
    [InlineData(16UL, 4UL, Allow)] // netlink sock_diag
    [InlineData(16UL, 12UL, Notify)] // netlink netfilter
    [InlineData(16UL, 15UL, Notify)] // netlink uevent
    [InlineData(17UL, 0UL, Notify)] // packet
    [InlineData(40UL, 0UL, Notify)] // vsock
    [InlineData(38UL, 0UL, Notify)] // alg
    [InlineData(0xffffffff00000028UL, 0UL, Notify)] // vsock under upper bits that the kernel ignores
    public void Sockets_are_of_few_families(ulong family, ulong protocol, uint action) =>
        Assert.Equal(action, BpfInterpreter.Run(Filter, (int)SystemCall.socket, Native, family, 1, protocol));

    [Theory]
    [InlineData(1UL, Allow)] // stream
    [InlineData(5UL, Allow)] // packets in sequence
    [InlineData(0x80801UL, Allow)] // stream, non-blocking, closed on exec
    [InlineData(2UL, Notify)] // datagram
    [InlineData(0x80802UL, Notify)]
    [InlineData(0xff00000002UL, Notify)] // under upper bits that the kernel ignores
    [InlineData(3UL, Notify)] // raw, which is datagram
    public void Unix_sockets_that_send_without_connecting_are_not_made(ulong type, uint action)
    {
        Assert.Equal(action, BpfInterpreter.Run(Filter, (int)SystemCall.socket, Native, 1, type, 0));
        Assert.Equal(action, BpfInterpreter.Run(Filter, (int)SystemCall.socketpair, Native, 1, type, 0));
        Assert.True(BoxFilter.IsRefused(Call((int)SystemCall.socketpair), out int errno) && errno == 94);
    }

    [Fact]
    public void Internet_datagrams_are() => Assert.Equal(Allow, BpfInterpreter.Run(Filter, (int)SystemCall.socket, Native, 2, 2, 17));

    [Theory]
    [InlineData(0x5412UL, Notify)]
    [InlineData(0xdeadbeef00005412UL, Notify)]
    [InlineData(0x541cUL, Notify)]
    [InlineData(0x5401UL, Allow)]
    public void Input_is_not_pushed_into_a_terminal_whatever_the_upper_bits(ulong request, uint action) =>
        Assert.Equal(action, BpfInterpreter.Run(Filter, (int)SystemCall.ioctl, Native, 0, request));

    [Theory]
    [InlineData(0x10000000UL, Notify)] // CLONE_NEWUSER
    [InlineData(0x00020000UL, Notify)] // CLONE_NEWNS
    [InlineData(0x01200011UL, Allow)] // fork
    [InlineData(0x003d0f00UL, Allow)] // a thread
    public void Namespaces_are_not_nested(ulong flags, uint action) => Assert.Equal(action, BpfInterpreter.Run(Filter, (int)SystemCall.clone, Native, flags));

    [Fact]
    public void Clone3_is_not_there_so_that_clone_is_used() => Assert.Equal(NoSuchCall, BpfInterpreter.Run(Filter, (int)SystemCall.clone3, Native));

    [Fact]
    public void Foreign_entries_are_notified_and_refused_whatever_the_call()
    {
        for (int number = 0; number < 460; number++)
        {
            Assert.Equal(Notify, BpfInterpreter.Run(Filter, number, I386));
            Assert.Equal(Notify, BpfInterpreter.Run(Filter, number | 0x40000000, Native));
            Assert.True(BoxFilter.IsRefused(new Notification { Number = number, Architecture = I386 }, out int errno) && errno == 38);
            Assert.True(BoxFilter.IsRefused(new Notification { Number = number | 0x40000000, Architecture = Native }, out errno) && errno == 38);
        }
    }

    [Theory]
    [InlineData(0UL, Allow)] // connected socket
    [InlineData(1UL, Notify)]
    [InlineData(0x100000000UL, Notify)] // an address whose low half is zero
    public void A_datagram_with_an_address_is_watched(ulong address, uint action) =>
        Assert.Equal(action, BpfInterpreter.Run(Filter, (int)SystemCall.sendto, Native, 3, 0, 0, 0, address));

    [Theory]
    [InlineData(0x2180UL, Notify)] // character device
    [InlineData(0x6180UL, Notify)] // block device
    [InlineData(0x1180UL, Allow)] // fifo
    [InlineData(0x8180UL, Allow)] // plain file
    public void Devices_are_not_made(ulong mode, uint action)
    {
        Assert.Equal(action, BpfInterpreter.Run(Filter, (int)SystemCall.mknod, Native, 0, mode));
        Assert.Equal(action, BpfInterpreter.Run(Filter, (int)SystemCall.mknodat, Native, 0, 0, mode));
    }

    private static Notification Call(int number) => new() { Number = number, Architecture = Native };
}
