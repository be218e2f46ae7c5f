using Vitrine.Sandbox.Native;
using static Vitrine.Sandbox.Native.Constants;

namespace Vitrine.Sandbox.FirstStage;

/// <summary>Installs the filter on the calling thread and gives its listener (seccomp(2), seccomp_unotify(2)).</summary>
internal static unsafe class SeccompInstall
{
    private const int SECCOMP_SET_MODE_FILTER = 1;
    private const int SPEC_ALLOW = 1 << 2, NEW_LISTENER = 1 << 3, WAIT_KILLABLE_RECV = 1 << 5;

    /// <summary>
    /// Installs. WAIT_KILLABLE_RECV (kernel 5.19): once the recorder has a call in hand, only death interrupts it; without it a run-time that
    /// signals its own threads all the time (Go) would restart its calls for ever. SPEC_ALLOW: no slower CPU mode for the box.
    /// </summary>
    /// <returns>The listener, or minus the errno. Throws nothing: between this and the sending of the listener nothing may open a file.</returns>
    public static int Install(byte* filter, int length)
    {
        var program = new FilterProgram { Length = (ushort)(length / 8), Filter = filter };
        nint listener = Libc.syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SPEC_ALLOW | NEW_LISTENER | WAIT_KILLABLE_RECV, (nint)(&program), 0, 0, 0);
        return listener < 0 ? -Libc.Errno : (int)listener;
    }

    private struct FilterProgram
    {
        public ushort Length;
        public byte* Filter;
    }
}
