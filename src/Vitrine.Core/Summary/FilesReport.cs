using System.Text.Json.Serialization;
using Vitrine.Core.Model;

namespace Vitrine.Core.Summary;

/// <summary>How many names a list leaves out.</summary>
/// <param name="Count">Different names.</param>
/// <param name="IsExact">False when there were so many that the count is a lower bound.</param>
public readonly record struct More(long Count, bool IsExact);

/// <summary>Files used.</summary>
/// <param name="Places">By place; a place where nothing was used is not there.</param>
/// <param name="IsExact">False when so many different files were used that the counts of different ones are lower bounds.</param>
/// <param name="Changes">How often a name was changed, by kind.</param>
/// <param name="Pairs">Renames and links.</param>
/// <param name="MorePairs">Renames and links past that list.</param>
/// <param name="Secrets">Files where people keep secrets, opened or looked for.</param>
/// <param name="MoreSecrets">Such files past that list.</param>
public sealed record FilesReport(
    IReadOnlyList<PlaceReport> Places, bool IsExact, IReadOnlyDictionary<string, long> Changes,
    IReadOnlyList<RenameReport> Pairs, long MorePairs, IReadOnlyList<SecretReport> Secrets, More MoreSecrets)
{
    /// <summary>What is known of one place.</summary>
    public PlaceReport In(Place place)
    {
        foreach (PlaceReport report in Places)
            if (report.Place == place)
                return report;
        return PlaceReport.Empty(place);
    }
}

/// <summary>The files of one place. The counts are of different files, <paramref name="Uses"/> is of all uses.</summary>
/// <param name="Place">The place.</param>
/// <param name="Read">Files read.</param>
/// <param name="Written">Files written, made, truncated or renamed into place.</param>
/// <param name="Listed">Directories listed.</param>
/// <param name="Absent">Files asked for that are not there.</param>
/// <param name="Removed">Names removed or renamed away.</param>
/// <param name="Uses">Entries in all. A process that opens one path in one way again is not recorded each time: see
/// <see cref="ProgramsReport.RepeatedOpens"/>.</param>
/// <param name="Files">The files, in the order of first use.</param>
/// <param name="MoreFiles">At least so many files are not in that list.</param>
public sealed record PlaceReport(
    Place Place, long Read, long Written, long Listed, long Absent, long Removed, long Uses, IReadOnlyList<FileReport> Files, long MoreFiles)
{
    internal static PlaceReport Empty(Place place) => new(place, 0, 0, 0, 0, 0, 0, [], 0);
}

/// <summary>One file, and how many entries say what of it.</summary>
/// <param name="Path">Its path in the box.</param>
/// <param name="Read">Opened to read.</param>
/// <param name="Written">Opened to write, truncated or renamed into place.</param>
/// <param name="Listed">Listed.</param>
/// <param name="Absent">Asked for and not there.</param>
/// <param name="Removed">Removed or renamed away.</param>
/// <param name="IsCreated">It was not there before this session wrote it.</param>
/// <param name="IsGone">It was removed or renamed away at last.</param>
public sealed record FileReport(UnixPath Path, long Read, long Written, long Listed, long Absent, long Removed, bool IsCreated, bool IsGone)
{
    /// <summary>Whether the session leaves it with other content.</summary>
    [JsonIgnore]
    public bool IsChanged => Written > 0 && !IsGone;

    /// <summary>Whether it was there before and is not any more.</summary>
    [JsonIgnore]
    public bool IsLost => IsGone && !IsCreated;

    /// <summary>Whether it came and went within the session.</summary>
    [JsonIgnore]
    public bool IsTransient => IsGone && IsCreated;
}

/// <summary>A rename or a link.</summary>
/// <param name="Change"><c>rename</c>, <c>link</c> or <c>symlink</c>.</param>
/// <param name="Path">The path that was changed.</param>
/// <param name="Target">The other path.</param>
public sealed record RenameReport(string Change, UnixPath Path, UnixPath? Target);

/// <summary>A file where people keep secrets.</summary>
/// <param name="Path">Its path in the box, as text.</param>
/// <param name="Place">Where it lies.</param>
/// <param name="Times">Uses, whether it was there or not.</param>
/// <param name="IsFound">Whether it was there at least once.</param>
public sealed record SecretReport(string Path, Place Place, long Times, bool IsFound);
