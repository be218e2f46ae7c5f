namespace Vitrine.Ledger.Payloads;

/// <summary>What the log keeps of a payload.</summary>
/// <param name="Number">Its number in the session's store, from 1.</param>
/// <param name="Digest">SHA-256 of the file as stored (encrypted), lower-case hex.</param>
/// <param name="Size">Bytes in clear of the whole payload, those that were not kept too.</param>
/// <param name="IsTruncated">Whether less than that was kept.</param>
public readonly record struct StoredPayload(long Number, string Digest, long Size, bool IsTruncated);
