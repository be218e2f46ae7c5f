using System.Runtime.InteropServices;

namespace Vitrine.Sandbox.Requirements;

/// <summary>What the kernel and its settings must allow. Files only: fast enough for each run.</summary>
internal static class KernelChecks
{
    // SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV; and SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP.
    private static readonly Version Needed = new(5, 19), Fast = new(6, 6);

    public static Requirement Platform(Machine machine)
    {
        const string Why = "The system call filter knows the numbers of Linux on x86-64 only.";
        return machine.Architecture == Architecture.X64
            ? new Requirement("platform", RequirementState.Ok, "x86-64", Why, null)
            : new Requirement("platform", RequirementState.Missing, machine.Architecture.ToString(), Why,
                "use a machine or virtual machine with an x86-64 processor");
    }

    public static Requirement Kernel(Machine machine)
    {
        const string Why =
            "The record of system calls waits in the kernel: since 5.19 without being interrupted by signals, since 6.6 at a seventh of the cost.";
        string release = machine.ReadLine("proc/sys/kernel/osrelease") ?? "";
        if (!TryParse(release, out Version? version))
            return new Requirement("kernel", RequirementState.Missing, $"release {(release.Length == 0 ? "unknown" : release)}", Why,
                "mount /proc, and use Linux 5.19 or later");
        return version < Needed
            ? new Requirement("kernel", RequirementState.Missing, release, Why,
                "update to Linux 5.19 or later (Debian 12, Ubuntu 24.04, Fedora 37 and later have it)")
            : version < Fast ? new Requirement("kernel", RequirementState.Info, $"{release}: recording works; it is faster from 6.6 on", Why, null)
                : new Requirement("kernel", RequirementState.Ok, release, Why, null);
    }

    public static Requirement SystemCallRecord(Machine machine)
    {
        const string Why = "Without user notification there is no record of programs and files, and Vitrine does not run without its record.";
        string? actions = machine.ReadLine("proc/sys/kernel/seccomp/actions_avail");
        return actions is not null && actions.Split(' ').Contains("user_notif")
            ? new Requirement("seccomp", RequirementState.Ok, "user notification", Why, null)
            : new Requirement("seccomp", RequirementState.Missing, actions is null ? "no seccomp" : "no user notification", Why,
                "use a kernel built with CONFIG_SECCOMP_FILTER");
    }

    public static Requirement Ptrace(Machine machine)
    {
        const string Why = "The recorder reads paths and arguments from the memory of the box's processes, which are its own descendants.";
        int? scope = machine.ReadSetting("kernel/yama/ptrace_scope");
        if (scope is null or < 2 || (scope == 2 && machine.IsRoot))
            return new Requirement("ptrace", RequirementState.Ok, scope is null ? "not restricted" : $"ptrace_scope {scope}", Why, null);

        // 3 can't be taken back before the next boot (Yama's documentation).
        string hint = scope == 2 ? "sudo sysctl -w kernel.yama.ptrace_scope=1" : "set kernel.yama.ptrace_scope=1 under /etc/sysctl.d and boot again";
        return new Requirement("ptrace", RequirementState.Missing, $"ptrace_scope {scope}", Why, hint);
    }

    internal static bool TryParse(string release, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Version? version)
    {
        // The release starts as "6.18.44-…"; what follows the second number is the distribution's.
        string[] parts = release.Split(['.', '-', '+', '_'], 3);
        return Version.TryParse(parts.Length > 1 ? $"{parts[0]}.{parts[1]}" : "", out version);
    }
}
