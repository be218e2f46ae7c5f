using System.Buffers;
using Vitrine.Ledger.Notes;
using Vitrine.Ledger.Tree;

namespace Vitrine.Ledger.Store;

/// <summary>
/// What of a ledger is still growing: the bundle of entries that is not full, and of each level the tile that is not. All that lies left of it is on disk and
/// never changes again.
/// </summary>
internal sealed class RightEdge
{
    private readonly TreeBuilder _tree;
    private readonly ArrayBufferWriter<byte> _bundle = new(16 * 1024);
    private TileWriter? _files;

    /// <summary>The edge of an empty ledger.</summary>
    public RightEdge() => _tree = new TreeBuilder(WriteFull);

    private RightEdge(TileSource tiles, long size) => _tree = TreeBuilder.Resume(tiles, size, WriteFull);

    /// <summary>Entries in the tree.</summary>
    public long Size => _tree.Size;

    /// <summary>The tree's root.</summary>
    public TreeHash Root => _tree.Root;

    /// <summary>Reads the edge of a ledger and checks it against the checkpoint.</summary>
    /// <exception cref="LedgerDamagedException">It is not what was signed.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static RightEdge Load(LedgerTiles files, Checkpoint checkpoint)
    {
        RightEdge edge;
        try
        {
            edge = new RightEdge(files, checkpoint.Size);
        }
        catch (TileMissingException missing)
        {
            throw new LedgerDamagedException($"{missing.Tile} is missing.");
        }

        if (edge.Root != checkpoint.Root)
            throw new LedgerDamagedException("its tiles are not those of its checkpoint.");
        edge.LoadBundle(files);
        return edge;
    }

    /// <summary>Adds an entry; what is full then is written.</summary>
    public void Add(ReadOnlySpan<byte> entry, TileWriter files)
    {
        EntryBundle.Append(_bundle, entry);
        if (Size % TileId.FullWidth == TileId.FullWidth - 1)
        {
            files.Write(new TileId(TileId.EntriesLevel, Size / TileId.FullWidth, TileId.FullWidth), _bundle.WrittenSpan);
            _bundle.ResetWrittenCount();
        }

        _files = files;
        _tree.Append(Rfc6962.Leaf(entry));
    }

    /// <summary>Writes what is not full, unless a tree of <paramref name="before"/> entries had the same.</summary>
    public void WritePartial(long before, TileWriter files)
    {
        if (_bundle.WrittenCount > 0)
            files.Write(new TileId(TileId.EntriesLevel, Size / TileId.FullWidth, (int)(Size % TileId.FullWidth)), _bundle.WrittenSpan);
        _tree.VisitPartialTiles((tile, hashes) =>
        {
            if (Size >> (8 * tile.Level) != before >> (8 * tile.Level))
                files.Write(tile, hashes);
        });
    }

    private void WriteFull(TileId tile, ReadOnlySpan<byte> hashes) => _files!.Write(tile, hashes);

    // The entries are written again with each checkpoint, so they must be those whose hashes were signed.
    private void LoadBundle(LedgerTiles files)
    {
        int width = (int)(Size % TileId.FullWidth), at = 0;
        if (width == 0)
            return;
        long index = Size / TileId.FullWidth;
        byte[] bundle = files.ReadBundle(index, width) ?? throw new LedgerDamagedException($"{TilePath.Entries(index, width)} is missing.");
        byte[] hashes = new byte[width * TreeHash.Length];
        if (!files.TryReadTile(0, index, width, hashes))
            throw new LedgerDamagedException($"{TilePath.Tile(0, index, width)} is missing.");
        for (int i = 0; i < width; i++)
        {
            if (!EntryBundle.TryRead(bundle, ref at, out ReadOnlySpan<byte> entry) || Rfc6962.Leaf(entry) != TreeHash.Read(hashes.AsSpan(i * TreeHash.Length)))
                throw new LedgerDamagedException($"entry {Size - width + i} is not the one that was signed.");
        }

        _bundle.Write(bundle.AsSpan(0, at));
    }
}
