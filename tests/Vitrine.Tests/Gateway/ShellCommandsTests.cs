using FsCheck;
using FsCheck.Fluent;
using Vitrine.Gateway.StandIn;
using Xunit;

namespace Vitrine.Tests.Gateway;

public sealed class ShellCommandsTests
{
    [Theory]
    [InlineData("plain.txt")]
    [InlineData("-rf")]
    [InlineData("a b'c\"d$e`f\\g;h.txt")]
    [InlineData("ü\n.txt")]
    public void Files_of_any_name_are_written_and_read(string name)
    {
        using AgentHands hands = new();
        Assert.Equal(("", false), hands.Shell(ShellCommands.Edit(name, new ScriptEdit.Create("%s \\n 'x' $HOME\n"))));
        Assert.Equal(("", false), hands.Shell(ShellCommands.Edit(name, new ScriptEdit.Append("end"))));
        Assert.Equal(("%s \\n 'x' $HOME\nend", false), hands.Shell(ShellCommands.Read(name)));
    }

    [Fact]
    public void A_text_that_is_not_there_fails_and_leaves_the_file_alone()
    {
        using AgentHands hands = new();
        Assert.True(hands.Shell(ShellCommands.Edit("README.md", new ScriptEdit.Replace("absent", "x"))).IsError);
        Assert.Equal("# Sample\nA sample.\n", File.ReadAllText(Path.Combine(hands.Workspace, "README.md")));
    }

    [Fact]
    public void Any_text_survives_the_shell()
    {
        using AgentHands hands = new();
        Gen<string> text = Gen.Elements("'", "\"", "\\", "$x", "`id`", "\n", "%d", "-", "!", "*", "é", "a", ";", "&").ListOf().Select(string.Concat);
        Property property = Prop.ForAll(text.ToArbitrary(), value =>
        {
            Assert.Equal((value, false), hands.Shell($"printf '%s' {ShellCommands.Quote(value)}"));
            File.WriteAllText(Path.Combine(hands.Workspace, "f"), "before OLD after\n");
            Assert.False(hands.Shell(ShellCommands.Edit("f", new ScriptEdit.Replace("OLD", value))).IsError);
            Assert.Equal($"before {value} after\n", File.ReadAllText(Path.Combine(hands.Workspace, "f")));
        });
        // Each try runs two shells.
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(40), property);
    }
}
