using Vitrine.Ledger.Tree;

namespace Vitrine.Ledger.Store;

/// <summary>Visits one entry.</summary>
/// <param name="index">Its index in the ledger.</param>
/// <param name="entry">Its bytes, valid during the call.</param>
/// <returns>False to stop.</returns>
public delegate bool EntryVisitor(long index, ReadOnlySpan<byte> entry);

/// <summary>The entries of a ledger in a directory, in their order; not checked against the tree.</summary>
/// <param name="directory">The ledger.</param>
public sealed class LedgerEntries(string directory)
{
    private readonly LedgerTiles _files = new(directory);

    /// <summary>Visits entries.</summary>
    /// <param name="from">The first.</param>
    /// <param name="size">The size of the tree by its checkpoint; entries below it are visited.</param>
    /// <param name="visit">Sees each.</param>
    /// <returns>The index of the first entry that is not there, or <paramref name="size"/>, or of the entry after the one at which the visitor
    /// stopped.</returns>
    /// <exception cref="IOException">A bundle cannot be read.</exception>
    public long Visit(long from, long size, EntryVisitor visit)
    {
        ArgumentNullException.ThrowIfNull(visit);
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        while (from < size)
        {
            long first = from / TileId.FullWidth * TileId.FullWidth;
            int width = (int)Math.Min(TileId.FullWidth, size - first), at = 0;
            if (_files.ReadBundle(first / TileId.FullWidth, width) is not { } bundle)
                return from;
            for (long index = first; index < first + width; index++)
            {
                if (!EntryBundle.TryRead(bundle, ref at, out ReadOnlySpan<byte> entry))
                    return index;
                if (index < from)
                    continue;
                from = index + 1;
                if (!visit(index, entry))
                    return from;
            }
        }

        return from;
    }
}
