using System.Globalization;
using Vitrine.Sandbox.Native;

namespace Vitrine.Sandbox.FirstStage;

/// <summary>
/// Closes the box's process 1 to the agent. That process is bubblewrap's: it reaps, has no capabilities, and so the agent, of the same user, could trace it.
/// But it has no filter: what it were made to do by ptrace(2) or /proc/1/mem nobody would see. With its "dumpable" attribute off (PR_SET_DUMPABLE in prctl(2),
/// ptrace(2)
/// "access mode checking") only CAP_SYS_PTRACE opens it, which the first stage still has and the agent never will. A process can turn off only its own, so it
/// is led through that one call here.
/// </summary>
internal static unsafe class ProcessOne
{
    private const int PTRACE_SINGLESTEP = 9, PTRACE_GETREGS = 12, PTRACE_SETREGS = 13, PTRACE_DETACH = 17, PTRACE_SEIZE = 0x4206, PTRACE_INTERRUPT = 0x4207,
        SYS_ptrace = 101;
    private const int SYS_wait4 = 61, SYS_prctl = 157, ERESTARTSYS = 512, WaitAll = 0x40000000;

    // struct user_regs_struct of sys/user.h: 27 registers, of which these.
    private const int Registers = 27, Rax = 10, Rsi = 13, Rdi = 14, OriginalRax = 15, Rip = 16;

    // It has only a few calls left to make before it waits for us to end.
    private const int Tries = 5000;

    /// <summary>Closes it.</summary>
    /// <param name="rename">Whether it gets the name that process 1 of an ordinary machine has; any program of the box may read that one.</param>
    /// <exception cref="StageException">It stayed open.</exception>
    public static void Close(bool rename)
    {
        Trace(PTRACE_SEIZE, null);
        for (int i = 0; i < Tries; i++)
        {
            Trace(PTRACE_INTERRUPT, null);
            WaitForStop();
            if (TryClose(rename))
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

    private static bool TryClose(bool rename)
    {
        ulong* before = stackalloc ulong[Registers];
        Trace(PTRACE_GETREGS, before);
        if (before[OriginalRax] != SYS_wait4 || (long)before[Rax] != -ERESTARTSYS)
            return false;

        if (rename)
            Rename(before);
        MakeCall(before, Constants.PR_SET_DUMPABLE, 0);
        Trace(PTRACE_SETREGS, before);
        return true;
    }

    /// <summary>Leads it through one prctl(2).</summary>
    private static void MakeCall(ulong* before, int option, ulong argument)
    {
        // It stands behind the instruction that entered the kernel: that one is used for the call, and then everything is put back, so that it waits on.
        ulong* now = stackalloc ulong[Registers];
        new Span<ulong>(before, Registers).CopyTo(new Span<ulong>(now, Registers));
        (now[Rax], now[Rdi], now[Rsi], now[OriginalRax]) = (SYS_prctl, (ulong)option, argument, ulong.MaxValue);
        now[Rip] -= 2;
        Trace(PTRACE_SETREGS, now);
        Trace(PTRACE_SINGLESTEP, null);
        WaitForStop();
        Trace(PTRACE_GETREGS, now);
        if (now[Rip] != before[Rip] || now[Rax] != 0)
            throw new StageException("lead the box's process 1 through prctl", now[Rax] == 0 ? Constants.EINVAL : (int)-(long)now[Rax]);
    }

    /// <summary>Its arguments and its command name; what stood in the arguments it has read long ago.</summary>
    private static void Rename(ulong* before)
    {
        const int PR_SET_NAME = 15, ArgumentsStart = 47 - 2;
        string status = File.ReadAllText("/proc/1/stat");

        // The name stands in parentheses and may hold anything (proc_pid_stat(5)); the fields after it are numbers, from the third on.
        string[] fields = status[(status.LastIndexOf(')') + 2)..].Split(' ');
        ulong start = ulong.Parse(fields[ArgumentsStart], CultureInfo.InvariantCulture),
            end = ulong.Parse(fields[ArgumentsStart + 1], CultureInfo.InvariantCulture);
        if (end <= start || end - start is < 16 or > 4096)
            throw new StageException("find the arguments of the box's process 1", Constants.EINVAL);
        byte[] arguments = new byte[end - start];
        "systemd"u8.CopyTo(arguments);
        Write(start, arguments);
        MakeCall(before, PR_SET_NAME, start);
        arguments.AsSpan().Clear();
        "/sbin/init"u8.CopyTo(arguments);
        Write(start, arguments);
    }

    private static void Write(ulong address, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* from = bytes)
        {
            var ours = new IoVector { Base = from, Length = (nuint)bytes.Length };
            var theirs = new IoVector { Base = (byte*)address, Length = (nuint)bytes.Length };
            if (Libc.process_vm_writev(1, &ours, 1, &theirs, 1, 0) != bytes.Length)
                throw new StageException("write the name of the box's process 1", Libc.Errno);
        }
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
