using Vitrine.Core.Model;
using Vitrine.FunctionalTests.Running;

namespace Vitrine.FunctionalTests.Isolation;

/// <summary>Calls that lead out of a box or round its record: each is refused at once, and the attempt is in the record.</summary>
public sealed class EscapeTests(Machine machine)
{
    // What the kernel itself refuses for want of a capability is as good as what the filter refuses; only the latter is recorded as refused.
    private const string Answers = """
        io_uring_setup ENOSYS
        io_uring_enter ENOSYS
        io_uring_register ENOSYS
        int80 ENOSYS
        x32 ENOSYS
        tiocsti EPERM
        tiocsti-upper-bits EPERM
        tioclinux EPERM
        mount EPERM
        umount EPERM
        pivot_root EPERM
        chroot EPERM
        fsopen EPERM
        open_tree EPERM
        mount_setattr EPERM
        unshare-user EPERM
        unshare-net EPERM
        clone-user EPERM
        clone-pid EPERM
        clone3-user ENOSYS
        setns EPERM
        ptrace-pid1 EPERM
        ptrace-seize-pid1 EPERM
        process_vm_readv-pid1 EPERM
        environ-pid1 EACCES
        mem-pid1 EACCES
        root-pid1 EACCES
        cwd-pid1 EACCES
        bpf EPERM
        keyctl EPERM
        add_key EPERM
        request_key EPERM
        perf_event_open EPERM
        userfaultfd EPERM
        open_by_handle_at EPERM
        init_module EPERM
        kexec_load EPERM
        iopl EPERM
        mknod-device EPERM
        socket-vsock EAFNOSUPPORT
        socket-packet EAFNOSUPPORT
        socket-bluetooth EAFNOSUPPORT
        socket-alg EAFNOSUPPORT
        socket-netlink-netfilter EAFNOSUPPORT
        socket-netlink-audit EAFNOSUPPORT
        socket-raw-icmp EPERM
        socket-raw-icmp6 EPERM
        setuid-other EINVAL
        sethostname EPERM
        settime EPERM
        reboot EPERM
        """;

    // These the box may lack altogether, or refuse in more than one way; never may they succeed.
    private static readonly string[] NeverDone = ["sysrq", "core_pattern", "kmsg", "kcore"];

    [Theory]
    [MemberData(nameof(Machine.People), MemberType = typeof(Machine))]
    public async Task Every_way_out_is_refused_and_recorded(string who)
    {
        Desk desk = await machine.DeskAsync(who);
        Finished run = (await desk.RunAsync([], [$"{machine.Scripts}/attempts"])).Exits(0);
        string[] lines = run.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Answers.Split('\n'), lines.Where(line => !NeverDone.Contains(line.Split(' ')[0])));
        Assert.Equal(NeverDone,
            lines.Where(line => NeverDone.Contains(line.Split(' ')[0])
                && !line.EndsWith(" done", StringComparison.Ordinal)).Select(line => line.Split(' ')[0]));

