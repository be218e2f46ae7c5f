using System.Globalization;
using Vitrine.Core.Model;

namespace Vitrine.Tests.Core.Summary;

/// <summary>Entries made by hand.</summary>
internal sealed class SampleSession(string id = "20261121-141502-k3f9x2")
{
    private static readonly DateTimeOffset Start = DateTimeOffset.Parse("2026-11-21T14:15:02Z", CultureInfo.InvariantCulture);
    private readonly List<Entry> _entries = [];

    public const string Workspace = "/home/ada/src/app";

    public IReadOnlyList<Entry> Entries => _entries;

    public SampleSession Add(params ReadOnlySpan<Observation> observations)
    {
        foreach (Observation data in observations)
            _entries.Add(new Entry(Entry.CurrentVersion, id, _entries.Count, Start.AddMilliseconds(10 * _entries.Count), data));
        return this;
    }

    public SampleSession Started(string? agent, string network, params string[] command) => Add(new SessionStarted(
        "0.1.0", agent, command, new UnixPath(Workspace), network, ["api.openai.com"], ["TERM_PROGRAM"], "6.18.0")
    { Home = new UnixPath("/home/ada") });

    public SampleSession Ran(int process, int parent, string program, params string[] arguments) =>
        Add(new ProgramRun(process, parent, new UnixPath(program), arguments, new UnixPath(Workspace), false));

    public SampleSession Opened(string access, params string[] paths)
    {
        foreach (string path in paths)
            Add(new FileOpened(10, At(path), access, true));
        return this;
    }

    public SampleSession Missed(string access, params string[] paths)
    {
        foreach (string path in paths)
            Add(new FileOpened(10, At(path), access, false));
        return this;
    }

    public SampleSession Changed(string change, string path, string? target = null) =>
        Add(new FileChanged(10, At(path), change, target is null ? null : At(target)));

    public SampleSession Exchange(long number, string url, int status, string by, long bytesOut, long bytesIn) => Add(
        new RequestStarted(number, "POST", url, "2", [], new PayloadReference($"{number}-out", "00", bytesOut, false), Decision.Allow("api.openai.com")),
        new RequestEnded(number, status, by, [], null, new PayloadReference($"{number}-in", "00", bytesIn, false), bytesOut, bytesIn, 0.5, null));

    public SampleSession LookedUp(string name, bool isAllowed) => Add(new NameLookedUp(
        name, "A", isAllowed ? "198.18.0.1" : "refused", isAllowed ? Decision.Allow(name) : Decision.Deny(null, $"--allow {name}")));

    public SampleSession Ended(int status, double seconds) => Add(new SessionEnded(status, "exited", seconds));

    public SessionSummary Summarise(Vitrine.Core.Summary.SummaryLimits? limits = null)
    {
        var summary = new SessionSummary(limits);
        foreach (Entry entry in _entries)
            summary.Add(entry);
        return summary;
    }

    /// <summary>A session in which nearly everything happened.</summary>
    public static SampleSession Busy()
    {
        SampleSession session = new SampleSession().Started("codex", "deny-by-default", "codex", "exec", "fix the overflow in app.c");
        session.Ran(100, 1, "/home/ada/.npm/bin/codex", "codex", "exec",
            "fix the overflow in app.c").Ran(101, 100, "/usr/bin/bash", "bash", "-lc", "git status");
        for (int i = 0; i < 6; i++)
            session.Ran(110 + i, 101, "/usr/bin/git", "git", "status");
        session.Ran(120, 100, "/usr/bin/rg", "rg", "overflow").Ran(120, 100, "/home/ada/src/app/build/app", "build/app", "--test");
        for (int i = 0; i < 14; i++)
            session.Opened("read", $"src/file{i}.c");
        for (int i = 0; i < 1204; i++)
            session.Opened("read", $"/usr/lib/x86_64-linux-gnu/lib{i}.so");
        session.Opened("read", "/home/ada/.codex/config.toml", "/home/ada/.codex/auth.json", ".git/HEAD").Opened("list", "src");
        session.Missed("write", "src/.app.c.tmp")
            .Changed("rename", "src/.app.c.tmp", "src/app.c")
            .Opened("write", "README.md")
            .Missed("write", "src/overflow_test.c");
        session.Opened("write", "/dev/null", ".git/index").Missed("write", ".git/objects/aa/bb", "/home/ada/.codex/log");
        session.Changed("remove", "src/old.c").Changed("rename", "doc/a.md", "doc/b.md");
        session.Missed("read", "/home/ada/.ssh/id_ed25519", "/home/ada/.aws/credentials").Opened("read", ".env");
        for (int i = 0; i < 7; i++)
            session.Exchange(i, "https://api.openai.com/v1/responses", i == 3 ? 429 : 200, "upstream", 16_900, 6_150);
        session.LookedUp("api.openai.com", true);
        for (int i = 0; i < 12; i++)
            session.LookedUp("statsig.example", false);
        session.Add(
            new FlowRefused("192.0.2.7:8443", "not-allowed", Decision.Deny(null, "--allow 192.0.2.7:8443")),
            new FlowRefused("10.0.0.1:22", "private-address", Decision.Deny(null, null)),
            new FlowEnded("db.example:5432", 1_200, 88_000, 3, Decision.Allow("db.example:5432")),
            new CallRefused(101, "io_uring_setup", "entries=64", "ENOSYS"),
            new SocketBound(101, "ipv4", "127.0.0.1:3000"),
            new SignalSent(101, 110, 15),
            new TerminalSequencesDropped("osc-52", 2),
            new FileHeldBack(new UnixPath(Workspace + "/.git/hooks/pre-commit"), "git would run it", new UnixPath("/home/ada/.local/state/vitrine/held/1")),
            new EventsLost("recorder", 3, "the queue was full"));
        return session.Ended(0, 41.3);
    }

    private static UnixPath At(string path) => new(path.StartsWith('/') ? path : $"{Workspace}/{path}");
}
