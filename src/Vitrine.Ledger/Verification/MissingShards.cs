using Vitrine.Ledger.Tree;

namespace Vitrine.Ledger.Verification;

/// <summary>
/// What is not there, counted for each shard (65,536 entries, the span of a full tile of level 1). Whether a shard may be gone is known at the end: an entry
/// that says so stands further behind.
/// </summary>
internal sealed class MissingShards
{
    /// <summary>Entries of a shard: pruning ends at a multiple of it.</summary>
    public const long ShardSize = TileId.FullWidth * TileId.FullWidth;

    private readonly SortedDictionary<long, Shard> _shards = [];
    private readonly Lock _gate = new();

    /// <summary>Whether anything is missing.</summary>
    public bool Any
    {
        get
        {
            lock (_gate)
                return _shards.Count > 0;
        }
    }

    /// <summary>Takes note of a bundle or tile that is not there.</summary>
    public void Add(TileId piece, long start)
    {
        lock (_gate)
        {
            if (!_shards.TryGetValue(start / ShardSize, out Shard? shard))
                _shards.Add(start / ShardSize, shard = new Shard());
            if (piece.IsEntries)
                shard.Bundles++;
            else
                shard.Tiles++;
            // Bundles before tiles: entries that are gone weigh more.
            if (shard.First is not { } first || (piece.IsEntries, -start).CompareTo((first.IsEntries, -shard.Start)) > 0)
                (shard.First, shard.Start) = (piece, start);
        }
    }

    /// <summary>Gives up what was pruned, and makes findings of the rest.</summary>
    /// <param name="minimum">The first index that may not be gone.</param>
    /// <param name="findings">Where the rest goes.</param>
    /// <returns>Entries below the minimum whose bundles are gone.</returns>
    public long Settle(long minimum, FindingList findings)
    {
        long pruned = 0;
        foreach ((long number, Shard shard) in _shards)
        {
            if ((number + 1) * ShardSize <= minimum)
            {
                pruned += shard.Bundles * TileId.FullWidth;
                continue;
            }

            string name = shard.First?.ToString() ?? "";
            long others = shard.Bundles + shard.Tiles - 1;
            string more = others > 0 ? $", and {others} more files of entries {number * ShardSize} to {((number + 1) * ShardSize) - 1}" : "";
            if (shard.Bundles > 0)
                findings.Add(shard.Bundles == TileId.FullWidth ? LedgerFault.PruningUnsaid : LedgerFault.EntryMissing, shard.Start, name,
                    $"Entries from {shard.Start} are not there: {name} is missing{more}. No entry says that they were pruned.");
            else
                findings.Add(LedgerFault.TileMissing, shard.Start, name, $"{name} is missing{more}.");
        }

        return pruned;
    }

    private sealed class Shard
    {
        public long Bundles { get; set; }

        public long Tiles { get; set; }

        public TileId? First { get; set; }

        public long Start { get; set; }
    }
}
