using Vitrine.Sandbox.Native;
using static Vitrine.Sandbox.Native.Constants;

namespace Vitrine.Sandbox.FirstStage;

/// <summary>
/// Gives up every capability, for good: bounding, ambient, inheritable, permitted, effective; and sets no_new_privs, so that no set-uid file brings any back.
/// </summary>
internal static unsafe class Privileges
{
    private const uint Version3 = 0x20080522;

    /// <summary>Drops all. Affects the calling thread, which is the one that executes the agent.</summary>
    /// <exception cref="StageException">One could not be dropped.</exception>
    public static void DropAll()
    {
        // The kernel answers EINVAL past its last capability.
        for (nuint capability = 0; capability < 64; capability++)
            if (Libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) < 0)
            {
                if (Libc.Errno != EINVAL || capability < 38)
                    throw new StageException("drop a bounding capability", Libc.Errno);
                break;
            }

        if (Libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) < 0)
            throw new StageException("clear ambient capabilities", Libc.Errno);
        uint* header = stackalloc uint[2];
        header[0] = Version3;
        header[1] = 0;
        uint* sets = stackalloc uint[6];
        new Span<uint>(sets, 6).Clear();
        if (Libc.syscall(SYS_capset, (nint)header, (nint)sets, 0, 0, 0, 0) < 0)
            throw new StageException("capset", Libc.Errno);
        if (Libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
            throw new StageException("no_new_privs", Libc.Errno);
    }
}
