namespace Vitrine.Sandbox.Native;

/// <summary>Numbers of the Linux ABI on x86-64, with the kernel's own names.</summary>
internal static class Constants
{
    public const int AF_UNIX = 1, AF_INET = 2, AF_INET6 = 10, AF_NETLINK = 16;
    public const int SOCK_STREAM = 1, SOCK_DGRAM = 2, SOCK_RAW = 3, SOCK_SEQPACKET = 5, SOCK_CLOEXEC = 0x80000;
    public const int SOL_SOCKET = 1, SO_REUSEADDR = 2, SO_PASSCRED = 16, SCM_RIGHTS = 1, SCM_CREDENTIALS = 2, MSG_CMSG_CLOEXEC = 0x40000000,
        MSG_NOSIGNAL = 0x4000;
    public const int IPPROTO_IPV6 = 41, IPV6_V6ONLY = 26;
    public const int F_GETFD = 1, F_SETFD = 2, F_ADD_SEALS = 1033, FD_CLOEXEC = 1;
    public const int O_RDONLY = 0, O_WRONLY = 1, O_RDWR = 2, O_ACCMODE = 3, O_CREAT = 0x40, O_TRUNC = 0x200, O_NOCTTY = 0x100, O_DIRECTORY = 0x10000,
        O_CLOEXEC = 0x80000, O_PATH = 0x200000;
    public const int AT_FDCWD = -100, AT_EMPTY_PATH = 0x1000;
    public const uint MFD_CLOEXEC = 1;
    public const nuint MS_RDONLY = 1, MS_NOSUID = 2, MS_NODEV = 4, MS_NOEXEC = 8, MS_REMOUNT = 32, MS_BIND = 4096, MS_REC = 16384;
    public const int PR_SET_PDEATHSIG = 1, PR_SET_DUMPABLE = 4, PR_SET_NO_NEW_PRIVS = 38, PR_CAPBSET_DROP = 24, PR_CAP_AMBIENT = 47,
        PR_CAP_AMBIENT_CLEAR_ALL = 4;
    public const int RLIMIT_FSIZE = 1, RLIMIT_DATA = 2, RLIMIT_CORE = 4, RLIMIT_NPROC = 6, RLIMIT_NOFILE = 7;
    public const nuint TIOCSCTTY = 0x540E, TIOCSPTLCK = 0x40045431, TIOCGPTPEER = 0x5441;
    public const uint TIOCSTI = 0x5412, TIOCLINUX = 0x541C;
    public const short POLLIN = 1, POLLERR = 8, POLLHUP = 16;
    public const short POSIX_SPAWN_SETPGROUP = 2, POSIX_SPAWN_SETSIGDEF = 4, POSIX_SPAWN_SETSIGMASK = 8;
    public const int EPERM = 1, ENOENT = 2, EINTR = 4, EIO = 5, EAGAIN = 11, ENOMEM = 12, EACCES = 13, ENODEV = 19, EINVAL = 22, ENOSYS = 38, ENOTDIR = 20,
        EAFNOSUPPORT = 97, ESOCKTNOSUPPORT = 94, EFAULT = 14, ECONNREFUSED = 111;
    public const int SIGKILL = 9, SIGTERM = 15, SIGCONT = 18, SIGSTOP = 19;
    public const int SYS_capset = 126, SYS_personality = 135, SYS_readlinkat = 267, SYS_sched_setaffinity = 203, SYS_sched_getaffinity = 204, SYS_seccomp = 317,
        SYS_close_range = 436, SYS_openat2 = 437, SYS_pidfd_open = 434, SYS_pidfd_getfd = 438;
    public const int CLOSE_RANGE_CLOEXEC = 4;
    public const uint CLONE_NEWTIME = 0x80, CLONE_NEWNS = 0x20000, CLONE_NEWCGROUP = 0x2000000, CLONE_NEWUTS = 0x4000000, CLONE_NEWIPC = 0x8000000,
        CLONE_NEWUSER = 0x10000000, CLONE_NEWPID = 0x20000000, CLONE_NEWNET = 0x40000000;
}
