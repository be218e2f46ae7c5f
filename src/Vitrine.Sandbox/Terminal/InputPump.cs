namespace Vitrine.Sandbox.Terminal;

/// <summary>
/// Carries what the person types to the box, on a thread of its own. One buffer: while the box doesn't read, nothing more is read from the
/// terminal. While the terminal is not ours (in the background, or paused) it isn't read at all.
/// </summary>
internal sealed class InputPump : IDisposable
{
    // A shell doesn't tell a running background job that it was brought to the foreground, so that is looked for now and then.
    private const int BackgroundPoll = 250;

    private readonly HostTerminal _host;
    private readonly BoxTerminal _box;
    private readonly Func<bool> _attach;
    private readonly WakeUp _wake = new();
    private readonly Thread _thread;
    private volatile bool _isStopped;
    private volatile bool _isPaused;
    private long _bytes;

    /// <param name="host">Where keys come from.</param>
    /// <param name="box">Where they go.</param>
    /// <param name="attach">Takes the terminal in raw mode; false while it is not ours.</param>
    public InputPump(HostTerminal host, BoxTerminal box, Func<bool> attach)
    {
        (_host, _box, _attach) = (host, box, attach);
        _thread = new Thread(Run) { IsBackground = true, Name = "terminal input" };
    }

    public long Bytes => Volatile.Read(ref _bytes);

    public void Start() => _thread.Start();

    public void Pause(bool isPaused)
    {
        _isPaused = isPaused;
        _wake.Set();
    }

    public void Stop()
    {
        _isStopped = true;
        _wake.Set();
    }

    public bool Join(TimeSpan time) => !_thread.IsAlive || _thread.Join(time);

    public void Dispose() => _wake.Dispose();

    private void Run()
    {
        try
        {
            var buffer = new byte[4096];
            while (!_isStopped)
            {
                if (_isPaused)
                    _wake.Wait(-1, 0, Timeout.Infinite);
                else if (!_attach())
                    _wake.Wait(-1, 0, BackgroundPoll);
                else if (_wake.Wait(_host.Descriptor, TerminalNative.POLLIN, Timeout.Infinite) != 0 && !_isPaused && _host.IsForeground && !TryCarry(buffer))
                    return;
            }
        }
        catch (IOException)
        {
            // poll or tcsetattr failed: the terminal is gone. Its hang-up reaches the process as SIGHUP, and the output's side tells the owner.
        }
    }

    private bool TryCarry(byte[] buffer)
    {
        Transfer outcome = TerminalDescriptor.Read(_host.Descriptor, buffer, out int count);
        if (outcome == Transfer.Gone)
        {
            // EIO also means that we are in an orphaned background group; then it is not the end.
            return !_host.IsForeground;
        }

        ReadOnlySpan<byte> rest = buffer.AsSpan(0, count);
        while (!rest.IsEmpty && !_isStopped)
        {
            switch (TerminalDescriptor.Write(_box.Descriptor, rest, out int written))
            {
                case Transfer.Later:
                    _wake.Wait(_box.Descriptor, TerminalNative.POLLOUT, Timeout.Infinite);
                    break;
                case Transfer.Gone:
                    return false;
            }

            rest = rest[written..];
            Volatile.Write(ref _bytes, _bytes + written);
        }

        return true;
    }
}
