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
internal readonly record struct Piece
{
    private readonly string? _text;

    public Piece(string text, Tone tone = Tone.Normal) => (_text, Tone) = (Visible.Text(text), tone);

    public string Text => _text ?? "";

    public Tone Tone { get; }

    public static implicit operator Piece(string text) => new(text);
}

/// <summary>One cell of a row.</summary>
internal sealed record Cell(IReadOnlyList<Piece> Pieces)
{
    public static Cell Empty { get; } = new([]);

    public int Length => Pieces.Sum(piece => piece.Text.Length);

    public static implicit operator Cell(string text) => new([new Piece(text)]);

    public static implicit operator Cell(Piece piece) => new([piece]);
}

/// <summary>Rows in columns below a heading; each column is as wide as its widest cell, and the last takes what is left.</summary>
/// <param name="Heading">A line above, or null.</param>
/// <param name="Rows">Rows of equal length.</param>
/// <param name="Numbers">Columns that are set to the right.</param>
internal sealed record Block(IReadOnlyList<Piece>? Heading, IReadOnlyList<IReadOnlyList<Cell>> Rows, IReadOnlyList<int> Numbers)
{
    public Block(IReadOnlyList<Piece>? heading, IReadOnlyList<IReadOnlyList<Cell>> rows)
        : this(heading, rows, [])
    {
    }
}

/// <summary>What is shown: the same for a plain stream and for a terminal.</summary>
/// <param name="Blocks">From top to bottom.</param>
/// <param name="IsSpaced">Whether an empty line stands between blocks.</param>
internal sealed record Page(IReadOnlyList<Block> Blocks, bool IsSpaced);
