using Vitrine.Ledger.Journal;
using Vitrine.Ledger.Store;

namespace Vitrine.Runtime.Recording;

/// <summary>
/// Puts a running session's entries into the ledger: what is durable in its journal is under a signed checkpoint within a second, and all of it at the end. On
/// a thread of its own, so that neither the agent nor the journal waits for it.
/// </summary>
internal sealed class SessionSealing : IDisposable
{
    // Another supervisor needs the ledger for milliseconds. While the session runs, what could not be sealed now is sealed the next time.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(900), Patience = TimeSpan.FromMilliseconds(500),
        LastPatience = TimeSpan.FromSeconds(10);
    private readonly object _gate = new();
    private readonly LedgerAppender _ledger;
    private readonly JournalSealer _sealer;
    private readonly Action<ReadOnlyMemory<byte>>? _published;
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Thread _thread;
    private bool _isEnding;

    /// <summary>Begins.</summary>
    /// <param name="ledger">The ledger; disposed of with this.</param>
    /// <param name="log">The session's journal, being written.</param>
    /// <param name="journal">Its path.</param>
    /// <param name="extents">Where its extents go.</param>
    /// <param name="published">Is given each checkpoint, as signed; must not wait.</param>
    /// <exception cref="IOException">A file cannot be made.</exception>
    public SessionSealing(LedgerAppender ledger, JournalWriter log, string journal, string extents, Action<ReadOnlyMemory<byte>>? published)
    {
        _ledger = ledger;
        _published = published;
        _sealer = JournalSealer.Begin(ledger, journal, extents);
        _thread = new Thread(() => Run(log)) { IsBackground = true, Name = "sealer" };
        _thread.Start();
    }

    /// <summary>Never ends but with the <see cref="IOException"/> for which nothing can be sealed any more: then nothing may run any more either.</summary>
    public Task Failure => _failed.Task;

    /// <summary>Seals what is left, when the journal is closed.</summary>
    /// <param name="count">Entries in the journal.</param>
    /// <returns>Whether all of it is sealed now; else another writer had the ledger all the time, and a later command does it.</returns>
    /// <exception cref="IOException">It cannot be sealed.</exception>
    public bool Finish(long count)
    {
        Stop();
        if (_failed.Task.Exception?.InnerException is { } failure)
            throw new IOException(failure.Message, failure);
        SealStatus status = _sealer.Seal(count, LastPatience);
        if (status == SealStatus.Sealed)
            _published?.Invoke(_sealer.Checkpoint);
        return status == SealStatus.Sealed;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop();
        _sealer.Dispose();
        _ledger.Dispose();
    }

    private void Stop()
    {
        lock (_gate)
        {
            _isEnding = true;
            Monitor.PulseAll(_gate);
        }

        _thread.Join();
    }

    private void Run(JournalWriter log)
    {
        try
        {
            // Finds a damaged ledger at once, and spares the end of a short session the reading of keys and tiles.
            _ledger.TryBegin(Patience)?.Dispose();
            while (Wait())
            {
                long durable = log.Durable.Count;
                if (durable > _sealer.Sealed && _sealer.Seal(durable, Patience) == SealStatus.Sealed)
                    _published?.Invoke(_sealer.Checkpoint);
            }
        }
        catch (Exception error)
        {
            // Whatever it was: the session's entries would not come into the ledger any more.
            _failed.SetException(error as IOException ?? new IOException($"The session's entries can't be put into the ledger: {error.Message}", error));
        }
    }

    private bool Wait()
    {
        lock (_gate)
        {
            if (!_isEnding)
                Monitor.Wait(_gate, Interval);
            return !_isEnding;
        }
    }
}
