using Vitrine.Ledger.Journal;
using Xunit;

namespace Vitrine.Tests.Ledger;

public sealed class JournalLeadTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Threads_that_lead_in_turn_lose_nothing_and_each_returns_when_its_entry_is_on_disk()
    {
        const int Threads = 16, Each = 100;
        string path = _scratch["entries.log"];
        await using (var writer = JournalWriter.Create(path))
        {
            await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Factory.StartNew(
                () =>
                {
                    for (int i = 0; i < Each; i++)
                    {
                        writer.AppendDurably([(byte)(thread + 1), (byte)(i + 1)], default);
                        Assert.True(writer.Durable.Count > i);
                        if (i % 10 == 0)
                            writer.Append([200, (byte)(thread + 1), (byte)(i + 1)], default);
                    }
                },
                Stop, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        }

        List<byte[]> entries = JournalFile.Read(path, out JournalVerification verification);
        Assert.Equal(JournalState.Intact, verification.State);
        Assert.Equal(Threads * Each * 11 / 10, entries.Count);
        for (int thread = 1; thread <= Threads; thread++)
            Assert.Equal(Enumerable.Range(1, Each).Select(i => (byte)i),
                entries.Where(entry => entry.Length == 2 && entry[0] == thread).Select(entry => entry[1]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Error_that_a_leader_meets_reaches_it_and_everyone_after_it(int failing)
    {
        var file = new TestFile { FailingCall = failing };
        file.Write(JournalFormat.Header, 0);
        var writer = JournalWriter.Begin(file, new JournalOptions());
        int acknowledged = 0;
        Assert.Throws<IOException>(() =>
        {
            for (; acknowledged < 10; acknowledged++)
                writer.AppendDurably([1], default);
        });
        Assert.Equal((failing - 1) / 2, acknowledged);
        int calls = file.Calls;
        Assert.False(writer.TryLead());
        Assert.Throws<IOException>(() => writer.AppendDurably([1], default));
        await Assert.ThrowsAsync<IOException>(writer.CloseAsync);
        Assert.Equal(calls, file.Calls);
    }

    [Fact]
    public async Task Who_leads_and_fills_the_room_commits_and_goes_on()
    {
        string path = _scratch["entries.log"];
        await using (var writer = JournalWriter.Create(path, new JournalOptions { BufferSize = 256 * 1024 }))
        {
            Assert.True(writer.TryLead());
            Assert.False(writer.TryLead());
            for (int i = 0; i < 100; i++)
                writer.Append(new byte[60_000], default);
            writer.EndLead();
        }

        Assert.Equal(100, JournalFile.Read(path, out _).Count);
    }
}
