using System.Globalization;
using System.Runtime.InteropServices;
using Vitrine.Ledger.Tree;

namespace Vitrine.Ledger.Verification;

/// <summary>Whether a tile or bundle could be read.</summary>
internal enum TileStatus
{
    /// <summary>Nothing was read; never a result.</summary>
    None,

    /// <summary>It is there, and as long as it must be.</summary>
    Good,

    /// <summary>It is not there. What was pruned is not there either.</summary>
    Missing,

    /// <summary>It is there and can't be what was written; a finding says why.</summary>
    Bad,
}

/// <summary>
/// Tiles and bundles of a directory, for one size of the tree. Where a partial one is not there any more, the full one that took its place is read (C2SP
/// tlog-tiles,
/// "Partial Tiles"). May be used by several threads.
/// </summary>
internal sealed class TileFiles(GuardedDirectory directory, long size, FindingList findings)
{
    /// <summary>Leaves of the tree.</summary>
    public long Size => size;

    /// <summary>Reads the hashes that a tile has in this tree.</summary>
    /// <param name="level">From 0.</param>
    /// <param name="index">Within the level.</param>
    /// <param name="buffer">Receives the file; its first 32 times width bytes are the hashes.</param>
    /// <param name="isQuiet">Whether what is bad about it has been said already.</param>
    public TileStatus ReadTile(int level, long index, ref byte[] buffer, bool isQuiet = false)
    {
        int width = TileId.WidthIn(level, index, size), length = width * TreeHash.Length;
        string path = TilePath.Tile(level, index, width);
        GuardedReading reading = directory.Read(path, length, ref buffer);
        if (reading.Status == GuardedStatus.Missing && width < TileId.FullWidth)
        {
            path = TilePath.Tile(level, index);
            length = TileId.FullWidth * TreeHash.Length;
            reading = directory.Read(path, length, ref buffer);
        }

        if (reading.IsRead && reading.Length == length)
            return TileStatus.Good;
        if (reading.Status == GuardedStatus.Missing)
            return TileStatus.Missing;
        if (!isQuiet)
            AddBad(path, reading, StartOf(level, index), LedgerFault.TileChanged, $"has {Bytes(reading.Length)} instead of {Bytes(length)}");
        return TileStatus.Bad;
    }

    /// <summary>Reads a bundle. Only its length is bounded here: what it holds is the caller's to look at.</summary>
    /// <param name="index">From 0.</param>
    /// <param name="buffer">Receives the file.</param>
    /// <param name="length">How long it is.</param>
    /// <param name="path">Which file it was.</param>
    /// <param name="isWider">Whether it is the full one, in place of a partial one.</param>
    /// <param name="isQuiet">Whether what is bad about it has been said already.</param>
    public TileStatus ReadBundle(long index, ref byte[] buffer, out int length, out string path, out bool isWider, bool isQuiet = false)
    {
        int width = TileId.WidthIn(0, index, size);
        int maximum = width * (sizeof(ushort) + EntryBundle.MaxEntryBytes);
        path = TilePath.Entries(index, width);
        GuardedReading reading = directory.Read(path, maximum, ref buffer);
        isWider = reading.Status == GuardedStatus.Missing && width < TileId.FullWidth;
        if (isWider)
        {
            path = TilePath.Entries(index);
            reading = directory.Read(path, maximum = EntryBundle.MaxBytes, ref buffer);
        }

        length = (int)Math.Min(reading.Length, maximum);
        if (reading.IsRead)
            return TileStatus.Good;
        if (reading.Status == GuardedStatus.Missing)
            return TileStatus.Missing;
        if (!isQuiet)
            AddBad(path, reading, index * TileId.FullWidth, LedgerFault.BundleMalformed, $"has {Bytes(reading.Length)}, more than its entries can have");
        return TileStatus.Bad;
    }

    /// <summary>The first leaf below a tile.</summary>
    public static long StartOf(int level, long index) => index << (8 * (level + 1));

    /// <summary>Says what is wrong with a file that could not be read as it should be.</summary>
    public void AddBad(string path, GuardedReading reading, long index, LedgerFault fault, string otherwise)
    {
        if (reading.Status == GuardedStatus.Unreadable)
            findings.Add(LedgerFault.Unreadable, index, path, $"{path} could not be read: {Marshal.GetPInvokeErrorMessage(reading.Error)}.");
        else if (reading.Status == GuardedStatus.NotAFile)
            findings.Add(LedgerFault.FileForeign, index, path,
                $"{path} is no plain file, or the way to it is none of plain directories: a link, a pipe or a device took its place.");
        else
            findings.Add(fault, index, path, $"{path} {otherwise}.");
    }

    private static string Bytes(long count) => string.Create(CultureInfo.InvariantCulture, $"{count:#,0} bytes");
}
