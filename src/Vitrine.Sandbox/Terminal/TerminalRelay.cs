using System.Runtime.InteropServices;

namespace Vitrine.Sandbox.Terminal;

/// <summary>
/// Joins the person's terminal with the box's own. The box never gets the person's terminal, only a pty of its own whose master is here:
/// <code>
///   keyboard ─► person's terminal (raw) ─► InputPump ─────────────────► master │ slave ─► agent
///   screen   ◄─ person's terminal       ◄─ OutputPump ◄─ TerminalFilter ◄─ master │ slave ◄─ agent
/// </code>
/// Raw mode is undone on every way out: <see cref="StopAsync"/>, dispose, an unhandled exception, <see cref="Environment.Exit"/>, SIGINT, SIGTERM, SIGHUP
/// and SIGQUIT. Only kill -9, a crash of the runtime itself and <see cref="Environment.FailFast(string)"/> leave it on; then <c>reset</c> or <c>stty sane</c>
/// mends the terminal.
/// <para>
/// While it runs nobody else may read <see cref="Console"/>'s input or set the terminal's modes. Messages to the person need CR LF in raw mode.
/// A host that takes SIGINT or SIGTERM itself (sets <see cref="PosixSignalContext.Cancel"/>) should register after <see cref="Start"/>; if it registered
/// before, the terminal is restored for a moment and taken again.
/// </para>
/// </summary>
public sealed class TerminalRelay : IAsyncDisposable
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private readonly TerminalOptions _options;
    private readonly HostTerminal _host;
    private readonly BoxTerminal _box;
    private readonly TerminalFilter _filter;
    private readonly OutputPump _output;
    private readonly InputPump? _input;
    private readonly int _hostDescriptor;
    private readonly TaskCompletionSource<TerminalEnd> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _continued = new();
    private TerminalSignals? _signals;
    private ITimer? _resumeTimer;
    private bool _isPaused;
    private bool _isExiting;
    private bool _isEnded;
    private bool _isSuspending;
    private bool _isDisposed;

    private TerminalRelay(SafeHandle master, int hostDescriptor, TerminalOptions options)
    {
        (_options, _hostDescriptor) = (options, hostDescriptor);
        _box = new BoxTerminal(master);
        _host = new HostTerminal(hostDescriptor);
        _filter = new TerminalFilter(options.AllowClipboard);
        _output = new OutputPump(_host, _box, _filter, options.Time, OnOutputEnded);
        _input = options.Keyboard ? new InputPump(_host, _box, TryAttach) : null;
    }

    /// <summary>
    /// Ends when the box's terminal is closed or the relay was stopped. Raw mode is off by then. A person's terminal that is gone doesn't end it: that is
    /// SIGHUP's business.
    /// </summary>
    public Task<TerminalEnd> Completion => _completion.Task;

    /// <summary>What was carried and dropped until now.</summary>
    public TerminalReport Report => new(_output.Bytes, _input?.Bytes ?? 0, _filter.Dropped);

    /// <summary>Whether the descriptor is a terminal.</summary>
    public static unsafe bool IsTerminal(int descriptor)
    {
        byte* termios = stackalloc byte[TerminalNative.TermiosSize];
        return TerminalNative.Ioctl(descriptor, TerminalNative.TCGETS, termios) == 0;
    }

    /// <summary>The terminal's size, or null when the descriptor is no terminal or doesn't know (both zero).</summary>
    public static unsafe TerminalSize? SizeOf(int descriptor)
    {
        TerminalNative.WindowSize size;
        return TerminalNative.Ioctl(descriptor, TerminalNative.TIOCGWINSZ, &size) == 0 && (size.Rows | size.Columns) != 0
            ? new TerminalSize(size.Columns, size.Rows, size.PixelWidth, size.PixelHeight)
            : null;
    }

    /// <summary>Takes the person's terminal and starts to relay.</summary>
    /// <param name="master">Master of the box's pty. The relay owns it from now on, also when it throws.</param>
    /// <param name="hostDescriptor">The person's terminal; see <see cref="PersonTerminal.Find"/>. It stays the caller's and must stay open.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ArgumentException">A descriptor is no terminal.</exception>
    /// <exception cref="IOException">The terminal refuses; it is as it was.</exception>
    public static TerminalRelay Start(SafeHandle master, int hostDescriptor, TerminalOptions options)
    {
        ArgumentNullException.ThrowIfNull(master);
        ArgumentNullException.ThrowIfNull(options);
        TerminalRelay? relay = null;
        try
        {
            options.Validate();
            if (!IsTerminal(hostDescriptor))
                throw new ArgumentException("The descriptor is no terminal.", nameof(hostDescriptor));
            if (!IsTerminal((int)master.DangerousGetHandle()))
                throw new ArgumentException("The descriptor is no terminal.", nameof(master));
            relay = new TerminalRelay(master, hostDescriptor, options);
            relay.Begin();
            return relay;
        }
        catch
        {
            relay?.Release();
            master.Dispose();
            throw;
        }
    }

    /// <summary>Stops. Calling it again is allowed.</summary>
    /// <param name="drain">Whether what the box wrote last is shown first, within <see cref="TerminalOptions.DrainTime"/>.</param>
    public async Task<TerminalEnd> StopAsync(bool drain = true)
    {
        _output.Stop(drain ? _options.DrainTime : TimeSpan.Zero);
        try
        {
            return await Completion.WaitAsync(_options.DrainTime + TimeSpan.FromSeconds(1), _options.Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The thread is blocked within write(2), which happens only with a terminal that could not be opened a second time.
            _host.DropOutput();
            OnOutputEnded(TerminalEnd.Cut, null);
            return await Completion.ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Ctrl-Z of the whole session: undoes modes and raw mode, stops the job, and comes back once it is continued, with the terminal taken again if the
    /// job is in the foreground then. Call it when the agent stopped itself. Does nothing where no shell could continue the job.
    /// </summary>
    public void Suspend()
    {
        lock (_gate)
        {
            if (_isSuspending || _isEnded)
                return;
            _isSuspending = true;
        }

        try
        {
            Pause();
            _continued.Reset();
            // Either SIGCONT ends the wait, or nothing stopped us and it is over soon.
            TerminalSignals.StopJob(() => _continued.Wait(Moment * 2));
        }
        finally
        {
            lock (_gate)
                _isSuspending = false;
            Resume();
        }
    }

    /// <summary>Takes the terminal again after a pause, if it is ours to take: raw mode, the box's modes, the size as it is now, a redraw.</summary>
    public void Resume() => Resume(forget: false);

    /// <summary>Stops, shows what the box wrote last, restores the terminal and closes the box's.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await StopAsync().ConfigureAwait(false);
        }
        finally
        {
            Release();
        }
    }

    private void Begin()
    {
        // First the signals: the runtime saves the terminal's settings when the first one is registered, and must not save raw ones.
        _signals = new TerminalSignals(OnResized, OnContinued, Suspend, OnEnding);
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
        AppDomain.CurrentDomain.UnhandledException += OnProcessExit;
        if (_input is not null)
            TryAttach();
        OnResized();
        _output.Start();
        _input?.Start();
    }

    // Called again and again by the input's thread while the terminal is not ours.
    private bool TryAttach()
    {
        if (!_host.TryEnterRaw(_box.SetAttributes, out bool entered))
            return false;
        if (entered)
        {
            // A process in the background hears nothing of a new size.
            _output.Continue();
            if (SizeOf(_hostDescriptor) is { } size)
                _box.Redraw(size);
        }

        return true;
    }

    private void Resume(bool forget)
    {
        lock (_gate)
        {
            if (_isEnded || _isExiting)
                return;
            _host.Allow(forget);
            _isPaused = false;
            _input?.Pause(false);
            // In the background a plain program goes on writing, as any job does; a full-screen one waits for the foreground.
            if (_input is null || (!TryAttach() && !_output.HasUndoneModes))
                _output.Continue();
        }
    }

    private void OnResized()
    {
        if (SizeOf(_hostDescriptor) is { } size)
            _box.Resize(size);
    }

    private void OnContinued()
    {
        _continued.Set();
        lock (_gate)
        {
            if (_isSuspending || _isPaused)
                return;
        }

        // Stopped by SIGSTOP, or moved to the background or back: the shell has set the terminal as it likes it.
        Resume(forget: true);
    }

    // The process ends within a moment, unless somebody else cancels the signal or it is ignored; then the session goes on.
    private void OnEnding()
    {
        Pause();
        lock (_gate)
        {
            if (_isEnded || _isExiting)
                return;
            _resumeTimer ??= _options.Time.CreateTimer(_ => Resume(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _resumeTimer.Change(Moment, Timeout.InfiniteTimeSpan);
        }
    }

    private void OnProcessExit(object? sender, EventArgs e)
    {
        lock (_gate)
            _isExiting = true;
        Pause();
    }

    private void Pause()
    {
        lock (_gate)
        {
            if (_isDisposed)
                return;
            _isPaused = true;
        }

        _input?.Pause(true);
        _output.Pause(Moment);
        _host.Restore();
    }

    private void OnOutputEnded(TerminalEnd end, Exception? failure)
    {
        lock (_gate)
            _isEnded = true;
        _input?.Stop();
        _host.Restore();
        if (failure is null)
            _completion.TrySetResult(end);
        else
            _completion.TrySetException(failure);
    }

    private void Release()
    {
        lock (_gate)
        {
            if (_isDisposed)
                return;
            _isDisposed = _isEnded = true;
        }

        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        AppDomain.CurrentDomain.UnhandledException -= OnProcessExit;
        _signals?.Dispose();
        _resumeTimer?.Dispose();
        _input?.Stop();
        _output.Stop(TimeSpan.Zero);
        bool isOver = _output.Join(Moment) & (_input?.Join(Moment) ?? true);
        _host.Restore();
        if (!isOver)
        {
            // A thread is stuck in a system call with these descriptors: closing them could hand it somebody else's file.
            return;
        }

        _output.Dispose();
        _input?.Dispose();
        _host.Dispose();
        _box.Dispose();
    }
}
