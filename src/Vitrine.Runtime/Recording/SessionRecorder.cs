using Vitrine.Core.Model;
using Vitrine.Ledger.Journal;
using Vitrine.Ledger.Payloads;

namespace Vitrine.Runtime.Recording;

/// <summary>
/// The record of one session. Observations are queued by whoever sees them; one thread gives each its index, encodes and seals it and appends it to the log,
/// whose own thread hashes and writes. So who calls <see cref="Record"/> pays neither for JSON nor for a system call.
/// </summary>
public sealed class SessionRecorder : IRecorder, IAsyncDisposable
{
    private readonly Lock _closing = new();
    private readonly ObservationQueue _queue;
    private readonly JournalWriter _log;
    private readonly PayloadStore _payloads;
    private readonly SessionSealing _sealing;
    private readonly EntryEncoder _encoder;
    private readonly Action<Entry>? _onEntry;
    private readonly TimeProvider _time;
    private readonly Action _afterEnd;
    private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SessionEnded? _ended;
    private Task? _closed;
    private readonly long _longest;
    private long _index, _bytes;

    internal SessionRecorder(
        SessionId id, JournalWriter log, PayloadStore payloads, EntryCipher cipher, SessionSealing sealing, SessionRecorderOptions options, TimeProvider time,
            Action<Entry>? onEntry, Action afterEnd)
    {
        Id = id;
        _log = log;
        _payloads = payloads;
        _sealing = sealing;
        _time = time;
        _onEntry = onEntry;
        _afterEnd = afterEnd;
        _index = log.Count;
        _longest = options.LongestRecord;
        _queue = new ObservationQueue(options, time);
        _encoder = new EntryEncoder(id.ToString(), cipher);
        new Thread(Run) { IsBackground = true, Name = "recorder" }.Start();
        _ = WatchSealingAsync();
    }

    /// <summary>The session's id.</summary>
    public SessionId Id { get; }

    /// <summary>Whether all of it is in the ledger, under a signed checkpoint; known after <see cref="EndAsync"/>. Else the next command sees to it.</summary>
    public bool IsSealed { get; private set; }

    /// <summary>
    /// Ends when the last entry is with the log; fails with an <see cref="IOException"/> as soon as nothing can be recorded any more, which is when the
    /// session should be stopped.
    /// </summary>
    public Task Completion => _written.Task;

    /// <inheritdoc/>
    public void Record(Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        _queue.AddOrCount(observation);
    }

    /// <inheritdoc/>
    public async ValueTask RecordDurablyAsync(IReadOnlyList<Observation> observations, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(observations);
        await _queue.AddUrgent(observations).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public IPayloadWriter CreatePayload() => new SessionPayloadWriter(_payloads.CreateWriter());

    /// <summary>Records what still waits, then <paramref name="ended"/> as the last entry, and closes the record; durable when it completes.</summary>
    /// <exception cref="IOException">The record could not be written to its end.</exception>
    public Task EndAsync(SessionEnded ended)
    {
        ArgumentNullException.ThrowIfNull(ended);
        return CloseAsync(ended);
    }

    /// <summary>Closes the record. A session that <see cref="EndAsync"/> did not end is later ended by <see cref="SessionStore.CloseAbandoned"/>.</summary>
    /// <exception cref="IOException">The record could not be written to its end, and nobody was told yet.</exception>
    public async ValueTask DisposeAsync()
    {
        bool told;
        lock (_closing)
            told = _closed is not null;
        await CloseAsync(null).ConfigureAwait(told ? ConfigureAwaitOptions.SuppressThrowing : ConfigureAwaitOptions.None);
    }

    private Task CloseAsync(SessionEnded? ended)
    {
        lock (_closing)
        {
            if (_closed is null)
            {
                _ended = ended;
                _closed = CloseOnceAsync();
            }

            return _closed;
        }
    }

    private async Task CloseOnceAsync()
    {
        _queue.Close();
        try
        {
            await _written.Task.ConfigureAwait(false);
            if (_ended is not null)
            {
                // Before the journal's lock is free: whoever finds it free seals what is left, and two would enter it twice.
                await _log.FlushAsync().ConfigureAwait(false);
                IsSealed = _sealing.Finish(_log.Count);
            }
        }
        finally
        {
            _sealing.Dispose();
            // In this order: the last entries may name payloads that are still to be flushed.
            try
            {
                await _log.DisposeAsync().ConfigureAwait(false);
            }
            finally
            {
                _payloads.Dispose();
            }
        }

        if (IsSealed)
            _afterEnd();
    }

    /// <summary>What cannot come into the ledger must not happen either.</summary>
    private async Task WatchSealingAsync()
    {
        await _sealing.Failure.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_sealing.Failure.Exception?.InnerException is IOException broken)
            Break(broken);
    }

    private void Break(IOException broken)
    {
        _queue.Break(broken);
        _written.TrySetException(broken);
    }

    private void Run()
    {
        try
        {
            while (_queue.Take(out long lost) is { } batch)
            {
                // Who waits for an entry then waits for this thread alone; what comes while it flushes shares the next flush.
                bool leads = _log.TryLead();
                try
                {
                    foreach (Waiting waiting in batch)
                        Append(waiting);
                    if (lost > 0)
                        Append(new EventsLost("recorder", lost, "queue-full"));
                }
                finally
                {
                    if (leads)
                        _log.EndLead();
                }
            }

            if (_ended is not null)
                Append(_ended);
            _written.TrySetResult();
        }
        catch (Exception error)
        {
            // Also an error of the observer or of the encoder: nothing may happen unrecorded, so everyone is told and the session ends.
            var broken = error as IOException ?? new IOException($"The session can't be recorded any more: {error.Message}", error);
            Break(broken);
        }
        finally
        {
            _encoder.Dispose();
        }
    }

    private void Append(Observation observation) => Append(new Waiting(observation, _time.GetUtcNow(), null, false));

    private void Append(Waiting waiting)
    {
        Entry entry = _encoder.Encode(_index, waiting.Time, waiting.Observation, out bool isWhole);
        if ((_bytes += _encoder.Leaf.Length + _encoder.Sealed.Length) > _longest)
            throw new IOException($"The session's record has reached its bound of {_longest} bytes.");
        _log.Append(_encoder.Leaf, _encoder.Sealed, isWhole && waiting.Keeps ? waiting.Promise : null);
        _index++;
        if (!isWhole)
            waiting.Promise?.TrySetException(new IOException("What was to be recorded is too large for an entry; the act is refused."));

        _onEntry?.Invoke(entry);
    }
}
