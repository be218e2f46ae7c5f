using Vitrine.Sandbox.Native;

namespace Vitrine.Sandbox.FirstStage;

/// <summary>
/// Takes the first stage's own file out of the box, so that no name and no mount tells how the box was made. What runs is mapped, and needs it no more.
/// </summary>
internal static unsafe class OwnPlace
{
    private const int MNT_DETACH = 2, SYS_unlink = 87;

    /// <summary>Does it; needs the box's capabilities.</summary>
    /// <exception cref="StageException">It stayed.</exception>
    public static void Leave()
    {
        fixed (byte* at = "/run/init\0"u8)
            if (Libc.umount2(at, MNT_DETACH) < 0 || Libc.syscall(SYS_unlink, (nint)at, 0, 0, 0, 0, 0) < 0)
                throw new StageException("leave the first stage's place", Libc.Errno);
    }
}
