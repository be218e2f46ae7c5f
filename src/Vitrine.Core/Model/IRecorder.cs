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

    /// <summary>Records and returns once the entry is on disk. What leaves the machine waits for this.</summary>
    /// <exception cref="IOException">The ledger can't be written; the caller must not let the act go on.</exception>
    ValueTask RecordDurablyAsync(Observation observation, CancellationToken cancellationToken);

    /// <summary>Opens a payload (a request's or a response's body) for writing.</summary>
    IPayloadWriter CreatePayload();
}

/// <summary>Writes one payload. Dispose without completing drops it.</summary>
public interface IPayloadWriter : IAsyncDisposable
{
    /// <summary>Appends bytes; what lies past the size that is kept is counted but not stored.</summary>
    ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>Seals the payload and gives what an entry holds of it; it is on disk before that entry is. Null when it is empty.</summary>
    ValueTask<PayloadReference?> CompleteAsync(CancellationToken cancellationToken);
}
