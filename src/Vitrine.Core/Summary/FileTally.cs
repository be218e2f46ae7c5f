using Vitrine.Core.Model;

namespace Vitrine.Core.Summary;

/// <summary>What was done to files. The hot part of the fold: nearly all entries of a session are opened files.</summary>
internal sealed class FileTally(SummaryLimits limits, TextBudget budget)
{
    private readonly Dictionary<UnixPath, Known> _known = [];
    private readonly PlaceTally?[] _places = new PlaceTally?[(int)Place.Elsewhere + 1];
    private readonly DistinctCounter _overflow = new(limits.DistinctHashes);
    private readonly CountTable<string> _changes = new(16, "other");
    private readonly BoundedTable<SecretRow> _secrets = new(limits.Paths, limits, budget, static () => new SecretRow());
    private readonly List<RenameReport> _renames = [];
    private long _renamesInAll;

    /// <summary>Tells places apart.</summary>
    public PathPlaces Where { get; private set; } = new(default, null);

    /// <summary>Tells the summary what is workspace and what is home; the first entry of a session does.</summary>
    public void Start(UnixPath workspace, UnixPath? home) => Where = new PathPlaces(workspace, home);

    public void Add(FileOpened opened)
    {
        // A file that was not there: a question when it was to be read, a new file when it was to be written.
        FileAccess access = opened.Access switch
        {
            "write" => FileAccess.Write,
            _ when !opened.Exists => FileAccess.Absent,
            "list" => FileAccess.List,
            _ => FileAccess.Read,
        };
        FileUse? use = Count(opened.Path, access);
        if (use is null || access != FileAccess.Write)
            return;
        use.IsCreated |= !opened.Exists && use[FileAccess.Read] == 0 && use[FileAccess.Write] == 1 && use[FileAccess.Remove] == 0;
        use.IsGone = false;
    }

    public void Add(FileChanged changed)
    {
        _changes.Add(changed.Change);
        switch (changed.Change)
        {
            case "remove":
                Leave(changed.Path);
                break;
            case "rename":
                Leave(changed.Path);
                if (changed.Target is { } target && Count(target, FileAccess.Write) is { } arrived)
                    arrived.IsGone = false;
                AddPair(changed);
                break;
            case "link" or "symlink":
                AddPair(changed);
                break;
            case "truncate":
                Count(changed.Path, FileAccess.Write);
                break;
        }
    }

    public FilesReport ToReport() => new(
        ToPlaces(), _overflow.IsExact,
        _changes.ToSorted(StringComparer.Ordinal),
        [.. _renames], _renamesInAll - _renames.Count,
        _secrets.ToSortedList().ConvertAll(row => new SecretReport(row.Name, row.Place, row.Times, row.Found)), _secrets.More);

    private List<PlaceReport> ToPlaces()
    {
        var places = new List<PlaceReport>(_places.Length);
        foreach (PlaceTally? place in _places)
            if (place is not null)
                places.Add(place.ToReport());
        return places;
    }

    private FileUse? Count(UnixPath path, FileAccess access)
    {
        if (_known.TryGetValue(path, out Known known))
        {
            FileUse? use = known.Use;
            known.Place.Count(path, access, ref use);
            if (known.IsSecret)
                NoteSecret(path, access);
            return use;
        }

        FileUse? added = null;
        Place place = Where.Of(path);
        PlaceTally tally = _places[(int)place] ??= new PlaceTally(limits, budget, _overflow, place);
        tally.Count(path, access, ref added);
        bool isSecret = SecretPlaces.Contains(path.ToString());
        if (added is not null)
            _known[path] = new Known(added, tally, isSecret);
        if (isSecret)
            NoteSecret(path, access);
        return added;
    }

    private void NoteSecret(UnixPath path, FileAccess access)
    {
        SecretRow row = _secrets[path.ToString()];
        row.Times++;
        row.Found |= access != FileAccess.Absent;
        row.Place = Where.Of(path);
    }

    private void Leave(UnixPath path)
    {
        if (Count(path, FileAccess.Remove) is { } left)
            left.IsGone = true;
    }

    private void AddPair(FileChanged changed)
    {
        _renamesInAll++;
        if (_renames.Count < limits.Paths && budget.TryTake(changed.Path.ToString().Length + (changed.Target?.ToString().Length ?? 0)))
            _renames.Add(new RenameReport(changed.Change, changed.Path, changed.Target));
    }

    private readonly record struct Known(FileUse Use, PlaceTally Place, bool IsSecret);

    private sealed class SecretRow : TableRow
    {
        // In the order of first sight: what was looked for first comes first.
        public override long Weight => 0;

        public long Times { get; set; }

        public bool Found { get; set; }

        public Place Place { get; set; }
    }
}
