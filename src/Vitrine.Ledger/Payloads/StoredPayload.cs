namespace Vitrine.Ledger.Payloads;

/// <summary>What the log keeps of a payload.</summary>
/// <param name="Position">Its name in the session's store: where its last record starts.</param>
/// <param name="Digest">SHA-256 of its records as stored (encrypted), in order, lower-case hex.</param>
/// <param name="Size">Bytes in clear of the whole payload, those that were not kept too.</param>
/// <param name="IsTruncated">Whether less than that was kept.</param>
public readonly record struct StoredPayload(long Position, string Digest, long Size, bool IsTruncated);
