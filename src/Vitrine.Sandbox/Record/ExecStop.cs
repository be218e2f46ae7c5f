using Vitrine.Sandbox.Native;

namespace Vitrine.Sandbox.Record;

/// <summary>What became of an execve(2) that was followed.</summary>
internal enum ExecOutcome
{
    /// <summary>It failed, or its process died: no other program runs.</summary>
    Failed,

    /// <summary>The new program stands before its first instruction.</summary>
    Started,
}

/// <summary>
/// Follows one execve(2) by ptrace(2) until the new program stands before its first instruction: then no other thread is left, its memory is its own, and what
/// can be read of it is what runs. All calls must come from one thread, which traces nothing else.
/// </summary>
internal sealed unsafe class ExecStop
{
    private const int SYS_ptrace = 101, PTRACE_GETREGS = 12, PTRACE_DETACH = 17, PTRACE_SEIZE = 0x4206, PTRACE_INTERRUPT = 0x4207, PTRACE_O_TRACEEXEC = 0x10,
        PTRACE_EVENT_EXEC = 4, PTRACE_EVENT_STOP = 128;
    private const int SIGKILL = 9, SIGTRAP = 5, EINTR = 4, OfThisThread = 0x20000000, All = 0x40000000;
    private int _stopped;

    /// <summary>The process that stands still after <see cref="Wait"/>.</summary>
    public int Process => _stopped;

    /// <summary>
    /// Attaches to the thread that waits in execve(2), so that it stops when the call is over. False when that can't be: the call must then be refused.
    /// </summary>
    public static bool TryAttach(int thread)
    {
        if (!Trace(PTRACE_SEIZE, thread, PTRACE_O_TRACEEXEC))
            return false;
        if (Trace(PTRACE_INTERRUPT, thread, 0))
            return true;
        new ExecStop().Wait(); // It died just now.
        return false;
    }

    /// <summary>Waits for the end of the call, which must have been let go on.</summary>
    public ExecOutcome Wait()
    {
        while (true)
        {
            int status;
            int process = Libc.waitpid(-1, &status, All | OfThisThread);
            if (process < 0 && Libc.Errno == EINTR)
                continue;
            if (process <= 0 || (status & 0xff) != 0x7f)
                return ExecOutcome.Failed;
            _stopped = process;
            int signal = (status >> 8) & 0xff, happening = status >> 16;
            if (signal == SIGTRAP && happening == PTRACE_EVENT_EXEC)
                return ExecOutcome.Started;

            // The call failed and the thread is on its way back; a signal that it stopped for goes with it.
            Trace(PTRACE_DETACH, process, happening == PTRACE_EVENT_STOP ? 0 : signal);
            return ExecOutcome.Failed;
        }
    }

    /// <summary>Where the new program's stack begins.</summary>
    /// <returns>False when it is gone.</returns>
    public bool TryReadStackPointer(out ulong stack)
    {
        // struct user_regs_struct of sys/user.h: 27 registers, of which rsp is the 20th.
        ulong* registers = stackalloc ulong[27];
        bool isRead = Libc.syscall(SYS_ptrace, PTRACE_GETREGS, _stopped, 0, (nint)registers, 0, 0) >= 0;
        stack = isRead ? registers[19] : 0;
        return isRead;
    }

    /// <summary>Lets the new program run.</summary>
    public void Release() => Trace(PTRACE_DETACH, _stopped, 0);

    /// <summary>Ends it before its first instruction.</summary>
    public void Kill()
    {
        _ = Libc.kill(_stopped, SIGKILL);
        int status;
        while (Libc.waitpid(_stopped, &status, All | OfThisThread) < 0 && Libc.Errno == EINTR)
        {
        }
    }

    private static bool Trace(int request, int thread, int data) => Libc.syscall(SYS_ptrace, request, thread, 0, data, 0, 0) >= 0;
}
