using System.Runtime.InteropServices;
using Vitrine.Sandbox.Native;
using static Vitrine.Sandbox.Native.Constants;

namespace Vitrine.Sandbox.FirstStage;

/// <summary>
/// Sees that what bubblewrap mounted is what the supervisor judged: a name may have been swapped in between, by an agent of another session that has the same
/// files.
/// </summary>
internal static unsafe class PlaceCheck
{
    /// <summary>Compares each.</summary>
    /// <exception cref="StageException">One is another file.</exception>
    public static void All(byte** paths, int count, ulong* identities)
    {
        const int O_NOFOLLOW = 0x20000;
        for (int i = 0; i < count; i++)
        {
            int fd = Libc.open(paths[i], O_PATH | O_NOFOLLOW | O_CLOEXEC, 0);
            bool isSame = fd >= 0
                && FileIdentity.TryRead(fd, out FileIdentity found)
                && found.Device == identities[2 * i]
                && found.Inode == identities[(2 * i) + 1];
            if (fd >= 0)
                _ = Libc.close(fd);
            if (!isSame)
                throw new StageException($"{Marshal.PtrToStringUTF8((nint)paths[i])} was replaced by something else while the box was made; is another session at work there?");
        }
    }
}