        SessionRecord record = (await run.RecordAsync()).IsWhole();
        Assert.Superset(
            new HashSet<string>
            {
                "io_uring_setup", "io_uring_enter", "io_uring_register", "a 32-bit call", "an x32 call", "ioctl", "mount", "umount2", "pivot_root", "chroot",
                    "fsopen", "open_tree",
                "mount_setattr", "unshare", "clone", "setns", "bpf", "keyctl", "add_key", "request_key", "perf_event_open", "userfaultfd", "open_by_handle_at",
                "init_module",
                "kexec_load", "iopl", "mknod", "socket", "reboot",
            },
            new HashSet<string>(record.RefusedCalls));
        Assert.Equal(6, record.All<CallRefused>().Count(refused => refused.Call == "socket"));
        Assert.Equal(2, record.All<CallRefused>().Count(refused => refused.Detail == "TIOCSTI"));
    }

    [Theory]
    [MemberData(nameof(Machine.People), MemberType = typeof(Machine))]
    public async Task Nothing_that_a_box_does_reaches_settings_of_the_kernel(string who)
    {
        string before = await File.ReadAllTextAsync("/proc/sys/kernel/core_pattern", TestContext.Current.CancellationToken);
        Desk desk = await machine.DeskAsync(who);
        Finished run =
            await desk.ShellAsync("echo '|/bin/true' >/proc/sys/kernel/core_pattern; find /proc/sys /proc/irq /proc/bus /proc/fs -type f -writable 2>/dev/null");
        Assert.Equal("", run.Text);
        Assert.Equal(before, await File.ReadAllTextAsync("/proc/sys/kernel/core_pattern", TestContext.Current.CancellationToken));
    }

    [Theory]
    [MemberData(nameof(Machine.People), MemberType = typeof(Machine))]
    public async Task An_agent_holds_no_privilege_and_no_descriptor_but_three(string who)
    {
        Desk desk = await machine.DeskAsync(who);
        Finished run = (await desk.RunAsync([],
            ["bash", "-c",
            """grep -E '^(Cap|NoNewPrivs|Seccomp:)' /proc/$$/status; for i in {0..1000}; do [ -e /proc/$$/fd/$i ] && echo "fd $i"; done; :"""])).Exits(0);
        Assert.Equal(
            ["CapInh:\t0000000000000000", "CapPrm:\t0000000000000000", "CapEff:\t0000000000000000", "CapBnd:\t0000000000000000", "CapAmb:\t0000000000000000",
                "NoNewPrivs:\t1", "Seccomp:\t2", "fd 0", "fd 1", "fd 2"],
            run.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [MemberData(nameof(Machine.People), MemberType = typeof(Machine))]
    public async Task A_set_uid_program_gives_nothing(string who)
    {
        Desk desk = await machine.DeskAsync(who);
        File.SetUnixFileMode(Path.Combine(machine.Scripts, "deeds"), (UnixFileMode)0b111_101_101);
        Finished run =
            (await desk.ShellAsync("id -u; cp /usr/bin/id own; chmod u+s own; ./own -u; for f in $(find /usr/bin -perm -4000 -name 'su'); do $f -c 'id -u' </dev/null 2>/dev/null; done; python3 -c 'import os\ntry: os.setuid(0)\nexcept OSError: pass\nprint(os.geteuid())'"))
                .Exits(0);
        Assert.Single(run.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct());
    }

    [Theory]
    [MemberData(nameof(Machine.People), MemberType = typeof(Machine))]
    public async Task What_a_static_program_does_is_in_the_record(string who)
    {
        Desk desk = await machine.DeskAsync(who);
        Finished run = (await desk.RunAsync([], [$"{machine.Scripts}/deeds"])).Exits(0);
        SessionRecord record = (await run.RecordAsync()).IsWhole();
        Assert.True(record.Ran("/deeds"));
        Assert.True(record.Ran("/bin/echo", "said by", "a static program"));
        Assert.True(record.Wrote($"{desk.Workspace}/made-by-deeds.txt"));
        Assert.Contains(record.All<FileOpened>(), open => open.Path == new UnixPath("/etc/hostname-that-is-not-there") && !open.Exists);
        Assert.Contains(record.All<SocketConnected>(), connect => connect.Address == "192.0.2.7:4444");
        Assert.Contains(record.All<FlowRefused>(), refused => refused.Destination == "192.0.2.7:4444");
        Assert.Contains(record.All<SocketBound>(), bound => bound.Address.EndsWith("made-by-deeds.sock", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_that_is_opened_by_way_of_a_descriptor_has_its_own_name_in_the_record()
    {
        Desk desk = await machine.DeskAsync();
        Finished run = (await desk.ShellAsync("""
            exec 5<.; echo x >/proc/self/fd/5/by-fd; echo x >/dev/fd/5/by-dev-fd; echo x >/proc/self/cwd/by-cwd; echo x >/proc/thread-self/root/proc/self/root/$PWD/by-root
            mv /proc/self/cwd/by-cwd moved 2>/dev/null; python3 -c 'import os; d = os.open(".", os.O_RDONLY); os.rename(f"/proc/self/fd/{d}/by-fd", f"/proc/self/fd/{d}/renamed")'
            """)).Exits(0);
        SessionRecord record = (await run.RecordAsync()).IsWhole();
        foreach (string name in (string[])["by-fd", "by-dev-fd", "by-cwd", "by-root"])
            Assert.True(record.Wrote($"{desk.Workspace}/{name}"), name);
        Assert.True(record.Wrote($"{desk.Workspace}/renamed"));
        Assert.DoesNotContain(record.All<FileOpened>(), open => open.Access == "write" && open.Path.ToString().StartsWith("/proc/", StringComparison.Ordinal));
    }
}
