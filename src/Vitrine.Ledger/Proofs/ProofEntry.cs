using Vitrine.Ledger.Payloads;

namespace Vitrine.Ledger.Proofs;

/// <summary>One entry of a proof bundle.</summary>
/// <param name="Index">Where its leaf is in the ledger.</param>
/// <param name="Leaf">The leaf's bytes.</param>
/// <param name="Disclosure">The entry behind it, with what proves it; null where it is not shown.</param>
public sealed record ProofEntry(long Index, ReadOnlyMemory<byte> Leaf, Disclosure? Disclosure);

/// <summary>An older checkpoint, and the proof (RFC 6962, section 2.1.2) that the newer tree begins with its tree.</summary>
/// <param name="Note">The older checkpoint as it was signed.</param>
/// <param name="Proof">The consistency proof.</param>
public sealed record ProofOlder(Notes.SignedNote Note, IReadOnlyList<Tree.TreeHash> Proof);

/// <summary>What stands in a proof bundle before its entries.</summary>
/// <param name="Session">The session.</param>
/// <param name="Key">The key with which the checkpoint can be verified: a hint. Whoever verifies must know it from elsewhere.</param>
/// <param name="Note">The checkpoint as it was signed and cosigned.</param>
/// <param name="Older">Older checkpoints.</param>
/// <param name="Hashes">The <see cref="SubsetProof"/> of all entries' leaves.</param>
public sealed record ProofHead(string Session, string Key, Notes.SignedNote Note, IReadOnlyList<ProofOlder> Older, IReadOnlyList<Tree.TreeHash> Hashes);
