using Vitrine.Ledger.Files;
using Vitrine.Ledger.Journal;

namespace Vitrine.Ledger.Store;

/// <summary>How much of a journal's extents the ledger bears out.</summary>
/// <param name="Records">Records that are true.</param>
/// <param name="Leaves">Leaves of the journal that they cover, from its first.</param>
internal readonly record struct SealedExtents(long Records, long Leaves)
{
    /// <summary>
    /// Looks at the last records. Each but the last was followed by another, and that is written only after its own checkpoint; so one step back is enough.
    /// </summary>
    /// <exception cref="IOException">The files do not go with the ledger.</exception>
    public static SealedExtents Find(DurableFile file, LedgerTurn turn, string journal)
    {
        long records = file.Length / Extents.RecordSize;
        Extent last = default, before = default;
        Span<byte> record = stackalloc byte[Extents.RecordSize];
        for (long at = 0; at < records; at++)
        {
            Extent previous = last;
            if (file.Read(record, at * Extents.RecordSize) != record.Length || !Extents.TryRead(record, previous, out Extent next))
            {
                // A crash may leave the last one torn; anything else was changed.
                if (at < records - 1)
                    throw new IOException($"{file.Path} is damaged at record {at}.");
                records = at;
                break;
            }

            (before, last) = (previous, next);
        }

        if (records == 0)
            return default;
        if (IsTrue(last, turn, journal))
            return new SealedExtents(records, last.Sequence + last.Count);
        if (records > 1 && !IsTrue(before, turn, journal))
            throw new IOException($"{file.Path} and the ledger do not go together: entry {before.Sequence} of the session is not entry {before.Index} of the ledger.");
        return new SealedExtents(records - 1, before.Sequence + before.Count);
    }

    private static bool IsTrue(in Extent extent, LedgerTurn turn, string journal)
    {
        if (extent.Index + extent.Count > turn.Size)
            return false;
        using var reader = JournalReader.Open(journal);
        long last = extent.Sequence + extent.Count - 1;
        while (reader.TryRead(out ReadOnlySpan<byte> leaf, out _) == JournalReadStatus.Entry)
        {
            long sequence = reader.Count - 1;
            if ((sequence == extent.Sequence || sequence == last) && !turn.Holds(extent.Index + sequence - extent.Sequence, leaf))
                return false;
            if (sequence == last)
                return true;
        }

        return false;
    }
}
