using System.Text;
using Vitrine.Core.Model;
using Vitrine.Ledger.Journal;
using Vitrine.Runtime.Recording;
using Vitrine.Tests.Ledger;

namespace Vitrine.Tests.Runtime.Recording;

/// <summary>A state root of a test's own, with a clock that the test sets.</summary>
internal sealed class RecorderFixture : IDisposable
{
    private readonly ScratchDirectory _scratch = new();

    public RecorderFixture() => Store = new SessionStore(_scratch["state"], Clock);

    public static SessionStarted Started { get; } =
        new("0.1.0", "an-agent", ["agent", "--do"], new UnixPath("/work"), "offline", [], [], "6.18");

    public static SessionEnded Ended { get; } = new(0, "exited", 1);

    public SettableClock Clock { get; } = new();

    public SessionStore Store { get; }

    public string this[string path] => _scratch[Path.Combine("state", path)];

    public string LogOf(SessionId id) => this[$"sessions/{id}/entries.log"];

    public List<Entry> Read(SessionId id, out JournalVerification verification)
    {
        var entries = new List<Entry>();
        verification = Store.Open(id)!.ReadEntries(entries.Add);
        return entries;
    }

    public static FileOpened Opened(int number) => new(number, new UnixPath($"/project/{number}"), "read", true);

    public static string Json(Observation observation) => Encoding.UTF8.GetString(new Entry(1, "s", 0, default, observation).ToUtf8());

    public void Dispose() => _scratch.Dispose();
}

internal sealed class SettableClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 11, 21, 14, 15, 2, 100, TimeSpan.Zero);

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => Now;
}
