using Vitrine.Runtime.Agents;
using Xunit;

namespace Vitrine.Tests.Runtime.Agents;

public class DirectoryAgentTests
{
    [Theory]
    [InlineData("""{"name":"tool","bin":"cli.js"}""", "node HOME/cli.js")]
    [InlineData("""{"name":"@me/tool","bin":{"other":"other","tool":"./tool"}}""", "HOME/tool")]
    public void Its_package_says_what_to_start(string manifest, string program)
    {
        using var home = new TemporaryHome();
        home.Write("package.json", manifest);
        home.Write("cli.js", "");
        home.Write("tool", "");
        AgentLocation found = Find(home, home.Home);
        Assert.Equal(program.Replace("HOME", home.Home, StringComparison.Ordinal), string.Join(' ', found.Program));
    }

    [Theory]
    [InlineData(null, "package.json that can be read")]
    [InlineData("{", "no valid package.json")]
    [InlineData("""{"name":"tool"}""", "which program")]
    [InlineData("""{"name":"tool","bin":{"a":"a","b":"b"}}""", "which program")]
    [InlineData("""{"name":"tool","bin":"missing.js"}""", "lacks its program")]
    [InlineData("""{"name":"tool","bin":"../../bin/sh"}""", "which program")]
    public void What_is_wrong_with_it_is_said(string? manifest, string what)
    {
        using var home = new TemporaryHome();
        if (manifest is not null)
            home.Write("package.json", manifest);
        AgentLocation found = Find(home, home.Home);
        Assert.Equal(AgentPresence.Unavailable, found.Presence);
        Assert.Contains(what, found.Problem.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_on_the_path_is_found_there_and_nowhere_else()
    {
        using var home = new TemporaryHome();
        string file = home.Write("bin/aider", "");
        Assert.True(new AgentCatalog(null).TryFind("aider", "/", out AgentProfile? aider, out _));
        string bin = Path.GetDirectoryName(file)!;
        Assert.Equal([file], AgentLocation.Find(aider, home.Directories, "/h", $"/none::{bin}").Program);
        AgentLocation missing = AgentLocation.Find(aider, home.Directories, "/h", "/none:.");
        Assert.Equal(AgentPresence.Unavailable, missing.Presence);
        Assert.Contains("pipx install", missing.Problem.Hint, StringComparison.Ordinal);
    }

    private static AgentLocation Find(TemporaryHome home, string path)
    {
        Assert.True(new AgentCatalog(null).TryFind(path, "/", out AgentProfile? profile, out _));
        return AgentLocation.Find(profile, home.Directories, "/h", "");
    }
}
