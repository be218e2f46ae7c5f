using System.Numerics;
using Vitrine.Ledger.Tree;

namespace Vitrine.Ledger.Verification;

/// <summary>
/// The partial tiles at the right end of each level, which the root is made of. If they do not give the checkpoint's root, each is made again from what lies
/// below it, and the mixture that gives the root says which of the files were changed.
/// </summary>
internal sealed class RightEdge
{
    private const int Levels = TileId.HighestLevel + 1;
    private readonly byte[]?[] _hashes = new byte[Levels][];
    private readonly long _size;

    private RightEdge(long size) => _size = size;

    /// <summary>Whether the tiles have the checkpoint's root.</summary>
    public bool IsRooted { get; private set; }

    /// <summary>Reads the edge and compares it to the root.</summary>
    public static RightEdge Of(TileFiles files, TileRebuilder rebuilder, in TreeHash root, FindingList findings)
    {
        var edge = new RightEdge(files.Size);
        byte[]?[] stored = new byte[Levels][], rebuilt = new byte[Levels][];
        var status = new TileStatus[Levels];
        byte[] buffer = new byte[TileId.FullWidth * TreeHash.Length + 1];
        for (int level = 0; level < Levels; level++)
        {
            if (edge.WidthOf(level) == 0)
                continue;
            status[level] = files.ReadTile(level, edge.IndexOf(level), ref buffer);
            if (status[level] == TileStatus.Good)
                edge._hashes[level] = stored[level] = buffer[..(edge.WidthOf(level) * TreeHash.Length)];
        }

        edge.IsRooted = files.Size == 0 ? root == TreeHash.Empty : edge.TryFold(edge._hashes, out TreeHash folded) && folded == root;
        if (!edge.IsRooted)
        {
            for (int level = 0; level < Levels; level++)
            {
                if (edge.WidthOf(level) > 0)
                    rebuilt[level] = rebuilder.Rebuild(level, edge.IndexOf(level));
            }

            edge.IsRooted = edge.TryMix(stored, rebuilt, root);
        }

        for (int level = 0; level < Levels; level++)
        {
            if (edge.WidthOf(level) > 0)
                edge.Say(level, stored[level], status[level], findings);
        }

        return edge;
    }

    /// <summary>Hashes of the partial tile of a level; empty where the tree has none there, null where they are not known.</summary>
    public byte[]? Hashes(int level) => WidthOf(level) == 0 ? [] : _hashes[level];

    /// <summary>The partial tile's place within its level.</summary>
    public long IndexOf(int level) => _size >> (8 * level) >> 8;

    public int WidthOf(int level) => (int)((_size >> (8 * level)) & 255);

    private void Say(int level, byte[]? stored, TileStatus status, FindingList findings)
    {
        var id = new TileId(level, IndexOf(level), WidthOf(level));
        long start = TileFiles.StartOf(level, id.Index);
        if (status == TileStatus.Missing)
            findings.Add(LedgerFault.TileMissing, start, id.ToString(), $"{id} is missing.");
        if (!IsRooted || stored is null || _hashes[level].AsSpan().SequenceEqual(stored))
            return;
        int first = stored.AsSpan().CommonPrefixLength(_hashes[level]) / TreeHash.Length;
        findings.Add(LedgerFault.TileChanged, start + ((long)first << (8 * level)), id.ToString(),
            $"{id} was changed: its hash {first} is not the one that the checkpoint's root and what lies below it give.");
    }

    private bool TryMix(byte[]?[] stored, byte[]?[] rebuilt, in TreeHash root)
    {
        byte[]?[] mixture = new byte[Levels][];
        // At most two choices for each of eight levels.
        for (int choice = 0; choice < 1 << Levels; choice++)
        {
            for (int level = 0; level < Levels; level++)
                mixture[level] = (choice & (1 << level)) == 0 ? stored[level] : rebuilt[level];
            if (!TryFold(mixture, out TreeHash folded) || folded != root)
                continue;
            mixture.CopyTo(_hashes, 0);
            return true;
        }

        return false;
    }

    private bool TryFold(byte[]?[] tiles, out TreeHash root)
    {
        root = default;
        bool isFirst = true;
        for (int level = 0; level < Levels; level++)
        {
            int width = WidthOf(level);
            if (width == 0)
                continue;
            if (tiles[level] is not { } hashes)
                return false;
            // From the right: the smallest perfect tree first.
            for (int end = width; end > 0; end &= end - 1)
            {
                int count = 1 << BitOperations.TrailingZeroCount(end);
                TreeHash perfect = Rfc6962.Perfect(hashes.AsSpan((end - count) * TreeHash.Length, count * TreeHash.Length));
                root = isFirst ? perfect : Rfc6962.Node(perfect, root);
                isFirst = false;
            }
        }

        return !isFirst;
    }
}
