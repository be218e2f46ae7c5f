using System.Text;
using Microsoft.Win32.SafeHandles;
using Vitrine.Sandbox.Native;
using Vitrine.Sandbox.Seccomp;
using static Vitrine.Sandbox.Native.Constants;

namespace Vitrine.Sandbox.Record;

/// <summary>
/// Makes connect(2) for the agent. A Unix socket with a name in the file system belongs to no network namespace: a service of the host that listens in the
/// workspace would be the box's too (it may be as powerful as Docker's). Whether a call may go on cannot be decided by looking, since descriptor and address
/// can change before the kernel reads them. So the call never goes on: the agent's own socket is fetched, connected here, to the very file that was judged, and
/// only the result is returned.
/// </summary>
internal sealed unsafe class ConnectOnBehalf
{
    private const int SO_DOMAIN = 39, SO_NETNS_COOKIE = 71, AF_UNSPEC = 0, EBADF = 9, PIDFD_THREAD = 0x80;
    private static readonly string[] PrivatePlaces = ["/tmp", "/run", "/var/tmp", "/dev/shm", "/var"];
    private readonly Listener _listener;
    private readonly UnixListeners _listeners;
    private readonly ulong _network;
    private HashSet<ulong>? _private;

    public ConnectOnBehalf(Listener listener, SafeFileHandle netlink)
    {
        (_listener, _listeners) = (listener, new UnixListeners(netlink));
        _network = Cookie(netlink.DangerousGetHandle().ToInt32());
    }

    /// <summary>Makes the call and answers the agent. May wait as long as the call does.</summary>
    /// <returns>False when it was refused: the target is none of the box.</returns>
    public bool Connect(in Notification call, ReadOnlySpan<byte> address, BoxRoot? root)
    {
        using SafeFileHandle? socket = Fetch(call.Thread, (int)call.Arguments[0], out int errno);

        // Only now is it certain that the socket is the caller's and not that of a later process with its number.
        if (!_listener.IsWaiting(call))
            return true;
        bool isOfBox = true;
        if (socket is not null)
            errno = Make(socket.DangerousGetHandle().ToInt32(), call.Thread, address, root, out isOfBox);
        _listener.Done(call, errno);
        return isOfBox;
    }

    private int Make(int socket, int thread, ReadOnlySpan<byte> address, BoxRoot? root, out bool isOfBox)
    {
        isOfBox = true;
        int domain = 0, size = sizeof(int);
        if (Libc.getsockopt(socket, SOL_SOCKET, SO_DOMAIN, &domain, &size) < 0)
            return Libc.Errno;

        // Standard input may be a socket of the host's: disconnected and connected anew it would be a way out.
        if (_network == 0 || Cookie(socket) != _network)
        {
            isOfBox = false;
            return EPERM;
        }

        if (address.Length < 2)
            return EINVAL;
        int family = address[0] | (address[1] << 8);
        switch (domain)
        {
            case AF_INET or AF_INET6:
                return Call(socket, address);
            case AF_NETLINK:
                // To the kernel only. Anything else takes a capability, which we have over the box's network and the agent has not.
                return family == AF_UNSPEC || (address.Length >= 12 && address[4..12].IndexOfAnyExcept((byte)0) < 0) ? Call(socket, address) : EPERM;
            case AF_UNIX when family == AF_UNIX && address.Length > 2 && address[2] != 0:
                return ConnectFile(socket, thread, address[2..], root, out isOfBox);
            case AF_UNIX when family == AF_UNIX:
                return Call(socket, address); // Abstract names are the network namespace's own.
            default:
                return EINVAL;
        }
    }

    private int ConnectFile(int socket, int thread, ReadOnlySpan<byte> name, BoxRoot? root, out bool isOfBox)
    {
        isOfBox = true;
        int end = name.IndexOf((byte)0);
        name = end < 0 ? name : name[..end];
        Span<byte> path = stackalloc byte[TracedPath.Maximum];
        int length = 0;
        if (name[0] != (byte)'/')
        {
            length = TracedPath.ReadDescriptor(thread, AT_FDCWD, path);
            if (length <= 0 || length + 1 + name.Length > path.Length)
                return ENOENT;
            path[length++] = (byte)'/';
        }

        name.CopyTo(path[length..]);
        if (root is null)
            return ECONNREFUSED;
        using SafeFileHandle? file = root.Open(path[..(length + name.Length)], out int errno);
        if (file is null)
            return errno;
        if (!FileIdentity.TryRead(file.DangerousGetHandle().ToInt32(), out FileIdentity identity) || identity.Type != FileIdentity.Socket)
            return ECONNREFUSED;
        if (!PrivateDevices(root).Contains(identity.Device) && !_listeners.Has(file, identity))
        {
            isOfBox = false;
            return ECONNREFUSED;
        }

        return Call(socket, [AF_UNIX, 0, .. Encoding.ASCII.GetBytes($"/proc/self/fd/{file.DangerousGetHandle()}\0")]);
    }

    /// <summary>The file systems in memory that bubblewrap made for the box: what is not mounted outside is nobody else's.</summary>
    private HashSet<ulong> PrivateDevices(BoxRoot root)
    {
        if (Volatile.Read(ref _private) is { } known)
            return known;
        var devices = new HashSet<ulong>();
        foreach (string place in PrivatePlaces)
        {
            using SafeFileHandle? file = root.Open(Encoding.ASCII.GetBytes(place), out _);
            if (file is not null && FileIdentity.TryRead(file.DangerousGetHandle().ToInt32(), out FileIdentity identity))
                devices.Add(identity.Device);
        }

        foreach (string line in File.ReadLines("/proc/self/mountinfo"))
        {
            string[] numbers = line.Split(' ', 4)[2].Split(':');
            ulong major = ulong.Parse(numbers[0], System.Globalization.CultureInfo.InvariantCulture),
                minor = ulong.Parse(numbers[1], System.Globalization.CultureInfo.InvariantCulture);
            devices.Remove((minor & 0xff) | (major << 8) | ((minor & ~0xffUL) << 12));
        }

        Volatile.Write(ref _private, devices);
        return devices;
    }

    private static SafeFileHandle? Fetch(int thread, int descriptor, out int errno)
    {
        // A thread that leads no process, or may have descriptors of its own, is named from kernel 6.9 on.
        nint pidfd = Libc.syscall(SYS_pidfd_open, thread, PIDFD_THREAD, 0, 0, 0, 0);
        if (pidfd < 0)
            pidfd = Libc.syscall(SYS_pidfd_open, ProcessStatus.Read(thread).Group, 0, 0, 0, 0, 0);
        errno = ECONNREFUSED;
        if (pidfd < 0)
            return null;
        nint taken = Libc.syscall(SYS_pidfd_getfd, pidfd, descriptor, 0, 0, 0, 0);
        errno = taken < 0 && Libc.Errno == EBADF ? EBADF : ECONNREFUSED;
        _ = Libc.close((int)pidfd);
        return taken < 0 ? null : new SafeFileHandle(taken, true);
    }

    private static int Call(int socket, ReadOnlySpan<byte> address)
    {
        fixed (byte* at = address)
            return Libc.connect(socket, at, address.Length) < 0 ? Libc.Errno : 0;
    }

    private static ulong Cookie(int socket)
    {
        ulong cookie = 0;
        int size = sizeof(ulong);
        return Libc.getsockopt(socket, SOL_SOCKET, SO_NETNS_COOKIE, &cookie, &size) < 0 ? 0 : cookie;
    }
}
