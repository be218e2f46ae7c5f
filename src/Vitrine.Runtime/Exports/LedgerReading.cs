using Vitrine.Core.Model;
using Vitrine.Ledger.Store;
using Vitrine.Ledger.Tree;
using Vitrine.Runtime.Recording;

namespace Vitrine.Runtime.Exports;

/// <summary>
/// Reads this machine's ledger in tree order, each leaf checked against the tree's lowest tile and joined with its session's record. That the tiles have the
/// signed root is what <c>vitrine verify</c> shows. Not for use by two threads at once.
/// </summary>
public sealed class LedgerReading : IDisposable
{
    private readonly StateDirectory _state;
    private readonly LedgerTiles _tiles;
    private readonly SessionJoin _sessions;
    private LedgerRecord? _last;

    private LedgerReading(StateDirectory state, LedgerHead head)
    {
        _state = state;
        _tiles = new LedgerTiles(state.Ledger.Directory);
        _sessions = new SessionJoin(state);
        Source = new LedgerSource(head.Key.Name, ReadFrom);
    }

    /// <summary>What an exporter reads.</summary>
    public LedgerSource Source { get; }

    /// <summary>Opens the ledger; null where there is none yet.</summary>
    /// <param name="store">All sessions.</param>
    /// <exception cref="IOException">It cannot be read, or is not what was signed.</exception>
    public static LedgerReading? Open(SessionStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        return LedgerHead.Read(store.State.Ledger) is { } head ? new LedgerReading(store.State, head) : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _sessions.Dispose();

    private IEnumerable<LedgerRecord> ReadFrom(long from)
    {
        LedgerHead head = LedgerHead.Read(_state.Ledger) ?? throw new LedgerDamagedException("it has no checkpoint any more.");
        long size = head.Checkpoint.Size;
        while (from < size)
        {
            long bundle = from / TileId.FullWidth, first = bundle * TileId.FullWidth;
            int width = (int)Math.Min(TileId.FullWidth, size - first);
            if (ReadBundle(bundle, width) is not { } leaves)
            {
                long minimum = LedgerPruning.FindMinimumIndex(_state.Ledger.Directory, size);
                from = minimum > from ? minimum : throw new LedgerDamagedException($"its entries from {first} on are gone.");
                continue;
            }

            for (; from < first + width; from++)
                yield return Join(from, leaves[(int)(from - first)]);
        }

        _sessions.Rest();
    }

    private LedgerRecord Join(long index, byte[] bytes)
    {
        // The leaf before a cursor is asked for again and again; its session's reader is past it.
        if (_last is { } last && last.TreeIndex == index && last.LeafBytes.Span.SequenceEqual(bytes))
            return last;
        Leaf? leaf = LeafJson.TryParse(bytes);
        (Entry? entry, EntryAvailability availability) = leaf?.Session is null ? (null, EntryAvailability.LeafOnly) : _sessions.Open(leaf, bytes);
        return _last = new LedgerRecord(index, bytes, leaf, entry, availability);
    }

    private byte[][]? ReadBundle(long index, int width)
    {
        byte[] tile = new byte[width * TreeHash.Length];
        if (_tiles.ReadBundle(index, width) is not { } bundle || !_tiles.TryReadTile(0, index, width, tile))
            return null;
        byte[][] leaves = new byte[width][];
        for (int i = 0, at = 0; i < width; i++)
        {
            if (!EntryBundle.TryRead(bundle, ref at, out ReadOnlySpan<byte> leaf) || Rfc6962.Leaf(leaf) != TreeHash.Read(tile.AsSpan(i * TreeHash.Length)))
                throw new LedgerDamagedException($"its entry {(index * TileId.FullWidth) + i} is not the one that its tree has.");
            leaves[i] = leaf.ToArray();
        }

        return leaves;
    }
}
