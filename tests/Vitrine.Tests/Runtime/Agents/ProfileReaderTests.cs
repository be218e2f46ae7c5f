using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Vitrine.Runtime.Agents;
using Vitrine.Runtime.Agents.Profiles;
using Xunit;

namespace Vitrine.Tests.Runtime.Agents;

public class ProfileReaderTests
{
    private const string Whole =
        """
        name: mine
        title: Mine
        aliases: [my-own]
        protocol: openai-chat
        install:
          npm: "@me/mine"
          version: 1.2.3
          program: mine
          node: 20
        headless: [run, "{args}", "{prompt}"]
        interactive: []
        environment:
          QUIET: "1"
        files:
          .mine/config: "a: {home}"
        endpoint:
          model: m
          arguments: [--model, "{model}"]
          environment:
            URL: "{endpoint}/v1"
            KEY: "{key}"
          files:
            .mine/endpoint: "{endpoint}"
        offline:
          endpoint: https://api.openai.com
          environment:
            OFF: "1"
        credentials:
          KEY: [api.openai.com]
        hosts: [mine.example, "*.mine.example:8443"]
        state: [.mine]
        """;

    [Fact]
    public void Each_part_of_a_profile_arrives()
    {
        Assert.True(ProfileReader.TryRead(Whole, "mine.yaml", out AgentProfile? profile, out AgentProblem problem), problem.ToString());
        var install = Assert.IsType<NpmInstall>(profile.Install);
        Assert.Equal(("@me/mine@1.2.3", "mine", 20), (install.Package.Spec, install.Program, install.Node));
        Assert.Equal(["my-own"], profile.Aliases);
        Assert.Equal(AgentProtocol.OpenAIChat, profile.Protocol);
        Assert.Equal(["mine.example", "*.mine.example:8443"], profile.Hosts.Select(rule => rule.Text));
        Assert.Equal([".mine"], profile.State);
        Assert.Equal("1", profile.Endpoint!.OfflineEnvironment["OFF"]);
        var request = new AgentRequest { Program = ["/p"], Home = "/h", Prompt = "do", Offline = true, Arguments = ["-v"] };
        Assert.True(AgentPlan.TryCreate(profile, request, out AgentPlan? plan, out problem), problem.ToString());
        Assert.Equal(["/p", "run", "--model", "m", "-v", "do"], plan.Command);
        Assert.Equal("https://api.openai.com/v1", plan.Environment["URL"]);
        Assert.Equal(("a: /h", "https://api.openai.com"), (plan.Files[".mine/config"], plan.Files[".mine/endpoint"]));
    }

