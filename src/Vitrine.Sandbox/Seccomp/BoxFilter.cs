using static Vitrine.Sandbox.Native.Constants;

namespace Vitrine.Sandbox.Seccomp;

/// <summary>
/// The filter of the box. Three answers: a call that is neither watched nor refused is allowed (and the kernel knows it from the number alone,
/// so it costs nothing); a watched call is notified, and the recorder lets it go on; a refused call is notified too, so that the attempt is
/// recorded, and the recorder answers with an error. Were the recorder gone, notified calls fail with ENOSYS: closed, not open.
/// </summary>
internal static class BoxFilter
{
    private const uint Allow = 0x7fff0000, Notify = 0x7fc00000, Errno = 0x00050000;
    private const uint AuditArchX8664 = 0xc000003e;
    private const int NumberOffset = 0, ArchOffset = 4;

    /// <summary>Calls that the recorder sees and lets go on; connect alone it makes itself.</summary>
    public static IReadOnlyList<SystemCall> Watched { get; } =
    [
        SystemCall.execve, SystemCall.execveat, SystemCall.open, SystemCall.openat, SystemCall.openat2, SystemCall.creat,
        SystemCall.connect, SystemCall.bind, SystemCall.sendmsg, SystemCall.sendmmsg,
        SystemCall.kill, SystemCall.rt_sigqueueinfo, SystemCall.rt_tgsigqueueinfo, SystemCall.pidfd_send_signal,
        SystemCall.rename, SystemCall.renameat, SystemCall.renameat2, SystemCall.unlink, SystemCall.unlinkat, SystemCall.rmdir,
        SystemCall.link, SystemCall.linkat, SystemCall.symlink, SystemCall.symlinkat, SystemCall.truncate,
        SystemCall.chmod, SystemCall.fchmodat, SystemCall.fchmodat2,
    ];

    /// <summary>
    /// Calls that are refused whatever their arguments, and why each: a way round the record (io_uring carries opens and connects that no filter
    /// sees), a way out of the box (mounts, namespaces, handles), or kernel surface that an agent has no use for.
    /// </summary>
    public static IReadOnlyList<SystemCall> Refused { get; } =
    [
        SystemCall.io_uring_setup, SystemCall.io_uring_enter, SystemCall.io_uring_register,
        SystemCall.mount, SystemCall.umount2, SystemCall.pivot_root, SystemCall.chroot, SystemCall.setns, SystemCall.unshare,
        SystemCall.open_tree, SystemCall.move_mount, SystemCall.fsopen, SystemCall.fsconfig, SystemCall.fsmount, SystemCall.fspick, SystemCall.mount_setattr,
        SystemCall.open_tree_attr,
        SystemCall.open_by_handle_at, SystemCall.fanotify_init, SystemCall.quotactl, SystemCall.quotactl_fd,
        SystemCall.bpf, SystemCall.perf_event_open, SystemCall.userfaultfd, SystemCall.add_key, SystemCall.request_key, SystemCall.keyctl,
        SystemCall.kexec_load, SystemCall.kexec_file_load, SystemCall.init_module, SystemCall.finit_module, SystemCall.delete_module, SystemCall.reboot,
        SystemCall.swapon, SystemCall.swapoff, SystemCall.acct, SystemCall.iopl, SystemCall.ioperm, SystemCall.lookup_dcookie, SystemCall.move_pages,
        SystemCall.kcmp,
    ];

    /// <summary>
    /// Signals whose delivery by tkill or tgkill is recorded. The rest is how run-times nudge their own threads, thousands of times a second.
    /// </summary>
    private static readonly uint[] WatchedThreadSignals = [1, 2, 3, 9, 15, 19];

    private const uint NewNamespaces =
        CLONE_NEWTIME | CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET;

    /// <summary>Whether a notified call is one that the box refuses; must say of every call what <see cref="Build"/> notifies it for.</summary>
    public static bool IsRefused(in Notification call, out int errno)
    {
        errno = EPERM;
        if (call.Architecture != AuditArchX8664 || call.Number >= 0x40000000)
        {
            errno = ENOSYS;
            return true;
        }

        switch ((SystemCall)call.Number)
        {
            case SystemCall.socket:
                errno = call.Arguments[0] == AF_UNIX ? ESOCKTNOSUPPORT : EAFNOSUPPORT;
                return true;
            case SystemCall.socketpair:
                errno = ESOCKTNOSUPPORT;
                return true;
            case SystemCall.io_uring_setup or SystemCall.io_uring_enter or SystemCall.io_uring_register:
                // What libuv and others take for "this kernel has none", and fall back from.
                errno = ENOSYS;
                return true;
            case SystemCall.clone or SystemCall.ioctl or SystemCall.mknod or SystemCall.mknodat:
                return true;
            default:
                return RefusedNumbers.Contains(call.Number);
        }
    }

