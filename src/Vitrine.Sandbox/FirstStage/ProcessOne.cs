using Vitrine.Sandbox.Native;

namespace Vitrine.Sandbox.FirstStage;

/// <summary>
/// Closes the box's process 1 to the agent. That process is bubblewrap's: it reaps, has no capabilities, and so the agent, of the same user, could trace it. But it
/// has no filter: what it were made to do by ptrace(2) or /proc/1/mem nobody would see. With its "dumpable" attribute off (PR_SET_DUMPABLE in prctl(2), ptrace(2)
/// "access mode checking") only CAP_SYS_PTRACE opens it, which the first stage still has and the agent never will. A process can turn off only its own, so it is
/// led through that one call here.
/// </summary>
internal static unsafe class ProcessOne
{
    private const int PTRACE_SINGLESTEP = 9, PTRACE_GETREGS = 12, PTRACE_SETREGS = 13, PTRACE_DETACH = 17, PTRACE_SEIZE = 0x4206, PTRACE_INTERRUPT = 0x4207, SYS_ptrace = 101;
    private const int SYS_wait4 = 61, SYS_prctl = 157, ERESTARTSYS = 512, WaitAll = 0x40000000;

    // struct user_regs_struct of sys/user.h: 27 registers, of which these.
    private const int Registers = 27, Rax = 10, Rsi = 13, Rdi = 14, OriginalRax = 15, Rip = 16;

    // It has only a few calls left to make before it waits for us to end.
    private const int Tries = 5000;

    /// <summary>Closes it.</summary>
    /// <exception cref="StageException">It stayed open.</exception>
    public static void Close()
    {
        Trace(PTRACE_SEIZE, null);
        for (int i = 0; i < Tries; i++)
        {
            Trace(PTRACE_INTERRUPT, null);
            WaitForStop();
            if (TryClose())
            {
                Trace(PTRACE_DETACH, null);
                return;
            }

            // Where it stopped it was not waiting yet; let it run on.
            const int PTRACE_CONT = 7;
            Trace(PTRACE_CONT, null);
            _ = Libc.poll(null, 0, 1);
        }

        throw new StageException("The box's process 1 does not wait for its child.");
    }

    private static bool TryClose()
    {
        ulong* before = stackalloc ulong[Registers], now = stackalloc ulong[Registers];
        Trace(PTRACE_GETREGS, before);
        if (before[OriginalRax] != SYS_wait4 || (long)before[Rax] != -ERESTARTSYS)
            return false;

        // It stands behind the instruction that entered the kernel: that one is used for the call, and then everything is put back, so that it waits on.
        new Span<ulong>(before, Registers).CopyTo(new Span<ulong>(now, Registers));
        (now[Rax], now[Rdi], now[Rsi], now[OriginalRax]) = (SYS_prctl, Constants.PR_SET_DUMPABLE, 0, ulong.MaxValue);
        now[Rip] -= 2;
        Trace(PTRACE_SETREGS, now);
        Trace(PTRACE_SINGLESTEP, null);
        WaitForStop();
        Trace(PTRACE_GETREGS, now);
        if (now[Rip] != before[Rip] || now[Rax] != 0)
            throw new StageException("close the box's process 1", now[Rax] == 0 ? Constants.EINVAL : (int)-(long)now[Rax]);
        Trace(PTRACE_SETREGS, before);
        return true;
    }

    private static void Trace(int request, void* data)
    {
        if (Libc.syscall(SYS_ptrace, request, 1, 0, (nint)data, 0, 0) < 0)
            throw new StageException("trace the box's process 1", Libc.Errno);
    }

    private static void WaitForStop()
    {
        int status;
        int waited;
        do
            waited = Libc.waitpid(1, &status, WaitAll);
        while (waited < 0 && Libc.Errno == Constants.EINTR);
        if (waited != 1 || (status & 0xff) != 0x7f)
            throw new StageException("stop the box's process 1", waited < 0 ? Libc.Errno : Constants.EINVAL);
    }
}
