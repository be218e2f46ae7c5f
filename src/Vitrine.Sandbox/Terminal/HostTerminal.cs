using Microsoft.Win32.SafeHandles;

namespace Vitrine.Sandbox.Terminal;

/// <summary>
/// The person's terminal: its settings, saved once and put back from any thread at any time, and a descriptor of our own.
/// <para>
/// It is touched only while this process is in the terminal's foreground process group. In the background the terminal is the shell's: changing
/// its settings or reading from it would stop us (SIGTTOU, SIGTTIN) or take away what is typed for another program.
/// </para>
/// </summary>
internal sealed unsafe class HostTerminal : IDisposable
{
    private readonly Lock _gate = new();
    private readonly byte[] _saved = new byte[TerminalNative.TermiosSize];
    private readonly SafeFileHandle? _own;
    private bool _hasSaved;
    private bool _isRaw;
    private bool _isWithheld;
    private bool _isDisposed;

    public HostTerminal(int descriptor)
    {
        // A description of our own may be non-blocking; the shell and all its other programs share the given one, and would be surprised.
        // A pty's master can't be opened a second time: that would make another pty. Nor can a terminal of another user, after su: then writes block.
        uint number;
        if (TerminalNative.Ioctl(descriptor, TerminalNative.TIOCGPTN, &number) != 0)
        {
            string path = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/proc/self/fd/{descriptor}");
            SafeFileHandle own = TerminalNative.Open(path,
                TerminalNative.O_RDWR | TerminalNative.O_NOCTTY | TerminalNative.O_NONBLOCK | TerminalNative.O_CLOEXEC);
            if (own.IsInvalid)
                own.Dispose();
            else
                _own = own;
        }

        Descriptor = _own is null ? descriptor : (int)_own.DangerousGetHandle();
    }

    /// <summary>The descriptor to read and write.</summary>
    public int Descriptor { get; }

    /// <summary>How much may be written at once: without a description of our own a large write could block in the middle.</summary>
    public int WriteLimit => _own is null ? 256 : 16_384;

    /// <summary>Whether this process may use the terminal now. True for a terminal without job control over us.</summary>
    public bool IsForeground
    {
        get
        {
            int group = TerminalNative.TcGetPgrp(Descriptor);
            return group < 0 || group == TerminalNative.GetPgrp();
        }
    }

    /// <summary>
    /// Turns raw mode on, if in the foreground; false when not. The first time the settings are saved, and given to <paramref name="savedFirst"/>.
    /// </summary>
    /// <param name="savedFirst">Gets the settings as they were.</param>
    /// <param name="entered">Whether this call turned it on; false when it was on before.</param>
    /// <exception cref="IOException">The terminal refuses.</exception>
    public bool TryEnterRaw(Action<ReadOnlySpan<byte>> savedFirst, out bool entered)
    {
        entered = false;
        lock (_gate)
        {
            if (_isWithheld || _isDisposed)
                return false;
            if (!IsForeground)
            {
                // Whoever is in the foreground has set the terminal as it wants; there is nothing of ours to undo.
                _isRaw = false;
                return false;
            }

            if (_isRaw)
                return true;
            fixed (byte* saved = _saved)
            {
                if (!_hasSaved && TerminalNative.TcGetAttr(Descriptor, saved) != 0)
                    throw TerminalNative.Failure("tcgetattr");
                if (!_hasSaved)
                    savedFirst(_saved);
                _hasSaved = true;
                byte* raw = stackalloc byte[TerminalNative.TermiosSize];
                _saved.CopyTo(new Span<byte>(raw, TerminalNative.TermiosSize));
                TerminalNative.CfMakeRaw(raw);
                // Before the call, so that a signal right after it finds something to restore.
                _isRaw = true;
                if (TerminalNative.TcSetAttr(Descriptor, TerminalNative.TCSANOW, raw) != 0)
                {
                    _isRaw = false;
                    throw TerminalNative.Failure("tcsetattr");
                }

                entered = true;
            }

            return true;
        }
    }

    /// <summary>
    /// Puts the saved settings back. Now, not once the output is sent: a terminal that is stopped would hold up the end of the process. What was
    /// typed and not read was meant for the box, and must not become a command of the shell; so it is dropped.
    /// </summary>
    /// <remarks>Raw mode stays off from then on, whoever asks for it, until <see cref="Allow"/>.</remarks>
    public void Restore()
    {
        lock (_gate)
        {
            _isWithheld = true;
            if (!_isRaw || _isDisposed)
                return;
            _isRaw = false;
            if (!IsForeground)
                return;
            _ = TerminalNative.TcFlush(Descriptor, TerminalNative.TCIFLUSH);
            // It fails only when the terminal is gone, and then there is nothing to restore.
            fixed (byte* saved = _saved)
                _ = TerminalNative.TcSetAttr(Descriptor, TerminalNative.TCSANOW, saved);
        }
    }

    /// <summary>Allows raw mode again after <see cref="Restore"/>.</summary>
    /// <param name="forget">Forget that raw mode is on: the shell put its own settings in place while this process was stopped.</param>
    public void Allow(bool forget = false)
    {
        lock (_gate)
        {
            _isWithheld = false;
            _isRaw &= !forget;
        }
    }

    /// <summary>Throws away what the terminal hasn't taken yet, which frees a thread that is blocked in writing.</summary>
    public void DropOutput() => _ = TerminalNative.TcFlush(Descriptor, TerminalNative.TCOFLUSH);

    public void Dispose()
    {
        Restore();
        lock (_gate)
            _isDisposed = true;
        _own?.Dispose();
    }
}
