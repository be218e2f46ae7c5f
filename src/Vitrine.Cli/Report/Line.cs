namespace Vitrine.Cli.Report;

/// <summary>Builds one cell from groups of items: items are parted by commas, groups by dots.</summary>
internal sealed class Line
{
    private readonly List<Piece> _pieces = [];

    public bool IsEmpty => _pieces.Count == 0;

    /// <summary>Appends a group of its own.</summary>
    public Line Add(params ReadOnlySpan<Piece> pieces)
    {
        if (_pieces.Count > 0)
            _pieces.Add(new Piece(" · ", Tone.Faint));
        _pieces.AddRange(pieces);
        return this;
    }

    /// <summary>Appends a group when there is something to count.</summary>
    public Line AddCount(long count, string after) => count > 0 ? Add($"{Quantity.Number(count)} {after}") : this;

    /// <summary>Appends a group of names, how many there are beyond them, and what all of them are.</summary>
    public Line AddNames(IReadOnlyList<Piece> names, long more, string after = "", Tone tone = Tone.Normal)
    {
        if (names.Count == 0)
            return AddCount(more, after);
        for (int i = 0; i < names.Count; i++)
        {
            if (i == 0)
                Add(names[i]);
            else
            {
                _pieces.Add(", ");
                _pieces.Add(names[i]);
            }
        }

        if (more > 0)
            _pieces.Add(new Piece($" and {Quantity.Number(more)} more", tone));
        if (after.Length > 0)
            _pieces.Add(new Piece(" " + after, tone));
        return this;
    }

    public Cell ToCell() => new(_pieces);
}
