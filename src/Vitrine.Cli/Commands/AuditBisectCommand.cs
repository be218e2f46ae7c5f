using System.CommandLine;
using Vitrine.Audit.Model;
using Vitrine.Audit.Reports;
using Vitrine.Cli.Report;
using Vitrine.Cli.Running;
using Vitrine.Runtime.Agents;

namespace Vitrine.Cli.Commands;

/// <summary>
/// <c>vitrine audit bisect</c>: the first and the last version with a finding. Exit status 1 when a version has it, 0 when none has, 2 when it could not be
/// told.
/// </summary>
internal static class AuditBisectCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(Func<AuditContext> find)
    {
        var target = new Argument<string>("TARGET") { Description = "npm:NAME, or a directory that holds a version of the package in each of its directories and tarballs." };
        var range = new Argument<string>("A..B") { Description = "The first and the last version of the range: 1.0.0..2.3.1." };
        var id = new Option<string>("--finding") { Description = "Which finding, by its id.", HelpName = "ID", Required = true };
        var report = new Option<string?>("--report")
        {
            Description = "A report that has the finding; without it the ends of the range are audited for it.",
            HelpName = "DIR"
        };
        var profile = new Option<string?>("--profile")
        {
            Description = "How the agent is started: a profile's file, or the name of a built-in one.",
            HelpName = "FILE|NAME"
        };
        var jobs = new Option<int>("--jobs") { Description = "Sessions at a time.", HelpName = "N" };
        var json = new Option<bool>("--json") { Description = "Give the result as JSON." };
        var command = new Command("bisect",
            "Find the first and the last version of a package that has a finding, with quick audits of a few of them. Exit status: 1 a version has it, 0 none has, 2 it could not be told.")
            { target, range, id, report, profile, jobs, json };
        command.SetAction((result, cancellationToken) =>
        {
            AuditContext context = find();
            return AuditCommand.GuardAsync(context, "vitrine audit bisect --help", async () =>
            {
                (SemanticVersion from, SemanticVersion to) = ReadRange(result.GetValue(range)!);
                VersionSet set = await ReadAsync(context, result.GetValue(target)!, cancellationToken).ConfigureAwait(false);
                IReadOnlyList<string> versions = SemanticVersion.Between(set.Versions, from, to);
                if (versions.Count == 0)
                    throw new UsageException($"{Visible.Cut(set.Name, 200)} has no version from {from} to {to}.", set.Hint);
                using var bisecting = new AuditBisecting(context, set, result.GetValue(id)!, result.GetValue(profile), result.GetValue(jobs));
                AuditResult? known = result.GetValue(report) is { } directory ? AuditCommand.Read(directory) : null;
                BisectedVersions found = await bisecting.RunAsync(versions, known, cancellationToken).ConfigureAwait(false);
                OutputStream data = context.Data();
                if (result.GetValue(json))
                    AuditJson.Write(data, found, AuditJson.Default.BisectedVersions);
                else
                    data.Write(Page(set.Name, versions, found));
                data.Bytes.Flush();
                return found.First is not null
                    ? AuditExit.Findings
                    : found.Tested.Any(tested => tested.State == VersionState.Unknown)
                        ? AuditExit.Incomplete
                        : AuditExit.Clear;
            });
        });
        return command;
    }

    private static async Task<VersionSet> ReadAsync(AuditContext context, string target, CancellationToken cancellationToken)
    {
        if (!target.StartsWith("npm:", StringComparison.Ordinal))
            return VersionSet.OfDirectory(Path.GetFullPath(target));
        if (!NpmPackage.TryParse(target[4..], out NpmPackage? package) || package.Version is not null)
            throw new UsageException($"{Visible.Cut(target, 60)} is no package of npm without a version.", "write npm:NAME, and the versions as A..B");
        return VersionSet.OfPackage(package.Name, await context.Versions(package.Name, cancellationToken).ConfigureAwait(false));
    }

    private static (SemanticVersion From, SemanticVersion To) ReadRange(string range)
    {
        string[] ends = range.Split("..", 2);
        if (ends.Length != 2 || !SemanticVersion.TryParse(ends[0], out SemanticVersion? from) || !SemanticVersion.TryParse(ends[1], out SemanticVersion? to))
            throw new UsageException($"{Visible.Cut(range, 60)} is no range of versions.", "write two versions with two dots between them: 1.0.0..2.3.1");
        return from.CompareTo(to) <= 0 ? (from, to) : (to, from);
    }

    private static Page Page(string package, IReadOnlyList<string> versions, BisectedVersions found)
    {
        List<IReadOnlyList<Cell>> rows =
        [
            ["package", $"{Visible.Cut(package, 200)}, {Quantity.Of(versions.Count, "version")} from {versions[0]} to {versions[^1]}"],
            ["first",
            found.First is { } first
                ? new Piece(first + (first == versions[0] ? " (the first of the range: it may be older)" : ""), Tone.Bad)
                : new Piece("none of those tested has it", Tone.Good)],
        ];
        if (found.Last is { } last)
            rows.Add(["last", new Piece(last + (last == versions[^1] ? " (the last of the range: it may be there still)" : ""), Tone.Bad)]);
        if (found.Doubtful.Count > 0)
            rows.Add(["doubtful", new Piece($"{string.Join(", ", found.Doubtful)} could not be tested, and may have it too", Tone.Caution)]);
        rows.Add(["note", new Piece("versions in between are taken to be alike; only those below were tested", Tone.Faint)]);
        return new Page(
        [
            new Block(null, rows) { LabelWidth = 10 },
            new Block([new Piece("tested", Tone.Strong)],
                [.. found.Tested.Select(tested => (IReadOnlyList<Cell>)[Visible.Cut(tested.Version, 60), Word(tested.State)])]),
        ], IsSpaced: true);
    }

    private static Piece Word(VersionState state) => state switch
    {
        VersionState.Affected => new Piece("has it", Tone.Bad),
        VersionState.Unaffected => new Piece("has it not", Tone.Good),
        _ => new Piece("could not be tested", Tone.Caution),
    };
}
