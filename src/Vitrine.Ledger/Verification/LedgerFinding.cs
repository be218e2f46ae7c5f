namespace Vitrine.Ledger.Verification;

/// <summary>One thing that is wrong.</summary>
/// <param name="Fault">Which kind.</param>
/// <param name="Index">The first entry of the tree that it concerns, counted from 0; null where it concerns no certain one.</param>
/// <param name="File">The file, relative to the ledger, as it is named there; null where it concerns none.</param>
/// <param name="What">What is wrong in words. It may hold names as they stand on disk: for a terminal they are still to be made harmless.</param>
public sealed record LedgerFinding(LedgerFault Fault, long? Index, string? File, string What);
