using System.Buffers.Binary;
using Vitrine.Ledger.Files;

namespace Vitrine.Ledger.Store;

/// <summary>A run of a journal's leaves that stands in the ledger in one piece.</summary>
/// <param name="Index">Index in the ledger of the first.</param>
/// <param name="Sequence">Its number in the journal.</param>
/// <param name="Count">How many.</param>
public readonly record struct Extent(long Index, long Sequence, long Count);

/// <summary>
/// Where a journal's leaves are in the ledger: records of 24 bytes (index, sequence, count; 64 bit, big-endian). A record is on disk before the
/// checkpoint that makes it true. After a crash in between the last one may therefore speak of leaves that never came, or that are another's: it
/// counts only where the ledger holds what it says.
/// </summary>
public static class Extents
{
    internal const int RecordSize = 24;
    // One a second for a year and a half.
    private const int MaximumBytes = RecordSize * 50_000_000;

    /// <summary>Reads the records, joined where one goes on where the other ends; none where there is no such file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isWhole">False where the file holds something else after the records that are given: bytes of a record, or one that does not go on from
    /// where the one before it ended.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IReadOnlyList<Extent> Read(string path, out bool isWhole)
    {
        byte[] bytes = DurableFile.ReadWhole(path, MaximumBytes) ?? [];
        var extents = new List<Extent>();
        int at = 0;
        for (; at + RecordSize <= bytes.Length && TryRead(bytes.AsSpan(at), extents.Count > 0 ? extents[^1] : default, out Extent next); at += RecordSize)
        {
            if (extents is [.., var last] && last.Index + last.Count == next.Index)
                extents[^1] = last with { Count = last.Count + next.Count };
            else
                extents.Add(next);
        }

        isWhole = at == bytes.Length;
        return extents;
    }

    internal static void Write(Span<byte> record, in Extent extent)
    {
        BinaryPrimitives.WriteInt64BigEndian(record, extent.Index);
        BinaryPrimitives.WriteInt64BigEndian(record[8..], extent.Sequence);
        BinaryPrimitives.WriteInt64BigEndian(record[16..], extent.Count);
    }

    // From 0 without a gap, and never backwards in the ledger.
    internal static bool TryRead(ReadOnlySpan<byte> record, in Extent last, out Extent extent)
    {
        extent = new Extent(BinaryPrimitives.ReadInt64BigEndian(record), BinaryPrimitives.ReadInt64BigEndian(record[8..]),
            BinaryPrimitives.ReadInt64BigEndian(record[16..]));
        return extent.Sequence == last.Sequence + last.Count
            && extent.Index >= last.Index + last.Count
            && extent.Count > 0
            && extent.Count <= long.MaxValue - extent.Index;
    }
}
