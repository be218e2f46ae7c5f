using System.Text;
using System.Text.Json;
using Vitrine.Audit.Model;
using Vitrine.FunctionalTests.Running;

namespace Vitrine.FunctionalTests.Audit;

/// <summary>Each change of the machine is what the target sees.</summary>
public sealed class MachineTests(Machine machine)
{
    [Fact]
    public async Task The_baseline_is_an_ordinary_machine_and_the_same_each_time()
    {
        using var desk = new AuditDesk(machine);
        Capture[] both = await Task.WhenAll(desk.RunAsync(new MachineChanges()), desk.RunAsync(new MachineChanges()));
        JsonElement seen = AuditDesk.Seen(both[0]), again = AuditDesk.Seen(both[1]);
        Assert.Equal(("dev-pc", "/home/sam", "/projects/inventory", "Europe/Berlin", -60),
            (Text(seen, "host"), Text(seen, "home"), Text(seen, "cwd"), Text(seen, "zone"), seen.GetProperty("offset").GetInt32()));
        Assert.Equal(("sam", 1000), (seen.GetProperty("user").GetProperty("username").GetString(), seen.GetProperty("user").GetProperty("uid").GetInt32()));
        Assert.Equal("main", Text(seen.GetProperty("git"), "branch"));
        Assert.Equal("M src/report.ts", Text(seen.GetProperty("git"), "status"));
        foreach (string part in (string[])["argv", "user", "env", "runs", "etc", "git", "files", "homeFiles", "root", "run", "one"])
            Assert.Equal(seen.GetProperty(part).GetRawText(), again.GetProperty(part).GetRawText());
        Assert.All(both, capture => Assert.Equal((0, 0), (capture.ExitStatus, capture.Unseen.Count)));
        Assert.NotEqual(both[0].Session, both[1].Session);
    }

