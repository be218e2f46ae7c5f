namespace Vitrine.Ledger.Tree;

/// <summary>Names one tile or entry bundle of a tiled log (C2SP tlog-tiles).</summary>
/// <param name="Level">0 to 63, or <see cref="EntriesLevel"/>.</param>
/// <param name="Index">Place within the level, from 0.</param>
/// <param name="Width">Hashes or entries in it: 256, or 1 to 255 when partial.</param>
public readonly record struct TileId(int Level, long Index, int Width)
{
    /// <summary>Hashes in a full tile and entries in a full bundle.</summary>
    public const int FullWidth = 256;

    /// <summary>Stands for the level of entry bundles, which have none.</summary>
    public const int EntriesLevel = -1;

    /// <summary>The tile of a tree of more than 2^63 - 1 leaves would be of a higher level.</summary>
    internal const int HighestLevel = 7;

    /// <summary>Whether it is an entry bundle.</summary>
    public bool IsEntries => Level == EntriesLevel;

    /// <summary>Whether it has fewer than 256 hashes or entries.</summary>
    public bool IsPartial => Width < FullWidth;

    /// <summary>The width that the tile or bundle has in a tree of a size; 0 when the tree has none there.</summary>
    public static int WidthIn(int level, long index, long size)
    {
        int height = 8 * Math.Max(level, 0);
        long hashes = height > 56 ? 0 : size >> height;
        if (index < 0 || size <= 0 || index > hashes >> 8)
            return 0;
        return (int)Math.Min(FullWidth, hashes - (index << 8));
    }

    /// <summary>The path relative to the log's prefix.</summary>
    public override string ToString() => IsEntries ? TilePath.Entries(Index, Width) : TilePath.Tile(Level, Index, Width);
}
