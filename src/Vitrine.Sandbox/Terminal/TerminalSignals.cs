using System.Runtime.InteropServices;

// Signals that Windows doesn't have; the sandbox is Linux only.
#pragma warning disable CA1416

namespace Vitrine.Sandbox.Terminal;

/// <summary>
/// The signals that concern a terminal. The runtime calls handlers in reverse order of registration and stops at one that cancels; so whoever takes
/// SIGINT or SIGTERM for itself after the relay started keeps the relay out of it.
/// </summary>
internal sealed class TerminalSignals : IDisposable
{
    private readonly List<PosixSignalRegistration> _registrations = [];

    /// <param name="resized">The person's terminal has another size.</param>
    /// <param name="continued">The process goes on after a stop, or was moved between foreground and background.</param>
    /// <param name="stopping">Somebody asks the process to stop.</param>
    /// <param name="ending">A signal came that ends the process, unless somebody cancels it.</param>
    public TerminalSignals(Action resized, Action continued, Action stopping, Action ending)
    {
        try
        {
            Register(PosixSignal.SIGWINCH, resized, cancel: false);
            // Cancelled, or the runtime would set the terminal as it was at the start of the process, over raw mode.
            Register(PosixSignal.SIGCONT, continued, cancel: true);
            // A registered SIGTSTP no longer stops the process; stopping is ours to do, once the terminal is restored.
            Register(PosixSignal.SIGTSTP, stopping, cancel: true);
            foreach (PosixSignal signal in (ReadOnlySpan<PosixSignal>)[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT])
                Register(signal, ending, cancel: false);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>
    /// Stops the whole foreground job, as the terminal's own Ctrl-Z would: a script or a pipe around this process stops with it, else the shell
    /// would wait for them for ever. The kernel ignores SIGTSTP where no shell could continue the job (an orphaned process group), and so it
    /// is SIGTSTP with its default action rather than SIGSTOP.
    /// </summary>
    /// <param name="waitForContinuation">Waits until the process goes on, or is seen not to have stopped. SIGTSTP keeps its default action until then,
    /// because the kernel looks at the action only when a thread takes the signal, which may be after kill(2) returned.</param>
    public static unsafe void StopJob(Action waitForContinuation)
    {
        byte* saved = stackalloc byte[TerminalNative.SigactionSize];
        byte* standard = stackalloc byte[TerminalNative.SigactionSize];
        new Span<byte>(standard, TerminalNative.SigactionSize).Clear();
        if (TerminalNative.Sigaction(TerminalNative.SIGTSTP, standard, saved) != 0)
            throw TerminalNative.Failure("sigaction");
        try
        {
            if (TerminalNative.Kill(0, TerminalNative.SIGTSTP) != 0)
                throw TerminalNative.Failure("kill");
            waitForContinuation();
        }
        finally
        {
            _ = TerminalNative.Sigaction(TerminalNative.SIGTSTP, saved, null);
        }
    }

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
            registration.Dispose();
    }

    private void Register(PosixSignal signal, Action action, bool cancel) =>
        _registrations.Add(PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = cancel;
            action();
        }));
}
