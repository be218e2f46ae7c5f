using Vitrine.Audit.Reports;

namespace Vitrine.Cli.Report;

/// <summary>A verification of a report on one screen.</summary>
internal static class AuditVerifyPage
{
    private const int LabelWidth = 10, Most = 20, Widest = 300;

    /// <summary>The page.</summary>
    public static Page Of(ReportVerification found)
    {
        List<IReadOnlyList<Cell>> rows =
        [
            ["signature",
                found.IsSigned ? new Piece($"good, by the key {found.KeyId![..16]}…", Tone.Good) : new Piece("not good: nothing of this is proven", Tone.Bad)],
            ["files", $"{Quantity.Of(found.Files, "file")} as they were signed, {Quantity.Of(found.Captures, "capture")} read"],
        ];
        if (found.MadeBy is { } version)
            rows.Add(["note",
                new Piece($"made by Vitrine {Visible.Cut(version, 40)}, another version than this one: where findings differ, its rules may have been others",
                    Tone.Caution)]);
        foreach (string text in found.Unchecked.Take(Most))
            rows.Add(["unchecked", new Piece(Visible.Cut(text, Widest), Tone.Caution)]);
        List<Block> blocks = [new Block(null, rows) { LabelWidth = LabelWidth }];
        if (found.Faults.Count > 0)
            blocks.Add(new Block([new Piece(Quantity.Of(found.Faults.Count, "fault"), Tone.Bad)],
                [.. found.Faults.Take(Most).Select(fault => (IReadOnlyList<Cell>)[Visible.Cut(fault, Widest)])]));
        if (found.Findings.Count > 0)
            blocks.Add(new Block([new Piece(Quantity.Of(found.Findings.Count, "finding"), Tone.Strong)], [.. found.Findings.Take(100).Select(Row)]));
        if (found.Missing.Count > 0)
            blocks.Add(new Block([new Piece("The captures prove what the report leaves out", Tone.Bad)],
                [.. found.Missing.Take(Most).Select(text => (IReadOnlyList<Cell>)[Visible.Cut(text, Widest)])]));
        blocks.Add(new Block(null, Verdict(found)) { LabelWidth = LabelWidth });
        return new Page(blocks, IsSpaced: true);
    }

    private static string Why(ReportVerification found)
    {
        int unproven = found.Findings.Count(finding => finding.State is FindingState.Fallen or FindingState.Altered);
        List<string> parts = [];
        if (found.Faults.Count > 0)
            parts.Add(Visible.Cut(found.Faults[0].TrimEnd('.'), Widest));
        if (unproven > 0)
            parts.Add($"{Quantity.Of(unproven, "finding")} the captures do not prove");
        if (found.Missing.Count > 0)
            parts.Add($"{Quantity.Of(found.Missing.Count, "finding")} that they prove left out");
        return string.Join("; ", parts);
    }

    private static IReadOnlyList<Cell> Row(VerifiedFinding finding) =>
    [
        finding.State switch
        {
            FindingState.Stands => new Piece("stands", Tone.Good),
            FindingState.Fallen => new Piece("does not follow from the captures", Tone.Bad),
            FindingState.Altered => new Piece($"the captures show it otherwise ({string.Join(", ", finding.Differing)})", Tone.Bad),
            FindingState.FromPackage => new Piece("rests on the package, not on sessions", Tone.Faint),
            _ => new Piece("not recomputed", Tone.Caution),
        },
        Visible.Cut(finding.Id, 40),
        Visible.Cut(finding.Summary.ReplaceLineEndings(" "), Widest),
    ];

    private static List<IReadOnlyList<Cell>> Verdict(ReportVerification found) => found.State switch
    {
        ReportState.Clean =>
        [
            ["verdict", new Piece("clean", Tone.Good)],
            ["proves", "that the report is the one that the key's owner signed, and that its findings follow from the sessions recorded in it"],
            ["not", "that the sessions took place as recorded: vitrine audit replay runs them again"],
        ],
        ReportState.Faulty => [["verdict", new Cell([new Piece("faulty", Tone.Bad), ": " + Why(found)])]],
        _ => [["verdict", new Piece("not all could be checked", Tone.Caution)],
            ["hint", "--key FILE names the public key of who made the report: keys/audit.pub in that machine's state directory"]],
    };
}
