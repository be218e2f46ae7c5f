using System.CommandLine;
using System.Text;
using Vitrine.Cli.Commands;
using Vitrine.Cli.Report;
using Vitrine.Core.Model;
using Vitrine.Core.Policy;
using Vitrine.Runtime.Policies;
using Vitrine.Runtime.Recording;
using Vitrine.Runtime.Sessions;
using Xunit;

namespace Vitrine.Tests.Policy;

public sealed class PolicyCommandTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("vitrine-policy-").FullName;
    private readonly MemoryStream _data = new(), _messages = new();

    public PolicyCommandTests() => Directory.CreateDirectory(Path.Combine(_root, "work"));

    private string Project => Path.Combine(_root, "work", "vitrine.yaml");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void What_init_writes_is_read_without_a_problem_and_counts()
    {
        File.WriteAllText(Path.Combine(_root, "work", "package.json"), "{}");
        Assert.Equal(0, Run("policy", "init", "--agent", "claude-code"));
        Assert.Equal(0, Run("policy", "check"));
        Assert.DoesNotContain("not accepted", Text(_messages), StringComparison.Ordinal);
        Assert.Equal(0, Run("policy", "explain", "POST https://api.anthropic.com/v1/messages"));
        Assert.StartsWith("allow\n", Text(_data), StringComparison.Ordinal);
        Assert.Equal(1, Run("policy", "init"));
        File.AppendAllText(Project, "# changed\n");
        Assert.Equal(0, Run("policy", "check"));
        Assert.Contains("not accepted", Text(_messages), StringComparison.Ordinal);
    }

    [Fact]
    public void A_projects_policy_allows_nothing_until_it_is_accepted_and_forbids_at_once()
    {
        File.WriteAllText(Project, "network: { allow: [a.com] }\ncommands: { deny: [curl] }\n");
        Assert.Equal(("deny", "deny"), (Explain("GET https://a.com/"), Explain("--command", "curl x")));
        Assert.Equal(0, Run("policy", "accept"));
        Assert.Equal(("allow", "deny"), (Explain("GET https://a.com/"), Explain("--command", "curl x")));
        File.AppendAllText(Project, "\n");
        Assert.Equal("deny", Explain("GET https://a.com/"));
        File.WriteAllText(Project, "network: { allow: [a.com] }\ncommands: { deny: [curl] }\n");
        Assert.Equal(0, Run("policy", "accept", "--withdraw"));
        Assert.Equal("deny", Explain("GET https://a.com/"));
    }

    [Fact]
    public void A_demand_for_witnesses_that_nobody_names_is_a_problem_and_nothing_runs()
    {
        File.WriteAllText(Project,
            "record: { unwitnessed: deny, witness: [{ url: 'https://w.example/', key: witness.example.com/w1+6f411dfe+BP4VfA5FHGEnv1Tgywv7dZeT8VMK0L8dXVSl1XVC9WYD }] }\n");
        Assert.Equal(1, Run("policy", "check"));
        Assert.StartsWith("vitrine.yaml:1:1: it demands that the record is witnessed, and no policy that counts names a witness\n  hint: record: { witness:",
            Text(_data), StringComparison.Ordinal);
        // Accepted, it names one itself.
        Assert.Equal(0, Run("policy", "accept"));
        Assert.Equal(0, Run("policy", "check"));
    }

    [Fact]
    public void A_mistake_is_a_line_with_its_place()
    {
        File.WriteAllText(Project, "files:\n  workspce: read\n");
        Assert.Equal(1, Run("policy", "check"));
        Assert.Equal("vitrine.yaml:2:3: 'files' has no 'workspce'\n  hint: did you mean 'workspace'?\n", Text(_data));
        Assert.Equal(1, Run("policy", "accept"));
        Assert.Equal(1, Run("policy", "explain", "src/a"));
    }

    [Fact]
    public void The_cases_beside_a_policy_are_run()
    {
        File.WriteAllText(Project,
            "network: { allow: [a.com] }\ntests:\n  - { request: GET https://a.com/, expect: allow }\n  - { request: GET https://b.com/, expect: deny }\n  - { shell: 'git push', expect: allow }\n  - { write: src/a, expect: allow }\n");
        Assert.Equal(0, Run("policy", "accept"));
        Assert.Equal(0, Run("policy", "test"));
        Assert.Equal("4 passed, 0 failed\n", Text(_data));
        File.WriteAllText(Path.Combine(_root, "work", "vitrine.test.yaml"), "tests:\n  - { name: b is open, request: GET https://b.com/, expect: allow }\n");
        Assert.Equal(1, Run("policy", "test"));
        Assert.Contains("vitrine.test.yaml:2: b is open: deny, not allow", Text(_data), StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_in_the_policys_place_is_refused()
    {
        Directory.CreateDirectory(Project);
        Assert.Equal(2, Run("policy", "check"));
    }

    [Fact]
    public void What_was_learned_allows_each_recorded_act_and_refuses_others()
    {
        PolicyPlaces places = PolicyOf.Places;
        string[] requests = ["POST https://api.a.com/v1/messages?beta=true", "GET https://b.com/repos/12345/file", "GET https://c.com:8443/@s%2fname"];
        (string Program, string[] Arguments)[] commands = [("/usr/bin/git", ["git", "status", "-s"]), ("/usr/bin/ls", ["ls", "-l"]),
            ("/home/me/code/run.sh", ["run.sh"])];
        var learner = new PolicyLearner(places);
        foreach (string request in requests)
            learner.Add(new RequestStarted(1, request.Split(' ')[0], request.Split(' ')[1], "1.1", [], null, Decision.Allow("x")));
        learner.Add(new RequestStarted(1, "GET", "https://evil.com/", "1.1", [], null, Decision.Deny(null, null)));
        foreach ((string program, string[] arguments) in commands)
            learner.Add(new ProgramRun(1, 0, new UnixPath(program), arguments, new UnixPath("/home/me/code"), false));
        learner.Add(new FileOpened(1, new UnixPath("/home/me/.npmrc"), "read", true));
        learner.Add(new RequestStarted(1, "GET", "https://b.com/x/../y", "1.1", [], null, Decision.Allow("x")));
        Assert.Equal(1, learner.LeftOut);
        SessionPolicy learned = PolicyOf.Text(learner.ToYaml());
        Assert.All(requests, request => Assert.True(learned.Network.DecideRequest(PolicyOf.Request(request)).IsAllowed, request));
        Assert.All(requests, request => Assert.False(learned.Network.DecideRequest(PolicyOf.Request("DELETE " + request.Split(' ')[1])).IsAllowed));
        Assert.All(requests,
            request => Assert.False(learned.Network.DecideRequest(PolicyOf.Request(request.Replace(".com", ".org", StringComparison.Ordinal))).IsAllowed));
        Assert.False(learned.Network.DecideRequest(PolicyOf.Request("POST https://api.a.com/v1/files")).IsAllowed);
        Assert.False(learned.Network.DecideRequest(PolicyOf.Request("GET https://evil.com/")).IsAllowed);
        Assert.True(learned.Network.DecideRequest(PolicyOf.Request("GET https://b.com/repos/99/file")).IsAllowed);
        Assert.All(commands,
            one => Assert.True(learned.Commands.Decide(new CommandFacts(new UnixPath(one.Program), null, one.Arguments), places).IsAllowed, one.Program));
        Assert.False(learned.Commands.Decide(PolicyOf.Command("/usr/bin/git", "push"), places).IsAllowed);
        Assert.True(learned.Files.Decide(new UnixPath("/home/me/.npmrc"), PathAccess.Read, places).IsAllowed);
        Assert.False(learned.Files.Decide(new UnixPath("/home/me/.npmrc"), PathAccess.Write, places).IsAllowed);
    }

    [Fact]
    public void Claude_Codes_permissions_become_a_policy_that_is_no_wider()
    {
        ImportedPolicy? imported = ClaudeCodeImport.TryImport(
            """{ /* mine */ "permissions": { "allow": ["Bash(npm run test:*)", "Bash(git status)", "Bash(ls)", "WebFetch(domain:docs.x.com)", "Read(~/.zshrc)", "mcp__a__b", "Bash(a * b)"], "ask": ["Bash(git push *)"], "deny": ["Read(./.env)", "Bash(curl *)"], "defaultMode": "plan" }, }""",
                out string problem);
        Assert.True(imported is not null, problem);
        SessionPolicy policy = PolicyOf.Text(imported.Yaml);
        Effect Of(params string[] words) => policy.Commands.Decide(PolicyOf.Command("/usr/bin/" + words[0], words[1..]), PolicyOf.Places).Outcome;
        Assert.Equal((Effect.Allow, Effect.Allow, Effect.Deny, Effect.Allow, Effect.Deny),
            (Of("npm", "run", "test", "x"), Of("git", "status"), Of("git", "status", "x"), Of("ls"), Of("ls", "-l")));
        Assert.Equal((Effect.Ask, Effect.Deny), (Of("git", "push", "x"), Of("curl", "x")));
        Assert.False(policy.Files.Decide(new UnixPath("/home/me/code/.env"), PathAccess.Read, PolicyOf.Places).IsAllowed);
        Assert.Equal(3, imported.LeftOut.Count);
    }

    [Fact]
    public void Codexs_settings_and_rules_become_a_policy()
    {
        ImportedPolicy config =
            CodexImport.TryImport("sandbox_mode = \"read-only\"\napproval_policy = \"never\"\n[permissions.x.network.domains]\n\"**.a.com\" = \"allow\"\n\"b.com\" = \"deny\"\n[permissions.x.filesystem]\n\"/etc/x\" = \"deny\"\n",
            false, out _)!;
        SessionPolicy policy = PolicyOf.Text(config.Yaml);
        Assert.Equal(WorkspaceMode.Read, policy.Files.Workspace);
        Assert.True(policy.Network.DecideRequest(PolicyOf.Request("GET https://s.a.com/")).IsAllowed);
        Assert.Single(config.LeftOut);
        ImportedPolicy rules =
            CodexImport.TryImport("prefix_rule(pattern=[\"git\", \"push\"], decision=\"forbidden\")\nprefix_rule(\n pattern = [\"ls\"],\n decision = \"allow\",\n)\nprefix_rule(pattern=[\"gh\", [\"pr\", \"issue\"]], decision=\"prompt\")",
            true, out _)!;
        Assert.Contains("- git push\n", rules.Yaml, StringComparison.Ordinal);
        Assert.Equal(2, rules.LeftOut.Count);
    }

    private string Explain(params string[] what)
    {
        Assert.Equal(0, Run(["policy", "explain", .. what]));
        return Text(_data).Split('\n')[0];
    }

    private int Run(params string[] arguments)
    {
        _data.SetLength(0);
        _messages.SetLength(0);
        var context = new PolicyContext(
            new SessionPlaces(Path.Combine(_root, "home"), Path.Combine(_root, "state"), Path.Combine(_root, "configuration")), Path.Combine(_root, "work"),
            new OutputStream(_data, 0, IsPlain: true, IsColoured: false), new OutputStream(_messages, 0, IsPlain: true, IsColoured: false),
            Path.Combine(_root, "organisation.yaml"));
        RootCommand root = [PolicyCommand.Create(() => context, () => new SessionStore(Path.Combine(_root, "state"), TimeProvider.System))];
        return root.Parse(arguments).Invoke();
    }

    private static string Text(MemoryStream stream) => Encoding.UTF8.GetString(stream.ToArray());
}
