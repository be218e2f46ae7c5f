using System.Buffers.Binary;
using System.Text;
using Vitrine.Sandbox.Native;
using static Vitrine.Sandbox.Native.Constants;

namespace Vitrine.Sandbox.FirstStage;

/// <summary>
/// A network card for a box that is to look like a person's machine: programs that look for a sandbox look whether loopback is all there is. It is one end of a
/// veth(4) pair whose other end leads nowhere; what is dialled goes over loopback to the door as before.
/// </summary>
internal static unsafe class NetworkCard
{
    private const int RTM_NEWLINK = 16, RTM_NEWADDR = 20, NLMSG_ERROR = 2, EOPNOTSUPP = 95;
    private const int Request = 0x1 | 0x4, Create = Request | 0x400 | 0x200, Up = 1;
    private const int IFLA_ADDRESS = 1, IFLA_IFNAME = 3, IFLA_LINKINFO = 18, IFLA_INFO_KIND = 1, IFLA_INFO_DATA = 2, VETH_INFO_PEER = 1, IFA_ADDRESS = 1,
        IFA_LOCAL = 2, IFA_BROADCAST = 4;
    private const ushort Nested = 0x8000;

    // The first number of a maker of ordinary cards, and an address as home routers give them out.
    private static ReadOnlySpan<byte> Hardware => [0x3c, 0x7c, 0x3f, 0x1a, 0x5e, 0x92];

    private static ReadOnlySpan<byte> OtherHardware => [0x3c, 0x7c, 0x3f, 0x1a, 0x5e, 0x93];

    private static ReadOnlySpan<byte> Address => [192, 168, 178, 42];

    private static ReadOnlySpan<byte> Broadcast => [192, 168, 178, 255];

    /// <summary>Makes it; a kernel without such pairs has none.</summary>
    /// <exception cref="StageException">It could not be made although the kernel has them.</exception>
    public static void Make()
    {
        // An address of version 6 would be there a second later than the rest, once in this session and once in that.
        File("/proc/sys/net/ipv6/conf/default/addr_gen_mode\0"u8, "1\n"u8);
        int fd = Libc.socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, 0);
        if (fd < 0)
            throw new StageException("netlink socket", Libc.Errno);
        int error = Ask(fd, Pair());
        if (error == 0)
            error = Ask(fd, Switch("eth0"));
        if (error == 0)
            error = Ask(fd, Switch("eth1"));
        if (error == 0)
            error = Ask(fd, Number());
        _ = Libc.close(fd);
        if (error is not (0 or EOPNOTSUPP))
            throw new StageException("network card", error);
    }

    private static byte[] Pair()
    {
        var peer = new Message();
        peer.Link(0, 0);
        peer.Add(IFLA_IFNAME, "eth1\0"u8);
        peer.Add(IFLA_ADDRESS, OtherHardware);
        var data = new Message();
        data.Add(VETH_INFO_PEER | Nested, peer.Bytes);
        var info = new Message();
        info.Add(IFLA_INFO_KIND, "veth\0"u8);
        info.Add(IFLA_INFO_DATA | Nested, data.Bytes);
        var message = new Message();
        message.Link(0, 0);
        message.Add(IFLA_IFNAME, "eth0\0"u8);
        message.Add(IFLA_ADDRESS, Hardware);
        message.Add(IFLA_LINKINFO | Nested, info.Bytes);
        return message.Asking(RTM_NEWLINK, Create);
    }

    private static byte[] Switch(string name)
    {
        var message = new Message();
        message.Link(Up, Up);
        message.Add(IFLA_IFNAME, Encoding.ASCII.GetBytes(name + "\0"));
        return message.Asking(RTM_NEWLINK, Request);
    }

    private static byte[] Number()
    {
        uint card;
        fixed (byte* name = "eth0\0"u8)
            card = Libc.if_nametoindex(name);
        var message = new Message();
        Span<byte> head = stackalloc byte[8];
        head.Clear();
        head[0] = AF_INET;
        head[1] = 24;
        BinaryPrimitives.WriteUInt32LittleEndian(head[4..], card);
        message.Raw(head);
        message.Add(IFA_LOCAL, Address);
        message.Add(IFA_ADDRESS, Address);
        message.Add(IFA_BROADCAST, Broadcast);
        return message.Asking(RTM_NEWADDR, Create);
    }

    private static int Ask(int fd, byte[] request)
    {
        byte* answer = stackalloc byte[512];
        fixed (byte* bytes = request)
            if (Libc.send(fd, bytes, request.Length, 0) < 0 || Libc.recv(fd, answer, 512, 0) < 20)
                throw new StageException("netlink", Libc.Errno);
        return *(short*)(answer + 4) == NLMSG_ERROR ? -*(int*)(answer + 16) : 0;
    }

    // Where the kernel has no IPv6 there is no such file.
    private static void File(ReadOnlySpan<byte> path, ReadOnlySpan<byte> text)
    {
        fixed (byte* name = path, bytes = text)
        {
            int fd = Libc.open(name, O_WRONLY | O_CLOEXEC, 0);
            if (fd < 0)
                return;
            _ = Libc.write(fd, bytes, text.Length);
            _ = Libc.close(fd);
        }
    }

    /// <summary>A message of rtnetlink(7): a fixed part and attributes, each padded to four bytes.</summary>
    private sealed class Message
    {
        private readonly List<byte> _bytes = [];

        public byte[] Bytes => [.. _bytes];

        public void Raw(ReadOnlySpan<byte> bytes) => _bytes.AddRange(bytes);

        // struct ifinfomsg: family, type, index, flags, which of them to change.
        public void Link(uint flags, uint changed)
        {
            Span<byte> head = stackalloc byte[16];
            head.Clear();
            BinaryPrimitives.WriteUInt32LittleEndian(head[8..], flags);
            BinaryPrimitives.WriteUInt32LittleEndian(head[12..], changed);
            _bytes.AddRange(head);
        }

        public void Add(int type, ReadOnlySpan<byte> value)
        {
            Span<byte> head = stackalloc byte[4];
            BinaryPrimitives.WriteUInt16LittleEndian(head, (ushort)(4 + value.Length));
            BinaryPrimitives.WriteUInt16LittleEndian(head[2..], (ushort)type);
            _bytes.AddRange(head);
            _bytes.AddRange(value);
            while (_bytes.Count % 4 != 0)
                _bytes.Add(0);
        }

        public byte[] Asking(ushort type, int flags)
        {
            byte[] all = [.. new byte[16], .. Bytes];
            BinaryPrimitives.WriteInt32LittleEndian(all, all.Length);
            BinaryPrimitives.WriteUInt16LittleEndian(all.AsSpan(4), type);
            BinaryPrimitives.WriteUInt16LittleEndian(all.AsSpan(6), (ushort)flags);
            return all;
        }
    }
}
