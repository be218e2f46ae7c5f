using System.Text;
using Vitrine.Audit.Model;
using Vitrine.Audit.Running;
using Vitrine.Core.Model;
using Vitrine.FunctionalTests.Running;
using Vitrine.Runtime.Recording;

namespace Vitrine.FunctionalTests.Audit;

/// <summary>What a target does is in the capture, and what it tries against the machine is contained.</summary>
public sealed class CaptureTests(Machine machine)
{
    [Fact]
    public async Task What_outlives_the_target_is_seen_with_what_it_sends_and_listens_on()
    {
        using var desk = new AuditDesk(machine);
        Capture capture = await desk.DoAsync("detach listen");
        Assert.Equal(0, capture.ExitStatus);
        Assert.Contains(capture.Exchanges, exchange => exchange.Target == "/late");
        Assert.Contains(capture.Processes, process => process is { Stayed: true, Program: "/usr/bin/node", Parent: 0 });
        Assert.False(capture.Processes[0].Stayed);
        Assert.Contains("ipv4 127.0.0.1:45678", capture.Listeners);
        Capture staying = await desk.DoAsync("stay");
        Assert.Equal("/usr/bin/sleep", Assert.Single(staying.Processes, process => process.Stayed).Program);
    }

    [Fact]
    public async Task Trees_are_read_without_following_what_is_in_them()
    {
        using var desk = new AuditDesk(machine);
        Capture capture = await desk.DoAsync("tree");
        Assert.Equal(0, capture.ExitStatus);
        CapturedFile Find(string path) => Assert.Single(capture.Files, file => file.Path == path);
        Assert.Equal(("link", "/etc/shadow"), (Find("link").Change, Encoding.ASCII.GetString(Find("link").Content.Unpack())));
        Assert.Equal(("new", 0), (Find("pipe").Change, Find("pipe").Content.Length));
        Assert.Equal("kept", Encoding.ASCII.GetString(Find("closed/inside").Content.Unpack()));
        Assert.Contains(capture.Files, file => file.Place == "home" && Encoding.ASCII.GetString(file.Content.Unpack()) == "bytes");
        Assert.Contains("fsmonitor", Encoding.ASCII.GetString(Find(".git/config").Content.Unpack()), StringComparison.Ordinal);
        Assert.Equal(("workspace", "removed"), (Find("README.md").Place, Find("README.md").Change));
        Assert.Contains(capture.Unseen, text => text.StartsWith("tmp: ", StringComparison.Ordinal));
        Assert.Equal(["templates"], Directory.GetFileSystemEntries(desk.Scratch).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("never", "ended: it ran for 3 s")]
    [InlineData("fork", "ended: ")]
    [InlineData("fill", "ended: its files took more than 64 MiB")]
    [InlineData("names", "ended: it made more than 5000 files")]
    [InlineData("print", "ended: it printed more than 16 MiB")]
    [InlineData("memory", "ended: it took more than 512 MiB of memory")]
    public async Task A_target_that_takes_all_is_ended_and_the_next_one_runs(string deed, string why)
    {
        using var desk = new AuditDesk(machine, options => options with
        {
            // What takes all is met long before this, unless the machine is busy.
            Time = TimeSpan.FromSeconds(deed == "never" ? 3 : 20),
            DiskBytes = 64 << 20,
            DiskNames = 5000,
            OutputBytes = 16 << 20,
            MemoryBytes = 512L << 20,
            Processes = 200,
        });
        Capture capture = await desk.DoAsync(deed);
        Assert.Equal(-1, capture.ExitStatus);
        Assert.Contains(capture.Unseen, text => text.StartsWith(why, StringComparison.Ordinal));
        Assert.InRange(capture.Output.Length, 1, 1 << 20);
        Assert.Contains(capture.Exchanges, exchange => exchange.IsModel);
        Assert.Equal(0, (await desk.RunAsync(new MachineChanges())).ExitStatus);
        Assert.Equal(["templates"], Directory.GetFileSystemEntries(desk.Scratch).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Each_session_is_in_the_ledger_and_its_capture_comes_back_from_its_file()
    {
        using var desk = new AuditDesk(machine);
        Capture capture = await desk.RunAsync(new MachineChanges());
        var store = new SessionStore(desk.State, TimeProvider.System);
        Assert.True(SessionId.TryParse(capture.Session, out SessionId id));
        var kinds = new HashSet<string>();
        StoredSession stored = Assert.IsType<StoredSession>(store.Open(id));
        stored.ReadEntries(entry => kinds.Add(entry.Data.GetType().Name));
        Assert.Superset(new HashSet<string> { nameof(SessionStarted), nameof(ProgramRun), nameof(RequestStarted), nameof(RequestEnded), nameof(SessionEnded) },
            kinds);
        Assert.Empty(store.ListRunning());
        byte[] bytes = CaptureFile.ToBytes(capture);
        Capture? again = CaptureFile.TryRead(bytes);
        Assert.NotNull(again);
        Assert.Equal(bytes, CaptureFile.ToBytes(again));
        Assert.Equal(capture.Exchanges.Select(exchange => Convert.ToHexString(exchange.Body.Unpack())),
            again.Exchanges.Select(exchange => Convert.ToHexString(exchange.Body.Unpack())));
    }

    [Fact]
    public async Task Targets_that_are_given_run_to_their_end()
    {
        string? directory = Environment.GetEnvironmentVariable("VITRINE_PLANTED");
        Assert.SkipWhen(string.IsNullOrEmpty(directory), "VITRINE_PLANTED names no directory of targets.");
        foreach (string package in Directory.GetDirectories(directory!).Where(path => File.Exists(path + "/cli.mjs")).Order(StringComparer.Ordinal))
        {
            bool isAnthropic = Directory.GetFiles(package, "*.mjs", SearchOption.AllDirectories)
                .Any(file => File.ReadAllText(file).Contains("ANTHROPIC_BASE_URL", StringComparison.Ordinal));
            using var desk = new AuditDesk(machine, target: mirror => mirror with
            {
                Name = Path.GetFileName(package),
                Directory = package,
                EndpointVariable = isAnthropic ? "ANTHROPIC_BASE_URL" : "OPENAI_BASE_URL",
                EndpointSuffix = isAnthropic ? "" : "/v1",
                KeyVariable = isAnthropic ? "ANTHROPIC_API_KEY" : "OPENAI_API_KEY",
            });
            Capture capture = await desk.RunAsync(new MachineChanges());
            Assert.True(capture.ExitStatus == 0 && capture.Exchanges.Count(exchange => exchange is { IsModel: true, Status: 200 }) >= 3,
                $"{package}: {capture.ExitStatus} {Encoding.UTF8.GetString(capture.Error.Unpack())}");
        }
    }
}
