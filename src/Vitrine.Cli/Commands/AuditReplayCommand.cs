using System.CommandLine;
using Vitrine.Audit.Auditing;
using Vitrine.Audit.Model;
using Vitrine.Audit.Reports;
using Vitrine.Cli.Report;
using Vitrine.Cli.Running;

namespace Vitrine.Cli.Commands;

/// <summary>
/// <c>vitrine audit replay</c>: runs a finding's minimal pair again. Exit status 1 when it shows, 0 when it does not, 2 when it could not be run.
/// </summary>
internal static class AuditReplayCommand
{
    // What is steady needs seven sessions of each side to be told from accident by themselves, what varies by itself at least as many as told it the first
    // time.
    private const int FewestRounds = 7, MostRounds = 24;

    /// <summary>Makes the command.</summary>
    public static Command Create(Func<AuditContext> find)
    {
        var report = new Argument<string>("REPORT") { Description = "The directory of a report." };
        var id = new Option<string>("--finding") { Description = "Which finding: its id, or the beginning of it.", HelpName = "ID", Required = true };
        var json = new Option<bool>("--json") { Description = "Give the result as JSON." };
        var command = new Command("replay",
            "Run the minimal pair of a finding again. Exit status: 1 the finding shows, 0 it does not, 2 it could not be run.") { report, id, json };
        command.SetAction((result, cancellationToken) =>
        {
            AuditContext context = find();
            return AuditCommand.GuardAsync(context, "vitrine audit replay --help", async () =>
            {
                string directory = Path.GetFullPath(result.GetValue(report)!);
                AuditResult recorded = AuditCommand.Read(directory);
                Finding finding = Choose(recorded.Findings, result.GetValue(id)!);
                ReplayedFinding replayed = await RunAsync(context, recorded, finding, cancellationToken).ConfigureAwait(false);
                OutputStream data = context.Data();
                if (result.GetValue(json))
                    AuditJson.Write(data, replayed, AuditJson.Default.ReplayedFinding);
                else
                    data.Write(Page(finding, replayed));
                data.Bytes.Flush();
                return replayed.Shows ? AuditExit.Findings : AuditExit.Clear;
            });
        });
        return command;
    }

    /// <summary>The finding with an id, or with the only one that begins so.</summary>
    public static Finding Choose(IReadOnlyList<Finding> findings, string id)
    {
        Finding[] found = [.. findings.Where(finding => finding.Id.StartsWith(id, StringComparison.Ordinal))];
        return found.FirstOrDefault(finding => finding.Id == id) ?? found switch
        {
            [var one] => one,
            [] => throw new UsageException($"The report has no finding {Visible.Cut(id, 60)}.",
                findings.Count == 0 ? "it has none at all" : "it has " + string.Join(", ", findings.Take(10).Select(finding => Visible.Cut(finding.Id, 40)))),
            _ => throw new UsageException($"More than one finding begins with {Visible.Cut(id, 60)}.",
                string.Join(", ", found.Take(10).Select(finding => Visible.Cut(finding.Id, 40)))),
        };
    }

    /// <summary>Runs the pair in turn, ABAB…, and lets the comparison look at the new sessions alone.</summary>
    public static async Task<ReplayedFinding> RunAsync(AuditContext context, AuditResult recorded, Finding finding, CancellationToken cancellationToken)
    {
        Evidence evidence = finding.Evidence;
        if (evidence.SessionsWith.Count == 0)
            throw new UsageException($"Finding {Visible.Cut(finding.Id, 60)} rests on the package itself: there is no session to run again.",
                "the strings and places that it rests on are in report.html");
        HashSet<string> with = [.. evidence.SessionsWith];
        CaptureEntry[] shown = [.. recorded.Captures.Where(entry => with.Contains(entry.Session))];
        string script = shown.FirstOrDefault()?.Script ?? AuditScripts.Work;
        int rounds = Math.Clamp(shown.Count(entry => entry.Repetition > 0), FewestRounds, MostRounds);
        bool isPair = finding.Factor != Factors.Always;
        // Times are compared with those of sessions that were run in turn with them.
        bool isTime = evidence.Place.StartsWith("time ", StringComparison.Ordinal);
        int from = isTime ? PackageAudit.TimedFrom(evidence.With) : PackageAudit.PairsFrom;
        List<CaptureEntry> sessions = [];
        for (int round = 0; round < rounds; round++)
        {
            // What always happens has no other side. Both sides of a pair draw the same randomness, and one of them does so twice: what the same chance makes
            // is known then.
            if (isPair)
            {
                sessions.Add(new CaptureEntry("", evidence.Without, from + round) { Script = script });
                if (!isTime)
                    sessions.Add(new CaptureEntry("", evidence.Without, PackageAudit.PairsAgainFrom + round) { Script = script });
            }

            sessions.Add(new CaptureEntry("", evidence.With, from + round) { Script = script });
        }

        IReadOnlyList<Capture> captures = await context.RunAgain(recorded, sessions, cancellationToken).ConfigureAwait(false);
        CaptureEntry[] ran = [.. sessions.Zip(captures, (entry, capture) => entry with { Session = capture.Session })];
        AuditResult asked = recorded with
        {
            Findings = [],
            Captures = ran,
            Conclusions = [new Conclusion(finding.Factor, true, isPair ? IdsOf(ran, evidence.Without) : [], IdsOf(ran, evidence.With))],
        };
        bool shows = context.Recompute(asked, captures).Findings.Any(other => other.Id == finding.Id);
        return new ReplayedFinding(finding.Id, shows, [.. ran.Select(entry => entry.Session)]);
    }

    private static string[] IdsOf(IEnumerable<CaptureEntry> ran, string variation) =>
        [.. ran.Where(entry => entry.Variation == variation).Select(entry => entry.Session)];

    private static Page Page(Finding finding, ReplayedFinding replayed) => new(
    [
        new Block(null,
        [
            ["finding", $"{Visible.Cut(finding.Id, 60)}: {Visible.Cut(finding.Summary.ReplaceLineEndings(" "), 300)}"],
            ["without", Visible.Cut(finding.Evidence.Without, 300)],
            ["with", Visible.Cut(finding.Evidence.With, 300)],
            ["sessions", $"{Quantity.Of(replayed.Sessions.Count, "session")}, in turn"],
            ["result", replayed.Shows ? new Piece("it shows again", Tone.Bad) : new Piece("it does not show", Tone.Good)],
        ]) { LabelWidth = 10 },
    ], IsSpaced: true);
}
