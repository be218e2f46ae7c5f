using Vitrine.Sandbox.Native;
using static Vitrine.Sandbox.Native.Constants;

namespace Vitrine.Sandbox.FirstStage;

/// <summary>Takes out of a box what chance the kernel lays into each process: where things lie in memory, and what number the next process gets.</summary>
internal sealed unsafe class SeededStart : IDisposable
{
    private const int ADDR_NO_RANDOMIZE = 0x0040000;
    private readonly int _lastNumber;

    /// <summary>
    /// Opens the place for process numbers, which is read-only later (pid_namespaces(7)). A kernel without CONFIG_CHECKPOINT_RESTORE has none: there they
    /// follow those of the first stage.
    /// </summary>
    /// <exception cref="StageException">It is there and can't be opened.</exception>
    public SeededStart()
    {
        fixed (byte* path = "/proc/sys/kernel/ns_last_pid\0"u8)
            _lastNumber = Libc.open(path, O_WRONLY | O_CLOEXEC, 0);
        if (_lastNumber < 0 && Libc.Errno != ENOENT)
            throw new StageException("open the last process number", Libc.Errno);
    }

    /// <summary>Does it; needs the box's capabilities. The first stage starts nothing more after this.</summary>
    /// <exception cref="StageException">It failed.</exception>
    public void Apply()
    {
        if (Libc.syscall(SYS_personality, ADDR_NO_RANDOMIZE, 0, 0, 0, 0, 0) < 0)
            throw new StageException("take address randomisation away (personality)", Libc.Errno);

        // Above all that the first stage's own threads took.
        fixed (byte* number = "1000"u8)
            if (_lastNumber >= 0 && Libc.write(_lastNumber, number, 4) != 4)
                throw new StageException("set the last process number", Libc.Errno);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_lastNumber >= 0)
            _ = Libc.close(_lastNumber);
    }
}
