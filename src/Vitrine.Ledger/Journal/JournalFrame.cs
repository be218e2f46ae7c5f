namespace Vitrine.Ledger.Journal;

/// <summary>An entry as the log keeps it, copied.</summary>
/// <param name="Leaf">What goes into the tree, in clear.</param>
/// <param name="Sealed">What only the session's key opens; empty where there is none.</param>
public sealed record JournalFrame(ReadOnlyMemory<byte> Leaf, ReadOnlyMemory<byte> Sealed);
