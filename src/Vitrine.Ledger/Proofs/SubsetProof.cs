using System.Numerics;
using Vitrine.Ledger.Tree;

namespace Vitrine.Ledger.Proofs;

/// <summary>
/// One inclusion proof for many leaves: the root hash of RFC 6962, section 2.1, computed from these leaves and from the hashes of the largest subtrees that
/// hold none of them, which stand in the proof from left to right.
/// <code>
/// hash(start, end):                                   leaves start to end, the end excluded; the whole tree is (0, size)
///     no leaf of ours is in it      the next hash of the proof
///     end - start = 1               our leaf's hash
///     else                          node(hash(start, middle), hash(middle, end)), middle - start the largest power of two below end - start
/// </code>
/// It holds what single proofs have in common once: a run of n leaves needs about 2 log(size) hashes in all, however long it is. There is one proof for
/// one set of leaves: neither a hash less nor more will do.
/// </summary>
public static class SubsetProof
{
    /// <summary>The hashes of a proof.</summary>
    /// <param name="tiles">The tree.</param>
    /// <param name="leaves">Indexes of the leaves, ascending, each once.</param>
    /// <param name="size">Size of the tree that the checkpoint names.</param>
    /// <exception cref="TileMissingException">The source lacks a tile.</exception>
    public static IReadOnlyList<TreeHash> Make(TileSource tiles, IEnumerable<long> leaves, long size)
    {
        ArgumentNullException.ThrowIfNull(tiles);
        ArgumentNullException.ThrowIfNull(leaves);
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        using IEnumerator<long> indexes = leaves.GetEnumerator();
        var walk = new Walk(indexes, new TileReader(tiles, size), size);
        return walk.Collect();
    }

    /// <summary>Where the left half of leaves start to end is over.</summary>
    internal static long Middle(long start, long end) => start + (1L << BitOperations.Log2((ulong)(end - start) - 1));

    private sealed class Walk(IEnumerator<long> indexes, TileReader tiles, long size)
    {
        private readonly List<TreeHash> _hashes = [];
        private long _next = -1;

        public List<TreeHash> Collect()
        {
            MoveNext();
            if (size > 0)
                Visit(0, size);
            return _next == long.MaxValue ? _hashes : throw new ArgumentException($"The tree of {size} leaves has no leaf {_next}.");
        }

        private void Visit(long start, long end)
        {
            if (_next >= end)
            {
                _hashes.Add(tiles.Subtree(start, end));
                return;
            }

            if (end - start == 1)
            {
                MoveNext();
                return;
            }

            long middle = Middle(start, end);
            Visit(start, middle);
            Visit(middle, end);
        }

        private void MoveNext()
        {
            long before = _next;
            _next = indexes.MoveNext() ? indexes.Current : long.MaxValue;
            if (_next <= before)
                throw new ArgumentException("Leaves are named ascending, each once.");
        }
    }
}
