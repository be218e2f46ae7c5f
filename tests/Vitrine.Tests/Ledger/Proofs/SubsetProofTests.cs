using Vitrine.Ledger.Proofs;
using Vitrine.Ledger.Tree;
using Xunit;

namespace Vitrine.Tests.Ledger.Proofs;

public class SubsetProofTests
{
    [Fact]
    public void Any_leaves_of_any_tree_and_their_proof_give_its_root()
    {
        foreach (int size in new[] { 1, 2, 3, 4, 5, 7, 8, 255, 256, 257, 700 })
        {
            var log = new ProofSamples(size, size);
            var random = new Random(size);
            for (int round = 0; round < 40; round++)
            {
                long[] leaves = [.. Enumerable.Range(0, size).Where(_ => random.Next(round + 1) == 0).Select(i => (long)i)];
                IReadOnlyList<TreeHash> proof = SubsetProof.Make(log.Tiles, leaves, size);
                Assert.Equal(log.Checkpoint.Root, Root(log, leaves, proof));
            }
        }
    }

    [Fact]
    public void It_is_the_inclusion_proof_of_rfc_6962_where_there_is_one_leaf()
    {
        var log = new ProofSamples(1, 77);
        foreach (long index in new long[] { 0, 1, 13, 63, 64, 76 })
            Assert.Equal(TreeProofs.Inclusion(log.Tiles, index, 77).Order(ByHex), SubsetProof.Make(log.Tiles, [index], 77).Order(ByHex));
    }

    [Fact]
    public void A_run_needs_no_more_than_two_hashes_a_level_however_long_it_is()
    {
        var log = new ProofSamples(1, 1000);
        Assert.InRange(SubsetProof.Make(log.Tiles, Enumerable.Range(301, 500).Select(i => (long)i), 1000).Count, 1, 20);
    }

    [Fact]
    public void A_hash_less_a_hash_more_a_changed_one_or_another_leaf_gives_no_root_or_another()
    {
        var log = new ProofSamples(9, 300);
        long[] leaves = [3, 4, 100, 255, 256];
        TreeHash[] proof = [.. SubsetProof.Make(log.Tiles, leaves, 300)];
        for (int i = 0; i < proof.Length; i++)
        {
            TreeHash[] changed = [.. proof];
            changed[i] = Rfc6962.Leaf([1]);
            Assert.NotEqual(log.Checkpoint.Root, Root(log, leaves, changed));
            Assert.Null(Root(log, leaves, [.. proof[..i], .. proof[(i + 1)..]]));
        }

        Assert.Null(Root(log, leaves, [.. proof, proof[0]]));
        Assert.NotEqual(log.Checkpoint.Root, Root(log, [3, 4, 100, 255, 257], proof) ?? default);
        Assert.Null(Root(log, [3, 4, 100, 255, 300], proof));
        Assert.Null(Root(log, [4, 3, 100, 255, 256], proof));
        Assert.Null(Root(log, [3, 3], proof));
        Assert.Null(Root(log, [-1], proof));
    }

    [Fact]
    public void Sizes_at_the_end_of_what_a_number_holds_are_folded_too()
    {
        TreeHash hash = Rfc6962.Leaf([7]);
        // 2^63 - 1 leaves: the last is on a path of 62 nodes to the right.
        var root = new SubsetRoot(long.MaxValue, [.. Enumerable.Repeat(hash, 62)]);
        Assert.True(root.Add(long.MaxValue - 1, hash));
        Assert.NotNull(root.Finish());
        Assert.False(new SubsetRoot(long.MaxValue, [.. Enumerable.Repeat(hash, 61)]).Add(long.MaxValue - 1, hash));
        Assert.Equal(TreeHash.Empty, new SubsetRoot(0, []).Finish());
        Assert.False(new SubsetRoot(0, []).Add(0, hash));
    }

    [Fact]
    public void Leaves_that_are_not_there_or_not_in_order_are_no_proof_that_can_be_made()
    {
        var log = new ProofSamples(1, 10);
        Assert.Throws<ArgumentException>(() => SubsetProof.Make(log.Tiles, [10], 10));
        Assert.Throws<ArgumentException>(() => SubsetProof.Make(log.Tiles, [3, 2], 10));
        Assert.Throws<ArgumentException>(() => SubsetProof.Make(log.Tiles, [3, 3], 10));
    }

    private static Comparer<TreeHash> ByHex => Comparer<TreeHash>.Create((a, b) => string.CompareOrdinal(a.Hex, b.Hex));

    private static TreeHash? Root(ProofSamples log, long[] leaves, IReadOnlyList<TreeHash> proof)
    {
        var root = new SubsetRoot(log.Checkpoint.Size, proof);
        foreach (long index in leaves)
            if (!root.Add(index, Rfc6962.Leaf(log.Leaves[(int)Math.Clamp(index, 0, log.Leaves.Count - 1)])))
                return null;
        return root.Finish();
    }
}
