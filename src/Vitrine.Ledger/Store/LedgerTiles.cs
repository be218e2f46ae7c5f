using Vitrine.Ledger.Files;
using Vitrine.Ledger.Tree;

namespace Vitrine.Ledger.Store;

/// <summary>The tiles of a C2SP log in a directory. Nothing of it is trusted: who reads checks the hashes.</summary>
/// <param name="directory">The log.</param>
public sealed class LedgerTiles(string directory) : TileSource
{
    private const int MaximumBundle = EntryBundle.MaxBytes;

    /// <inheritdoc/>
    /// <exception cref="IOException">Something else is in the tile's place.</exception>
    public override bool TryReadTile(int level, long index, int width, Span<byte> hashes)
    {
        byte[]? bytes = Read(TilePath.Tile(level, index, width), width * TreeHash.Length);
        // C2SP tlog-tiles: a partial tile may be gone once the full one is there.
        if (bytes is null && width < TileId.FullWidth)
            bytes = Read(TilePath.Tile(level, index), TileId.FullWidth * TreeHash.Length);
        if (bytes is null || bytes.Length < width * TreeHash.Length)
            return false;
        bytes.AsSpan(0, width * TreeHash.Length).CopyTo(hashes);
        return true;
    }

    /// <summary>Reads a bundle of entries.</summary>
    /// <param name="index">Its number.</param>
    /// <param name="width">Entries that the checkpoint lets one expect in it; the full bundle, which has more, may be given in its place.</param>
    /// <returns>Null where it is not there.</returns>
    /// <exception cref="IOException">Something else is in its place.</exception>
    public byte[]? ReadBundle(long index, int width) =>
        Read(TilePath.Entries(index, width), MaximumBundle) ?? (width < TileId.FullWidth ? Read(TilePath.Entries(index), MaximumBundle) : null);

    private byte[]? Read(string path, int atMost) => DurableFile.ReadWhole(Path.Combine(directory, path), atMost);
}
