using Vitrine.Audit.Model;
using Vitrine.Audit.Reports;
using Vitrine.Cli.Report;

namespace Vitrine.Cli.Commands;

/// <summary>
/// <c>vitrine audit --compare A B</c>: what the second report has that the first does not. Exit status 1 when that is a finding of medium or high severity.
/// </summary>
internal sealed class AuditComparing(AuditContext context)
{
    private const int Most = 30, Widest = 300;

    /// <summary>Compares and shows.</summary>
    public int Run(string first, string second, bool isJson)
    {
        AuditResult before = AuditCommand.Read(first), after = AuditCommand.Read(second);
        var compared = ReportComparison.Of(before, after);
        OutputStream data = context.Data();
        if (isJson)
            AuditJson.Write(data, compared, AuditJson.Default.ReportComparison);
        else
            data.Write(Page(before, after, compared));
        data.Bytes.Flush();
        return compared.New.Any(finding => finding.Severity >= Severity.Medium) ? AuditExit.Findings : AuditExit.Clear;
    }

    private static Page Page(AuditResult before, AuditResult after, ReportComparison compared)
    {
        List<Block> blocks =
        [
            new Block(null,
            [
                ["first", $"{Visible.Cut(AuditWords.Name(before.Target), 100)}, {before.Budget.Name}: {AuditWords.Of(before.Verdict)}"],
                ["second", $"{Visible.Cut(AuditWords.Name(after.Target), 100)}, {after.Budget.Name}: {AuditWords.Of(after.Verdict)}"],
            ]) { LabelWidth = 10 },
        ];
        Add(blocks, "new", compared.New, Tone.Bad);
        Add(blocks, "gone", compared.Gone, Tone.Good);
        Add(blocks, "the same", compared.Same, Tone.Normal);
        if (compared.NewComponents.Count > 0)
            blocks.Add(List("new components", compared.NewComponents.Select(component => $"{component.Name} {component.Version}"),
                compared.NewComponents.Count));
        if (compared.NewNames.Count > 0)
            blocks.Add(List("new names in its strings", compared.NewNames.Select(name => $"{name.Kind}: {name.Value}"), compared.NewNames.Count));
        if (compared.LessTried.Count > 0)
            blocks.Add(new Block(null,
                [["note",
                    new Piece($"The second tried less of {string.Join(", ", compared.LessTried.Take(20))}: what is gone may only not have been looked for.",
                        Tone.Caution)]])
            { LabelWidth = 10 });
        if (compared.New.Count + compared.Gone.Count + compared.Same.Count == 0)
            blocks.Add(new Block(null, [["findings", "neither has any"]]) { LabelWidth = 10 });
        return new Page(blocks, IsSpaced: true);
    }

    private static void Add(List<Block> blocks, string word, IReadOnlyList<Finding> findings, Tone tone)
    {
        if (findings.Count > 0)
            blocks.Add(new Block([new Piece($"{Quantity.Of(findings.Count, "finding")} {word}", tone)],
                [.. AuditWords.Sorted(findings).Take(Most).Select(finding =>
                (IReadOnlyList<Cell>)[AuditWords.Of(finding.Severity), Visible.Cut(finding.Id, 40),
                    Visible.Cut(finding.Summary.ReplaceLineEndings(" "), Widest)])]));
    }

    private static Block List(string word, IEnumerable<string> texts, int count)
    {
        List<IReadOnlyList<Cell>> rows = [.. texts.Take(Most).Select(text => (IReadOnlyList<Cell>)[Visible.Cut(text, Widest)])];
        if (count > rows.Count)
            rows.Add([new Piece($"and {Quantity.Number(count - rows.Count)} more", Tone.Faint)]);
        return new Block([new Piece($"{Quantity.Number(count)} {word}", Tone.Strong)], rows);
    }
}
