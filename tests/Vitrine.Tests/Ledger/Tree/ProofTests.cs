using FsCheck;
using FsCheck.Fluent;
using Vitrine.Ledger.Tree;
using Xunit;

namespace Vitrine.Tests.Ledger.Tree;

/// <summary>Proofs from tiles against the recursive definitions of RFC 6962, section 2.1, written down here as they stand there.</summary>
public sealed class ProofTests
{
    [Fact]
    public void All_proofs_of_all_trees_up_to_70_leaves_are_those_of_the_definition()
    {
        MemoryTiles tiles = MemoryTiles.Of(70);
        TreeHash[] leaves = [.. Enumerable.Range(0, 70).Select(i => MemoryTiles.LeafAt(i))];
        for (int size = 0; size <= leaves.Length; size++)
        {
            TreeHash root = Definition.Root(leaves.AsSpan(0, size));
            Assert.Equal(root, TreeProofs.Root(tiles, size));
            for (int index = 0; index < size; index++)
            {
                TreeHash[] proof = TreeProofs.Inclusion(tiles, index, size);
                Assert.Equal(Definition.Path(index, leaves.AsSpan(0, size)), proof);
                Assert.True(TreeProofs.VerifyInclusion(leaves[index], index, size, proof, root));
            }

            for (int old = 0; old <= size; old++)
            {
                TreeHash[] proof = TreeProofs.Consistency(tiles, old, size);
                Assert.Equal(old == 0 || old == size ? [] : Definition.Proof(old, leaves.AsSpan(0, size), true), proof);
                Assert.True(TreeProofs.VerifyConsistency(old, Definition.Root(leaves.AsSpan(0, old)), size, root, proof));
            }
        }
    }

