using Vitrine.Core.Summary;

namespace Vitrine.Cli.Report;

/// <summary>The lines about files.</summary>
internal sealed class ShortFiles(SessionReport report, PathText paths, Action<string, Cell> addRow)
{
    private const int MostNames = 5;
    private readonly FilesReport _files = report.Files;

    public void AddRows()
    {
        AddRead();
        AddWritten();
        AddRemoved();
        AddSecrets();
    }

    private void AddRead()
    {
        PlaceReport elsewhere = _files.In(Place.Elsewhere);
        Line line = new Line()
            .AddCount(_files.In(Place.Workspace).Read, _files.In(Place.Workspace).Read == 1 ? "file in the workspace" : "files in the workspace")
            .AddCount(_files.In(Place.Repository).Read, "in .git")
            .AddCount(_files.In(Place.Home).Read, "in its home")
            .AddCount(_files.In(Place.Temporary).Read, "temporary")
            .AddCount(_files.In(Place.Process).Read, "of processes");
        if (elsewhere.Read > 0)
        {
            List<Piece> names = [.. elsewhere.Files.Where(file => file.Read > 0).Take(3).Select(file => new Piece(paths.Of(file.Path)))];
            line.AddNames(names, elsewhere.Read - names.Count);
        }

        // Each program reads libraries: that alone is no news.
        if (!line.IsEmpty)
            addRow("read", line.AddCount(_files.In(Place.System).Read, "of the system").ToCell());
    }

    private void AddWritten()
    {
        var line = new Line();
        AddNames(line, Place.Elsewhere);
        AddNames(line, Place.Workspace);
        line.AddCount(Changed(Place.Repository), "in .git").AddCount(Changed(Place.Home), "in its home").AddCount(Changed(Place.Temporary), "temporary");
        PlaceReport system = _files.In(Place.System);
        // Programs write to /dev/null and the terminal all the time.
        if (system.Written > 0)
            line.AddCount(Changed(Place.System) - system.Files.Count(file => file.IsChanged && IsDevice(file.Path.ToString())), "of the system");
        line.AddCount(Changed(Place.Process), "of processes");
        if (!line.IsEmpty)
            addRow("wrote", line.ToCell());
    }

    private void AddNames(Line line, Place place)
    {
        long count = Changed(place);
        if (count == 0)
            return;
        List<FileReport> changed = [.. _files.In(place).Files.Where(file => file.IsChanged).Take(count == MostNames + 1 ? MostNames + 1 : MostNames)];
        line.AddNames([.. changed.Select(file => new Piece(paths.Of(file.Path) + (file.IsCreated ? " (new)" : "")))], count - changed.Count);
    }

    private void AddRemoved()
    {
        if (_files.Changes.Count == 0)
            return;
        PlaceReport[] places = [_files.In(Place.Elsewhere), _files.In(Place.Workspace)];
        List<FileReport> lost = [.. places.SelectMany(place => place.Files).Where(file => file.IsLost)];
        long unnamed = places.Sum(place => place.Removed - place.Files.Count(file => file.Removed > 0));
        if (lost.Count + unnamed == 0)
            return;
        var renamed = new Dictionary<Core.Model.UnixPath, Core.Model.UnixPath>();
        foreach (RenameReport pair in _files.Pairs)
            if (pair is { Change: "rename", Target: { } target })
                renamed[pair.Path] = target;
        addRow("removed", new Line().AddNames(
            [.. lost.Take(MostNames).Select(file => new Piece(renamed.TryGetValue(file.Path, out var target)
                ? $"{paths.Of(file.Path)} → {paths.Of(target)}"
                : paths.Of(file.Path)))],
            lost.Count - Math.Min(MostNames, lost.Count) + unnamed).ToCell());
    }

    private void AddSecrets()
    {
        if (_files.Secrets.Count == 0)
            return;
        var line = new Line();
        AddSecrets(line, isFound: true, "opened");
        AddSecrets(line, isFound: false, "looked for, not there");
        // What is not listed may have been there or not.
        line.AddCount(_files.MoreSecrets.Count, "more such files");
        if (!line.IsEmpty)
            addRow("secrets", line.ToCell());
    }

    private void AddSecrets(Line line, bool isFound, string after)
    {
        List<SecretReport> secrets = [.. _files.Secrets.Where(secret => secret.IsFound == isFound)];
        if (secrets.Count > 0)
            line.AddNames(
                [.. secrets.Take(4).Select(secret => new Piece(paths.Of(secret.Path), isFound ? Tone.Caution : Tone.Normal))],
                secrets.Count - Math.Min(4, secrets.Count), after);
    }

    private static bool IsDevice(string path) => path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/self/", StringComparison.Ordinal);

    private long Changed(Place place)
    {
        PlaceReport report = _files.In(place);
        return report.Written == 0 ? 0 : report.Written - report.Files.Count(file => file.Written > 0 && file.IsGone);
    }
}
