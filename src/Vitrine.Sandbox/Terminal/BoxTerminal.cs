using System.Runtime.InteropServices;

namespace Vitrine.Sandbox.Terminal;

/// <summary>
/// The supervisor's side of the box's terminal: the master descriptor. The handle is owned and closed at the end, which hangs the box's terminal up.
/// </summary>
internal sealed unsafe class BoxTerminal : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SafeHandle _master;
    private bool _isDisposed;

    public BoxTerminal(SafeHandle master)
    {
        _master = master;
        Descriptor = (int)master.DangerousGetHandle();
        int flags = TerminalNative.Fcntl(Descriptor, TerminalNative.F_GETFL, 0);
        if (flags < 0 || TerminalNative.Fcntl(Descriptor, TerminalNative.F_SETFL, flags | TerminalNative.O_NONBLOCK) < 0)
            throw TerminalNative.Failure("fcntl");
    }

    public int Descriptor { get; }

    /// <summary>Gives the box's terminal this size; programs there get SIGWINCH if it is another one.</summary>
    public void Resize(TerminalSize size)
    {
        var native = new TerminalNative.WindowSize
        {
            Rows = (ushort)size.Rows,
            Columns = (ushort)size.Columns,
            PixelWidth = (ushort)size.PixelWidth,
            PixelHeight = (ushort)size.PixelHeight,
        };
        lock (_gate)
        {
            // Fails only when the box's terminal is closed, and then nobody minds.
            if (!_isDisposed)
                _ = TerminalNative.Ioctl(Descriptor, TerminalNative.TIOCSWINSZ, &native);
        }
    }

    /// <summary>Makes programs draw anew: they get SIGWINCH, for another size and back.</summary>
    public void Redraw(TerminalSize size)
    {
        if (size.Rows > 1)
            Resize(size with { Rows = size.Rows - 1 });
        Resize(size);
    }

    /// <summary>Gives the box's terminal the person's settings: erase character, UTF-8 and so on, as ssh does (RFC 4254 section 8).</summary>
    public void SetAttributes(ReadOnlySpan<byte> termios)
    {
        // The keys are a convenience, so a refusal is no reason to fail.
        fixed (byte* pointer = termios)
            _ = TerminalNative.TcSetAttr(Descriptor, TerminalNative.TCSANOW, pointer);
    }

    public void Dispose()
    {
        lock (_gate)
            _isDisposed = true;
        _master.Dispose();
    }
}
