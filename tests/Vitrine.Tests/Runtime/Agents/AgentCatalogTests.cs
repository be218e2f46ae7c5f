using Vitrine.Runtime.Agents;
using Xunit;

namespace Vitrine.Tests.Runtime.Agents;

public class AgentCatalogTests
{
    private static readonly AgentCatalog Shipped = new(null);

    [Theory]
    [InlineData("claude-code", "claude-code")]
    [InlineData("claude", "claude-code")]
    [InlineData("gemini", "gemini-cli")]
    [InlineData("qwen", "qwen-code")]
    [InlineData("codex", "codex")]
    public void A_name_or_an_alias_finds_its_profile(string asked, string name)
    {
        Assert.True(Shipped.TryFind(asked, "/", out AgentProfile? profile, out _));
        Assert.Equal(name, profile.Name);
    }

    [Theory]
    [InlineData("cladue", "'claude'")]
    [InlineData("opncode", "'opencode'")]
    [InlineData("Codex", "'codex'")]
    [InlineData("zzzzzzzz", "npm:NAME")]
    [InlineData("", "npm:NAME")]
    [InlineData("npm", "npm:NAME")]
    public void Another_word_is_refused_with_the_nearest(string asked, string hint)
    {
        Assert.False(Shipped.TryFind(asked, "/", out _, out AgentProblem problem));
        Assert.Contains(hint, problem.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void A_terminal_is_not_written_to_by_a_mistaken_name()
    {
        Assert.False(Shipped.TryFind("a\u001b[31m\n" + new string('b', 4000), "/", out _, out AgentProblem problem));
        Assert.DoesNotContain(problem.ToString()[..^problem.Hint.Length].TrimEnd(), c => c is '\u001b');
        Assert.True(problem.What.Length < 200);
    }

    [Theory]
    [InlineData("npm:--foo")]
    [InlineData("npm:-g")]
    [InlineData("npm:")]
    [InlineData("npm:@")]
    [InlineData("npm:../x")]
    [InlineData("npm:..")]
    [InlineData("npm:.")]
    [InlineData("npm:/etc")]
    [InlineData("npm:@scope")]
    [InlineData("npm:@scope/")]
    [InlineData("npm:@/x")]
    [InlineData("npm:@../x")]
    [InlineData("npm:@a/../x")]
    [InlineData("npm:a/b")]
    [InlineData("npm:x@1;rm")]
    [InlineData("npm:x@1.2.3\n")]
    [InlineData("npm:x@")]
    [InlineData("npm:x@^1.2.3")]
    [InlineData("npm:x@1.x")]
    [InlineData("npm:x@x")]
    [InlineData("npm:x@v1")]
    [InlineData("npm:x@*")]
    [InlineData("npm:x@01.2.3")]
    [InlineData("npm:x@1.2.3 --global")]
    [InlineData("npm:x@file:../y")]
    [InlineData("npm:x@npm:y@1.2.3")]
    [InlineData("npm:x@https://evil.example/y.tgz")]
    [InlineData("npm:x@github:evil/y")]
    [InlineData("npm:x@-tag")]
    [InlineData("npm:X")]
    [InlineData("npm:x y")]
    [InlineData("npm:x$(id)")]
    [InlineData("npm:х")]
    public void What_no_registry_holds_is_no_package(string asked)
    {
        Assert.False(Shipped.TryFind(asked, "/", out _, out AgentProblem problem));
        Assert.Contains("npm:NAME", problem.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("npm:some-agent", "npm+some-agent", null)]
    [InlineData("npm:some-agent@latest", "npm+some-agent", "latest")]
    [InlineData("npm:@some/agent.js@1.2.3-beta.1", "npm+@some+agent.js", "1.2.3-beta.1")]
    public void An_unknown_package_gets_a_profile_of_every_protocol(string asked, string name, string? version)
    {
        Assert.True(Shipped.TryFind(asked, "/", out AgentProfile? profile, out _));
        Assert.Equal(name, profile.Name);
        Assert.Equal(version, Assert.IsType<NpmInstall>(profile.Install).Package.Version);
        var request = new AgentRequest { Program = ["/p"], Home = "/h", Prompt = "do", Offline = true, Arguments = ["-v"] };
        Assert.True(AgentPlan.TryCreate(profile, request, out AgentPlan? plan, out _));
        Assert.Equal(["/p", "-v", "do"], plan.Command);
        Assert.Equal("https://api.anthropic.com", plan.Environment["ANTHROPIC_BASE_URL"]);
        Assert.Equal("https://api.openai.com/v1", plan.Environment["OPENAI_BASE_URL"]);
        Assert.Equal("https://generativelanguage.googleapis.com", plan.Environment["GOOGLE_GEMINI_BASE_URL"]);
        Assert.Equal(AgentPlan.PlaceholderKey, plan.Environment["GEMINI_API_KEY"]);
        Assert.True(AgentPlan.TryCreate(profile, request with { Offline = false, Endpoint = new Uri("http://models.example/") }, out plan, out _));
        Assert.Equal("http://models.example", plan.Environment["ANTHROPIC_BASE_URL"]);
        Assert.Equal("http://models.example/v1", plan.Environment["OPENAI_BASE_URL"]);
    }

    [Fact]
    public void A_known_package_gets_its_profile_in_the_named_version()
    {
        Assert.True(Shipped.TryFind("npm:@openai/codex@0.1.2", "/", out AgentProfile? profile, out _));
        Assert.Equal("codex", profile.Name);
        Assert.Equal("@openai/codex@0.1.2", Assert.IsType<NpmInstall>(profile.Install).Package.Spec);
    }

    [Theory]
    [InlineData("./agent", "/code/agent")]
    [InlineData("../agent/", "/agent")]
    [InlineData("/opt/agent", "/opt/agent")]
    [InlineData(".", "/code")]
    public void A_path_is_a_directory(string asked, string path)
    {
        Assert.True(Shipped.TryFind(asked, "/code", out AgentProfile? profile, out _));
        Assert.Equal(path, Assert.IsType<DirectoryInstall>(profile.Install).Path);
        Assert.Matches(@"\Adirectory\+(agent|code)\+[0-9a-f]{12}\z", profile.Name);
    }

    [Fact]
    public void The_persons_own_profiles_go_first_and_a_broken_one_disturbs_no_other()
    {
        using var home = new TemporaryHome();
        home.Write("agents/codex.yaml", "name: codex\ntitle: Ours\nprotocol: gemini\n");
        home.Write("agents/extra.yaml", "name: extra\ntitle: Extra\nprotocol: gemini\naliases: [more]\n");
        home.Write("agents/broken.yaml", "name: broken\ntitel: claude\n");
        var catalog = new AgentCatalog(Path.Combine(home.Home, "agents"));
        Assert.True(catalog.TryFind("codex", "/", out AgentProfile? codex, out _));
        Assert.Equal("Ours", codex.Title);
        Assert.True(catalog.TryFind("more", "/", out AgentProfile? extra, out _));
        Assert.Equal("extra", extra.Name);
        Assert.True(catalog.TryFind("claude", "/", out _, out _));
        Assert.False(catalog.TryFind("broken", "/", out _, out AgentProblem problem));
        Assert.Contains("broken.yaml:2:1", problem.What, StringComparison.Ordinal);
        Assert.Single(catalog.List(out IReadOnlyList<AgentProblem> problems), profile => profile.Name == "codex" && profile.Title == "Ours");
        Assert.Single(problems);
    }
}
