namespace Vitrine.Cli.Report;

/// <summary>What a piece of text is, so that a terminal can colour it.</summary>
internal enum Tone
{
    Normal,
    Faint,
    Strong,
    Good,
    Caution,
    Bad,
    Command,
}

/// <summary>A piece of text with one tone. Whatever it is made from, it holds nothing that a terminal would act on.</summary>
// A class, as all of a page: generic code over structs is compiled when it is first used, which would take longer than the report itself.
internal sealed class Piece
{
    public Piece(string text, Tone tone = Tone.Normal) => (Text, Tone) = (Visible.Text(text), tone);

    public string Text { get; }

    public Tone Tone { get; }

    public static implicit operator Piece(string text) => new(text);
}

/// <summary>One cell of a row.</summary>
internal sealed record Cell(IReadOnlyList<Piece> Pieces)
{
    public static Cell Empty { get; } = new([]);

    public int Length
    {
        get
        {
            int length = 0;
            foreach (Piece piece in Pieces)
                length += piece.Text.Length;
            return length;
        }
    }

    public static implicit operator Cell(string text) => new([new Piece(text)]);

    public static implicit operator Cell(Piece piece) => new([piece]);
}

/// <summary>Rows in columns below a heading; each column is as wide as its widest cell, and the last takes what is left.</summary>
/// <param name="Heading">A line above, or null.</param>
/// <param name="Rows">Rows of equal length.</param>
internal sealed record Block(IReadOnlyList<Piece>? Heading, IReadOnlyList<IReadOnlyList<Cell>> Rows)
{
    /// <summary>The column that is set to the right, or -1.</summary>
    public int NumberColumn { get; init; } = -1;

    /// <summary>How wide the first column is at least.</summary>
    public int LabelWidth { get; init; }
}

/// <summary>What is shown: the same for a plain stream and for a terminal.</summary>
/// <param name="Blocks">From top to bottom.</param>
/// <param name="IsSpaced">Whether an empty line stands between blocks.</param>
internal sealed record Page(IReadOnlyList<Block> Blocks, bool IsSpaced);
