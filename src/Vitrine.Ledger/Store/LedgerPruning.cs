using Vitrine.Ledger.Files;
using Vitrine.Ledger.Tree;

namespace Vitrine.Ledger.Store;

/// <summary>
/// Takes the oldest entries off the disk and leaves the tree as it is (C2SP tlog-tiles, "Pruning"): whole shards, each the entries below one full tile of level
/// 1. Their roots stand in the tiles of level 2 and above, which stay; so every later entry is still proved, and what is gone can be neither replaced nor
/// denied.
/// </summary>
public static class LedgerPruning
{
    /// <summary>Entries of a shard.</summary>
    public const long ShardSize = TileId.FullWidth * TileId.FullWidth;

    /// <summary>Appends a notice, publishes it, and only then removes the entries before an index.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="minimumIndex">The first entry that stays: a multiple of <see cref="ShardSize"/>, at most the ledger's size.</param>
    /// <param name="notice">The entry that says who removed what, and why.</param>
    /// <param name="patience">How long to wait for the ledger's lock.</param>
    /// <returns>False when another writer had the ledger all the time; nothing was done.</returns>
    /// <exception cref="IOException">The notice may or may not be there, and entries before the index may; the call can be made again.</exception>
    public static bool Prune(LedgerAppender ledger, long minimumIndex, ReadOnlySpan<byte> notice, TimeSpan patience)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        ArgumentOutOfRangeException.ThrowIfNegative(minimumIndex);
        if (minimumIndex % ShardSize != 0)
            throw new ArgumentException($"Shards begin at multiples of {ShardSize}.", nameof(minimumIndex));
        using LedgerTurn? turn = ledger.TryBegin(patience);
        if (turn is null)
            return false;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minimumIndex, turn.Size);
        turn.Add(notice);
        turn.Publish();
        for (long shard = 0; shard < minimumIndex / ShardSize; shard++)
            Remove(ledger.Paths.Directory, shard);
        return true;
    }

    /// <summary>The first entry that is there: found by halving, since entries go from the front and by whole shards.</summary>
    /// <param name="directory">The ledger.</param>
    /// <param name="size">Its size by the checkpoint.</param>
    public static long FindMinimumIndex(string directory, long size)
    {
        long low = 0, high = size / ShardSize;
        while (low < high)
        {
            long middle = low + ((high - low) / 2);
            if (File.Exists(Path.Combine(directory, TilePath.Entries((middle + 1) * TileId.FullWidth - 1))))
                high = middle;
            else
                low = middle + 1;
        }

        return low * ShardSize;
    }

    private static void Remove(string directory, long shard)
    {
        string last = Path.Combine(directory, TilePath.Tile(1, shard));
        // The tile of level 1 goes last, so that a crash in between is seen.
        if (!File.Exists(last))
            return;
        for (long index = shard * TileId.FullWidth; index < (shard + 1) * TileId.FullWidth; index++)
        {
            File.Delete(Path.Combine(directory, TilePath.Entries(index)));
            File.Delete(Path.Combine(directory, TilePath.Tile(0, index)));
        }

        File.Delete(last);
        DurableFile.SyncDirectory(Path.GetDirectoryName(last)!);
    }
}
