namespace Vitrine.Cli.Report;

/// <summary>Writes a page as plain text: for files, pipes, and terminals that can do nothing else. Lines are as long as they are.</summary>
internal static class PlainPage
{
    // One long name must not push a whole column out of sight; its own row gives way.
    private const int WidestColumn = 64;

    public static void Write(TextWriter writer, Page page)
    {
        for (int i = 0; i < page.Blocks.Count; i++)
        {
            if (i > 0 && page.IsSpaced)
                writer.Write('\n');
            Write(writer, page.Blocks[i]);
        }
    }

    private static void Write(TextWriter writer, Block block)
    {
        if (block.Heading is { } heading)
        {
            foreach (Piece piece in heading)
                writer.Write(piece.Text);
            writer.Write('\n');
        }

        int[] widths = WidthsOf(block);
        foreach (IReadOnlyList<Cell> row in block.Rows)
            Write(writer, row, widths, block);
    }

    private static void Write(TextWriter writer, IReadOnlyList<Cell> row, int[] widths, Block block)
    {
        // Spaces are owed until something follows them, so that no line ends in one.
        int owed = block.Heading is null ? 0 : 2;
        for (int column = 0; column < row.Count; column++)
        {
            int room = Math.Max(0, widths[column] - row[column].Length);
            bool isNumber = column == block.NumberColumn;
            owed += isNumber ? room : 0;
            foreach (Piece piece in row[column].Pieces)
            {
                if (piece.Text.Length == 0)
                    continue;
                Pad(writer, owed);
                owed = 0;
                writer.Write(piece.Text);
            }

            owed += (isNumber ? 0 : room) + 2;
        }

        writer.Write('\n');
    }

    private static void Pad(TextWriter writer, int spaces)
    {
        for (; spaces > 0; spaces--)
            writer.Write(' ');
    }

    private static int[] WidthsOf(Block block)
    {
        int columns = 0;
        foreach (IReadOnlyList<Cell> row in block.Rows)
            columns = Math.Max(columns, row.Count);
        int[] widths = new int[columns];
        foreach (IReadOnlyList<Cell> row in block.Rows)
            for (int column = 0; column < row.Count; column++)
                // The last cell of a row may be as long as it likes.
                if (column < row.Count - 1 || column == block.NumberColumn)
                    widths[column] = Math.Min(Math.Max(widths[column], row[column].Length), WidestColumn);
        if (columns > 0)
            widths[0] = Math.Max(widths[0], block.LabelWidth);
        return widths;
    }
}