    [Theory]
    [InlineData("title: Mine", "titel: Mine", "2:1", "no 'titel'", "did you mean 'title'?")]
    [InlineData("title: Mine", "", "1:1", "lacks 'title'", "")]
    [InlineData("name: mine", "name: other", "1:7", "'other'", "same name")]
    [InlineData("name: mine", "name: ../mine", "1:7", "no name", "")]
    [InlineData("protocol: openai-chat", "protocol: openai-caht", "4:11", "openai-caht", "did you mean 'openai-chat'?")]
    [InlineData("version: 1.2.3", "version: ^1.2.3", "7:12", "exact version", "ranges")]
    [InlineData("npm: \"@me/mine\"", "npm: \"@me/mine --foo\"", "6:8", "npm package", "")]
    [InlineData("node: 20", "node: 20.1", "9:9", "major version", "")]
    [InlineData("node: 20", "nodes: 20", "9:3", "no 'nodes'", "did you mean 'node'?")]
    [InlineData("program: mine", "program: -mine", "8:12", "program", "")]
    [InlineData("program: mine", "directory: /x", "8:14", "doesn't go with", "")]
    [InlineData("\"{prompt}\"]", "\"{promt}\"]", "10:27", "{promt}", "did you mean {prompt}?")]
    [InlineData("\"{prompt}\"]", "\"x\"]", "10:11", "needs {prompt}", "")]
    [InlineData("\"{args}\", ", "\"{args}\", \"{args}\", ", "10:11", "more than once", "")]
    [InlineData("\"{args}\", ", "\"a{args}\", ", "10:17", "element of its own", "")]
    [InlineData("interactive: []", "interactive: [\"{prompt}\"]", "11:15", "{prompt} can't", "")]
    [InlineData("\"{model}\"]", "\"{key}\"]", "18:24", "{key} can't", "variable")]
    [InlineData("URL: \"{endpoint}/v1\"", "U RL: x", "20:5", "name of a variable", "")]
    [InlineData("QUIET: \"1\"", "PATH: /evil", "13:3", "box's own", "")]
    [InlineData(".mine/endpoint:", "/etc/passwd:", "23:5", "below HOME", "relative")]
    [InlineData(".mine/endpoint:", ".mine/../../x:", "23:5", "below HOME", "relative")]
    [InlineData("state: [.mine]", "state: [..]", "31:9", "below HOME", "relative")]
    [InlineData("hosts: [mine.example", "hosts: [\"https://mine.example\"", "30:9", "no host", "HOST:PORT")]
    [InlineData("KEY: [api.openai.com]", "KEY: api.openai.com", "29:8", "list of hosts", "")]
    [InlineData("KEY: [api.openai.com]", "KEY: []", "29:8", "list of hosts", "")]
    [InlineData("endpoint: https://api.openai.com", "endpoint: https://me:pw@api.openai.com", "25:13", "no endpoint", "without user")]
    [InlineData("endpoint: https://api.openai.com", "x: 1", "25:3", "no 'x'", "its keys are")]
    [InlineData("  model: m", "", "18:3", "'model' must", "")]
    [InlineData("title: Mine", "title: &a Mine", "2:8", "anchors", "")]
    [InlineData("title: Mine", "title: !x Mine", "2:8", "tags", "")]
    [InlineData("title: Mine", "title: [Mine]", "2:8", "is a text", "")]
    [InlineData("title: Mine", "title: ''", "2:8", "empty", "")]
    [InlineData("title: Mine", "title: Mine\ntitle: Yours", "3:1", "twice", "")]
    [InlineData("hosts: [mine.example", "hosts: [[[[[[[[]]]]]]]", "30:", "deeper", "")]
    [InlineData("hosts: [", "hosts: [[[", "30:8", "not YAML", "")]
    [InlineData("title: Mine", "title: \"a\\u001b[31m\"", "2:8", "control", "")]
    [InlineData("aliases: [my-own]", "aliases: [My_Own]", "3:11", "no name", "")]
    public void A_mistake_is_shown_where_it_is(string right, string wrong, string place, string what, string hint)
    {
        Assert.Contains(right, Whole, StringComparison.Ordinal);
        int at = Whole.IndexOf(right, StringComparison.Ordinal);
        string text = Whole[..at] + wrong + Whole[(at + right.Length)..];
        Assert.False(ProfileReader.TryRead(text, "mine.yaml", out _, out AgentProblem problem));
        Assert.StartsWith($"mine.yaml:{place}", problem.What, StringComparison.Ordinal);
        Assert.Contains(what, problem.What, StringComparison.Ordinal);
        Assert.Contains(hint, problem.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("- a\n- b\n")]
    [InlineData("just text")]
    [InlineData("a: 1\n---\nb: 2\n")]
    [InlineData("a: [1\n")]
    [InlineData("a: *b\n")]
    [InlineData("\t\0")]
    [InlineData("? [a]\n: b\n")]
    public void What_is_no_profile_at_all_is_refused_with_a_place(string text)
    {
        Assert.False(ProfileReader.TryRead(text, "mine.yaml", out _, out AgentProblem problem));
        Assert.Matches(@"\Amine\.yaml:\d+:\d+: ", problem.What);
    }

    [Fact]
    public void Too_long_a_file_is_refused_unread() =>
        Assert.False(ProfileReader.TryRead(new string('#', ProfileYaml.LongestText + 1), "mine.yaml", out _, out _));

    [Fact]
    public void Whatever_is_changed_in_a_profile_it_is_read_or_refused_with_a_place()
    {
        char[] alphabet = ['\0', '\n', ' ', '\t', ':', '-', '[', ']', '{', '}', '&', '*', '!', '|', '>', '%', '@', '`', '"', '\'', '#', ',', '?', '\\', 'a',
            '\ud800', '\u2028', '\ufeff'];
        Gen<(int At, int Length, string Text)> change =
            from at in Gen.Choose(0, Whole.Length)
            from length in Gen.Choose(0, 12)
            from text in Gen.ArrayOf(Gen.Elements(alphabet))
            select (at, length, new string(text));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3000), Prop.ForAll(Gen.ArrayOf(change).ToArbitrary(), changes =>
        {
            var text = new StringBuilder(Whole);
            foreach ((int at, int length, string inserted) in changes.Take(3))
            {
                int start = Math.Min(at, text.Length);
                text.Remove(start, Math.Min(length, text.Length - start)).Insert(start, inserted);
            }

            return ProfileReader.TryRead(text.ToString(), "mine.yaml", out _, out AgentProblem problem)
                || problem.What.StartsWith("mine.yaml:", StringComparison.Ordinal);
        }));
    }
}
