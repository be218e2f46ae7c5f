using Vitrine.Ledger.Files;

namespace Vitrine.Ledger.Journal;

/// <summary>
/// Appends to an entry file, from any number of threads through one writing thread (group commit):
/// <code>
/// 1  append:  copy the entry into the batch that is being filled                      any thread, no system call but a rare wake-up
/// 2  take:    when someone waits, half the room is used, or the time is up            writing thread, from here on
/// 3  rely:    what entries name (payloads) is flushed                        one fdatasync, where there is something new
/// 4  seal:    chain hashes, in the order of the batch
/// 5  write:   one pwrite into room made ahead          a crash before its end leaves a torn tail, which the next opening cuts off
/// 6  flush:   one fdatasync, if someone waits or its time is up
/// 7  tell:    those who waited; nothing was acknowledged before
/// </code>
/// While 3 to 7 go on for one batch the next one fills, so the flush is shared by all who came meanwhile. After an error in 3, 5 or 6 the
/// writer is broken for good: everyone who waits and every later caller gets an <see cref="IOException"/>. In particular a failed fdatasync is never
/// tried again, because Linux may have thrown the pages away and then reports success (PostgreSQL's "fsyncgate", 2018).
/// </summary>
public sealed partial class JournalWriter : IAsyncDisposable
{
    private readonly Lock _closing = new();
    private readonly object _gate = new();
    private readonly DurableFile _file;
    private readonly JournalOptions _options;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly JournalEnd _end;
    private JournalBatch _filling, _spare;
    private TaskCompletionSource? _room;
    private IOException? _broken;
    private Task? _closed;
    private bool _isClosing;
    // Whether somebody commits, or leads: that thread alone touches the file and its end.
    private bool _isBusy;
    private Thread? _leader;
    private long _appended;

    internal JournalWriter(DurableFile file, JournalVerification from, ReadOnlySpan<byte> chain, JournalOptions options, JournalReliance relies = default)
    {
        _file = file;
        _options = options;
        _end = new JournalEnd(file, from, chain, options.SyncWithin, relies);
        _appended = from.Entries;
        _filling = new JournalBatch(options.BufferSize);
        _spare = new JournalBatch(options.BufferSize);
        Durable = new JournalPosition(from.Entries, from.ValidBytes, from.Head.Chain);
        new Thread(Run) { IsBackground = true, Name = "ledger" }.Start();
    }

    /// <summary>Entries appended, durable or not; the index that the next one gets.</summary>
    public long Count
    {
        get
        {
            lock (_gate)
                return _appended;
        }
    }

    /// <summary>The end of what is known to be on disk: a reader of the file may see more.</summary>
    public JournalPosition Durable
    {
        get
        {
            lock (_gate)
                return field;
        }

        private set;
    }

    /// <summary>Appends unless there is no room at the moment, and never waits.</summary>
    /// <param name="leaf">1 to 65,535 bytes, copied.</param>
    /// <param name="sealedRecord">48 bytes to 128 KiB, copied; or nothing.</param>
    /// <returns>False when there is no room.</returns>
    /// <exception cref="IOException">The log can no longer be written.</exception>
    public bool TryAppend(ReadOnlySpan<byte> leaf, ReadOnlySpan<byte> sealedRecord)
    {
        CheckSize(leaf.Length, sealedRecord.Length);
        lock (_gate)
            return TryAdd(leaf, sealedRecord);
    }

