using Vitrine.Core.Model;
using Vitrine.Ledger.Notes;
using Vitrine.Ledger.Store;
using Vitrine.Ledger.Verification;
using Vitrine.Runtime.Keeping;
using Vitrine.Runtime.Recording;
using Vitrine.Runtime.Verification;
using Vitrine.Tests.Runtime.Recording;
using Xunit;

namespace Vitrine.Tests.Runtime.Keeping;

/// <summary>What happens to the ledger while others use it, and what is left of sessions that are damaged.</summary>
public sealed class KeepingTogetherTests : IDisposable
{
    private static readonly Keeper Anna = new("anna on dev-pc", "asked for by the person");
    private readonly RecorderFixture _fixture = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private LedgerKeeping Keeping => new(_fixture[""], TimeProvider.System, null);

    private LedgerPaths Paths => new(_fixture["ledger"], _fixture["keys"]);

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Purges_at_once_are_each_done_once_and_whoever_looks_meanwhile_finds_nothing_damaged()
    {
        var ids = new List<SessionId>();
        for (int i = 0; i < 6; i++)
            ids.Add(await RunAsync());
        using var over = new CancellationTokenSource();
        Task looking = Task.Run(
            () =>
            {
                while (!over.IsCancellationRequested)
                    Keeping.FinishInterrupted();
            },
            Stop);
        PurgeOutcome[] outcomes = await Task.WhenAll(ids.Select(id => Task.Run(() => Assert.Single(Keeping.Purge([id], Anna)), Stop)));
        await over.CancelAsync();
        await looking;
        Assert.All(outcomes, outcome => Assert.Equal(PurgeStatus.Purged, outcome.Status));
        StateVerification found = Verify();
        Assert.Equal(LedgerVerdict.Clean, found.Verdict);
        Assert.Equal(ids.Count, found.Ledger.KeeperEntries.Count(entry => entry.Type == KeeperNotice.Purged));
    }

    [Fact]
    public async Task Verifying_while_sessions_are_purged_finds_nothing_wrong()
    {
        var ids = new List<SessionId>();
        for (int i = 0; i < 12; i++)
            ids.Add(await RunAsync());
        Task purging = Task.Run(() => ids.ForEach(id => Keeping.Purge([id], Anna)), Stop);
        do
        {
            StateVerification found = Verify();
            Assert.Equal([], found.Sessions.SelectMany(session => session.Findings).Select(finding => finding.What));
            Assert.Equal(LedgerVerdict.Clean, found.Verdict);
        }
        while (!purging.IsCompleted);
        await purging;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Purge_that_died_after_any_of_its_steps_is_done_to_its_end(int steps)
    {
        SessionId gone = await RunAsync();
        Leaf notice = KeeperNotice.Of(KeeperNotice.Purged, DateTimeOffset.UnixEpoch, Anna, LeafMember.Of("sessions", [gone.ToString()]));
        string intent = _fixture["purging/intent"];
        Directory.CreateDirectory(_fixture["purging"]);
        await File.WriteAllBytesAsync(intent + (steps == 0 ? ".new" : ""), notice.ToUtf8(), Stop);
        if (steps > 1)
        {
            using var ledger = new LedgerAppender(Paths, "vitrine/test");
            using LedgerTurn turn = ledger.TryBegin(TimeSpan.FromSeconds(10))!;
            turn.Add(notice.ToUtf8());
            turn.Publish();
        }

        if (steps > 2)
            File.Delete(_fixture[$"keys/{gone}.key"]);
        if (steps > 3)
            File.Delete(_fixture.LogOf(gone));
        // Between notice and key the verifier says what is still there; never that the ledger is damaged.
        Assert.All(Verify().Sessions.SelectMany(session => session.Findings), finding => Assert.Equal(LedgerFault.PurgeUnfinished, finding.Fault));
        Keeping.FinishInterrupted();
        Assert.Empty(Directory.GetFiles(_fixture["purging"]));
        Assert.Equal(steps == 0 ? [gone] : [], _fixture.Store.List());
        Assert.Equal(steps == 0, Directory.EnumerateFileSystemEntries(_fixture[""], gone + "*", SearchOption.AllDirectories).Any());
        Assert.Equal(LedgerVerdict.Clean, Verify().Verdict);
    }

    [Fact]
    public async Task Key_that_changes_and_sessions_that_go_while_others_record_leave_a_ledger_that_verifies()
    {
        SessionId gone = await RunAsync();
        VerifierKey first = LedgerKeys.LoadVerifier(Paths)!;
        Task<SessionId>[] running = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(() => RunAsync(200), Stop))];
        for (int i = 0; i < 3; i++)
        {
            Keeping.RotateKey(Anna);
            Keeping.Compact(Anna);
        }