    [Fact]
    public async Task Nothing_says_that_it_is_a_box()
    {
        using var desk = new AuditDesk(machine);
        JsonElement seen = AuditDesk.Seen(await desk.RunAsync(new MachineChanges()));
        string[] words = ["bwrap", "bubble", "CA_CERTS", "SSL_CERT", "first-stage", ".vitrine", "/run/init"];
        foreach (string word in words)
            Assert.DoesNotContain(word, seen.GetRawText(), StringComparison.OrdinalIgnoreCase);

        // The table of mounts names where on the host home and workspace lie; whoever runs an audit chooses that.
        foreach (JsonProperty one in seen.EnumerateObject().Where(one => one.Name != "mounts"))
            Assert.DoesNotContain("vitrine", one.Value.GetRawText(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(("systemd\n", "/sbin/init"), (Text(seen.GetProperty("one"), "comm"), Text(seen.GetProperty("one"), "cmdline").TrimEnd('\0')));
        // Kernels without veth(4) have loopback alone.
        if (seen.GetProperty("cards").TryGetProperty("eth0", out JsonElement card))
            Assert.Equal(("192.168.178.42", "3c:7c:3f:1a:5e:92", false),
                (Text(card[0], "address"), Text(card[0], "mac"), card[0].GetProperty("internal").GetBoolean()));
        Assert.DoesNotContain("eth1", seen.GetProperty("cards").GetRawText(), StringComparison.Ordinal);
        Assert.Equal("0", Text(seen, "tracer"));
    }

    [Fact]
    public async Task What_is_changed_is_what_the_target_sees()
    {
        using var desk = new AuditDesk(machine);
        var changes = new MachineChanges
        {
            Environment = new Dictionary<string, string?>
            {
                ["CI"] = "true",
                ["LANG"] = "zh_CN.UTF-8",
                ["TERM"] = null,
                ["ASKED"] = "/.dockerenv /run/.containerenv /etc/machine-id"
            },
            HostName = "build-07",
            UserName = "alice",
            Home = "/Users/alice",
            Workspace = "/srv/projects/other",
            TimeZone = "Asia/Shanghai",
            Endpoint = "http://llm.acme.test:8080",
            GitRemote = "git@git.corp.example:core/widget.git",
            GitName = "Alice",
            GitEmail = "alice@corp.example",
            WorkspaceFiles = new Dictionary<string, string?> { ["README.md"] = null, ["go.mod"] = "module widget\n" },
            HomeFiles = new Dictionary<string, string?> { [".config/agent.json"] = "{}", [".npmrc"] = null },
            SystemFiles = new Dictionary<string, string?> { ["/.dockerenv"] = "", ["/run/.containerenv"] = "engine=\"podman\"\n", ["/etc/machine-id"] = null },
            ApiKey = "sk-other",
        };
        Capture capture = await desk.RunAsync(changes);
        Assert.Empty(capture.Unseen);
        JsonElement seen = AuditDesk.Seen(capture), env = seen.GetProperty("env"), git = seen.GetProperty("git"), etc = seen.GetProperty("etc");
        Assert.Equal(("true", "zh_CN.UTF-8", false), (Text(env, "CI"), Text(env, "LANG"), env.TryGetProperty("TERM", out _)));
        Assert.Equal(("build-07", "build-07\n"), (Text(seen, "host"), Text(etc, "hostname")));
        Assert.Equal(("alice", "alice", "/Users/alice"), (seen.GetProperty("user").GetProperty("username").GetString(), Text(env, "USER"), Text(seen, "home")));
        Assert.Equal(("/srv/projects/other", "Asia/Shanghai", -480, "Asia/Shanghai\n"),
            (Text(seen, "cwd"), Text(seen, "zone"), seen.GetProperty("offset").GetInt32(), Text(etc, "timezone")));
        Assert.Equal(("git@git.corp.example:core/widget.git", "Alice", "alice@corp.example"), (Text(git, "remote"), Text(git, "name"), Text(git, "email")));
        Assert.Equal("M src/report.ts", Text(git, "status"));
        string[] files = Texts(seen, "files"), homeFiles = Texts(seen, "homeFiles");
        Assert.DoesNotContain("README.md", files);
        Assert.Contains("go.mod", files);
        Assert.Contains(".config/agent.json", homeFiles);
        Assert.DoesNotContain(".npmrc", homeFiles);
        Assert.Equal(["", "engine=\"podman\"\n", "ENOENT"], Texts(seen, "asked"));
        Assert.Equal(("sk-other", "http://llm.acme.test:8080"), (Text(seen, "key"), Text(env, "ANTHROPIC_BASE_URL")));
        Assert.Contains(capture.Names, name => name is { Name: "llm.acme.test", Type: "A" });
        Assert.All(capture.Connections, connection => Assert.Equal(("llm.acme.test", 8080), (connection.Host, connection.Port)));
    }

    [Theory]
    [InlineData("http://localhost:4000")]
    [InlineData("http://127.0.0.1:9000")]
    [InlineData("http://[::1]:9000")]
    [InlineData("http://gateway:8080")]
    [InlineData("http://10.1.2.3")]
    [InlineData("http://api.anthropic.com")]
    public async Task Any_endpoint_leads_to_the_stand_in(string endpoint)
    {
        using var desk = new AuditDesk(machine);
        Capture capture = await desk.RunAsync(new MachineChanges { Endpoint = endpoint });
        Assert.Equal((0, endpoint), (capture.ExitStatus, Text(AuditDesk.Seen(capture).GetProperty("env"), "ANTHROPIC_BASE_URL")));
        Assert.Equal(["/v1/messages", "/v1/messages"],
            capture.Exchanges.Where(exchange => exchange is { IsModel: true, Status: 200, AnsweredBy: "stand-in" }).Select(exchange => exchange.Target));
    }

    [Fact]
    public async Task The_clock_is_set_and_runs_on()
    {
        using var desk = new AuditDesk(machine);
        var clock = new DateTimeOffset(2027, 1, 20, 9, 0, 0, TimeSpan.Zero);
        Capture capture = await desk.RunAsync(new MachineChanges { Clock = clock }, seed: 5);
        DateTimeOffset now = AuditDesk.Seen(capture).GetProperty("now").GetDateTimeOffset();
        Assert.InRange(now, clock, clock.AddMinutes(1));
        Assert.Contains("Wed, 20 Jan 2027", Encoding.UTF8.GetString(capture.Output.Unpack()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_header_fields_and_failures_are_the_ones_asked_for()
    {
        using var desk = new AuditDesk(machine);
        Capture capture = await desk.RunAsync(new MachineChanges
        {
            Answers = new Dictionary<string, string?> { ["/api/flags"] = """{"compact":true}""", ["/v1/messages"] = "{}" },
            AnswerHeaders = new Dictionary<string, string?> { ["x-route-token"] = "abc" },
            AnswerAdditions = [new AnswerAddition { Members = new Dictionary<string, string> { ["x_mode"] = "\"walk\"" },
                Headers = new Dictionary<string, string> { ["x-mode"] = "walk" } }],
            FailFirst = 1,
        });
        JsonElement answers = JsonDocument.Parse(capture.Output.Unpack()).RootElement;
        Assert.Equal([529, 200, 200], answers.EnumerateArray().Select(answer => answer.GetProperty("status").GetInt32()));
        Assert.All(answers.EnumerateArray().Take(2), answer => Assert.Equal("abc", Text(answer.GetProperty("headers"), "x-route-token")));
        Assert.Contains("overloaded_error", Text(answers[0], "body"), StringComparison.Ordinal);
        Assert.Equal(("walk", true),
            (Text(answers[1].GetProperty("headers"), "x-mode"), Text(answers[1], "body").Contains("\"x_mode\":\"walk\"", StringComparison.Ordinal)));
        Assert.Equal("""{"compact":true}""", Text(answers[2], "body"));
        Assert.False(answers[2].GetProperty("headers").TryGetProperty("x-route-token", out _));
    }

    [Fact]
    public async Task Earlier_sessions_leave_their_home_and_nothing_else()
    {
        using var desk = new AuditDesk(machine);
        Capture capture = await desk.RunAsync(new MachineChanges { SessionsBefore = 2 });
        Assert.Equal(2, AuditDesk.Seen(capture).GetProperty("runs").GetInt32());
        CapturedFile counter = Assert.Single(capture.Files, file => file.Path == "runs");
        Assert.Equal(("home", "changed", "3"), (counter.Place, counter.Change, Encoding.ASCII.GetString(counter.Content.Unpack())));
        Assert.Equal(3, capture.Exchanges.Count(exchange => exchange.Target != "/seen"));
    }

    [Fact]
    public async Task Life_cycle_scripts_run_first_and_are_seen()
    {
        using var desk = new AuditDesk(machine,
            target: mirror => mirror with
            {
                Scripts = [new LifeCycleScript("postinstall",
                "echo \"$npm_lifecycle_event $npm_package_name $npm_package_version $INIT_CWD $PWD\" >\"$HOME/installed\"")]
            });
        Capture capture = await desk.RunAsync(new MachineChanges { Install = true });
        CapturedFile installed = Assert.Single(capture.Files, file => file.Path == "installed");
        Assert.Equal("postinstall mirror 1.2.3 /projects/inventory /opt/agent\n", Encoding.ASCII.GetString(installed.Content.Unpack()));
        Assert.Equal(["/bin/sh", "/usr/bin/node"], capture.Processes.Where(process => process.Parent < 0).Select(process => process.Program));
        Assert.DoesNotContain((await desk.RunAsync(new MachineChanges())).Files, file => file.Path == "installed");
    }

    [Fact]
    public async Task An_authority_is_named_only_where_it_is_asked_for()
    {
        using var desk = new AuditDesk(machine);
        JsonElement env = AuditDesk.Seen(await desk.RunAsync(new MachineChanges { NamesAuthority = true })).GetProperty("env");
        Assert.Equal("/etc/ssl/certs/company-root.pem", Text(env, "NODE_EXTRA_CA_CERTS"));
    }

    [Fact]
    public async Task What_no_machine_can_show_is_said()
    {
        using var desk = new AuditDesk(machine);
        Capture capture = await desk.RunAsync(new MachineChanges
        {
            TimeZone = "../../etc/passwd",
            HostName = "a b",
            Home = "/etc",
            Endpoint = "ftp://x",
            Script = "none",
            SystemFiles = new Dictionary<string, string?> { ["/usr/bin/node"] = "x" },
            WorkspaceFiles = new Dictionary<string, string?> { ["../out"] = "x" },
        });
        Assert.Equal((0, 7), (capture.ExitStatus, capture.Unseen.Count(text => text.StartsWith("not shown: ", StringComparison.Ordinal))));
        Assert.Equal("dev-pc", Text(AuditDesk.Seen(capture), "host"));
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static string[] Texts(JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(item => item.GetString()!)];
}
