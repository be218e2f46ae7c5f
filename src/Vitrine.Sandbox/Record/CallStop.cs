using Vitrine.Sandbox.Native;

namespace Vitrine.Sandbox.Record;

/// <summary>
/// Lets a waiting call go on with something else in its memory, and puts back what was there before the caller comes to see it: the thread is stopped by
/// ptrace(2) as soon as the kernel has read its arguments. A futex(2) that waits for a time of day keeps that time itself when it is interrupted
/// (restart_syscall(2)), and goes on waiting for it.
/// </summary>
internal static unsafe class CallStop
{
    private const int SYS_ptrace = 101, PTRACE_DETACH = 17, PTRACE_EVENT_STOP = 128, EINTR = 4, OfThisThread = 0x20000000, All = 0x40000000;

    /// <summary>Runs the call so; it takes as long as the kernel needs to look at it and never as long as it waits.</summary>
    /// <param name="thread">The thread, which waits for our answer.</param>
    /// <param name="release">Lets the call go on.</param>
    /// <param name="restore">Puts the memory back.</param>
    /// <returns>False when the thread can't be stopped, because the box traces it itself or it ended; then nothing was done.</returns>
    public static bool TryRun(int thread, Action release, Action restore)
    {
        if (!ExecStop.TryAttach(thread))
            return false;
        release();
        int status, waited;
        do
            waited = Libc.waitpid(thread, &status, All | OfThisThread);
        while (waited < 0 && Libc.Errno == EINTR);
        if (waited != thread || (status & 0xff) != 0x7f)
            return true; // It was killed.
        restore();

        // A signal that it stopped for goes with it.
        int signal = status >> 16 == PTRACE_EVENT_STOP ? 0 : (status >> 8) & 0xff;
        _ = Libc.syscall(SYS_ptrace, PTRACE_DETACH, thread, 0, signal, 0, 0);
        return true;
    }
}
