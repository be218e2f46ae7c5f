using FsCheck;
using FsCheck.Fluent;
using Vitrine.Cli.Report;
using Vitrine.Core.Model;
using Vitrine.Sandbox.Review;
using Xunit;

namespace Vitrine.Tests.Cli;

public sealed class LineDiffTests
{
    [Fact]
    public void The_edits_lead_from_one_text_to_the_other()
    {
        Gen<string[]> text = Gen.Elements("a", "b", "c", "d").ArrayOf();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(text.ToArbitrary(), text.ToArbitrary(), (before, after) =>
        {
            IReadOnlyList<LineDiff.Edit> edits = LineDiff.Between(before, after);
            Assert.Equal(before, edits.Where(edit => edit.Kind != '+').Select(edit => before[edit.Old]));
            Assert.Equal(after, edits.Where(edit => edit.Kind != '-').Select(edit => after[edit.New]));
            Assert.All(edits.Where(edit => edit.Kind == ' '), edit => Assert.Equal(before[edit.Old], after[edit.New]));
            return true;
        }));
    }

    [Fact]
    public void It_is_the_shortest_where_that_is_near()
    {
        string[] before = ["one", "two", "three", "four"], after = ["one", "2", "three", "four", "five"];
        Assert.Equal([' ', '-', '+', ' ', ' ', '+'], LineDiff.Between(before, after).Select(edit => edit.Kind));
    }

    [Fact]
    public void Texts_without_a_common_line_end_soon_and_whole()
    {
        string[] before = [.. Enumerable.Range(0, 200_000).Select(i => $"a{i}")], after = [.. Enumerable.Range(0, 200_000).Select(i => $"b{i}")];
        IReadOnlyList<LineDiff.Edit> edits = LineDiff.Between(before, after);
        Assert.Equal((200_000, 200_000), (edits.Count(edit => edit.Kind == '-'), edits.Count(edit => edit.Kind == '+')));
    }

    [Fact]
    public void Nothing_of_the_agent_reaches_the_terminal_as_a_control_sequence()
    {
        var writer = new StringWriter();
        new DiffText(writer, isColoured: false).Write(
            new WorkspaceChange(new UnixPath("n\u001b[2Jame\n"), ChangeKind.Modified, ChangeType.File), "old\tone\n"u8.ToArray(),
                "new\tone\u001b]52;c;x\u0007\r\n"u8.ToArray());
        string text = writer.ToString();
        Assert.DoesNotContain('\u001b', text);
        Assert.DoesNotContain('\r', text);
        Assert.Contains("-old\tone\n", text, StringComparison.Ordinal);
        Assert.Contains("+new\tone\\x1b]52;c;x\\x07\\x0d\n", text, StringComparison.Ordinal);
        Assert.Contains("--- a/n\\x1b[2Jame\\x0a\n", text, StringComparison.Ordinal);
    }
}
