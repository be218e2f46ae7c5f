namespace Vitrine.Sandbox.Terminal;

/// <summary>
/// Carries what the box writes to the person's terminal, through the filter, on a thread of its own. One buffer: while the terminal doesn't take
/// more, the box is not read, and programs in it wait in write(2) as with any slow terminal.
/// </summary>
internal sealed class OutputPump : IDisposable
{
    // More than a pty holds (64 KiB and a line), so all that was written before the stop fits; a box that keeps writing is cut here.
    private const int DrainLimit = 256 * 1024;

    private readonly HostTerminal _host;
    private readonly BoxTerminal _box;
    private readonly TerminalFilter _filter;
    private readonly TimeProvider _time;
    private readonly WakeUp _wake = new();
    private readonly Thread _thread;
    private readonly ManualResetEventSlim _paused = new();
    private readonly Action<TerminalEnd, Exception?> _ended;
    private readonly byte[] _output;
    private volatile bool _isPauseWanted;
    private volatile bool _hasUndoneModes;
    private volatile bool _isStopped;
    private volatile bool _isAborted;
    private bool _isHostGone;
    private long _deadline = long.MaxValue;
    private long _bytes;

    public OutputPump(HostTerminal host, BoxTerminal box, TerminalFilter filter, TimeProvider time, Action<TerminalEnd, Exception?> ended)
    {
        (_host, _box, _filter, _time, _ended) = (host, box, filter, time, ended);
        _output = new byte[Math.Max(filter.MaximumOutput(InputSize), TerminalFilter.MaximumFinish)];
        _thread = new Thread(Run) { IsBackground = true, Name = "terminal output" };
    }

    private static int InputSize => 32 * 1024;

    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Whether the pause had modes to undo, so that going on shows a full-screen program again.</summary>
    public bool HasUndoneModes => _hasUndoneModes;

    public void Start() => _thread.Start();

    /// <summary>Undoes the box's modes and writes no more; true once that is so, false when the terminal doesn't take it in time.</summary>
    public bool Pause(TimeSpan time)
    {
        _isPauseWanted = true;
        _wake.Set();
        return !_thread.IsAlive || Environment.CurrentManagedThreadId == _thread.ManagedThreadId || _paused.Wait(time);
    }

    /// <summary>Sets the modes again and goes on.</summary>
    public void Continue()
    {
        _isPauseWanted = false;
        _wake.Set();
    }

    /// <summary>Shows what the box has written until now, within the time, and ends. With no time at all, it ends at once.</summary>
    public void Stop(TimeSpan time)
    {
        Volatile.Write(ref _deadline, _time.GetTimestamp() + (long)(time.TotalSeconds * _time.TimestampFrequency));
        _isAborted = time == TimeSpan.Zero;
        _isStopped = true;
        _wake.Set();
    }

    public bool Join(TimeSpan time) => !_thread.IsAlive || _thread.Join(time);

    // The event has no handle of the system's, and a signal that comes late may still wait for it.
    public void Dispose() => _wake.Dispose();

    private void Run()
    {
        TerminalEnd end = TerminalEnd.Cut;
        Exception? failure = null;
        try
        {
            end = Carry();
            int count = _filter.Finish(_output);
            // The modes are undone even if the text was cut: a terminal left in another mode is worse than a missing line.
            TryShow(_output.AsSpan(0, count), grace: TimeSpan.FromMilliseconds(200));
        }
        catch (IOException e)
        {
            failure = e;
        }

        _ended(end, failure);
        _paused.Set();
    }

    private TerminalEnd Carry()
    {
        var input = new byte[InputSize];
        int drained = 0;
        bool isPaused = false;
        while (true)
        {
            if (_isPauseWanted && !_isStopped)
            {
                if (!isPaused)
                {
                    int count = _filter.WriteResets(_output);
                    _hasUndoneModes = count > 0;
                    TryShow(_output.AsSpan(0, count));
                    isPaused = true;
                    _paused.Set();
                }

                _wake.Wait(-1, 0, Timeout.Infinite);
                continue;
            }

            if (isPaused)
            {
                isPaused = _hasUndoneModes = false;
                _paused.Reset();
                TryShow(_output.AsSpan(0, _filter.WriteModesAgain(_output)));
            }

            if (_isAborted)
                return TerminalEnd.Cut;
            bool isDraining = _isStopped;
            if (!isDraining && _wake.Wait(_box.Descriptor, TerminalNative.POLLIN, Timeout.Infinite) == 0)
                continue;

            // The kernel moves what the box wrote over to this side before it says that there is nothing (n_tty_read flushes the buffer's work),
            // so a read without result after the stop means that everything written before it was seen.
            switch (TerminalDescriptor.Read(_box.Descriptor, input, out int read))
            {
                case Transfer.Gone:
                    return _isHostGone ? TerminalEnd.TerminalLost : isDraining ? TerminalEnd.Stopped : TerminalEnd.Closed;
                case Transfer.Later when isDraining:
                    return _isHostGone ? TerminalEnd.TerminalLost : TerminalEnd.Stopped;
                case Transfer.Later:
                    continue;
            }

            Volatile.Write(ref _bytes, _bytes + read);
            int length = _filter.Write(input.AsSpan(0, read), _output);
            drained += isDraining ? read : 0;
            if (!TryShow(_output.AsSpan(0, length)) || drained > DrainLimit)
                return TerminalEnd.Cut;
        }
    }

    // False when the time is over. A terminal that is gone takes everything: the box must not hang because the person closed the window.
    private bool TryShow(ReadOnlySpan<byte> bytes, TimeSpan grace = default)
    {
        long end = grace > TimeSpan.Zero ? _time.GetTimestamp() + (long)(grace.TotalSeconds * _time.TimestampFrequency) : 0;
        while (!bytes.IsEmpty && !_isHostGone)
        {
            long deadline = Math.Max(end, _isAborted ? 0 : Volatile.Read(ref _deadline));
            TimeSpan left = deadline == long.MaxValue ? Timeout.InfiniteTimeSpan : _time.GetElapsedTime(_time.GetTimestamp(), deadline);
            if (deadline != long.MaxValue && left <= TimeSpan.Zero)
                return false;
            if (_wake.Wait(_host.Descriptor, TerminalNative.POLLOUT,
                deadline == long.MaxValue ? Timeout.Infinite : (int)Math.Ceiling(left.TotalMilliseconds)) == 0)
                continue;
            Transfer outcome = TerminalDescriptor.Write(_host.Descriptor, bytes[..Math.Min(bytes.Length, _host.WriteLimit)], out int written);
            _isHostGone = outcome == Transfer.Gone;
            bytes = bytes[written..];
        }

        return true;
    }
}
