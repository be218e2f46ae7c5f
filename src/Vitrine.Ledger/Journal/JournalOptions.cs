namespace Vitrine.Ledger.Journal;

/// <summary>How long an entry that nobody waits for may stay in memory and in the page cache.</summary>
public sealed record JournalOptions
{
    /// <summary>
    /// The longest time until an entry is handed to the kernel; from then on it survives the death of this process. 100 ms unless told.
    /// </summary>
    public TimeSpan WriteWithin { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// The longest time until an entry is on disk; from then on it survives a power loss. One second unless told: each flush makes the file system
    /// commit its journal, which slows down whatever else writes at the time.
    /// </summary>
    public TimeSpan SyncWithin { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Bytes that may wait in memory, from 256 KiB to 1 GiB; 4 MiB unless told. As many again may be under way to the disk.</summary>
    public int BufferSize { get; init; } = 4 * 1024 * 1024;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(WriteWithin, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(WriteWithin, TimeSpan.FromMinutes(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(SyncWithin, WriteWithin);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(SyncWithin, TimeSpan.FromMinutes(10));
        ArgumentOutOfRangeException.ThrowIfLessThan(BufferSize, 256 * 1024);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(BufferSize, 1024 * 1024 * 1024);
    }
}
