using Vitrine.Ledger.Tree;

namespace Vitrine.Runtime.Ledger;

/// <summary>Makes the proof that a ledger continues what a witness has seen, and checks it here first: damage on this disk must not look like a fork.</summary>
internal static class WitnessProof
{
    /// <summary>The proof from an old size to a checkpoint's; false where the tiles on disk do not lead to that checkpoint.</summary>
    /// <exception cref="IOException">A tile is not there or can't be read.</exception>
    public static bool TryMake(TileSource tiles, long old, long size, TreeHash root, out TreeHash[] proof)
    {
        var source = new WiderTiles(tiles, size);
        proof = TreeProofs.Consistency(source, old, size);
        return TreeProofs.VerifyConsistency(old, old == 0 ? TreeHash.Empty : TreeProofs.Root(source, old), size, root, proof);
    }

    /// <summary>The tiles of one tree, also for the smaller ones within it, whose own partial tiles may be gone.</summary>
    private sealed class WiderTiles(TileSource tiles, long size) : TileSource
    {
        public override bool TryReadTile(int level, long index, int width, Span<byte> hashes)
        {
            int whole = TileId.WidthIn(level, index, size);
            Span<byte> bytes = stackalloc byte[TileId.FullWidth * TreeHash.Length];
            if (whole < width || !tiles.TryReadTile(level, index, whole, bytes[..(whole * TreeHash.Length)]))
                return false;
            bytes[..(width * TreeHash.Length)].CopyTo(hashes);
            return true;
        }
    }
}