    /// <summary>Appends; blocks the thread while there is no room.</summary>
    /// <param name="leaf">1 to 65,535 bytes, copied.</param>
    /// <param name="sealedRecord">48 bytes to 128 KiB, copied; or nothing.</param>
    /// <param name="whenDurable">Set when the entry is on disk, or to an <see cref="IOException"/> when that will never be known, unless somebody else sets
    /// it before. Its continuations should run asynchronously: it is the writing thread that sets it.</param>
    /// <exception cref="IOException">The log can no longer be written.</exception>
    public void Append(ReadOnlySpan<byte> leaf, ReadOnlySpan<byte> sealedRecord, TaskCompletionSource? whenDurable = null)
    {
        CheckSize(leaf.Length, sealedRecord.Length);
        lock (_gate)
        {
            while (!TryAdd(leaf, sealedRecord))
            {
                // Who leads would wait for itself.
                if (_leader == Thread.CurrentThread)
                    CommitLed();
                else
                    Monitor.Wait(_gate);
            }

            if (whenDurable is null)
                return;
            bool wasUrgent = _filling.IsUrgent;
            _filling.AddWaiter(whenDurable);
            if (!wasUrgent && !_isBusy)
                Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Appends, and completes when the entry is on disk.</summary>
    /// <param name="leaf">1 to 65,535 bytes; copied before this returns, unless there is no room and the task is not complete.</param>
    /// <param name="sealedRecord">48 bytes to 128 KiB, likewise; or nothing.</param>
    /// <param name="cancellationToken">Ends the waiting only: the entry may be written all the same.</param>
    /// <exception cref="IOException">The entry is not known to be on disk, and never will be.</exception>
    public async ValueTask AppendDurablyAsync(ReadOnlyMemory<byte> leaf, ReadOnlyMemory<byte> sealedRecord, CancellationToken cancellationToken = default)
    {
        CheckSize(leaf.Length, sealedRecord.Length);
        while (true)
        {
            Task wait;
            bool added;
            lock (_gate)
            {
                added = TryAdd(leaf.Span, sealedRecord.Span);
                wait = added ? WaitForDisk() : (_room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }

            await wait.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (added)
                return;
        }
    }

    /// <summary>Completes when everything that was appended before is on disk.</summary>
    /// <exception cref="IOException">It is not known to be.</exception>
    public async ValueTask FlushAsync(CancellationToken cancellationToken = default)
    {
        Task wait;
        lock (_gate)
        {
            ThrowIfUnusable();
            wait = WaitForDisk();
        }

        await wait.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes and flushes what is left, then frees the file and its lock.</summary>
    /// <exception cref="IOException">Not all that was appended is known to be on disk.</exception>
    public Task CloseAsync()
    {
        lock (_closing)
            return _closed ??= CloseOnceAsync();
    }

    /// <summary>As <see cref="CloseAsync"/>; silent about an error that a call of it has already told.</summary>
    /// <exception cref="IOException">Not all that was appended is known to be on disk.</exception>
    public async ValueTask DisposeAsync()
    {
        bool told;
        lock (_closing)
            told = _closed is not null;
        await CloseAsync().ConfigureAwait(told ? ConfigureAwaitOptions.SuppressThrowing : ConfigureAwaitOptions.None);
    }

    private static void CheckSize(int leaf, int sealedRecord)
    {
        ArgumentOutOfRangeException.ThrowIfZero(leaf);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(leaf, JournalFormat.MaximumLeafSize);
        if (sealedRecord > 0)
            ArgumentOutOfRangeException.ThrowIfLessThan(sealedRecord, JournalFormat.MinimumSealedSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sealedRecord, JournalFormat.MaximumSealedSize);
    }

    private bool TryAdd(ReadOnlySpan<byte> leaf, ReadOnlySpan<byte> sealedRecord)
    {
        ThrowIfUnusable();
        bool wasUrgent = _filling.IsUrgent;
        if (!_filling.TryAdd(leaf, sealedRecord))
            return false;
        _appended++;
        // The writing thread sleeps without end only over an empty batch, and until a time that is known over any other.
        if (!_isBusy && (_filling.Count == 1 || _filling.IsUrgent != wasUrgent))
            Monitor.PulseAll(_gate);
        return true;
    }

    private Task WaitForDisk()
    {
        Task wait = _filling.WaitForDisk();
        if (!_isBusy)
            Monitor.PulseAll(_gate);
        return wait;
    }

    private void ThrowIfUnusable()
    {
        if (_broken is not null)
            throw new IOException(_broken.Message, _broken);
        ObjectDisposedException.ThrowIf(_isClosing, this);
    }

    private async Task CloseOnceAsync()
    {
        lock (_gate)
        {
            _isClosing = true;
            Monitor.PulseAll(_gate);
        }

        await _ended.Task.ConfigureAwait(false);
        _file.Dispose();
        if (_broken is not null)
            throw new IOException(_broken.Message, _broken);
    }

    private void Run()
    {
        JournalBatch? batch = null;
        try
        {
            while ((batch = Take()) is not null)
            {
                Commit(batch);
                batch.Clear();
                lock (_gate)
                    EndCommit();
            }

            if (_broken is null)
                _end.GiveRoomBack();
        }
        catch (Exception error)
        {
            // Whatever it was: nobody may be told, now or later, that something is on disk which is not.
            Break(error, batch);
        }

        _ended.SetResult();
    }

    /// <summary>Waits for a batch whose time has come, and puts the other one in its place. Null at the end.</summary>
    private JournalBatch? Take()
    {
        lock (_gate)
        {
            while (!IsDue(out TimeSpan wait))
            {
                if (_isClosing && !_isBusy)
                    return null;
                Monitor.Wait(_gate, wait);
            }

            // A leader met an error: what is on disk is unknown, and nothing more goes there.
            if (_broken is not null)
                return null;
            _isBusy = true;
            return Swap();
        }
    }

    private JournalBatch Swap()
    {
        JournalBatch batch = _filling;
        (_filling, _spare) = (_spare, batch);
        _room?.SetResult();
        _room = null;
        Monitor.PulseAll(_gate);
        return batch;
    }

    // What came meanwhile is the writing thread's, and so is what must be flushed when its time comes.
    private void EndCommit()
    {
        _isBusy = false;
        if (_isClosing || _filling.Count > 0 || _filling.HasWaiters || _end.UnsyncedSince is not null)
            Monitor.PulseAll(_gate);
    }

    private bool IsDue(out TimeSpan wait)
    {
        wait = Timeout.InfiniteTimeSpan;
        if (_isBusy)
            return false;
        if (_broken is not null)
            return true;
        if (_filling.IsUrgent || (_isClosing && (_filling.Count > 0 || _end.UnsyncedSince is not null)))
            return true;
        if (_filling.Count > 0)
            wait = _options.WriteWithin - Age(_filling.Since);
        else if (_end.UnsyncedSince is { } since)
            wait = _options.SyncWithin - Age(since);
        else
            return false;
        return wait <= TimeSpan.Zero;
    }

    private static TimeSpan Age(long since) => TimeSpan.FromMilliseconds(Environment.TickCount64 - since);

    private void Commit(JournalBatch batch)
    {
        bool closing;
        lock (_gate)
            closing = _isClosing;
        if (_end.Commit(batch, closing))
        {
            lock (_gate)
                Durable = _end.Position;
        }

        batch.Acknowledge();
    }

    private void Break(Exception error, JournalBatch? batch)
    {
        var broken = new IOException($"The record cannot be written any more: {error.Message} Hint: free space on, or mend, the file system of {_file.Path}",
            error);
        lock (_gate)
        {
            _broken = broken;
            batch?.Fail(broken);
            _filling.Fail(broken);
            _room?.TrySetException(broken);
            Monitor.PulseAll(_gate);
        }
    }
}
