using Vitrine.Core.Model;

namespace Vitrine.Runtime.Exports;

/// <summary>What there is of an entry beside its leaf.</summary>
public enum EntryAvailability
{
    /// <summary>The leaf is all: it is the ledger keeper's own, or none that this version knows.</summary>
    LeafOnly,

    /// <summary>The entry is there, and is the one that the leaf names.</summary>
    Whole,

    /// <summary>The session was purged: its key or its record is gone.</summary>
    Purged,

    /// <summary>The session's record does not hold what the ledger says of it.</summary>
    Damaged,
}

/// <summary>One leaf of the ledger, with the entry that it stands for.</summary>
/// <param name="TreeIndex">Its place in the ledger.</param>
/// <param name="LeafBytes">The leaf as it is hashed.</param>
/// <param name="Leaf">What the leaf says; null where the bytes are no leaf of this version.</param>
/// <param name="Entry">The whole entry, where it is <see cref="EntryAvailability.Whole"/>.</param>
/// <param name="Availability">Why there is no entry, where there is none.</param>
public sealed record LedgerRecord(long TreeIndex, ReadOnlyMemory<byte> LeafBytes, Leaf? Leaf, Entry? Entry, EntryAvailability Availability)
{
    private static readonly Leaf Unreadable = new("unknown", DateTimeOffset.UnixEpoch);

    /// <summary>What the leaf says; of one that cannot be read, that it is unknown.</summary>
    internal Leaf Facts => Leaf ?? Unreadable;
}

/// <summary>The ledger as an exporter reads it: in tree order, which is the one order in which nothing is ever inserted.</summary>
/// <param name="Origin">The ledger's name, which with a tree index names a record everywhere and for good.</param>
/// <param name="ReadFrom">
/// Gives the records from a tree index on to the present end, ascending. The first may lie further on, where a prefix was pruned; after that there is no gap.
/// Throws <see cref="IOException"/> where the ledger cannot be read or is not what its checkpoint says.
/// </param>
public sealed record LedgerSource(string Origin, Func<long, IEnumerable<LedgerRecord>> ReadFrom);
