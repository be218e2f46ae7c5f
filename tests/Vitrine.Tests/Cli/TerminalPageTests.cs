using FsCheck;
using FsCheck.Fluent;
using Spectre.Console.Rendering;
using Vitrine.Cli.Report;
using Vitrine.Tests.Core.Summary;
using Xunit;

namespace Vitrine.Tests.Cli;

public sealed class TerminalPageTests
{
    [Fact]
    public void A_busy_session_reads_as_in_its_vector_on_a_narrow_terminal() =>
        ReportVectors.AssertEqual("terminal-72", Draw(ShortReport.ToPage(SampleSession.Busy().Summarise().ToReport(), "/home/ada"), 72));

    [Fact]
    public void Colours_are_the_only_control_sequences()
    {
        using var writer = new StringWriter();
        TerminalPage.Write(writer, ShortReport.ToPage(SampleSession.Busy().Summarise().ToReport(), null), 100, isColoured: true);
        string[] sequences = writer.ToString().Split('\u001b')[1..];
        Assert.NotEmpty(sequences);
        Assert.All(sequences, sequence => Assert.Matches(@"^\[[0-9;]*m", sequence));
    }

    [Fact]
    public void No_line_is_wider_than_the_terminal_and_no_character_is_lost()
    {
        Gen<string> words = Gen.Elements("a", "word", "\u6F22", "\u6F22\u5B57\u6F22\u5B57", "e\u0301", "\U0001F600", " ", "x/y", new string('w', 50))
            .ArrayOf()
            .Select(string.Concat);
        Gen<(string[] Cells, int Width)> pages = from cells in words.ArrayOf(6) from width in Gen.Choose(40, 120) select (cells, width);
        Prop.ForAll(pages.ToArbitrary(), page =>
        {
            IReadOnlyList<Cell> row = [page.Cells[0], page.Cells[1], new Piece(page.Cells[2], Tone.Bad)], shorter = [page.Cells[3], page.Cells[4]];
            string drawn = Draw(new Page([new Block([new Piece(page.Cells[5])], [row, shorter])], IsSpaced: true), page.Width);
            string expected = string.Concat(page.Cells[5], page.Cells[0], page.Cells[1], page.Cells[2], page.Cells[3], page.Cells[4]);
            return drawn.Split('\n').All(line => new Segment(line).CellCount() <= page.Width) && WithoutSpace(drawn) == WithoutSpace(expected);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_word_longer_than_the_line_is_broken_and_hangs_below_its_beginning() => Assert.Equal(
        $"label  {new string('w', 33)}\n       {new string('w', 17)}\n",
            Draw(new Page([new Block(null, [["label", new string('w', 50)]])], IsSpaced: false), 40));

    [Fact]
    public void A_wide_character_in_a_column_of_one_ends() =>
        Assert.Equal("\u6F22  b\nc   d\n", Draw(new Page([new Block(null, [["\u6F22", "b"], ["c", "d"]])], IsSpaced: false), 40));

    private static string Draw(Page page, int width)
    {
        using var writer = new StringWriter();
        TerminalPage.Write(writer, page, width, isColoured: false);
        return writer.ToString();
    }

    private static string WithoutSpace(string text) => text.Replace("\n", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
}
