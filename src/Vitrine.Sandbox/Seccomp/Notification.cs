using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Vitrine.Sandbox.Seccomp;

/// <summary>struct seccomp_notif (seccomp_unotify(2)): a system call that waits for an answer.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Notification
{
    /// <summary>Cookie of this notification.</summary>
    public ulong Id;

    /// <summary>The thread that called, as this process's pid namespace sees it.</summary>
    public int Thread;

    /// <summary>Always zero on receipt.</summary>
    public uint Flags;

    /// <summary>System call number.</summary>
    public int Number;

    /// <summary>AUDIT_ARCH_* of the entry that was used.</summary>
    public uint Architecture;

    /// <summary>Where the call came from.</summary>
    public ulong InstructionPointer;

    /// <summary>The six arguments.</summary>
    public CallArguments Arguments;
}

/// <summary>Six registers.</summary>
[InlineArray(6)]
internal struct CallArguments
{
    private ulong _first;
}

/// <summary>struct seccomp_notif_resp: the answer.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NotificationAnswer
{
    public ulong Id;
    public long Value;
    public int Error;
    public uint Flags;
}

/// <summary>struct seccomp_notif_addfd: a descriptor for the caller.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct AddedDescriptor
{
    public ulong Id;
    public uint Flags;
    public uint Source;
    public uint New;
    public uint NewFlags;
}
