namespace Vitrine.Sandbox.Seccomp;

/// <summary>System call numbers of x86-64 (arch/x86/entry/syscalls/syscall_64.tbl) that the box's filter or the recorder names.</summary>
internal enum SystemCall
{
    open = 2, ioctl = 16, connect = 42, sendto = 44, sendmsg = 46, bind = 49, socket = 41, socketpair = 53, clone = 56, execve = 59, kill = 62, truncate = 76,
    rename = 82, rmdir = 84, creat = 85,
    link = 86, unlink = 87, symlink = 88, chmod = 90, ptrace = 101, personality = 135, pivot_root = 155, chroot = 161, acct = 163, mount = 165, umount2 = 166,
    swapon = 167, swapoff = 168,
    reboot = 169, iopl = 172, ioperm = 173, init_module = 175, delete_module = 176, quotactl = 179, rt_sigqueueinfo = 129, tkill = 200, lookup_dcookie = 212,
    tgkill = 234,
    kexec_load = 246, add_key = 248, request_key = 249, keyctl = 250, openat = 257, mknodat = 259, mknod = 133, unlinkat = 263, renameat = 264, linkat = 265,
    symlinkat = 266, fchmodat = 268,
    unshare = 272, move_pages = 279, perf_event_open = 298, rt_tgsigqueueinfo = 297, fanotify_init = 300, open_by_handle_at = 304, sendmmsg = 307, setns = 308,
    kcmp = 312, finit_module = 313,
    renameat2 = 316, seccomp = 317, kexec_file_load = 320, bpf = 321, execveat = 322, userfaultfd = 323, io_uring_setup = 425, io_uring_enter = 426,
    io_uring_register = 427,
    open_tree = 428, move_mount = 429, fsopen = 430, fsconfig = 431, fsmount = 432, fspick = 433, pidfd_send_signal = 424, clone3 = 435, openat2 = 437,
    mount_setattr = 442, quotactl_fd = 443,
    fchmodat2 = 452, open_tree_attr = 467,
    gettimeofday = 96, time = 201, futex = 202, clock_gettime = 228, clock_nanosleep = 230, timerfd_settime = 286, getrandom = 318,
}
