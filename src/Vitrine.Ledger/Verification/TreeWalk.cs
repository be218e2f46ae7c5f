using Vitrine.Ledger.Tree;

namespace Vitrine.Ledger.Verification;

/// <summary>
/// Goes down from the root to the bundles, from left to right, and looks at each tile with the hash that the tile above has of it. What is above is known to be
/// right when what is below is looked at, so the file that was changed is the one that is named. Holds one tile of each level at a time.
/// </summary>
internal sealed class TreeWalk(TileFiles files, RightEdge edge, TileRebuilder rebuilder, MissingShards missing, FindingList findings)
{
    /// <summary>Bundles of a slice.</summary>
    public const int SliceSize = 64;

    private const int TileBytes = TileId.FullWidth * TreeHash.Length;

    /// <summary>All bundles that there may be.</summary>
    public IEnumerable<BundleSlice> Slices()
    {
        for (int level = TileId.HighestLevel; level > 0; level--)
        {
            if (edge.WidthOf(level) == 0)
                continue;
            foreach (BundleSlice slice in Below(level, edge.IndexOf(level), edge.WidthOf(level), edge.Hashes(level), edge.IsRooted))
                yield return slice;
        }

        if (edge.WidthOf(0) > 0)
            yield return new BundleSlice(edge.IndexOf(0), 1) { IsPartial = true, Leaves = edge.Hashes(0), IsRooted = edge.IsRooted };
    }

    private IEnumerable<BundleSlice> Below(int level, long index, int width, byte[]? hashes, bool isRooted)
    {
        long first = index * TileId.FullWidth;
        if (level == 1)
        {
            for (int at = 0; at < width; at += SliceSize)
            {
                int count = Math.Min(SliceSize, width - at);
                yield return new BundleSlice(first + at, count)
                {
                    Subtrees = hashes?.AsMemory(at * TreeHash.Length, count * TreeHash.Length),
                    IsRooted = isRooted && hashes is not null
                };
            }

            yield break;
        }

        for (int i = 0; i < width; i++)
        {
            TreeHash? right = hashes is null ? null : TreeHash.Read(hashes.AsSpan(i * TreeHash.Length));
            byte[]? below = Look(level - 1, first + i, right, isRooted, out bool isBelowRooted);
            // What nothing is left of is not gone through tile by tile: a size is only a number.
            if (below is null && level > 2)
                continue;
            foreach (BundleSlice slice in Below(level - 1, first + i, TileId.FullWidth, below, isBelowRooted))
                yield return slice;
        }
    }

    /// <summary>Reads a full tile; gives the hashes that it should have, as far as they are known.</summary>
    private byte[]? Look(int level, long index, TreeHash? right, bool isAboveRooted, out bool isRooted)
    {
        isRooted = false;
        var id = new TileId(level, index, TileId.FullWidth);
        long start = TileFiles.StartOf(level, index);
        byte[] tile = new byte[TileBytes + 1];
        TileStatus status = files.ReadTile(level, index, ref tile);
        byte[]? stored = status == TileStatus.Good ? tile[..TileBytes] : null;
        if (status == TileStatus.Missing)
            SayMissing(id, start);
        if (right is not { } wanted)
            return stored;
        byte[]? solved = rebuilder.Solve(level, index, stored, wanted);
        isRooted = isAboveRooted && solved is not null;
        if (stored is null || (solved is not null && solved.AsSpan().SequenceEqual(stored)))
            return solved ?? stored;
        if (solved is null)
        {
            findings.Add(LedgerFault.TileChanged, start, id.ToString(),
                $"{id} was changed: it does not have the hash that the tile above has of it, and what lies below it does not either.");
            return stored;
        }

        int first = solved.AsSpan().CommonPrefixLength(stored) / TreeHash.Length;
        findings.Add(LedgerFault.TileChanged, start + ((long)first << (8 * level)), id.ToString(),
            $"{id} was changed: its hash {first} is not the one that the tiles above and below it give.");
        return solved;
    }

    private void SayMissing(TileId id, long start)
    {
        if (id.Level == 1)
            missing.Add(id, start);
        else
            findings.Add(LedgerFault.TileMissing, start, id.ToString(), $"{id} is missing. Tiles of level 2 and above are never pruned.");
    }
}
