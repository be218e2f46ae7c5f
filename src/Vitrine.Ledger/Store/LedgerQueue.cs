using Vitrine.Ledger.Files;

namespace Vitrine.Ledger.Store;

/// <summary>
/// One place in the queue for a ledger's lock. flock(2) has no time-out, so a thread waits in it, one at most however often somebody gives up and comes again;
/// where it gets the lock when nobody wants it any more, it gives it back.
/// </summary>
/// <param name="lockFile">The lock; its directory must be there.</param>
internal sealed class LedgerQueue(string lockFile)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource<LedgerLock>? _wanted;
    private bool _isQueued;

    /// <summary>Waits for the lock. Not for use by two threads at once.</summary>
    /// <returns>Null when somebody else had it all the time.</returns>
    /// <exception cref="IOException">The lock's file cannot be made.</exception>
    public LedgerLock? TryTake(TimeSpan patience)
    {
        Task<LedgerLock> given;
        lock (_gate)
        {
            if (!_isQueued && TryAtOnce() is { } held)
                return held;
            _wanted = new TaskCompletionSource<LedgerLock>(TaskCreationOptions.RunContinuationsAsynchronously);
            given = _wanted.Task;
            if (!_isQueued)
                new Thread(Queue) { IsBackground = true, Name = "ledger lock" }.Start();
            _isQueued = true;
        }

        if (!((IAsyncResult)given).AsyncWaitHandle.WaitOne(patience))
        {
            lock (_gate)
            {
                if (!given.IsCompleted)
                {
                    _wanted = null;
                    return null;
                }
            }
        }

        return given.GetAwaiter().GetResult();
    }

    private LedgerLock? TryAtOnce()
    {
        var file = DurableFile.OpenOrCreate(lockFile);
        if (file.TryLock())
            return new LedgerLock(file);
        file.Dispose();
        return null;
    }

    private void Queue()
    {
        LedgerLock? held = null;
        Exception? failure = null;
        try
        {
            var file = DurableFile.OpenOrCreate(lockFile);
            file.Lock();
            held = new LedgerLock(file);
        }
        catch (Exception error)
        {
            failure = error;
        }

        lock (_gate)
        {
            _isQueued = false;
            if (_wanted is null)
                held?.Dispose();
            else if (held is null)
                _wanted.SetException(failure!);
            else
                _wanted.SetResult(held);
            _wanted = null;
        }
    }
}
