using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using static Vitrine.Sandbox.Native.Constants;

namespace Vitrine.Sandbox.Native;

/// <summary>Hands descriptors from one process to another over a Unix socket (SCM_RIGHTS, unix(7)), and makes memory files.</summary>
internal static unsafe class Descriptors
{
    /// <summary>Most descriptors in one message here; the kernel's own limit is 253.</summary>
    public const int Most = 16;

    private const int HeaderSize = 16;

    /// <summary>Sends one message: a byte that says what it is, and the descriptors.</summary>
    /// <returns>0, or the errno.</returns>
    public static int Send(int socket, byte kind, ReadOnlySpan<int> descriptors)
    {
        byte* control = stackalloc byte[HeaderSize + (Most * sizeof(int)) + 8];
        var vector = new IoVector { Base = &kind, Length = 1 };
        var message = new MessageHeader { Vectors = &vector, VectorCount = 1 };
        if (!descriptors.IsEmpty)
        {
            *(nuint*)control = (nuint)(HeaderSize + (descriptors.Length * sizeof(int)));
            *(int*)(control + 8) = SOL_SOCKET;
            *(int*)(control + 12) = SCM_RIGHTS;
            descriptors.CopyTo(new Span<int>(control + HeaderSize, Most));
            message.Control = control;
            message.ControlLength = (nuint)(HeaderSize + (((descriptors.Length * sizeof(int)) + 7) & ~7));
        }

        return Libc.sendmsg(socket, &message, MSG_NOSIGNAL) < 0 ? Libc.Errno : 0;
    }

    /// <summary>Waits for one message.</summary>
    /// <returns>False when the other side is gone.</returns>
    /// <exception cref="Win32Exception">The socket failed.</exception>
    public static bool TryReceive(int socket, out byte kind, out int[] descriptors)
    {
        byte* control = stackalloc byte[HeaderSize + (Most * sizeof(int)) + 8];
        byte received = 0;
        var vector = new IoVector { Base = &received, Length = 1 };
        var message = new MessageHeader { Vectors = &vector, VectorCount = 1, Control = control, ControlLength = HeaderSize + (Most * sizeof(int)) };
        nint count;
        do
            count = Libc.recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
        while (count < 0 && Libc.Errno == EINTR);
        kind = received;
        descriptors = [];
        if (count == 0)
            return false;
        if (count < 0)
            throw new Win32Exception(Libc.Errno);
        if (message.ControlLength >= HeaderSize && *(int*)(control + 8) == SOL_SOCKET && *(int*)(control + 12) == SCM_RIGHTS)
            descriptors = new ReadOnlySpan<int>(control + HeaderSize, ((int)*(nuint*)control - HeaderSize) / sizeof(int)).ToArray();
        return true;
    }

    /// <summary>A file in memory that holds the content and stands at its start; it is how the box's files and plans travel, without a trace on disk.</summary>
    public static SafeFileHandle MemoryFile(ReadOnlySpan<byte> content)
    {
        fixed (byte* name = "vitrine"u8)
        {
            int fd = Libc.memfd_create(name, MFD_CLOEXEC);
            if (fd < 0)
                throw new Win32Exception(Libc.Errno);
            var handle = new SafeFileHandle(fd, ownsHandle: true);
            RandomAccess.Write(handle, content, 0);
            return handle;
        }
    }

    /// <summary>A connected pair of packet sockets, both closed on exec.</summary>
    public static (SafeFileHandle Here, SafeFileHandle There) Pair()
    {
        int* pair = stackalloc int[2];
        if (Libc.socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
            throw new Win32Exception(Libc.Errno);
        return (new SafeFileHandle(pair[0], true), new SafeFileHandle(pair[1], true));
    }

    /// <summary>The errno as the kernel's name for it.</summary>
    public static string ErrorText(int errno) => Marshal.GetPInvokeErrorMessage(errno);
}
