using Vitrine.Core.Model;
using Vitrine.Runtime.Agents;
using Xunit;

namespace Vitrine.Tests.Runtime.Agents;

public class ShippedProfilesTests
{
    private const string Home = "/home/person";
    private static readonly AgentCatalog Catalog = new(null);

    public static TheoryData<string> Names => [.. Catalog.List(out _).Select(profile => profile.Name)];

    [Fact]
    public void All_of_them_can_be_read()
    {
        string[] names = [.. Catalog.List(out IReadOnlyList<AgentProblem> problems).Select(profile => profile.Name)];
        Assert.Empty(problems);
        Assert.Equal(
            ["aider", "claude-code", "codex", "copilot", "gemini-cli", "generic-anthropic", "generic-gemini", "generic-openai-chat", "generic-openai-responses",
                "opencode", "qwen-code"],
            names);
    }

    [Fact]
    public void No_name_or_alias_is_used_twice()
    {
        IEnumerable<string> all = Catalog.List(out _).SelectMany(profile => profile.Aliases.Append(profile.Name));
        Assert.Empty(all.GroupBy(name => name).Where(group => group.Count() > 1).Select(group => group.Key));
    }

    [Theory]
    [InlineData("claude", "RUN --dangerously-skip-permissions --model sonnet --verbose -p -- -hi {key}")]
    [InlineData("codex",
        "RUN exec --skip-git-repo-check --dangerously-bypass-approvals-and-sandbox -c analytics.enabled=false --model gpt-6.1-sol -c features.plugins=false -c model_provider=\"vitrine\" -c model_providers.vitrine={name=\"Vitrine\",base_url=\"https://api.openai.com/v1\",env_key=\"VITRINE_ENDPOINT_KEY\",wire_api=\"responses\"} --verbose -- -hi {key}")]
    [InlineData("gemini", "RUN --skip-trust --approval-mode yolo --model gemini-2.5-flash --verbose --prompt=-hi {key}")]
    [InlineData("qwen", "RUN --approval-mode yolo --auth-type openai --verbose --prompt=-hi {key}")]
    [InlineData("opencode", "RUN run --auto --model vitrine/standin --verbose -- -hi {key}")]
    [InlineData("copilot", "RUN --allow-all --no-color --verbose --prompt=-hi {key}")]
    [InlineData("aider", "RUN --yes-always --no-stream --no-pretty --model openai/gpt-4.1 --no-show-model-warnings --verbose --message=-hi {key}")]
    public void Headless_and_offline_the_command_takes_even_a_prompt_that_looks_like_an_option(string name, string command)
    {
        AgentPlan plan = Plan(name, offline: true, prompt: "-hi {key}", arguments: ["--verbose"]);
        Assert.Equal(command, string.Join(' ', plan.Command));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Offline_no_host_is_open_and_no_credential_is_passed_on(string name)
    {
        AgentPlan plan = Plan(name, offline: true, environment: Credentials(name));
        Assert.Empty(plan.Allow);
        Assert.Empty(plan.PassedNames);
        Assert.Contains(AgentPlan.PlaceholderKey, plan.Environment.Values);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void At_an_endpoint_that_one_alone_is_open_and_the_key_stands_in_variables_only(string name)
    {
        AgentPlan plan = Plan(name, endpoint: "http://models.example:8080/team/v1/", key: "secret-key", environment: Credentials(name));
        Assert.Equal(["models.example:8080"], plan.Allow.Select(rule => rule.Text));
        Assert.Empty(plan.PassedNames);
        Assert.Contains("secret-key", plan.Environment.Values);
        Assert.DoesNotContain(plan.Command.Concat(plan.Files.Values), text => text.Contains("secret-key", StringComparison.Ordinal));
        string all = string.Join('\n', plan.Command.Concat(plan.Environment.Values));
        Assert.Contains("http://models.example:8080/team", all, StringComparison.Ordinal);
        Assert.DoesNotContain("/v1/v1", all, StringComparison.Ordinal);
        Assert.DoesNotContain("api.openai.com", all, StringComparison.Ordinal);
        Assert.DoesNotContain("api.anthropic.com", all, StringComparison.Ordinal);
        Assert.DoesNotContain("googleapis.com", all, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void In_real_use_a_credential_that_is_set_is_passed_on_and_opens_its_hosts(string name)
    {
        AgentProfile profile = Find(name);
        AgentPlan bare = Plan(name, environment: new Dictionary<string, string> { [profile.Credentials.Keys.First()] = "" });
        AgentPlan full = Plan(name, environment: Credentials(name));
        Assert.Empty(bare.PassedNames);
        Assert.Equal(profile.Hosts.Select(rule => rule.Text), bare.Allow.Select(rule => rule.Text));
        Assert.Equal(profile.Credentials.Keys, full.PassedNames);
        Assert.All(profile.Credentials.Values.SelectMany(rules => rules), rule => Assert.Contains(rule.Text, full.Allow.Select(one => one.Text)));
        Assert.DoesNotContain("vitrine", string.Join(' ', full.Environment.Values), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("person-secret", string.Join(' ', full.Command.Concat(full.Environment.Values).Concat(full.Files.Values)),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ab.chatgpt.com")]
    [InlineData("telemetry.individual.githubcopilot.com")]
    [InlineData("play.googleapis.com")]
    [InlineData("gb4w8c3ygj-default-sea.rum.aliyuncs.com")]
    public void Telemetry_hosts_are_open_for_none(string host)
    {
        Assert.True(HostName.TryParse(host, out HostName name));
        Assert.DoesNotContain(Catalog.List(out _).SelectMany(profile => profile.Hosts.Concat(profile.Credentials.Values.SelectMany(rules => rules))),
            rule => rule.Covers(name));
    }

    [Theory]
    [InlineData("generic-anthropic")]
    [InlineData("generic-openai-chat")]
    [InlineData("generic-openai-responses")]
    [InlineData("generic-gemini")]
    public void A_generic_one_runs_the_persons_command_and_wants_one(string name)
    {
        Assert.Equal(["my-agent", "--flag"], Plan(name, offline: true, arguments: ["my-agent", "--flag"]).Command);
        Assert.False(TryPlan(name, new AgentRequest { Program = [], Home = Home }, out AgentProblem without));
        Assert.Contains("-- COMMAND", without.Hint, StringComparison.Ordinal);
        Assert.False(TryPlan(name, new AgentRequest { Program = [], Home = Home, Prompt = "hi", Arguments = ["x"] }, out _));
    }

    [Fact]
    public void Without_a_prompt_an_agent_starts_interactively_with_its_own_questions()
    {
        Assert.Equal(["RUN"], Plan("claude").Command);
        Assert.Equal(["RUN", "--no-daemon", "--sandbox", "danger-full-access", "-c", "analytics.enabled=false", "-c", "check_for_update_on_startup=false"],
            Plan("codex").Command);
    }

    [Theory]
    [InlineData(" ", null, null, false)]
    [InlineData("hi", "a\"b", null, false)]
    [InlineData("hi", "--model", null, false)]
    [InlineData("hi", null, "line\nbreak", false)]
    [InlineData("hi", null, null, true)]
    public void What_would_break_a_command_or_a_file_is_refused(string prompt, string? model, string? key, bool both)
    {
        var request = new AgentRequest
        {
            Program = ["RUN"],
            Home = Home,
            Prompt = prompt,
            Model = model,
            Key = key,
            Offline = both,
            Endpoint = new Uri("http://models.example")
        };
        Assert.False(TryPlan("codex", request, out AgentProblem problem));
        Assert.NotEmpty(problem.What);
    }

    private static Dictionary<string, string> Credentials(string name) => Find(name).Credentials.Keys.ToDictionary(key => key, _ => "person-secret");

    private static AgentProfile Find(string name)
    {
        Assert.True(Catalog.TryFind(name, "/", out AgentProfile? profile, out AgentProblem problem), problem.ToString());
        return profile;
    }

    private static bool TryPlan(string name, AgentRequest request, out AgentProblem problem) => AgentPlan.TryCreate(Find(name), request, out _, out problem);

    private static AgentPlan Plan(
        string name, bool offline = false, string? endpoint = null, string? key = null, string? prompt = null, string[]? arguments = null,
            Dictionary<string, string>? environment = null)
    {
        AgentProfile profile = Find(name);
        Uri? url = null;
        Assert.True(endpoint is null || EndpointUrl.TryParse(endpoint, out url));
        bool generic = profile.Install is CommandOnly;
        var request = new AgentRequest
        {
            Program = generic ? [] : ["RUN"],
            Home = Home,
            Offline = offline,
            Endpoint = url,
            Key = key,
            Prompt = prompt,
            Arguments = arguments ?? (generic ? ["my-agent"] : []),
            Environment = environment ?? [],
        };
        Assert.True(AgentPlan.TryCreate(profile, request, out AgentPlan? plan, out AgentProblem problem), problem.ToString());
        return plan;
    }
}
