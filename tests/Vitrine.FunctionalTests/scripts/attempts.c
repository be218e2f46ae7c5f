/* Tries, one after the other, what a box must refuse, and prints one line for each: NAME ERROR. Each attempt is a bare system call, so that no library decides first. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void say(const char *name, long result)
{
    printf("%s %s\n", name, result < 0 ? strerrorname_np((int)-result) : "done");
    fflush(stdout);
}

/* The raw answer of the kernel: minus errno, or what was asked for. */
#define TRY(name, ...) do { long r = syscall(__VA_ARGS__); say(name, r < 0 ? -errno : r); } while (0)

/* The 32-bit entry of the kernel, where the same numbers mean other calls: 20 is getpid. */
static long through_int80(long number)
{
    long result;
    __asm__ volatile("int $0x80" : "=a"(result) : "a"(number) : "memory", "cc", "r8", "r9", "r10", "r11");
    return result;
}

static void in_child(const char *name, int flags)
{
    long child = syscall(SYS_clone, flags | SIGCHLD, 0, 0, 0, 0);
    if (child == 0)
        _exit(0);
    say(name, child < 0 ? -errno : child);
    if (child > 0)
        waitpid((pid_t)child, NULL, 0);
}

int main(void)
{
    struct clone_args clone3 = { .flags = CLONE_NEWUSER, .exit_signal = SIGCHLD };
    char page[4096] = { 0 };
    int here = open("/proc/self/ns/user", O_RDONLY);

    TRY("io_uring_setup", SYS_io_uring_setup, 8, page);
    TRY("io_uring_enter", SYS_io_uring_enter, 0, 0, 0, 0, 0, 0);
    TRY("io_uring_register", SYS_io_uring_register, 0, 0, 0, 0);
    say("int80", through_int80(20));
    TRY("x32", 0x40000000 | SYS_getpid);
    TRY("tiocsti", SYS_ioctl, 0, 0x5412UL, "x");
    TRY("tiocsti-upper-bits", SYS_ioctl, 0, 0x100005412UL, "x");
    TRY("tioclinux", SYS_ioctl, 0, 0x541cUL, "\3");
    TRY("mount", SYS_mount, "none", "/tmp", "tmpfs", 0, 0);
    TRY("umount", SYS_umount2, "/proc", 2);
    TRY("pivot_root", SYS_pivot_root, "/", "/tmp");
    TRY("chroot", SYS_chroot, "/tmp");
    TRY("fsopen", SYS_fsopen, "tmpfs", 0);
    TRY("open_tree", SYS_open_tree, -100, "/", 1);
    TRY("mount_setattr", SYS_mount_setattr, -100, "/", 0, page, 32);
    TRY("unshare-user", SYS_unshare, CLONE_NEWUSER);
    TRY("unshare-net", SYS_unshare, CLONE_NEWNET);
    in_child("clone-user", CLONE_NEWUSER);
    in_child("clone-pid", CLONE_NEWPID);
    TRY("clone3-user", SYS_clone3, &clone3, sizeof clone3);
    TRY("setns", SYS_setns, here, 0);
    TRY("ptrace-pid1", SYS_ptrace, PTRACE_ATTACH, 1, 0, 0);
    TRY("ptrace-seize-pid1", SYS_ptrace, PTRACE_SEIZE, 1, 0, 0);
    TRY("process_vm_readv-pid1", SYS_process_vm_readv, 1, &(struct { void *base; size_t size; }){ page, 8 }, 1, &(struct { void *base; size_t size; }){ page, 8 }, 1, 0);
    TRY("environ-pid1", SYS_open, "/proc/1/environ", O_RDONLY);
    TRY("mem-pid1", SYS_open, "/proc/1/mem", O_RDWR);
    TRY("root-pid1", SYS_open, "/proc/1/root/etc/passwd", O_RDONLY);
    TRY("cwd-pid1", SYS_open, "/proc/1/cwd/", O_RDONLY);
    TRY("sysrq", SYS_open, "/proc/sysrq-trigger", O_WRONLY);
    TRY("core_pattern", SYS_open, "/proc/sys/kernel/core_pattern", O_WRONLY);
    TRY("kmsg", SYS_open, "/dev/kmsg", O_RDONLY);
    TRY("kcore", SYS_open, "/proc/kcore", O_RDONLY);
    TRY("bpf", SYS_bpf, 0, page, 64);
    TRY("keyctl", SYS_keyctl, 0, -3, 0, 0, 0);
    TRY("add_key", SYS_add_key, "user", "a", "b", 1, -3);
    TRY("request_key", SYS_request_key, "user", "a", 0, -3);
    TRY("perf_event_open", SYS_perf_event_open, page, 0, -1, -1, 0);
    TRY("userfaultfd", SYS_userfaultfd, 0);
    TRY("open_by_handle_at", SYS_open_by_handle_at, -100, page, 0);
    TRY("init_module", SYS_init_module, page, 16, "");
    TRY("kexec_load", SYS_kexec_load, 0, 0, 0, 0);
    TRY("iopl", SYS_iopl, 3);
    TRY("mknod-device", SYS_mknod, "/tmp/sda", S_IFBLK | 0600, 0x800);
    TRY("socket-vsock", SYS_socket, 40, SOCK_STREAM, 0);
    TRY("socket-packet", SYS_socket, AF_PACKET, SOCK_RAW, 0x300);
    TRY("socket-bluetooth", SYS_socket, 31, SOCK_RAW, 1);
    TRY("socket-alg", SYS_socket, 38, SOCK_SEQPACKET, 0);
    TRY("socket-netlink-netfilter", SYS_socket, AF_NETLINK, SOCK_RAW, 12);
    TRY("socket-netlink-audit", SYS_socket, AF_NETLINK, SOCK_RAW, 9);
    TRY("socket-raw-icmp", SYS_socket, AF_INET, SOCK_RAW, 1);
    TRY("socket-raw-icmp6", SYS_socket, AF_INET6, SOCK_RAW, 58);
    TRY("setuid-other", SYS_setresuid, 4242, 4242, 4242);
    TRY("sethostname", SYS_sethostname, "x", 1);
    TRY("settime", SYS_clock_settime, 0, page);
    TRY("reboot", SYS_reboot, 0xfee1dead, 672274793, 0, 0);
    return 0;
}