        Keeping.Purge([gone], Anna);
        await Task.WhenAll(running);
        StateVerification found = new StateVerifier(_fixture[""]).Verify(new LedgerVerifierOptions { Key = first }, Stop);
        Assert.Equal((LedgerVerdict.Clean, 5), (found.Verdict, found.Sessions.Count));
    }

    [Theory]
    [InlineData("vitrine-log\n\0\0\0\u0001 an older version's entries")]
    [InlineData("something else altogether")]
    public async Task Session_whose_record_can_not_be_read_and_so_never_gets_an_end_can_be_purged(string journal)
    {
        await RunAsync();
        SessionId lost = await RunAsync();
        await File.WriteAllTextAsync(_fixture.LogOf(lost), journal, Stop);
        await File.WriteAllTextAsync(_fixture[$"running/{lost}"], "", Stop);
        AbandonedSession told = Assert.Single(_fixture.Store.CloseAbandoned());
        Assert.Contains("another version of Vitrine", told.Problem, StringComparison.Ordinal);
        Assert.Equal([PurgeStatus.Purged], Keeping.Purge([lost], Anna).Select(outcome => outcome.Status));
        Assert.Empty(_fixture.Store.CloseAbandoned());
        Assert.Equal(LedgerVerdict.Clean, Verify().Verdict);
    }

    [Fact]
    public async Task Session_that_runs_is_not_purged_though_somebody_took_its_mark_away()
    {
        await using SessionRecorder live = _fixture.Store.Create();
        await live.RecordDurablyAsync(RecorderFixture.Started, Stop);
        File.Delete(_fixture[$"running/{live.Id}"]);
        Assert.Equal([PurgeStatus.Running], Keeping.Purge([live.Id], Anna).Select(outcome => outcome.Status));
    }

    [Fact]
    public async Task Clock_that_goes_back_and_far_ahead_changes_no_order_and_nothing_that_is_proved()
    {
        DateTimeOffset start = _fixture.Clock.Now;
        SessionId id;
        await using (SessionRecorder recorder = _fixture.Store.Create())
        {
            id = recorder.Id;
            await recorder.RecordDurablyAsync(RecorderFixture.Started, Stop);
            foreach (int days in (int[])[-3650, 3650, 0])
            {
                _fixture.Clock.Now = start.AddDays(days);
                await recorder.RecordDurablyAsync(RecorderFixture.Opened(days), Stop);
            }

            await recorder.EndAsync(RecorderFixture.Ended);
        }

        List<Entry> entries = _fixture.Read(id, out _);
        Assert.Equal([0L, 1, 2, 3, 4], entries.Select(entry => entry.Index));
        Assert.Equal([start, start.AddDays(-3650), start.AddDays(3650), start, start], entries.Select(entry => entry.Time));
        // What is begun before it all, by the clock, is neither mixed up with it nor put in its place.
        _fixture.Clock.Now = start.AddDays(-1);
        SessionId earlier = await RunAsync();
        Assert.Equal([id, earlier], _fixture.Store.List());
        Assert.Equal(LedgerVerdict.Clean, Verify().Verdict);
    }

    private StateVerification Verify() => new StateVerifier(_fixture[""]).Verify(new LedgerVerifierOptions { Key = LedgerKeys.LoadVerifier(Paths)! }, Stop);

    private async Task<SessionId> RunAsync(int opens = 0)
    {
        await using SessionRecorder recorder = _fixture.Store.Create();
        recorder.Record(RecorderFixture.Started);
        for (int i = 0; i < opens; i++)
            await recorder.RecordDurablyAsync(RecorderFixture.Opened(i), Stop);
        await recorder.EndAsync(RecorderFixture.Ended);
        Assert.True(recorder.IsSealed);
        return recorder.Id;
    }
}
