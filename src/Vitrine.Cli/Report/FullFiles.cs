using Vitrine.Core.Summary;

namespace Vitrine.Cli.Report;

/// <summary>The sections about files, the ones that matter most first.</summary>
internal sealed class FullFiles(SessionReport report, PathText paths)
{
    private static readonly (Place Place, string Name)[] Order =
    [
        (Place.Workspace, "Files in the workspace"), (Place.Elsewhere, "Files elsewhere"), (Place.Home, "Files in its home"),
            (Place.Process, "Files of processes"),
        (Place.Repository, "Files in .git"), (Place.Temporary, "Temporary files"), (Place.System, "Files of the system"),
    ];

    public IEnumerable<Block> ToBlocks()
    {
        FilesReport files = report.Files;
        if (files.Secrets.Count > 0)
        {
            List<IReadOnlyList<Cell>> secrets = [.. files.Secrets.Select(secret => FullReport.Row(
                new Piece(paths.Of(secret.Path), Tone.Caution), secret.IsFound ? "opened" : "not there", $"×{Quantity.Number(secret.Times)}"))];
            FullReport.AddMore(secrets, files.MoreSecrets, "file");
            yield return new Block(FullReport.Heading("Where people keep secrets", "opened or looked for"), secrets);
        }

        foreach ((Place place, string name) in Order)
            if (files.In(place) is { Uses: > 0 } found)
                yield return ToBlock(found, name);
        if (files.Pairs.Count > 0)
        {
            List<IReadOnlyList<Cell>> pairs = [.. files.Pairs.Select(pair => FullReport.Row(
                pair.Change, paths.Of(pair.Path) + (pair.Target is { } target ? " → " + paths.Of(target) : "")))];
            FullReport.AddMore(pairs, new More(files.MorePairs, true), "rename or link");
            yield return new Block(FullReport.Heading("Renames and links"), pairs);
        }
    }

    private Block ToBlock(PlaceReport place, string name)
    {
        string least = report.Files.IsExact ? "" : "at least ";
        var counts = new List<string>(5);
        void Count(long count, string what)
        {
            if (count > 0)
                counts.Add($"{least}{Quantity.Number(count)} {what}");
        }

        Count(place.Written, "written");
        Count(place.Removed, "removed or renamed");
        Count(place.Read, "read");
        Count(place.Listed, "listed");
        Count(place.Absent, "looked for, not there");
        List<IReadOnlyList<Cell>> rows = [.. place.Files.OrderBy(Rank)
            .ThenBy(file => file.Path)
            .Select(file => FullReport.Row(What(file), paths.Of(file.Path)))];
        FullReport.AddMore(rows, new More(place.MoreFiles, false), "file");
        return new Block(FullReport.Heading(name, string.Join(", ", counts)), rows);
    }

    private static int Rank(FileReport file) => file.IsChanged ? 0 : file.IsLost ? 1 : file.IsTransient ? 2 : file.Read > 0 ? 3 : file.Listed > 0 ? 4 : 5;

    private static Piece What(FileReport file)
    {
        string read = file.Read > 0 ? "read, " : "";
        return file switch
        {
            { IsChanged: true, IsCreated: true } => new Piece(read + "new", Tone.Caution),
            { IsChanged: true } => new Piece(read + "written", Tone.Caution),
            { IsTransient: true } => "made and removed",
            { IsLost: true } => new Piece(read + "removed", Tone.Bad),
            { Read: > 0 } => "read",
            { Listed: > 0 } => "listed",
            _ => new Piece("not there", Tone.Faint),
        };
    }
}
