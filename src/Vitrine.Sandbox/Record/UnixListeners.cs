using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;
using Vitrine.Sandbox.Native;
using static Vitrine.Sandbox.Native.Constants;

namespace Vitrine.Sandbox.Record;

/// <summary>
/// Tells which files are sockets that a process of the box listens at: the kernel's own list of the box's network namespace (sock_diag(7)), asked through a
/// netlink socket made inside. The socket's name would not do, for files can be renamed; nor its owner's process number, for that may have ended.
/// </summary>
internal sealed unsafe class UnixListeners(SafeFileHandle netlink)
{
    private const int SOCK_DIAG_BY_FAMILY = 20, NLMSG_ERROR = 2, NLMSG_DONE = 3, UNIX_DIAG_VFS = 1, Header = 16, MessageHead = 32;

    // Inode numbers of ext2, 3 and 4 have 32 bits, as those in the kernel's list; where they may have more, two files could look the same.
    private const long ExtMagic = 0xEF53;
    private const int SYS_fstatfs = 138;
    private readonly Lock _gate = new();
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(64 * 1024, pinned: true);
    private readonly int _fd = netlink.DangerousGetHandle().ToInt32();

    /// <summary>Whether this socket file is one that the box listens at. False also where the kernel can't tell.</summary>
    public bool Has(SafeFileHandle file, FileIdentity identity)
    {
        long* status = stackalloc long[15];
        if (Libc.syscall(SYS_fstatfs, file.DangerousGetHandle(), (nint)status, 0, 0, 0, 0) < 0 || status[0] != ExtMagic || identity.Inode > uint.MaxValue)
            return false;
        lock (_gate)
            return TryAsk() && Find((uint)identity.Inode, KernelDevice(identity.Device));
    }

    private bool TryAsk()
    {
        // struct nlmsghdr, struct unix_diag_req: all that listen, each with its file.
        Span<byte> request = stackalloc byte[Header + 24];
        request.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(request, request.Length);
        BinaryPrimitives.WriteInt16LittleEndian(request[4..], SOCK_DIAG_BY_FAMILY);
        BinaryPrimitives.WriteInt16LittleEndian(request[6..], 0x301);
        request[Header] = AF_UNIX;
        BinaryPrimitives.WriteInt32LittleEndian(request[(Header + 4)..], 1 << 10);
        BinaryPrimitives.WriteInt32LittleEndian(request[(Header + 12)..], 2);
        fixed (byte* at = request)
            return Libc.send(_fd, at, request.Length, 0) == request.Length;
    }

    private bool Find(uint inode, uint device)
    {
        bool found = false;
        while (true) // To the end also when found: what is left unread would be taken for the next answer.
        {
            nint count;
            fixed (byte* at = _buffer)
                count = Libc.recv(_fd, at, _buffer.Length, 0);
            if (count <= 0)
                return false;
            if (Read(_buffer.AsSpan(0, (int)count), inode, device, ref found))
                return found;
        }
    }

    /// <summary>Reads one batch of answers.</summary>
    /// <returns>True when it was the last.</returns>
    internal static bool Read(ReadOnlySpan<byte> answers, uint inode, uint device, ref bool found)
    {
        while (answers.Length >= Header)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(answers);
            int type = BinaryPrimitives.ReadInt16LittleEndian(answers[4..]);
            if (type is NLMSG_DONE or NLMSG_ERROR || length < Header || length > answers.Length)
                return true;
            ReadOnlySpan<byte> attributes = length > MessageHead ? answers[MessageHead..length] : default;
            while (attributes.Length >= 4)
            {
                int size = BinaryPrimitives.ReadUInt16LittleEndian(attributes);
                if (size < 4 || size > attributes.Length)
                    break;
                if (BinaryPrimitives.ReadUInt16LittleEndian(attributes[2..]) == UNIX_DIAG_VFS && size >= 12)
                    found |= BinaryPrimitives.ReadUInt32LittleEndian(attributes[4..]) == inode
                        && BinaryPrimitives.ReadUInt32LittleEndian(attributes[8..]) == device;
                attributes = attributes[Math.Min((size + 3) & ~3, attributes.Length)..];
            }

            answers = answers[Math.Min((length + 3) & ~3, answers.Length)..];
        }

        return false;
    }

    /// <summary>From the form of stat(2) to the kernel's own.</summary>
    internal static uint KernelDevice(ulong device)
    {
        uint major = (uint)(device >> 8) & 0xfff, minor = (uint)(device & 0xff) | ((uint)(device >> 12) & 0xfff00);
        return (major << 20) | minor;
    }
}
