using Vitrine.Ledger.Tree;

namespace Vitrine.Ledger.Verification;

/// <summary>
/// Looks at the bundles of a slice: each entry's hash against the tile of level 0, the tile against the hash above it, and the entry's form. One thread uses it
/// at a time; its buffers serve all the slices that it looks at.
/// </summary>
internal sealed class SliceCheck(TileFiles files, MissingShards missing, FindingList findings, bool readsLeaves)
{
    private const int TileBytes = TileId.FullWidth * TreeHash.Length;
    private readonly BundleHashes _bundle = new();
    private byte[] _tile = new byte[TileBytes + 1];
    private SliceResult _result = new();

    public SliceResult Check(BundleSlice slice)
    {
        _result = new SliceResult();
        for (int i = 0; i < slice.Count; i++)
        {
            long bundle = slice.First + i;
            if (slice.IsPartial)
                CheckLast(bundle, slice.Leaves, slice.IsRooted);
            else
                CheckFull(bundle, slice.Subtrees is { } subtrees ? subtrees.Span.Slice(i * TreeHash.Length, TreeHash.Length) : default, slice.IsRooted);
        }

        return _result;
    }

    private void CheckFull(long bundle, ReadOnlySpan<byte> subtree, bool isRooted)
    {
        TileStatus tileStatus = files.ReadTile(0, bundle, ref _tile);
        ReadOnlySpan<byte> tile = tileStatus == TileStatus.Good ? _tile.AsSpan(0, TileBytes) : default;
        TileStatus status = ReadBundle(bundle);
        if (tileStatus == TileStatus.Missing)
            missing.Add(new TileId(0, bundle, TileId.FullWidth), bundle * TileId.FullWidth);
        bool isWhole = status == TileStatus.Good && _bundle.Count == TileId.FullWidth;
        // What is right is the tile if the tree above says so, else the entries if it says so of them.
        if (isWhole && _bundle.Hashes.SequenceEqual(tile) && Has(tile, subtree))
            Accept(bundle, isRooted);
        else if (Has(tile, subtree))
            SayWrong(bundle, tile, isRooted);
        else if (isWhole && Has(_bundle.Hashes, subtree))
            AcceptWithoutTile(bundle, tile, isRooted);
        else
            SayUnknown(bundle, tile, subtree, isWhole);
    }

    private void CheckLast(long bundle, ReadOnlySpan<byte> leaves, bool isRooted)
    {
        TileStatus status = ReadBundle(bundle);
        if (status == TileStatus.Good && _bundle.Hashes.SequenceEqual(leaves))
            Accept(bundle, isRooted);
        else if (!leaves.IsEmpty)
            SayWrong(bundle, leaves, isRooted);
        else
            SayUnknown(bundle, default, default, isWhole: status == TileStatus.Good);
    }

    private TileStatus ReadBundle(long bundle)
    {
        TileStatus status = _bundle.Read(files, bundle);
        if (status == TileStatus.Missing)
            missing.Add(new TileId(TileId.EntriesLevel, bundle, TileId.WidthIn(0, bundle, files.Size)), bundle * TileId.FullWidth);
        _result.HasFaults |= status != TileStatus.Good;
        _result.Checked += _bundle.Count;
        return status;
    }

    /// <summary>All entries are those of the tree.</summary>
    private void Accept(long bundle, bool isRooted)
    {
        long first = bundle * TileId.FullWidth;
        if (_bundle.Problem is { } problem)
            Add(LedgerFault.BundleMalformed, first + _bundle.Count, _bundle.Path, $"{_bundle.Path} {problem}.");
        if (isRooted)
            _result.Rooted += _bundle.Count;
        ReadLeaves(first, _bundle.Count);
    }

    private void AcceptWithoutTile(long bundle, ReadOnlySpan<byte> tile, bool isRooted)
    {
        if (!tile.IsEmpty)
        {
            int at = _bundle.Hashes.CommonPrefixLength(tile) / TreeHash.Length;
            var id = new TileId(0, bundle, TileId.FullWidth);
            Add(LedgerFault.TileChanged, (bundle * TileId.FullWidth) + at, id.ToString(),
                $"{id} was changed: its hash {at} is not that of entry {(bundle * TileId.FullWidth) + at}, which the tiles above prove.");
        }

        Accept(bundle, isRooted);
    }

