using Vitrine.Audit.Model;
using Vitrine.Audit.Reports;

namespace Vitrine.Cli.Report;

/// <summary>An audit on one screen: the verdict first, the findings by severity, what was tried, and what the verdict does not say.</summary>
internal static class AuditPage
{
    private const int LabelWidth = 10, MostFindings = 12, Widest = 300;

    /// <summary>The page.</summary>
    /// <param name="result">What was found.</param>
    /// <param name="directory">Where the report is.</param>
    public static Page Of(AuditResult result, string directory)
    {
        List<Block> blocks = [new Block(null, Head(result)) { LabelWidth = LabelWidth }, .. Findings(result, directory),
            new Block(null, Coverage(result)) { LabelWidth = LabelWidth }];
        blocks.Add(new Block(null,
        [
            ["means", Visible.Cut(VerdictMeaning.Of(result.Verdict), 1000)],
            ["report", Visible.Cut(Path.Combine(directory, ReportFiles.Html), Widest)],
        ])
        { LabelWidth = LabelWidth });
        return new Page(blocks, IsSpaced: true);
    }

    private static List<IReadOnlyList<Cell>> Head(AuditResult result)
    {
        List<IReadOnlyList<Cell>> rows = [["verdict", Verdict(result)]];
        rows.Add(["target",
            $"{Visible.Cut(AuditWords.Name(result.Target), 100)}, sha256 {Visible.Cut(result.Target.Digests.GetValueOrDefault("sha256", "unknown"), 80)}"]);
        rows.Add(["audit",
            $"{result.Budget.Name}, {Quantity.Duration((result.Times.Ended - result.Times.Started).TotalSeconds)}, Vitrine {result.Vitrine} on Linux {result.Kernel}"]);
        return rows;
    }

    private static Cell Verdict(AuditResult result)
    {
        string reason = ": " + Visible.Cut(VerdictMeaning.ReasonOf(result), 2 * Widest);
        return result.Verdict switch
        {
            Audit.Model.Verdict.Covert => new Cell([new Piece("covert", Tone.Bad), reason]),
            Audit.Model.Verdict.Clear => new Cell([new Piece("clear", Tone.Good), reason]),
            _ => new Cell([new Piece("incomplete", Tone.Caution), reason]),
        };
    }

    private static IEnumerable<Block> Findings(AuditResult result, string directory)
    {
        if (result.Findings.Count == 0)
            yield break;
        IReadOnlyList<Finding> sorted = AuditWords.Sorted(result.Findings);
        List<IReadOnlyList<Cell>> rows = [.. sorted.Take(MostFindings).Select(Row)];
        if (sorted.Count > rows.Count)
            rows.Add([new Piece($"and {Quantity.Number(sorted.Count - rows.Count)} more", Tone.Faint)]);
        rows.Add([new Cell([new Piece("hint: ", Tone.Faint),
            $"vitrine audit replay {PathText(directory)} --finding {Visible.Cut(sorted[0].Id, 60)} runs a minimal pair again; the report shows it side by side"])]);
        yield return new Block([new Piece(Quantity.Of(sorted.Count, "finding"), result.Verdict == Audit.Model.Verdict.Covert ? Tone.Bad : Tone.Strong)], rows);
    }

    private static IReadOnlyList<Cell> Row(Finding finding) =>
    [
        new Piece(AuditWords.Of(finding.Severity), finding.Severity switch { Severity.High => Tone.Bad, Severity.Medium => Tone.Caution, _ => Tone.Faint }),
        Visible.Cut(finding.Id, 40),
        $"{Visible.Cut(finding.Class, 20)}, {Visible.Cut(finding.Factor, 30)}",
        Visible.Cut(finding.Summary.ReplaceLineEndings(" ") + (AuditWords.IsInDoubt(finding) ? " (not confirmed)" : ""), Widest),
    ];

    private static List<IReadOnlyList<Cell>> Coverage(AuditResult result)
    {
        string left = AuditWords.NotTried(result.Coverage);
        return [["tried", AuditWords.Tried(result.Coverage)], ["not", left.Length > 0 ? Visible.Cut(left, 600) : "nothing of the plan was left out"]];
    }

    private static string PathText(string path) => Visible.Cut(path.Contains(' ', StringComparison.Ordinal) ? $"'{path}'" : path, Widest);
}
