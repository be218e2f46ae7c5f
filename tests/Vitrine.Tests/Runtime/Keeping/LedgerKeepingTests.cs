using System.Text;
using Vitrine.Core.Model;
using Vitrine.Core.Policy;
using Vitrine.Ledger.Notes;
using Vitrine.Ledger.Store;
using Vitrine.Runtime.Keeping;
using Vitrine.Runtime.Recording;
using Vitrine.Tests.Runtime.Recording;
using Xunit;

namespace Vitrine.Tests.Runtime.Keeping;

public sealed class LedgerKeepingTests : IDisposable
{
    private static readonly Keeper Anna = new("anna on dev-pc", "asked for by the person");
    private readonly RecorderFixture _fixture = new();

    private LedgerKeeping Keeping => new(_fixture[""], TimeProvider.System, null);

    private LedgerPaths Paths => new(_fixture["ledger"], _fixture["keys"]);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Purge_leaves_nothing_of_a_session_but_its_leaves_and_says_who_and_why()
    {
        SessionId gone = await RunAsync(), stays = await RunAsync();
        long before = Entries().Count;
        Assert.Equal([new PurgeOutcome(gone, PurgeStatus.Purged)], Keeping.Purge([gone], Anna));

        Assert.Empty(Directory.EnumerateFileSystemEntries(_fixture[""], gone + "*", SearchOption.AllDirectories));
        Assert.Equal([stays], _fixture.Store.List());
        List<Leaf> leaves = Entries();
        Assert.Equal(before + 1, leaves.Count);
        Assert.Equal(2, leaves.Count(leaf => leaf.Session == gone.ToString()));
        Leaf notice = leaves[^1];
        Assert.Equal(KeeperNotice.Purged, notice.Type);
        Assert.Equal(("anna on dev-pc", "asked for by the person"), (notice.Find("actor")!.Text, notice.Find("reason")!.Text));
        Assert.Equal([gone.ToString()], notice.Find("sessions")!.List);
    }

    [Fact]
    public async Task Hold_wins_over_purge_until_it_is_lifted()
    {
        SessionId held = await RunAsync(), other = await RunAsync();
        Keeping.Hold([held], new Keeper("legal", "case 12"));
        Assert.Equal([PurgeStatus.Held, PurgeStatus.Purged], Keeping.Purge([held, other], Anna).Select(outcome => outcome.Status));
        Assert.Equal([held], _fixture.Store.List());
        Assert.Equal("case 12", Keeping.Holds.Of(held)!.Find("reason")!.Text);

        Keeping.Release([held], Anna);
        Assert.Equal([PurgeStatus.Purged], Keeping.Purge([held], Anna).Select(outcome => outcome.Status));
        Assert.Equal([KeeperNotice.Held, KeeperNotice.Purged, KeeperNotice.Released, KeeperNotice.Purged],
            Entries().Where(leaf => leaf.Session is null).Select(leaf => leaf.Type));
    }

    [Theory]
    [InlineData(null, "/work", PurgeStatus.Held)]
    [InlineData("an-agent", "/", PurgeStatus.Held)]
    [InlineData("other", "/work", PurgeStatus.Purged)]
    [InlineData(null, "/wor", PurgeStatus.Purged)]
    public async Task Policy_holds_what_its_rule_covers(string? agent, string workspace, PurgeStatus expected)
    {
        SessionId id = await RunAsync();
        var keeping = new LedgerKeeping(_fixture[""], TimeProvider.System,
            SessionPolicy.Of([new PolicyLayer(PolicyRank.User, "user") { Holds = [new HoldRule(agent, workspace)] }]));
        Assert.Equal([expected], keeping.Purge([id], Anna).Select(outcome => outcome.Status));
    }

    [Fact]
    public async Task Damaged_hold_still_holds()
    {
        SessionId held = await RunAsync();
        Keeping.Hold([held], Anna);
        await File.WriteAllTextAsync(_fixture[$"holds/{held}"], "{", Stop);
        Assert.Throws<IOException>(() => Keeping.Purge([held], Anna));
        Assert.Equal([held], _fixture.Store.List());
    }

    [Fact]
    public async Task Running_session_is_not_purged()
    {
        await using SessionRecorder live = _fixture.Store.Create();
        await live.RecordDurablyAsync(RecorderFixture.Started, Stop);
        Assert.Equal([PurgeStatus.Running], Keeping.Purge([live.Id], Anna).Select(outcome => outcome.Status));
    }

