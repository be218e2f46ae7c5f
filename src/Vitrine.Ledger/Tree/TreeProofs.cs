using System.Numerics;

namespace Vitrine.Ledger.Tree;

/// <summary>
/// Proofs of RFC 6962, section 2.1, made from tiles, and their verification as in RFC 9162, sections 2.1.3.2 and 2.1.4.2. Verification takes any
/// values: sizes, indexes and proofs may come from an adversary.
/// </summary>
public static class TreeProofs
{
    /// <summary>The root of the tree of the first <paramref name="size"/> leaves.</summary>
    /// <exception cref="TileMissingException">The source lacks a tile.</exception>
    public static TreeHash Root(TileSource tiles, long size)
    {
        ArgumentNullException.ThrowIfNull(tiles);
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        return size == 0 ? TreeHash.Empty : new TileReader(tiles, size).Subtree(0, size);
    }

    /// <summary>The audit path of a leaf in the tree of the first <paramref name="size"/> leaves, from the leaf upwards.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The leaf is not in that tree.</exception>
    /// <exception cref="TileMissingException">The source lacks a tile.</exception>
    public static TreeHash[] Inclusion(TileSource tiles, long index, long size)
    {
        ArgumentNullException.ThrowIfNull(tiles);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var reader = new TileReader(tiles, size);
        var proof = new List<TreeHash>(64);
        for (long start = 0, end = size; end - start > 1;)
        {
            long middle = start + LeftLeaves(end - start);
            if (index < middle)
            {
                proof.Add(reader.Subtree(middle, end));
                end = middle;
            }
            else
            {
                proof.Add(reader.Subtree(start, middle));
                start = middle;
            }
        }

        proof.Reverse();
        return [.. proof];
    }

    /// <summary>The proof that the tree of <paramref name="size"/> leaves begins with the one of <paramref name="old"/>. Empty when both are the same or the
    /// old one is the empty tree.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The old size is negative or above the new one.</exception>
    /// <exception cref="TileMissingException">The source lacks a tile.</exception>
    public static TreeHash[] Consistency(TileSource tiles, long old, long size)
    {
        ArgumentNullException.ThrowIfNull(tiles);
        ArgumentOutOfRangeException.ThrowIfNegative(old);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(old, size);
        if (old == 0)
            return [];
        var reader = new TileReader(tiles, size);
        var proof = new List<TreeHash>(65);
        long start = 0, end = size;
        while (old != end)
        {
            long middle = start + LeftLeaves(end - start);
            if (old <= middle)
            {
                proof.Add(reader.Subtree(middle, end));
                end = middle;
            }
            else
            {
                proof.Add(reader.Subtree(start, middle));
                start = middle;
            }
        }

        // The verifier has the old root already when that is the subtree reached.
        if (start > 0)
            proof.Add(reader.Subtree(start, end));
        proof.Reverse();
        return [.. proof];
    }

    /// <summary>Whether the proof shows the leaf hash at the index of the tree with that size and root.</summary>
    public static bool VerifyInclusion(TreeHash leaf, long index, long size, ReadOnlySpan<TreeHash> proof, TreeHash root)
    {
        if (index < 0 || index >= size)
            return false;
        ulong node = (ulong)index, last = (ulong)size - 1;
        TreeHash hash = leaf;
        foreach (TreeHash sibling in proof)
        {
            if (last == 0)
                return false;
            if ((node & 1) == 1 || node == last)
            {
                hash = Rfc6962.Node(sibling, hash);
                SkipLevelsWithoutSibling(ref node, ref last);
            }
            else
            {
                hash = Rfc6962.Node(hash, sibling);
            }

            node >>= 1;
            last >>= 1;
        }

        return last == 0 && hash == root;
    }

    /// <summary>Whether the proof shows that the tree of the new size and root begins with the one of the old size and root.</summary>
    public static bool VerifyConsistency(long old, TreeHash oldRoot, long size, TreeHash root, ReadOnlySpan<TreeHash> proof)
    {
        if (old < 0 || old > size)
            return false;
        if (old == size)
            return proof.IsEmpty && oldRoot == root && (size > 0 || root == TreeHash.Empty);
        // Every tree begins with the empty one; nothing is there to prove.
        if (old == 0)
            return proof.IsEmpty && oldRoot == TreeHash.Empty;

        ulong node = (ulong)old - 1, last = (ulong)size - 1;
        int whole = BitOperations.TrailingZeroCount(~node);
        node >>= whole;
        last >>= whole;
        TreeHash first = oldRoot;
        if (!BitOperations.IsPow2(old))
        {
            if (proof.IsEmpty)
                return false;
            first = proof[0];
            proof = proof[1..];
        }

        TreeHash oldHash = first, hash = first;
        foreach (TreeHash sibling in proof)
        {
            if (last == 0)
                return false;
            if ((node & 1) == 1 || node == last)
            {
                oldHash = Rfc6962.Node(sibling, oldHash);
                hash = Rfc6962.Node(sibling, hash);
                SkipLevelsWithoutSibling(ref node, ref last);
            }
            else
            {
                hash = Rfc6962.Node(hash, sibling);
            }

            node >>= 1;
            last >>= 1;
        }

        return last == 0 && oldHash == oldRoot && hash == root;
    }

    /// <summary>At the right edge a node without a sibling is carried upwards as it is.</summary>
    private static void SkipLevelsWithoutSibling(ref ulong node, ref ulong last)
    {
        if ((node & 1) == 1)
            return;
        int levels = node == 0 ? 64 : BitOperations.TrailingZeroCount(node);
        node = levels == 64 ? 0 : node >> levels;
        last = levels == 64 ? 0 : last >> levels;
    }

    /// <summary>The largest power of two below the count: what stands left of the root.</summary>
    private static long LeftLeaves(long count) => 1L << BitOperations.Log2((ulong)count - 1);
}
