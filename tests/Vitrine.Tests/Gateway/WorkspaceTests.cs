using Vitrine.Gateway;
using Vitrine.Gateway.Model;
using Vitrine.Gateway.StandIn;
using Xunit;

namespace Vitrine.Tests.Gateway;

public sealed class WorkspaceTests
{
    [Theory]
    [InlineData(" - Primary working directory: /home/a/repo\n - Is a git repository", "/home/a/repo")]
    [InlineData("<env>\n  Working directory: /home/a b/repo\n</env>", "/home/a b/repo")]
    [InlineData("<environment_context>\n  <cwd>/home/a/repo</cwd>", "/home/a/repo")]
    [InlineData("I'm currently working in the directory: /home/a/repo\nHere is", "/home/a/repo")]
    [InlineData("- **Workspace Directories:**\n  - /home/a/repo\n- **Directory", "/home/a/repo")]
    [InlineData("* Current working directory: /home/a/repo\n* Git", "/home/a/repo")]
    [InlineData("the current working directory. Use /tmp for others", null)]
    [InlineData("The working directory to run in.</description>/x", null)]
    [InlineData("Working directory: repo", null)]
    public void The_directory_is_found_in_the_words_of_real_agents(string prompt, string? directory) =>
        Assert.Equal(directory, Workspace.Of(new ModelRequest { Model = "m", System = prompt }, StandInScript.Default.Content).Directory);

    [Fact]
    public void What_a_tool_read_does_not_name_the_directory()
    {
        ModelMessage result = new(ModelRole.User, [new ModelPart.ToolResult("x", "Working directory: /etc", false)]);
        Assert.Null(Workspace.Of(new ModelRequest { Model = "m", Messages = [result] }, StandInScript.Default.Content).Directory);
    }

    [Theory]
    [InlineData(".git/\nREADME.md\nindex.js", "README.md", "README.md")]
    [InlineData("Directory listing for /r:\nREADME.md (30 bytes)\n[DIR] src", "README.md", "README.md")]
    [InlineData("- /r/\n  - README.md\n  - src/", "README.md", "README.md")]
    [InlineData("/r/\n├───index.js\n├───README.md\n└───.git/...", "README.md", "README.md")]
    [InlineData("/home/a/r/main.go\n/home/a/r/README.md", "README.md", "README.md")]
    [InlineData("src/\nmain.go\nlib.go", "*", "main.go")]
    [InlineData("src/\n.env\nMakefile", "*", "README.md")]
    public void A_file_is_chosen_from_listings_of_every_form(string listing, string wanted, string chosen) =>
        Assert.Equal(chosen, WorkspaceListing.Read(listing).Choose([wanted]));

    [Fact]
    public void The_wanted_files_go_in_their_order_and_the_first_stands_in_for_none()
    {
        Assert.Equal("README", WorkspaceListing.Read("a.txt\nREADME").Choose(["README.md", "README", "*"]));
        Assert.Equal("a.txt", WorkspaceListing.Read("a.txt").Choose(["README.md", "README", "*"]));
        Assert.Equal("README.md", new WorkspaceListing().Choose(["README.md", "*"]));
    }

    [Fact]
    public void A_file_may_be_there_unless_a_listing_shows_that_it_is_not()
    {
        Assert.True(new WorkspaceListing().Mentions("NOTE.md"));
        Assert.True(WorkspaceListing.Read("x y NOTE.md z").Mentions("NOTE.md"));
        Assert.False(WorkspaceListing.Read("").Mentions("NOTE.md"));
        Assert.False(WorkspaceListing.Read("Error: cannot list").IsKnown);
    }
}
