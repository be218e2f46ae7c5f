using System.Net.Sockets;
using Vitrine.Core.Model;
using Vitrine.Ledger.Journal;
using Vitrine.Runtime.Recording;
using Vitrine.Tests.Ledger;
using Xunit;

namespace Vitrine.Tests.Runtime.Recording;

public sealed class SupervisorKilledTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Session_of_a_killed_supervisor_keeps_what_was_acknowledged_and_gets_its_end()
    {
        var store = new SessionStore(_scratch.Root, TimeProvider.System);
        using var child = new Child(_scratch.Root, "Vitrine.Tests.Runtime.Recording.SupervisorKilledTests." + nameof(Child_records_without_end));
        var acknowledged = new HashSet<int>();
        while (acknowledged.Count < 50)
            acknowledged.Add((int)(child.Next() ?? throw new InvalidOperationException("The child is gone.")));
        SessionId id = Assert.Single(store.List());
        Assert.Equal(SessionState.Running, store.Describe(id).State);
        Assert.Empty(store.CloseAbandoned());
        child.Kill();
        while (child.Next() is { } number)
            acknowledged.Add((int)number);

        Assert.Equal(SessionState.Abandoned, store.Describe(id).State);
        Assert.Equal([new AbandonedSession(id, null)], store.CloseAbandoned());
        var entries = new List<Entry>();
        Assert.Equal(JournalState.Intact, store.Open(id)!.ReadEntries(entries.Add).State);
        Assert.Subset(entries.Select(entry => entry.Data).OfType<FileOpened>().Select(opened => opened.Process).ToHashSet(), acknowledged);
        Assert.Equal("supervisor-lost", Assert.IsType<SessionEnded>(entries[^1].Data).Reason);
        Assert.Equal(SessionState.Ended, store.Describe(id).State);
    }

    [Fact(Explicit = true)]
    public async Task Child_records_without_end()
    {
        using Socket parent = Child.Connect();
        var recorder = new SessionStore(Child.OwnDirectory, TimeProvider.System).Create();
        recorder.Record(RecorderFixture.Started);
        for (int number = 1; ; number++)
        {
            recorder.Record(RecorderFixture.Opened(-number));
            await recorder.RecordDurablyAsync(RecorderFixture.Opened(number), Stop);
            parent.Send(BitConverter.GetBytes((long)number));
        }
    }
}