    private static readonly HashSet<int> RefusedNumbers = [.. Refused.Select(call => (int)call)];

    /// <summary>The program's bytes.</summary>
    /// <param name="determinism">What of time and chance is answered; null for an ordinary box.</param>
    public static byte[] Build(BoxDeterminism? determinism = null)
    {
        var program = new BpfProgram();
        program.Load(ArchOffset);
        program.IfEqual(AuditArchX8664, null, "foreign");
        program.Load(NumberOffset);
        program.IfAtLeast(0x40000000, "foreign");

        DeterminismFilter.Choose(program, determinism);

        // clone3 takes its flags by pointer, which no filter can read; every libc falls back to clone.
        program.IfEqual((uint)SystemCall.clone3, "nosys");
        program.IfEqual((uint)SystemCall.clone, "clone");
        program.IfEqual((uint)SystemCall.socket, "socket");
        program.IfEqual((uint)SystemCall.socketpair, "datagram");
        program.IfEqual((uint)SystemCall.ioctl, "ioctl");
        program.IfEqual((uint)SystemCall.sendto, "sendto");
        program.IfEqual((uint)SystemCall.tkill, "tkill");
        program.IfEqual((uint)SystemCall.tgkill, "tgkill");
        program.IfEqual((uint)SystemCall.mknod, "mknod");
        program.IfEqual((uint)SystemCall.mknodat, "mknodat");
        foreach (SystemCall call in Watched)
            program.IfEqual((uint)call, "notify");
        foreach (SystemCall call in Refused)
            program.IfEqual((uint)call, "notify");
        program.Return(Allow);

        program.Label("clone");
        program.Load(Argument(0));
        program.IfAnySet(NewNamespaces, "notify", "allow");

        // Unix, IPv4, IPv6 and netlink (route, sock_diag); not vsock, which no namespace holds back, nor packet, bluetooth, can…
        program.Label("socket");
        program.Load(Argument(0));
        program.IfEqual(AF_UNIX, "datagram");
        program.IfEqual(AF_INET, "allow");
        program.IfEqual(AF_INET6, "allow");
        program.IfEqual(AF_NETLINK, null, "notify");
        program.Load(Argument(2));
        program.IfEqual(0, "allow");
        program.IfEqual(4, "allow", "notify");

        // A Unix datagram socket (raw means the same there) takes an address with each message, by a pointer that no filter can read, and so reaches a host's
        // socket that lies in the workspace. The other kinds must connect first, and that is the recorder's to do (ConnectOnBehalf).
        program.Label("datagram");
        program.Load(Argument(1));
        program.And(0xf);
        program.IfEqual(SOCK_DGRAM, "notify");
        program.IfEqual(SOCK_RAW, "notify", "allow");

        // The kernel looks at the low 32 bits of the request only, and so must the filter (flatpak, CVE-2019-10063: upper bits hid TIOCSTI).
        program.Label("ioctl");
        program.Load(Argument(1));
        program.IfEqual(TIOCSTI, "notify");
        program.IfEqual(TIOCLINUX, "notify", "allow");

        program.Label("sendto");
        program.Load(Argument(4));
        program.IfEqual(0, null, "notify");
        program.Load(Argument(4) + 4);
        program.IfEqual(0, "allow", "notify");

        program.Label("tkill");
        program.Load(Argument(1));
        foreach (uint signal in WatchedThreadSignals)
            program.IfEqual(signal, "notify");
        program.Return(Allow);
        program.Label("tgkill");
        program.Load(Argument(2));
        foreach (uint signal in WatchedThreadSignals)
            program.IfEqual(signal, "notify");
        program.Return(Allow);

        // Device nodes; fifos, sockets and plain files are the agent's own affair.
        program.Label("mknod");
        program.Load(Argument(1));
        program.And(0xf000);
        program.IfEqual(0x2000, "notify");
        program.IfEqual(0x6000, "notify", "allow");
        program.Label("mknodat");
        program.Load(Argument(2));
        program.And(0xf000);
        program.IfEqual(0x2000, "notify");
        program.IfEqual(0x6000, "notify", "allow");

        DeterminismFilter.Look(program, determinism);

        program.Label("allow");
        program.Return(Allow);
        program.Label("nosys");
        program.Return(Errno | ENOSYS);
        program.Label("foreign");
        program.Label("notify");
        program.Return(Notify);
        return program.Assemble();
    }

    internal static int Argument(int index) => 16 + (index * 8);
}
