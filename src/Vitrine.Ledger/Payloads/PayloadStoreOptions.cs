namespace Vitrine.Ledger.Payloads;

/// <summary>How much of the payloads is kept. The agent decides how many there are and how long, so both are bounded.</summary>
public sealed record PayloadStoreOptions
{
    /// <summary>Bytes kept of one payload; 64 MiB unless told.</summary>
    public long MaximumSize { get; init; } = 64L * 1024 * 1024;

    /// <summary>Bytes kept of all payloads together; 4 GiB unless told.</summary>
    public long MaximumTotal { get; init; } = 4L * 1024 * 1024 * 1024;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(MaximumSize);
        // The chunk counter has 32 bits.
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaximumSize, (long)PayloadFormat.ChunkSize * uint.MaxValue);
        ArgumentOutOfRangeException.ThrowIfNegative(MaximumTotal);
    }
}
