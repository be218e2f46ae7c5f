using Vitrine.Ledger.Tree;

namespace Vitrine.Ledger.Verification;

/// <summary>
/// Looks at every name in a ledger's directory: whether it belongs to the tree of this size, is a partial tile that a wider one has replaced, follows the
/// checkpoint (an append that has not finished, or had not when the directory was copied), or does not belong there.
/// </summary>
internal sealed class LedgerInventory(GuardedDirectory directory, TileFiles files, FindingList findings)
{
    private const int MostLevels = 12, MostNotes = 5;

    // One append adds far fewer.
    private const long MostInOneAppend = 1 << 24;

    private readonly Dictionary<int, Surplus> _surplus = [];
    private readonly ReplacedPartials _replaced = new(directory, files, findings);
    private readonly List<string> _others = [];
    private long _otherCount;

    /// <summary>Files whose entries or hashes lie behind the checkpoint.</summary>
    public long SurplusFiles { get; private set; }

    /// <summary>Entries in full bundles behind the checkpoint, and in the widest partial one.</summary>
    public long SurplusEntries { get; private set; }

    /// <summary>Looks at all of it; what is to be told and is no finding goes to <paramref name="notes"/>.</summary>
    public void Check(List<string> notes)
    {
        foreach (GuardedName name in directory.List(""))
        {
            if (name.Name is CheckpointCheck.FileName || (name.Name is "tile" or "rotations" && name.IsDirectory))
                continue;
            _otherCount++;
            if (_others.Count < MostNotes)
                _others.Add(name.Name);
        }

        Visit("tile", 0);
        foreach ((int level, Surplus surplus) in _surplus)
            Settle(level, surplus);
        if (_otherCount > 0)
            notes.Add($"Beside the ledger lie {_otherCount} other names, which were not looked at: {string.Join(", ", _others)}{(_otherCount > _others.Count ? ", …" : "")}.");
        if (SurplusFiles > 0)
            notes.Add($"{SurplusFiles} {(SurplusFiles == 1 ? "file holds" : "files hold")} what follows the checkpoint ({SurplusEntries} entries): an append that has not finished, or a checkpoint that was put back to an older one. No signature is over them, so they were not checked.");
    }

    private void Visit(string path, int depth)
    {
        foreach (GuardedName name in directory.List(path))
        {
            string full = $"{path}/{name.Name}";
            if (name.IsDirectory && depth < MostLevels && IsOnTheWay(name.Name, depth))
                Visit(full, depth + 1);
            else if (!name.IsDirectory && TilePath.TryParse(full, out TileId id))
                Look(full, id);
            else
                findings.Add(LedgerFault.FileForeign, null, full, $"{full} does not belong to a ledger.");
        }
    }

    private static bool IsOnTheWay(string name, int depth) => depth == 0
        ? name is "entries" or [>= '0' and <= '7']
        : name is ['x', >= '0' and <= '9', >= '0' and <= '9', >= '0' and <= '9'] or [>= '0' and <= '9', >= '0' and <= '9', >= '0' and <= '9', '.', 'p'];

    private void Look(string path, TileId id)
    {
        int width = TileId.WidthIn(id.Level, id.Index, files.Size);
        if (id.Width < width)
        {
            _replaced.Check(path, id);
            return;
        }

        if (id.Width == width)
            return;
        if (!_surplus.TryGetValue(id.Level, out Surplus? surplus))
            _surplus.Add(id.Level, surplus = new Surplus());
        surplus.Add(path, id);
    }

    private void Settle(int level, Surplus surplus)
    {
        long hashes = level <= 0 ? files.Size : level > 7 ? 0 : files.Size >> (8 * level);
        if (!surplus.Follows(hashes >> 8) || surplus.End - hashes > Math.Max(1, MostInOneAppend >> (8 * Math.Clamp(level, 0, 7))))
        {
            findings.Add(LedgerFault.FileForeign, null, surplus.First,
                $"{surplus.First} does not belong to a tree of {files.Size} entries, nor to one that grew from it ({surplus.Files} such files).");
            return;
        }

        SurplusFiles += surplus.Files;
        if (level == TileId.EntriesLevel)
            SurplusEntries = Math.Max(0, surplus.End - files.Size);
    }

    /// <summary>Tiles of one level, or bundles, that lie behind the checkpoint.</summary>
    private sealed class Surplus
    {
        private long _lowest = long.MaxValue, _highest = -1, _full, _lowestPartial = long.MaxValue, _highestPartial = -1;

        public string First { get; private set; } = "";

        public long Files { get; private set; }

        /// <summary>Behind the last hash or entry.</summary>
        public long End { get; private set; }

        public void Add(string path, TileId id)
        {
            Files++;
            if (First.Length == 0 || string.CompareOrdinal(path, First) < 0)
                First = path;
            End = id.Index < long.MaxValue / TileId.FullWidth ? Math.Max(End, (id.Index * TileId.FullWidth) + id.Width) : long.MaxValue;
            if (id.IsPartial)
                (_lowestPartial, _highestPartial) = (Math.Min(_lowestPartial, id.Index), Math.Max(_highestPartial, id.Index));
            else
                (_full, _lowest, _highest) = (_full + 1, Math.Min(_lowest, id.Index), Math.Max(_highest, id.Index));
        }

        /// <summary>Whether there is no gap between these and the first tile that the tree does not have in full.</summary>
        public bool Follows(long next)
        {
            bool isWhole = _full == 0 || (_lowest == next && _full == _highest - _lowest + 1);
            long end = _full == 0 ? next : _highest + 1;
            return isWhole && (_highestPartial < 0 || (_lowestPartial >= next && _highestPartial <= end));
        }
    }
}
