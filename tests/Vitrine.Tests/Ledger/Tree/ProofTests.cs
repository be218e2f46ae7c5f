using Xunit;
using Vitrine.Ledger.Tree;

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
}
