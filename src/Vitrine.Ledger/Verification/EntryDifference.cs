using Vitrine.Ledger.Tree;

namespace Vitrine.Ledger.Verification;

/// <summary>Says what was done to the entries of a bundle, from their hashes and those that the tree has.</summary>
internal static class EntryDifference
{
    /// <summary>Finds the first entry that is not the tree's and says what became of it.</summary>
    /// <param name="found">Hashes of the entries that are there.</param>
    /// <param name="right">Hashes that the tree has; at least as many.</param>
    /// <param name="first">The index of the first of them.</param>
    /// <param name="tile">Where they stand.</param>
    /// <returns>Null where all that are there are right.</returns>
    public static (LedgerFault Fault, long Index, string What)? Find(ReadOnlySpan<byte> found, ReadOnlySpan<byte> right, long first, string tile)
    {
        int at = found.CommonPrefixLength(right) / TreeHash.Length;
        if (at * TreeHash.Length >= found.Length)
            return null;
        long index = first + at;
        ReadOnlySpan<byte> here = Hash(found, at), wanted = Hash(right, at);
        if (here.SequenceEqual(Hash(right, at + 1)) && Hash(found, at + 1).SequenceEqual(wanted))
            return (LedgerFault.EntryMoved, index, $"Entries {index} and {index + 1} have changed places.");
        if (at > 0 && here.SequenceEqual(Hash(right, at - 1)))
            return (LedgerFault.EntryAdded, index, $"Entry {index - 1} stands twice: at {index} there was another.");
        if (here.SequenceEqual(Hash(right, at + 1)))
            return (LedgerFault.EntryMissing, index, $"Entry {index} was taken out: what stands in its place is entry {index + 1}.");
        if (Hash(found, at + 1).SequenceEqual(wanted))
            return (LedgerFault.EntryAdded, index, $"An entry was put in at {index}: the one that belongs there follows behind it.");
        int other = IndexOf(right, here);
        return other >= 0
            ? (LedgerFault.EntryMoved, index, $"At {index} stands entry {first + other}.")
            : (LedgerFault.EntryChanged, index, $"Entry {index} was changed: its hash is not the one in {tile}.");
    }

    private static ReadOnlySpan<byte> Hash(ReadOnlySpan<byte> hashes, int at) =>
        (at + 1) * TreeHash.Length <= hashes.Length ? hashes.Slice(at * TreeHash.Length, TreeHash.Length) : default;

    private static int IndexOf(ReadOnlySpan<byte> hashes, ReadOnlySpan<byte> one)
    {
        for (int i = 0; i * TreeHash.Length < hashes.Length; i++)
        {
            if (Hash(hashes, i).SequenceEqual(one))
                return i;
        }

        return -1;
    }
}