    [Fact]
    public void Proofs_between_random_sizes_of_a_larger_tree_are_those_of_the_definition()
    {
        const int Size = 140_000;
        MemoryTiles tiles = MemoryTiles.Of(Size);
        TreeHash[] leaves = [.. Enumerable.Range(0, Size).Select(i => MemoryTiles.LeafAt(i))];
        // Sizes beside the borders of tiles more often than elsewhere.
        Gen<int> size = Gen.OneOf(Gen.Choose(1, Size), Gen.Elements(1, 255, 256, 257, 65_535, 65_536, 65_537, 131_072, 131_073, Size));
        Prop.ForAll(Gen.Zip(size, size).ToArbitrary(), pair =>
        {
            (int old, int now) = (Math.Min(pair.Item1, pair.Item2), Math.Max(pair.Item1, pair.Item2));
            TreeHash[] proof = TreeProofs.Consistency(tiles, old, now), path = TreeProofs.Inclusion(tiles, old - 1, now);
            TreeHash oldRoot = TreeProofs.Root(tiles, old), root = TreeProofs.Root(tiles, now);
            Assert.Equal(Definition.Root(leaves.AsSpan(0, now)), root);
            Assert.Equal(old == now ? [] : Definition.Proof(old, leaves.AsSpan(0, now), true), proof);
            Assert.Equal(Definition.Path(old - 1, leaves.AsSpan(0, now)), path);
            return TreeProofs.VerifyConsistency(old, oldRoot, now, root, proof) && TreeProofs.VerifyInclusion(leaves[old - 1], old - 1, now, path, root)
                && (old == now || !TreeProofs.VerifyConsistency(old, root, now, root, proof));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(25));
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(4, 7)]
    [InlineData(6, 7)]
    [InlineData(7, 8)]
    [InlineData(8, 9)]
    [InlineData(255, 256)]
    [InlineData(256, 257)]
    [InlineData(257, 600)]
    [InlineData(300, 512)]
    public void Every_changed_part_of_a_proof_is_noticed(int old, int size)
    {
        MemoryTiles tiles = MemoryTiles.Of(size);
        TreeHash oldRoot = TreeProofs.Root(tiles, old), root = TreeProofs.Root(tiles, size), other = Rfc6962.Leaf("other"u8);
        TreeHash[] proof = TreeProofs.Consistency(tiles, old, size), path = TreeProofs.Inclusion(tiles, old, size);
        TreeHash leaf = MemoryTiles.LeafAt(old);
        bool Consistent(ReadOnlySpan<TreeHash> changed) => TreeProofs.VerifyConsistency(old, oldRoot, size, root, changed);
        bool Included(ReadOnlySpan<TreeHash> changed) => TreeProofs.VerifyInclusion(leaf, old, size, changed, root);
        Assert.True(Consistent(proof) && Included(path));

        foreach (TreeHash[] changed in Changes(proof))
            Assert.False(Consistent(changed));
        foreach (TreeHash[] changed in Changes(path))
            Assert.False(Included(changed));
        Assert.False(TreeProofs.VerifyConsistency(old, other, size, root, proof));
        Assert.False(TreeProofs.VerifyConsistency(old, oldRoot, size, other, proof));
        Assert.False(TreeProofs.VerifyInclusion(other, old, size, path, root));
        Assert.False(TreeProofs.VerifyInclusion(leaf, old, size, path, other));
        for (int index = 0; index < size; index++)
            Assert.Equal(index == old, TreeProofs.VerifyInclusion(leaf, index, size, path, root));
    }

    [Fact]
    public void An_empty_old_tree_and_an_equal_one_need_no_proof_and_take_none()
    {
        MemoryTiles tiles = MemoryTiles.Of(5);
        TreeHash root = tiles.Builder.Root, other = Rfc6962.Leaf([9]);
        Assert.True(TreeProofs.VerifyConsistency(0, TreeHash.Empty, 5, root, []));
        Assert.False(TreeProofs.VerifyConsistency(0, other, 5, root, []));
        Assert.False(TreeProofs.VerifyConsistency(0, TreeHash.Empty, 5, root, [other]));
        Assert.True(TreeProofs.VerifyConsistency(5, root, 5, root, []));
        Assert.False(TreeProofs.VerifyConsistency(5, root, 5, root, [other]));
        Assert.False(TreeProofs.VerifyConsistency(5, other, 5, root, []));
        Assert.True(TreeProofs.VerifyConsistency(0, TreeHash.Empty, 0, TreeHash.Empty, []));
        Assert.False(TreeProofs.VerifyConsistency(0, other, 0, other, []));
        Assert.False(TreeProofs.VerifyConsistency(3, root, 5, root, []));
        Assert.False(TreeProofs.VerifyConsistency(4, root, 5, root, []));
        // A tree that shrank.
        Assert.False(TreeProofs.VerifyConsistency(2, root, 1, root, []));
        Assert.False(TreeProofs.VerifyConsistency(5, root, 4, root, []));
        Assert.False(TreeProofs.VerifyConsistency(1, root, 0, TreeHash.Empty, []));
        Assert.False(TreeProofs.VerifyConsistency(-1, root, 5, root, []));
    }

    [Fact]
    public void No_leaf_stands_behind_the_last_or_before_the_first()
    {
        TreeHash leaf = Rfc6962.Leaf([1]), other = Rfc6962.Leaf([2]);
        Assert.True(TreeProofs.VerifyInclusion(leaf, 0, 1, [], leaf));
        Assert.False(TreeProofs.VerifyInclusion(leaf, 1, 1, [], leaf));
        Assert.False(TreeProofs.VerifyInclusion(leaf, -1, 1, [], leaf));
        Assert.False(TreeProofs.VerifyInclusion(leaf, 0, 0, [], leaf));
        Assert.False(TreeProofs.VerifyInclusion(leaf, 0, -1, [], leaf));
        Assert.False(TreeProofs.VerifyInclusion(leaf, 2, 2, [other], Rfc6962.Node(leaf, other)));
        Assert.False(TreeProofs.VerifyInclusion(leaf, 3, 2, [other], Rfc6962.Node(other, leaf)));
    }

    [Fact]
    public void Any_numbers_and_hashes_may_be_verified()
    {
        Gen<long> number = Gen.OneOf(ArbMap.Default.GeneratorFor<long>(), Gen.Choose(-2, 70).Select(n => (long)n),
            Gen.Elements(long.MinValue, long.MaxValue, 1L << 62, (1L << 62) - 1, -1));
        Prop.ForAll(Gen.Zip(Gen.Zip(number, number), Gen.Choose(0, 70)).ToArbitrary(), input =>
        {
            ((long a, long b), int length) = input;
            TreeHash hash = Rfc6962.Leaf([1]), root = Rfc6962.Leaf([2]);
            TreeHash[] proof = [.. Enumerable.Range(0, length).Select(i => MemoryTiles.LeafAt(i))];
            return !TreeProofs.VerifyInclusion(hash, a, b, proof, root) && !TreeProofs.VerifyConsistency(a, hash, b, root, proof);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
    }

    [Fact]
    public void The_largest_tree_is_proved_as_the_smallest()
    {
        // A path to the last leaf of 2^62 + 1: its only sibling is the perfect tree left of it.
        TreeHash left = Rfc6962.Leaf([1]), leaf = Rfc6962.Leaf([2]), root = Rfc6962.Node(left, leaf);
        const long Size = (1L << 62) + 1;
        Assert.True(TreeProofs.VerifyInclusion(leaf, Size - 1, Size, [left], root));
        Assert.True(TreeProofs.VerifyConsistency(Size - 1, left, Size, root, [leaf]));
        Assert.False(TreeProofs.VerifyConsistency(Size - 1, left, Size, root, [leaf, leaf]));
        TreeHash hash = leaf;
        TreeHash[] path = [.. Enumerable.Range(0, 63).Select(i => MemoryTiles.LeafAt(i))];
        foreach (TreeHash sibling in path)
            hash = Rfc6962.Node(sibling, hash);
        Assert.False(TreeProofs.VerifyInclusion(leaf, long.MaxValue - 1, long.MaxValue, path, hash)); // The last leaf has a sibling fewer.
        Assert.True(TreeProofs.VerifyInclusion(leaf, long.MaxValue - 1, long.MaxValue, path.AsSpan(0, 62), Fold(leaf, path[..62])));
    }

    [Fact]
    public void A_proof_in_a_tree_of_a_million_reads_few_tiles()
    {
        const int Size = 1_000_003;
        MemoryTiles tiles = MemoryTiles.Of(Size);
        foreach (int index in (int[])[0, 255, 256, 500_000, 65_536, Size - 1])
        {
            int before = tiles.Reads;
            TreeHash[] path = TreeProofs.Inclusion(tiles, index, Size);
            // Three levels, on the leaf's path and at the right edge.
            Assert.InRange(tiles.Reads - before, 1, 6);
            Assert.True(TreeProofs.VerifyInclusion(MemoryTiles.LeafAt(index), index, Size, path, tiles.Builder.Root));
            before = tiles.Reads;
            TreeHash[] proof = TreeProofs.Consistency(tiles, index + 1, Size);
            Assert.InRange(tiles.Reads - before, 0, 6);
            Assert.True(TreeProofs.VerifyConsistency(index + 1, TreeProofs.Root(tiles, index + 1), Size, tiles.Builder.Root, proof));
        }
    }

    [Fact]
    public void What_is_not_in_the_tree_is_misuse()
    {
        MemoryTiles tiles = MemoryTiles.Of(5);
        Assert.Throws<ArgumentOutOfRangeException>(() => TreeProofs.Inclusion(tiles, 5, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => TreeProofs.Inclusion(tiles, -1, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => TreeProofs.Consistency(tiles, 6, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => TreeProofs.Root(tiles, -1));
        Assert.Equal(new TileId(0, 0, 6), Assert.Throws<TileMissingException>(() => TreeProofs.Root(tiles, 6)).Tile);
        Assert.Throws<TileMissingException>(() => TreeProofs.Root(tiles, long.MaxValue));
    }

    private static TreeHash Fold(TreeHash leaf, TreeHash[] leftSiblings) => leftSiblings.Aggregate(leaf, (hash, sibling) => Rfc6962.Node(sibling, hash));

    /// <summary>Each bit of each hash; one hash fewer, more, twice, or in another place.</summary>
    private static IEnumerable<TreeHash[]> Changes(TreeHash[] proof)
    {
        for (int i = 0; i < proof.Length; i++)
        {
            for (int bit = 0; bit < 256; bit++)
            {
                byte[] bytes = proof[i].Bytes.ToArray();
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                TreeHash[] flipped = [.. proof];
                flipped[i] = TreeHash.Read(bytes);
                yield return flipped;
            }

            yield return [.. proof[..i], .. proof[(i + 1)..]];
            yield return [.. proof[..i], proof[i], .. proof[i..]];
            if (i > 0)
                yield return [.. proof[..(i - 1)], proof[i], proof[i - 1], .. proof[(i + 1)..]];
        }

        yield return [.. proof, TreeHash.Empty];
        yield return [TreeHash.Empty, .. proof];
        yield return [.. proof, .. Enumerable.Repeat(TreeHash.Empty, 100)];
    }
}
