using System.Text;
using Vitrine.Sandbox.Terminal;
using Xunit;

namespace Vitrine.Tests.Sandbox.Terminal;

public class TerminalModesTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("\e[?1049h\e[?1049l\e[?25l\e[?25h\e[1m\e[m\e[>1u\e[<u\e=\e>\e[2 q\e[0 q", "")]
    [InlineData("\e[?1049h", "\e[?1049l")]
    [InlineData("\e[?25l", "\e[?25h")]
    [InlineData("\e[?7l", "\e[?7h")]
    [InlineData("\e[?2004;1006;1000h", "\e[?1000l\e[?1006l\e[?2004l")]
    [InlineData("\e[?2026h\e[?1049h\e[?25l", "\e[?2026l\e[?25h\e[?1049l")]
    [InlineData("\e[>1u\e[>3u\e[<u", "\e[<1u")]
    [InlineData("\e[>1u\e[?1049h\e[>2u\e[>2u", "\e[<2u\e[?1049l\e[<1u")]
    [InlineData("\e[=1u", "\e[=0;1u")]
    [InlineData("\e[>4;2m", "\e[>4m")]
    [InlineData("\e[1;31mred", "\e[m")]
    [InlineData("\e[2;5r", "\e7\e[r\e8")]
    [InlineData("\e[5 q", "\e[0 q")]
    [InlineData("\e=", "\e>")]
    [InlineData("\e(0", "\e(B")]
    [InlineData("\e)0\u000E", "\u000F\e)B")]
    [InlineData("\e]8;;https://a\at", "\e]8;;\e\\")]
    [InlineData("\e]11;#000000\a\e]10;red\a", "\e]110\e\\\e]111\e\\")]
    [InlineData("\e]10;?;blue\a", "\e]111\e\\")]
    [InlineData("\e]11;?\a\e]4;1;?\a", "")]
    [InlineData("\e]4;1;red\a\e]104;1\a", "\e]104\e\\")]
    [InlineData("\e]4;1;red\a\e]104\a", "")]
    [InlineData("\e]9;4;1;50\a", "\e]9;4;0\e\\")]
    [InlineData("\e]9;4;1;50\a\e]9;4;0\a", "")]
    [InlineData("\e[?1049h\e[?25l\e[1m\e]11;red\a\ec", "")]
    [InlineData("\e[4h", "\e[4l")]
    public void The_end_undoes_exactly_what_was_left_changed(string input, string resets)
    {
        FilterRun run = new FilterRun().Write(input);
        Assert.Equal(resets, run.Finish());
        Assert.Equal("", run.Finish());
        Assert.Empty(run.Dropped);
    }

    [Fact]
    public void The_keyboard_stack_of_the_person_cannot_be_popped_or_pushed_out()
    {
        Assert.Equal("", FilterRun.Of("\e[<u\e[<9u"));
        FilterRun run = new FilterRun().Write(string.Concat(Enumerable.Repeat("\e[>1u", 20)));
        Assert.Equal(string.Concat(Enumerable.Repeat("\e[>1u", 8)), run.Output);
        Assert.Equal(12, run.Dropped["control-sequence"]);
        Assert.Equal("\e[<8u", run.Finish());
    }

    [Fact]
    public void Modes_are_undone_for_a_pause_and_set_again_after_it()
    {
        var filter = new TerminalFilter();
        byte[] input = "\e[>1u\e[?1049h\e[>5u\e[?25l\e[?1006h\e[>4;2m\e="u8.ToArray();
        filter.Write(input, new byte[filter.MaximumOutput(input.Length)]);
        var buffer = new byte[TerminalFilter.MaximumFinish];

        Assert.Equal("\e[<1u\e[?1006l\e[?25h\e[?1049l\e[<1u\e[>4m\e>", Encoding.Latin1.GetString(buffer, 0, filter.WriteResets(buffer)));
        Assert.Equal("\e[>1u\e[?1049h\e[?1006h\e[?25l\e[>5u\e[>4;2m\e=", Encoding.Latin1.GetString(buffer, 0, filter.WriteModesAgain(buffer)));
    }

    [Fact]
    public void The_longest_end_fits_in_the_promised_room()
    {
        string modes = string.Concat(Enumerable.Range(0, 6000).Select(mode => $"\e[?{mode}{(mode is 7 or 25 ? 'l' : 'h')}"));
        string keys = string.Concat(Enumerable.Repeat("\e[>31u", 9)) + "\e[=31u\e[>4;3m";
        FilterRun run = new FilterRun().Write(
            $"{keys}{modes}{keys}\e=\e[4;20h\e[1m\e[1;2r\e[5 q\e(0\e)0\u000E\e]4;1;red\a\e]10;red;red;red\a\e]8;;http://a\a\e]9;4;1;1\a");
        Assert.InRange(run.Finish().Length, 250, TerminalFilter.MaximumFinish);
    }
}
