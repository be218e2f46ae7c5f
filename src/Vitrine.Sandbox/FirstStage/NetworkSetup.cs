using System.Buffers.Binary;
using Vitrine.Sandbox.Native;
using static Vitrine.Sandbox.Native.Constants;

namespace Vitrine.Sandbox.FirstStage;

/// <summary>Sets up the box's network from inside: the door's sockets, default routes over loopback, and the capture rules.</summary>
internal static unsafe class NetworkSetup
{
    /// <summary>Makes everything.</summary>
    /// <param name="nft">Where nft is.</param>
    /// <param name="loopbackPorts">Ports of loopback that lead to the door, with commas between them; empty for none.</param>
    /// <returns>The sockets to hand over: three for IPv4, then three for IPv6 where the kernel has it.</returns>
    /// <exception cref="StageException">Something could not be made; the box must not go on.</exception>
    public static int[] Capture(string nft, string loopbackPorts)
    {
        int[] four = Sockets(AF_INET)!;
        int[]? six = Sockets(AF_INET6);
        AddDefaultRoute(AF_INET);
        if (six is not null)
            AddDefaultRoute(AF_INET6);
        byte[] rules = CaptureRules.Build(PortsOf(four), six is null ? null : PortsOf(six), loopbackPorts);
        Nft.Load(nft, rules);
        return six is null ? four : [.. four, .. six];
    }

    /// <summary>A socket to ask the kernel what listens in the box.</summary>
    /// <exception cref="StageException">It could not be made.</exception>
    public static int OpenNetlink()
    {
        const int NETLINK_SOCK_DIAG = 4;
        int fd = Libc.socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
        return fd >= 0 ? fd : throw new StageException("netlink socket", Libc.Errno);
    }

    private static CaptureRules.Ports PortsOf(int[] sockets) => new(Port(sockets[0]), Port(sockets[1]), Port(sockets[2]));

    private static int[]? Sockets(int family)
    {
        int probe = Libc.socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (probe < 0)
            return family == AF_INET6 ? null : throw new StageException("socket", Libc.Errno);
        if (!TryBind(probe, family))
            return family == AF_INET6 ? null : throw new StageException("bind to loopback", Libc.Errno);
        int udp = Bound(family, SOCK_DGRAM), tcp = Bound(family, SOCK_STREAM);
        foreach (int fd in (ReadOnlySpan<int>)[probe, tcp])
            if (Libc.listen(fd, 1024) < 0)
                throw new StageException("listen", Libc.Errno);
        return [probe, udp, tcp];
    }

    private static int Bound(int family, int type)
    {
        int fd = Libc.socket(family, type | SOCK_CLOEXEC, 0);
        return fd >= 0 && TryBind(fd, family) ? fd : throw new StageException("bind to loopback", Libc.Errno);
    }

    private static bool TryBind(int fd, int family)
    {
        byte* address = stackalloc byte[28];
        new Span<byte>(address, 28).Clear();
        *(ushort*)address = (ushort)family;
        int length = 16;
        if (family == AF_INET)
        {
            address[4] = 127;
            address[7] = 1;
        }
        else
        {
            address[23] = 1;
            length = 28;
            int only = 1;
            if (Libc.setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &only, sizeof(int)) < 0)
                return false;
        }

        return Libc.bind(fd, address, length) == 0;
    }

    private static int Port(int fd)
    {
        byte* address = stackalloc byte[28];
        int length = 28;
        if (Libc.getsockname(fd, address, &length) < 0)
            throw new StageException("getsockname", Libc.Errno);
        return BinaryPrimitives.ReadUInt16BigEndian(new ReadOnlySpan<byte>(address + 2, 2));
    }

    /// <summary>RTM_NEWROUTE for the default route over loopback (rtnetlink(7)): whatever address a program dials has a way to the capture rule.</summary>
    private static void AddDefaultRoute(int family)
    {
        const int NLMSG_ERROR = 2, RTM_NEWROUTE = 24, Flags = 0x1 | 0x4 | 0x400 | 0x200;
        int fd = Libc.socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, 0);
        if (fd < 0)
            throw new StageException("netlink socket", Libc.Errno);
        const int RouteEnd = 36, PreferredSource = 8;

        // IPv4 needs a source named: no address of loopback has the scope of a route that leaves, and packets from 0.0.0.0 get no answers back.
        int size = family == AF_INET ? RouteEnd + PreferredSource : RouteEnd;
        Span<byte> message = stackalloc byte[RouteEnd + PreferredSource];
        message.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(message, size);
        BinaryPrimitives.WriteInt16LittleEndian(message[4..], RTM_NEWROUTE);
        BinaryPrimitives.WriteInt16LittleEndian(message[6..], Flags);
        message[16] = (byte)family;
        message[20] = 254; // RT_TABLE_MAIN
        message[21] = 3;   // RTPROT_BOOT
        message[22] = 253; // RT_SCOPE_LINK
        message[23] = 1;   // RTN_UNICAST
        if (family == AF_INET6)
            message[22] = 0;
        BinaryPrimitives.WriteInt16LittleEndian(message[28..], 8);
        BinaryPrimitives.WriteInt16LittleEndian(message[30..], 4); // RTA_OIF
        BinaryPrimitives.WriteInt32LittleEndian(message[32..], 1); // loopback is always the first interface of a namespace
        BinaryPrimitives.WriteInt16LittleEndian(message[36..], 8);
        BinaryPrimitives.WriteInt16LittleEndian(message[38..], 7); // RTA_PREFSRC
        message[40] = 127;
        message[43] = 1;
        byte* answer = stackalloc byte[256];
        nint length;
        fixed (byte* request = message)
            if (Libc.send(fd, request, size, 0) < 0 || (length = Libc.recv(fd, answer, 256, 0)) < 20)
                throw new StageException("netlink route", Libc.Errno);
        int error = *(short*)(answer + 4) == NLMSG_ERROR ? -*(int*)(answer + 16) : 0;
        _ = Libc.close(fd);
        const int EEXIST = 17;
        if (error is not (0 or EEXIST))
            throw new StageException(family == AF_INET ? "IPv4 default route" : "IPv6 default route", error);
    }
}