    [Fact]
    public async Task Purge_that_was_interrupted_is_finished_by_whoever_comes_next()
    {
        SessionId gone = await RunAsync();
        Leaf notice = KeeperNotice.Of(KeeperNotice.Purged, DateTimeOffset.UnixEpoch, Anna, LeafMember.Of("sessions", [gone.ToString()]));
        Directory.CreateDirectory(_fixture["purging"]);
        await File.WriteAllBytesAsync(_fixture["purging/a"], notice.ToUtf8(), Stop);
        await File.WriteAllBytesAsync(_fixture["purging/b.new"], [], Stop);
        Keeping.FinishInterrupted();
        Assert.Empty(_fixture.Store.List());
        Assert.Empty(Directory.GetFiles(_fixture["purging"]));
        Assert.Equal(notice, Entries()[^1]);
    }

    [Fact]
    public async Task Restarted_ledger_names_the_old_one_and_has_the_sessions_that_are_there()
    {
        SessionId id = await RunAsync();
        string old = Checkpoint();
        byte[] tile = Encoding.UTF8.GetBytes("no tile");
        await File.WriteAllBytesAsync(Directory.GetFiles(_fixture["ledger/tile/0"], "*", SearchOption.AllDirectories)[0], tile, Stop);
        await Assert.ThrowsAnyAsync<IOException>(async () => await RunAsync());
        // Its record could not come into the ledger; that session waits for the new one.
        string aside = Keeping.Restart(Anna);
        Assert.True(File.Exists(Path.Combine(aside, "ledger", "checkpoint")));
        List<Leaf> leaves = Entries();
        Assert.Equal(KeeperNotice.Restarted, leaves[0].Type);
        Assert.Equal(old, Encoding.UTF8.GetString(Convert.FromBase64String(leaves[0].Find("previous-checkpoint")!.Text!)));
        Assert.Equal([id.ToString(), id.ToString()], leaves.Skip(1).Select(leaf => leaf.Session));
        Assert.NotEqual(old.Split('\n')[0], Checkpoint().Split('\n')[0]);
        _fixture.Store.CloseAbandoned();
        await RunAsync();
        Assert.Equal(3, Entries().Where(leaf => leaf.Session is not null).Select(leaf => leaf.Session).Distinct().Count());
    }

    [Fact]
    public async Task Key_is_changed_and_the_ledger_goes_on()
    {
        await RunAsync();
        VerifierKey first = LedgerKeys.LoadVerifier(Paths)!;
        string next = Keeping.RotateKey(Anna);
        await RunAsync();
        Assert.Equal(next, LedgerKeys.LoadVerifier(Paths)!.ToString());
        Assert.Equal([next], LedgerRotations.Follow(Paths.Directory, first).Select(change => change.After.ToString()));
        Assert.Equal(5, Entries().Count);
    }

    [Fact]
    public async Task Compaction_takes_nothing_that_a_session_needs()
    {
        using (var ledger = new LedgerAppender(Paths, "vitrine/test"))
        {
            using LedgerTurn turn = ledger.TryBegin(TimeSpan.FromSeconds(10))!;
            for (int i = 0; i < 66_000; i++)
                turn.Add(Encoding.ASCII.GetBytes($"{i}"));
            turn.Publish();
        }

        SessionId kept = await RunAsync();
        await File.WriteAllBytesAsync(_fixture[$"sessions/{kept}/extents"], Extent(10, 0, 2), Stop);
        Assert.Equal((0, 0), Keeping.Compact(Anna));
        await File.WriteAllBytesAsync(_fixture[$"sessions/{kept}/extents"], Extent(66_000, 0, 2), Stop);
        Assert.Equal((0, 65_536), Keeping.Compact(Anna));
        Assert.Equal((65_536, 65_536), Keeping.Compact(Anna));
        Assert.False(File.Exists(_fixture["ledger/tile/entries/000"]));
        await RunAsync();
    }

    private static byte[] Extent(long index, long sequence, long count)
    {
        byte[] bytes = new byte[24];
        Extents.Write(bytes, new Extent(index, sequence, count));
        return bytes;
    }

    private async Task<SessionId> RunAsync()
    {
        await using SessionRecorder recorder = _fixture.Store.Create();
        recorder.Record(RecorderFixture.Started);
        await recorder.EndAsync(new SessionEnded(0, "exited", 1));
        Assert.True(recorder.IsSealed);
        return recorder.Id;
    }

    private string Checkpoint() => File.ReadAllText(Paths.Checkpoint);

    private List<Leaf> Entries()
    {
        var leaves = new List<Leaf>();
        long size = long.Parse(Checkpoint().Split('\n')[1], null);
        new LedgerEntries(Paths.Directory).Visit(0, size, (_, entry) =>
        {
            if (LeafJson.TryParse(entry) is { } leaf)
                leaves.Add(leaf);
            return true;
        });
        return leaves;
    }
}
