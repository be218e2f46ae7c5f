using Vitrine.Ledger.Journal;
using Vitrine.Ledger.Payloads;

namespace Vitrine.Runtime.Recording;

/// <summary>The bounds of a session's record.</summary>
public sealed record SessionRecorderOptions
{
    /// <summary>Observations that may wait, from 16; 65,536 unless told. Past them observations are dropped and counted.</summary>
    public int QueueLength { get; init; } = 65_536;

    /// <summary>Characters in observations that may wait, from 64 Ki; 16 Mi (32 MiB of memory) unless told. The agent chooses how long a path is.</summary>
    public int QueueWeight { get; init; } = 16 * 1024 * 1024;

    /// <summary>
    /// Bytes of entries; 4 GiB unless told. The agent chooses how much there is to record: past them the record fails, and the session with it, before the disk
    /// is full.
    /// </summary>
    public long LongestRecord { get; init; } = 4L << 30;

    /// <summary>How entries are written.</summary>
    public JournalOptions Log { get; init; } = new();

    /// <summary>How much is kept of payloads.</summary>
    public PayloadStoreOptions Payloads { get; init; } = new();

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(QueueLength, 16);
        ArgumentOutOfRangeException.ThrowIfLessThan(QueueWeight, 64 * 1024);
        ArgumentOutOfRangeException.ThrowIfLessThan(LongestRecord, 64 * 1024);
        ArgumentNullException.ThrowIfNull(Log);
        ArgumentNullException.ThrowIfNull(Payloads);
    }
}
