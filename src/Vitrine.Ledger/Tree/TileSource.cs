namespace Vitrine.Ledger.Tree;

/// <summary>Gives the tiles of one log.</summary>
public abstract class TileSource
{
    /// <summary>Reads the first hashes of a tile.</summary>
    /// <param name="level">0 to 7.</param>
    /// <param name="index">Place within the level.</param>
    /// <param name="width">How many hashes are wanted: as many as the tile has in the tree that is asked about. The source may take them from a wider
    /// tile, whose first hashes are the same.</param>
    /// <param name="hashes">Receives exactly 32 times <paramref name="width"/> bytes.</param>
    /// <returns>False when the source does not have the tile, or not that many hashes of it.</returns>
    public abstract bool TryReadTile(int level, long index, int width, Span<byte> hashes);
}

/// <summary>A tile that is needed is not there: never written, removed by pruning, or too short.</summary>
public sealed class TileMissingException(TileId tile) : IOException($"The log's tile {tile} is missing or too short, so this cannot be computed.")
{
    /// <summary>Which.</summary>
    public TileId Tile { get; } = tile;
}
