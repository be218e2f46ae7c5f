using System.Text;
using Vitrine.Sandbox.Terminal;
using Xunit;

namespace Vitrine.Tests.Sandbox.Terminal;

public class TerminalFilterTests
{
    public static TheoryData<string> Unchanged => TerminalVectors.Unchanged;

    public static TheoryData<string, string, string?> Changed => TerminalVectors.Changed;

    [Theory]
    [MemberData(nameof(Unchanged))]
    public void What_programs_draw_with_passes_unchanged(string input)
    {
        FilterRun run = new FilterRun().Write(input);

        Assert.Equal(input, run.Output);
        Assert.Empty(run.Dropped);
        Assert.Null(ForbiddenSequences.FirstIn(run.Output));
    }

    [Theory]
    [MemberData(nameof(Changed))]
    public void What_is_dangerous_is_dropped_and_counted(string input, string expected, string? kind)
    {
        FilterRun run = new FilterRun().Write(input);

        Assert.Equal(expected, run.Output);
        if (kind is not null)
            Assert.Equal([new KeyValuePair<string, long>(kind, 1)], run.Dropped);
        Assert.Null(ForbiddenSequences.FirstIn(run.Output));
    }

    [Fact]
    public void Every_split_gives_the_same_output()
    {
        foreach (string input in Unchanged.Select(row => row.Data).Concat(Changed.Select(row => row.Data.Item1)))
        {
            FilterRun whole = new FilterRun().Write(input);
            string end = whole.Finish();
            int step = Math.Max(1, input.Length / 700);
            for (int split = 0; split <= input.Length; split += step)
            {
                FilterRun halves = new FilterRun().Write(input[..split]).Write(input[split..]);
                Assert.Equal((whole.Output, end), (halves.Output, halves.Finish()));
                Assert.Equal(whole.Dropped, halves.Dropped);
            }

            var bytewise = new FilterRun();
            foreach (char c in input)
                bytewise.Write(c.ToString());
            Assert.Equal((whole.Output, end), (bytewise.Output, bytewise.Finish()));
            Assert.Equal(whole.Dropped, bytewise.Dropped);
        }
    }

    [Fact]
    public void The_clipboard_is_written_when_allowed_and_never_read()
    {
        Assert.Equal("\e]52;c;aGk=\a", FilterRun.Of("\e]52;c;aGk=\a", allowClipboard: true));
        Assert.Equal("", FilterRun.Of("\e]52;c;?\a\e]52;;?\e\\\e]52;c;\a\e]52;c\a\e]52;x;aGk=\a\e]52;c;a b\a", allowClipboard: true));
        string large = "\e]52;c;" + new string('A', 90_000) + "\e\\";
        Assert.Equal(large, FilterRun.Of(large, allowClipboard: true));
        FilterRun tooLarge = new FilterRun(allowClipboard: true).Write("a\e]52;c;" + new string('A', TerminalFilter.MaximumClipboard) + "\az");
        Assert.Equal("az", tooLarge.Output);
        Assert.Equal(1, tooLarge.Dropped["overlong"]);
        Assert.Equal("az", FilterRun.Of("a\e]0;" + new string('t', 5000) + "\az", allowClipboard: true));
    }

    [Fact]
    public void A_partial_sequence_is_held_and_dropped_at_the_end()
    {
        foreach (string partial in new[] { "\e", "\e[", "\e[31", "\e(", "\e]", "\e]0;title", "\e]0;title\e", "\u00C2", "\u00E2\u0080", "\eP", "\eP$q\e",
            "\u00C2\u009B", "\e]0;\u00C2" })
        {
            FilterRun run = new FilterRun().Write("a" + partial);
            Assert.Equal("a", run.Output);
            Assert.Equal("", run.Finish());
            Assert.Equal(1, run.Dropped.Values.Sum());
            Assert.Equal("az", run.Write("z").Output);
        }
    }

    [Fact]
    public void A_short_output_buffer_is_refused_before_anything_is_taken_in()
    {
        var filter = new TerminalFilter();
        Assert.Throws<ArgumentException>(() => filter.Write("\e[1m"u8, new byte[filter.MaximumOutput(4) - 1]));
        var output = new byte[filter.MaximumOutput(1)];
        Assert.Equal("m"u8.ToArray(), output[..filter.Write("m"u8, output)]);
    }

    [Fact]
    public void Nothing_is_allocated_while_filtering()
    {
        var filter = new TerminalFilter();
        var output = new byte[filter.MaximumOutput(60_000)];
        foreach (string vector in Changed.Select(row => row.Data.Item1).Concat(Unchanged.Select(row => row.Data)))
        {
            byte[] input = Encoding.Latin1.GetBytes(vector);
            filter.Write(input, output);
            long before = GC.GetAllocatedBytesForCurrentThread();
            filter.Write(input, output);
            Assert.Equal((vector, before), (vector, GC.GetAllocatedBytesForCurrentThread()));
        }
    }
}
