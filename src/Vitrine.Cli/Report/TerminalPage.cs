using Spectre.Console;

namespace Vitrine.Cli.Report;

/// <summary>
/// Writes a page to a terminal: coloured, and broken at its width. The only place that needs Spectre.Console, which takes longer to load than all the
/// rest of a report, so nothing else may touch it. Text goes in as text, never as markup: square brackets mean nothing.
/// </summary>
internal static class TerminalPage
{
    // A column may take so much of the width; a cell that is longer pushes only its own row.
    private const int ColumnShare = 2;
    private const int Gap = 2;

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
        int indent = 0;
        if (block.Heading is { } heading)
        {
            indent = 2;
            var lines = new WrappedLines(width, hang: 4);
            foreach (Piece piece in heading)
                lines.Append(piece);
            console.Write(lines.ToParagraph());
        }

        int[] widths = WidthsOf(block, (width - indent) / ColumnShare);
        foreach (IReadOnlyList<Cell> row in block.Rows)
            Write(console, block, row, widths, width, indent);
    }

    // The columns are laid out here and not by Spectre's table: it never ends when a column becomes narrower than a character, and the agent chooses
    // the characters.
    private static void Write(IAnsiConsole console, Block block, IReadOnlyList<Cell> row, int[] widths, int width, int indent)
    {
        int hang = indent;
        for (int column = 0; column < row.Count - 1; column++)
            hang += widths[column] + Gap;
        var lines = new WrappedLines(width, hang > width * 2 / 3 ? indent + widths[0] + (2 * Gap) : hang);
        lines.Pad(indent);
        for (int column = 0; column < row.Count; column++)
        {
            int length = WidthOf(row[column]);
            int room = Math.Max(0, widths[column] - length);
            if (column == block.NumberColumn)
                lines.Pad(room);
            foreach (Piece piece in row[column].Pieces)
                lines.Append(piece);
            if (column < row.Count - 1)
                lines.Pad(Gap + (column == block.NumberColumn ? 0 : room));
        }

        console.Write(lines.ToParagraph());
    }

    private static int[] WidthsOf(Block block, int most)
    {
        int[] widths = new int[block.Rows.Count == 0 ? 0 : block.Rows.Max(row => row.Count)];
        foreach (IReadOnlyList<Cell> row in block.Rows)
            for (int column = 0; column < row.Count; column++)
                if (column < row.Count - 1 || column == block.NumberColumn)
                    widths[column] = Math.Min(Math.Max(widths[column], WidthOf(row[column])), most);
        if (widths.Length > 0)
            widths[0] = Math.Max(widths[0], block.LabelWidth);
        return widths;
    }

    private static int WidthOf(Cell cell) => cell.Pieces.Sum(piece => WrappedLines.WidthOf(piece.Text));
}
