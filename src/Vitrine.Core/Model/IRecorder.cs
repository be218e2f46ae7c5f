namespace Vitrine.Core.Model;

/// <summary>
/// The one way into the ledger. Two implementations exist: the session's ledger, and the list that tests read.
/// </summary>
public interface IRecorder
{
    /// <summary>
    /// Records without waiting; the entry is durable soon. When the queue is full the observation is dropped and counted, and the count is recorded
    /// (<see cref="EventsLost"/>): a slow disk must never stop the agent.
    /// </summary>
    void Record(Observation observation);

    /// <summary>
    /// Records all of them, in this order and with nothing in between, and returns once the entries are on disk. What leaves the machine waits for this; what
    /// is recorded in one call waits for one write of the disk.
    /// </summary>
    /// <exception cref="IOException">The ledger can't be written; the caller must not let the act go on.</exception>
    ValueTask RecordDurablyAsync(IReadOnlyList<Observation> observations, CancellationToken cancellationToken);

    /// <summary>Opens a payload (a request's or a response's body) for writing.</summary>
    IPayloadWriter CreatePayload();
}

/// <summary>What every recorder can.</summary>
public static class RecorderExtensions
{
    /// <summary>Records one observation and returns once its entry is on disk.</summary>
    /// <exception cref="IOException">The ledger can't be written; the caller must not let the act go on.</exception>
    public static ValueTask RecordDurablyAsync(this IRecorder recorder, Observation observation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(recorder);
        ArgumentNullException.ThrowIfNull(observation);
        return recorder.RecordDurablyAsync([observation], cancellationToken);
    }
}

/// <summary>Writes one payload. Dispose without completing drops it.</summary>
public interface IPayloadWriter : IAsyncDisposable
{
    /// <summary>Appends bytes; what lies past the size that is kept is counted but not stored.</summary>
    ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>Seals the payload and gives what an entry holds of it; it is on disk before that entry is. Null when it is empty.</summary>
    ValueTask<PayloadReference?> CompleteAsync(CancellationToken cancellationToken);
}