    /// <summary>The hashes are known to be right, and the entries are not theirs.</summary>
    private void SayWrong(long bundle, ReadOnlySpan<byte> right, bool isRooted)
    {
        long first = bundle * TileId.FullWidth;
        if (_bundle.Path.Length == 0 || (_bundle.Count == 0 && _bundle.Problem is null))
            return;
        string tile = new TileId(0, bundle, TileId.WidthIn(0, bundle, files.Size)).ToString();
        int good = Math.Min(_bundle.Hashes.CommonPrefixLength(right), _bundle.Hashes.Length) / TreeHash.Length;
        if (EntryDifference.Find(_bundle.Hashes, right, first, tile) is { } difference)
            Add(difference.Fault, difference.Index, _bundle.Path, difference.What);
        else
            Add(LedgerFault.EntryMissing, first + _bundle.Count, _bundle.Path,
                $"{_bundle.Path} {_bundle.Problem}: entries from {first + _bundle.Count} are not there.");
        if (isRooted)
            _result.Rooted += good;
        ReadLeaves(first, good);
    }

    /// <summary>Neither tile nor entries are what the tree above says, or it says nothing.</summary>
    private void SayUnknown(long bundle, ReadOnlySpan<byte> tile, ReadOnlySpan<byte> subtree, bool isWhole)
    {
        long first = bundle * TileId.FullWidth, last = first + TileId.WidthIn(0, bundle, files.Size) - 1;
        bool isThere = _bundle.Count > 0 || _bundle.Problem is not null;
        if (!isThere || (subtree.IsEmpty && isWhole && _bundle.Problem is null && (tile.IsEmpty || _bundle.Hashes.SequenceEqual(tile))))
            return;
        var id = new TileId(0, bundle, (int)(last - first + 1));
        if (!tile.IsEmpty && EntryDifference.Find(_bundle.Hashes, tile, first, id.ToString()) is { } difference)
            Add(difference.Fault, first, _bundle.Path, $"{id} and {_bundle.Path} are both not what was written; they differ from entry {difference.Index} on.");
        else if (isWhole && _bundle.Problem is null)
            Add(LedgerFault.EntryChanged, first, _bundle.Path,
                $"One or more of entries {first} to {last} were changed, and {id} with them: the tile above has another hash of them.");
        else
            Add(LedgerFault.BundleMalformed, first + _bundle.Count, _bundle.Path, $"{_bundle.Path} {_bundle.Problem ?? "can't be checked"}.");
    }

    private void Add(LedgerFault fault, long index, string file, string what)
    {
        _result.HasFaults = true;
        findings.Add(fault, index, file, what);
    }

    private static bool Has(ReadOnlySpan<byte> hashes, ReadOnlySpan<byte> subtree) =>
        !hashes.IsEmpty && !subtree.IsEmpty && Rfc6962.Perfect(hashes).Bytes.SequenceEqual(subtree);

    private void ReadLeaves(long first, int count)
    {
        if (!readsLeaves)
            return;
        SessionRun run = default;
        for (int i = 0; i < count; i++)
        {
            if (!LeafForm.TryRead(_bundle[i], out LeafView view, out string problem))
            {
                Add(LedgerFault.LeafMalformed, first + i, _bundle.Path, $"Entry {first + i} is in the tree, and is no entry of version 2: it {problem}.");
                continue;
            }

            if (view.IsKeepers)
                _result.Keepers.Add(KeeperEntry.Of(first + i, view));
            if (view.Session.IsEmpty || !view.HasSequence)
                continue;
            var name = SessionName.Read(view.Session);
            if (run.Count > 0 && run.Session == name && run.Sequence + run.Count == view.Sequence && run.Index + run.Count == first + i)
            {
                run = run with { Count = run.Count + 1 };
                continue;
            }

            if (run.Count > 0)
                _result.Runs.Add(run);
            run = new SessionRun(name, view.Sequence, first + i, 1);
        }

        if (run.Count > 0)
            _result.Runs.Add(run);
    }
}
