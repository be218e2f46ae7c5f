using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Vitrine.Cli.Report;

/// <summary>
/// Lines that end at the width of the terminal: between words where one fits, within a word where none does. Later lines hang below the first.
/// </summary>
internal sealed class WrappedLines(int width, int hang)
{
    private readonly Paragraph _paragraph = new();
    private readonly StringBuilder _run = new();
    private int _column;
    private int _owed;

    /// <summary>Columns that a text takes.</summary>
    public static int WidthOf(string text) => text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0 ? text.Length : new Segment(text).CellCount();

    /// <summary>Spaces between cells; none are written at the end of a line.</summary>
    public void Pad(int spaces) => _owed += spaces;

    public void Append(Piece piece)
    {
        Style style = StyleOf(piece.Tone);
        // What a person is to copy stays on one line where it can.
        if (piece.Tone == Tone.Command)
        {
            AppendWord(piece.Text, style);
            return;
        }

        int start = 0;
        while (start < piece.Text.Length)
        {
            // A word takes the space before it along.
            int end = piece.Text.IndexOf(' ', start + 1);
            end = end < 0 ? piece.Text.Length : end;
            AppendWord(piece.Text[start..end], style);
            start = end;
        }
    }

    public Paragraph ToParagraph() => _paragraph.Append("\n");

    private void AppendWord(string word, Style style)
    {
        string inner = word.TrimStart(' ');
        _owed += word.Length - inner.Length;
        if (inner.Length == 0)
            return;
        word = inner;
        int length = WidthOf(word);
        if (_column + _owed + length > width && _column > hang)
            Break();
        if (_owed > 0)
            _paragraph.Append(new string(' ', Math.Min(_owed, width / 2)), Style.Plain);
        _column += Math.Min(_owed, width / 2);
        _owed = 0;
        if (_column + length <= width)
        {
            _paragraph.Append(word, style);
            _column += length;
            return;
        }

        foreach (Rune rune in word.EnumerateRunes())
            AppendRune(rune.ToString(), style);
        Flush(style);
    }

    private void AppendRune(string rune, Style style)
    {
        int length = WidthOf(rune);
        if (_column + length > width)
        {
            Flush(style);
            Break();
            _paragraph.Append(new string(' ', _owed), Style.Plain);
            _column = _owed;
            _owed = 0;
        }

        _run.Append(rune);
        _column += length;
    }

    private void Flush(Style style)
    {
        if (_run.Length > 0)
            _paragraph.Append(_run.ToString(), style);
        _run.Clear();
    }

    private void Break()
    {
        _paragraph.Append("\n");
        _column = 0;
        _owed = hang;
    }

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
