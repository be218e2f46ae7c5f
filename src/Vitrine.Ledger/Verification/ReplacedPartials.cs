using Vitrine.Ledger.Tree;

namespace Vitrine.Ledger.Verification;

/// <summary>Partial tiles and bundles of smaller trees, which may stay where they are: each must be the beginning of the one that took its place.</summary>
internal sealed class ReplacedPartials(GuardedDirectory directory, TileFiles files, FindingList findings)
{
    private byte[] _old = new byte[64 * 1024], _new = new byte[64 * 1024];
    private TileId _loaded = new(int.MinValue, 0, 0);
    private int _length = -1;

    public void Check(string path, TileId id)
    {
        if (!TryLoad(id))
            return;
        int maximum = id.IsEntries ? id.Width * (sizeof(ushort) + EntryBundle.MaxEntryBytes) : id.Width * TreeHash.Length;
        GuardedReading reading = directory.Read(path, maximum, ref _old);
        long start = id.IsEntries ? id.Index * TileId.FullWidth : TileFiles.StartOf(id.Level, id.Index);
        if (!reading.IsRead)
        {
            // Removed meanwhile: it was not needed any more.
            if (reading.Status != GuardedStatus.Missing)
                files.AddBad(path, reading, start, LedgerFault.PartialDiffers, "is longer than a partial tile or bundle of its width can be");
            return;
        }

        ReadOnlySpan<byte> current = _new.AsSpan(0, _length), old = _old.AsSpan(0, (int)reading.Length);
        int length = id.IsEntries ? LengthOf(current, id.Width) : maximum;
        if (length < 0 || !current[..length].SequenceEqual(old))
            findings.Add(LedgerFault.PartialDiffers, start + FirstOther(id, current, old), path,
                $"{path} is not the beginning of {new TileId(id.Level, id.Index, _loaded.Width)}: one of the two was changed.");
    }

    private bool TryLoad(TileId id)
    {
        if (_loaded.Level == id.Level && _loaded.Index == id.Index)
            return _length >= 0;
        int width = TileId.WidthIn(id.Level, id.Index, files.Size);
        _loaded = new TileId(id.Level, id.Index, width);
        // What is wrong with the current one is said where the tree is walked.
        bool isGood = id.IsEntries
            ? files.ReadBundle(id.Index, ref _new, out _length, out _, out _, isQuiet: true) == TileStatus.Good
            : files.ReadTile(id.Level, id.Index, ref _new, isQuiet: true) == TileStatus.Good;
        if (isGood && !id.IsEntries)
            _length = width * TreeHash.Length;
        if (!isGood)
            _length = -1;
        return isGood;
    }

    /// <summary>From which entry on two files differ, counted from the first that they hold.</summary>
    private static long FirstOther(TileId id, ReadOnlySpan<byte> current, ReadOnlySpan<byte> old)
    {
        int common = current.CommonPrefixLength(old);
        if (!id.IsEntries)
            return Math.Min(common / TreeHash.Length, id.Width - 1) * TileFiles.StartOf(id.Level - 1, 1);
        int entry = 0;
        for (int at = 0; entry < id.Width - 1 && EntryBundle.TryRead(current, ref at, out _) && at <= common;)
            entry++;
        return entry;
    }

    private static int LengthOf(ReadOnlySpan<byte> bundle, int entries)
    {
        int at = 0;
        for (int i = 0; i < entries; i++)
        {
            if (!EntryBundle.TryRead(bundle, ref at, out _))
                return -1;
        }

        return at;
    }
}
