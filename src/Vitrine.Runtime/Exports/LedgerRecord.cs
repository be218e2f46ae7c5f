using Vitrine.Core.Model;
using Vitrine.Ledger.Proofs;

namespace Vitrine.Runtime.Exports;

/// <summary>One leaf of the ledger, with the entry that it stands for.</summary>
/// <param name="TreeIndex">Its place in the ledger.</param>
/// <param name="Leaf">The leaf's bytes: canonical JSON.</param>
/// <param name="Facts">What the leaf says in clear.</param>
/// <param name="Entry">The whole entry; null where its key is gone (purged), or where the leaf is all there is.</param>
public sealed record LedgerRecord(long TreeIndex, ReadOnlyMemory<byte> Leaf, LeafFacts Facts, Entry? Entry);

/// <summary>The ledger as an exporter reads it: in tree order, which is the one order in which nothing is ever inserted.</summary>
/// <param name="Origin">The ledger's name, which with a tree index names a record everywhere and for good.</param>
/// <param name="ReadFrom">
/// Gives the records from a tree index on to the present end, ascending. The first may lie further on, where a prefix was pruned; after that there is no gap.
/// Throws <see cref="IOException"/> where the ledger cannot be read, <see cref="InvalidDataException"/> where it is not what its checkpoint says.
/// </param>
public sealed record LedgerSource(string Origin, Func<long, IEnumerable<LedgerRecord>> ReadFrom);
