using Spectre.Console;
using Spectre.Console.Rendering;

namespace Vitrine.Cli.Report;

/// <summary>
/// Writes a page to a terminal: coloured, and broken at its width. The only place that needs Spectre.Console, which takes longer to load than all the
/// rest of a report, so nothing else may touch it. Text goes in as text, never as markup: square brackets mean nothing.
/// </summary>
internal static class TerminalPage
{
    /// <param name="writer">The terminal's stream.</param>
    /// <param name="page">What to write.</param>
    /// <param name="width">Columns of the terminal.</param>
    /// <param name="isColoured">False where the person asked for none (NO_COLOR).</param>
    public static void Write(TextWriter writer, Page page, int width, bool isColoured)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isColoured ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = isColoured ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            // Looks at the environment for build servers otherwise, and what it finds there changes the colours.
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        console.Profile.Width = width;
        console.Profile.Capabilities.Unicode = true;
        for (int i = 0; i < page.Blocks.Count; i++)
        {
            if (i > 0 && page.IsSpaced)
                console.WriteLine();
            Write(console, page.Blocks[i], width);
        }
    }

    private static void Write(IAnsiConsole console, Block block, int width)
    {
        if (block.Heading is { } heading)
            console.Write(Append(ToParagraph(heading), "\n"));
        if (block.Rows.Count == 0)
            return;
        int indent = block.Heading is null ? 0 : 2;
        // Rows that end early give their last cell all the room that is left: a grid has no such cell, so rows of a kind share one.
        foreach (IGrouping<int, IReadOnlyList<Cell>> run in RunsOf(block.Rows))
            console.Write(new Padder(ToGrid(block, [.. run], width - indent), new Padding(indent, 0, 0, 0)));
    }

    private static IEnumerable<IGrouping<int, IReadOnlyList<Cell>>> RunsOf(IReadOnlyList<IReadOnlyList<Cell>> rows)
    {
        int run = 0;
        return rows.Select((row, index) => (Run: index > 0 && rows[index - 1].Count != row.Count ? ++run : run, Row: row)).GroupBy(pair => pair.Run, pair => pair.Row);
    }

    private static Grid ToGrid(Block block, IReadOnlyList<IReadOnlyList<Cell>> rows, int width)
    {
        var grid = new Grid { Expand = false };
        int columns = rows[0].Count;
        // The first column is a label in all rows of the block, and so has one width.
        int first = columns > 1 ? Math.Max(block.LabelWidth, block.Rows.Where(row => row.Count > 1).Max(row => row[0].Length)) : 0;
        for (int column = 0; column < columns; column++)
        {
            bool isLast = column == columns - 1;
            var shape = new GridColumn { Padding = new Padding(0, 0, isLast ? 0 : 2, 0), NoWrap = column == 0 && columns > 1 };
            if (column == 0 && columns > 1 && first < width / 2)
                shape.Width = first;
            shape.Alignment = column == block.NumberColumn ? Justify.Right : Justify.Left;
            grid.AddColumn(shape);
        }

        foreach (IReadOnlyList<Cell> row in rows)
            grid.AddRow([.. row.Select(cell => (IRenderable)ToParagraph(cell.Pieces))]);
        return grid;
    }

    private static Paragraph ToParagraph(IReadOnlyList<Piece> pieces)
    {
        var paragraph = new Paragraph { Overflow = Overflow.Fold };
        foreach (Piece piece in pieces)
            paragraph.Append(piece.Text, StyleOf(piece.Tone));
        return paragraph;
    }

    private static Paragraph Append(Paragraph paragraph, string text) => paragraph.Append(text);

    private static Style StyleOf(Tone tone) => tone switch
    {
        Tone.Faint => new Style(decoration: Decoration.Dim),
        Tone.Strong => new Style(decoration: Decoration.Bold),
        Tone.Good => new Style(Color.Green),
        Tone.Caution => new Style(Color.Olive),
        Tone.Bad => new Style(Color.Maroon),
        Tone.Command => new Style(Color.Teal),
        _ => Style.Plain,
    };
}
