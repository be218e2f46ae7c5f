using Vitrine.Core.Model;
using Vitrine.Runtime.Queries;
using Vitrine.Runtime.Recording;
using Vitrine.Tests.Runtime.Recording;
using Xunit;

namespace Vitrine.Tests.Runtime.Queries;

/// <summary>Sessions of random observations, made from few values, so that they meet in many entries.</summary>
internal sealed class RecordedSessions(int seed) : IDisposable
{
    public static readonly string[] Hosts = ["api.example.com", "packages.example.net", "a.b.example.com", "example.com", "192.0.2.7", "2001:db8::7",
        "tracker.test"];
    public static readonly string[] Files = ["/projects/src/app.c", "/projects/.env", "/projects/docs/Résumé.md", "/etc/passwd", "/home/ada/.ssh/id_ed25519",
        "/projects/a b.txt", "/projects/node_modules/x/package.json"];
    public static readonly string[] Programs = ["/usr/bin/git", "/usr/bin/node", "/projects/build/app", "/bin/sh"];
    public static readonly string[] Words = ["push", "origin", "--force", "SELECT * FROM users", "straße", "<script>", "a&b", "line\nbreak", "naïve",
        "\"quoted\"", "x"];
    private readonly RecorderFixture _fixture = new();
    private readonly Random _random = new(seed);

    public SessionStore Store => _fixture.Store;

    public SettableClock Clock => _fixture.Clock;

    public string this[string path] => _fixture[path];

    public EntrySearch Search => new(Store);

    public void Dispose() => _fixture.Dispose();

    /// <summary>Records a session that ends.</summary>
    public async Task<SessionId> RecordAsync(int entries, SessionStarted? started = null)
    {
        await using SessionRecorder recorder = await BeginAsync(entries, started);
        await recorder.EndAsync(RecorderFixture.Ended);
        return recorder.Id;
    }

    /// <summary>Records the beginning of a session.</summary>
    public async Task<SessionRecorder> BeginAsync(int entries, SessionStarted? started = null)
    {
        SessionRecorder recorder = Store.Create();
        recorder.Record(started ?? Started());
        await AddAsync(recorder, entries);
        return recorder;
    }

    public async Task AddAsync(SessionRecorder recorder, int entries)
    {
        for (int i = 1; i <= entries; i++)
        {
            Tick();
            if (i % 500 == 0 || i == entries)
                await recorder.RecordDurablyAsync(Next(), TestContext.Current.CancellationToken);
            else
                recorder.Record(Next());
        }
    }

    /// <summary>All entries of a session.</summary>
    public List<Entry> Read(SessionId id) => _fixture.Read(id, out _);

    public T Pick<T>(IReadOnlyList<T> of) => of[_random.Next(of.Count)];

    private SessionStarted Started() => RecorderFixture.Started with
    {
        Agent = Pick(["codex", "claude", null]),
        Command = [Pick(Programs), "--do"],
        Workspace = new UnixPath(Pick(["/projects", "/projects/deep", "/other"])),
        Home = new UnixPath("/home/ada"),
    };

    // Mostly forward, now and then a jump back, and several entries at one time.
    private void Tick() => Clock.Now += TimeSpan.FromMilliseconds(_random.Next(100) switch { 0 => -20_000, < 20 => 0, _ => _random.Next(2000) });

    private Observation Next() => _random.Next(12) switch
    {
        0 => new ProgramRun(_random.Next(99), 1, new UnixPath(Pick(Programs)), [Pick(Programs)[5..], Pick(Words), Pick(Words)], new UnixPath("/projects"),
            false),
        1 => new FileChanged(1, new UnixPath(Pick(Files)), "rename", _random.Next(2) == 0 ? new UnixPath(Pick(Files)) : null),
        2 => new RequestStarted(_random.Next(999), "POST", $"https://{UrlHost(Pick(Hosts))}/v1/{Uri.EscapeDataString(Pick(Words))}", "2",
            [new("x-word", Pick(Words))], null, Decide()),
        3 => new NameLookedUp(Pick(Hosts), "A", "198.18.0.1", Decide()),
        4 => new FlowRefused($"{UrlHost(Pick(Hosts))}:8443", "not-allowed", Decision.Deny(null, "--allow")),
        5 => new PolicyDecided(Pick(["command", "file"]), Pick(Files), Decide() with { Effect = Effect.Ask }, null),
        6 => new PolicyDecided("request", $"GET https://{UrlHost(Pick(Hosts))}/", Decide(), "once"),
        7 => new FileOpened(1, UnixPath.FromBytes([.. "/projects/"u8, 0xFF, 0x41, (byte)_random.Next(0x42, 0x7F)]), "write", true),
        8 => new CallRefused(1, "io_uring_setup", Pick(Words), "ENOSYS"),
        9 => new BodyInspected(3, "request", new BodyFindings { Source = [new SourceFound(new UnixPath("src/app.c"), [], 10, true)] },
            Decide())
        { Destination = Pick(Hosts) + ":443" },
        _ => new FileOpened(_random.Next(99),
            new UnixPath(Pick(Files) + (_random.Next(3) == 0 ? _random.Next(500).ToString(System.Globalization.CultureInfo.InvariantCulture) : "")),
            Pick(["read", "write"]), true),
    };

    private Decision Decide() => Pick([Decision.Allow("rule one"), Decision.Deny("rule two", "hint"), Decision.Allow("three") with { Effect = Effect.Redact }]);

    private static string UrlHost(string host) => host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;
}
