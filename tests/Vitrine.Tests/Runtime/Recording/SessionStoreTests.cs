using Vitrine.Core.Model;
using Vitrine.Ledger.Journal;
using Vitrine.Ledger.Payloads;
using Vitrine.Runtime.Recording;
using Vitrine.Tests.Ledger;
using Xunit;

namespace Vitrine.Tests.Runtime.Recording;

public sealed class SessionStoreTests : IDisposable
{
    private readonly RecorderFixture _fixture = new();

    private SessionStore Store => _fixture.Store;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Sessions_are_listed_newest_first_and_described_from_their_ends()
    {
        Assert.Empty(Store.List());
        SessionId first = await RunAsync(), second = await RunAsync();
        await using var live = Begin();
        await live.RecordDurablyAsync(RecorderFixture.Started, Stop);

        Assert.Equal([live.Id, second, first], Store.List());
        SessionListing ended = Store.Describe(first);
        Assert.Equal((SessionState.Ended, 2L, "an-agent", 0), (ended.State, ended.Entries, ended.Started!.Agent, ended.Ended!.ExitStatus));
        Assert.Equal((SessionState.Running, "an-agent"), (Store.Describe(live.Id).State, Store.Describe(live.Id).Started!.Agent));
    }

    [Fact]
    public async Task State_is_private_and_the_key_lies_apart()
    {
        SessionId id = await RunAsync();
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        foreach (string directory in (string[])["", "sessions", "keys", "running", $"sessions/{id}"])
            Assert.Equal(Owner, new DirectoryInfo(_fixture[directory]).UnixFileMode);
        Assert.True(File.Exists(_fixture[$"keys/{id}.key"]));
        Assert.Empty(Directory.GetFiles(_fixture["running"]));
    }

    [Fact]
    public async Task Directories_that_were_open_to_others_are_closed()
    {
        await RunAsync();
        var keys = new DirectoryInfo(_fixture["keys"]);
        System.Diagnostics.Process.Start("chmod", ["755", keys.FullName]).WaitForExit();
        await RunAsync();
        keys.Refresh();
        Assert.Equal(UnixFileMode.None, keys.UnixFileMode & (UnixFileMode.GroupRead | UnixFileMode.OtherRead));
    }

    [Fact]
    public async Task Id_is_found_by_last_by_itself_and_by_its_beginning()
    {
        Assert.Equal(SessionLookupStatus.NotFound, Store.Resolve("last").Status);
        SessionId first = await RunAsync();
        _fixture.Clock.Now += TimeSpan.FromDays(1);
        SessionId second = await RunAsync();

        Assert.Equal(second, Store.Resolve("last").Id);
        Assert.Equal(first, Store.Resolve(first.ToString()).Id);
        Assert.Equal((SessionLookupStatus.Found, first), (Store.Resolve("20261121").Status, Store.Resolve("20261121").Id));
        Assert.Equal((SessionLookupStatus.Ambiguous, 2), (Store.Resolve("2026").Status, Store.Resolve("2026").Candidates.Count));
        foreach (string none in (string[])["", "x", "..", "20261121-141502-k3f9x22", "LAST", "\0"])
            Assert.Equal(SessionLookupStatus.NotFound, Store.Resolve(none).Status);
    }

    [Fact]
    public async Task Abandoned_session_gets_its_end_once_and_a_live_one_is_not_touched()
    {
        await using var live = Begin();
        await live.RecordDurablyAsync(RecorderFixture.Started, Stop);
        SessionRecorder lost = Begin();
        lost.Record(RecorderFixture.Started);
        _fixture.Clock.Now += TimeSpan.FromSeconds(3);
        lost.Record(RecorderFixture.Opened(1));
        await lost.DisposeAsync();
        // What a kill in the middle of a write leaves.
        await File.AppendAllBytesAsync(_fixture.LogOf(lost.Id), [1, 0, 7, 7], Stop);
        Assert.Equal(SessionState.Abandoned, Store.Describe(lost.Id).State);

        Assert.Equal([new AbandonedSession(lost.Id, null)], Store.CloseAbandoned());
        Assert.Empty(Store.CloseAbandoned());
        List<Entry> entries = _fixture.Read(lost.Id, out JournalVerification found);
        Assert.Equal((JournalState.Intact, 3), (found.State, entries.Count));
        Assert.Equal((2L, new SessionEnded(-1, "supervisor-lost", 3)), (entries[2].Index, (SessionEnded)entries[2].Data));
        Assert.Equal(SessionState.Running, Store.Describe(live.Id).State);
        Assert.Single(_fixture.Read(live.Id, out _));
    }

    [Fact]
    public async Task Session_that_ended_but_could_not_take_its_mark_away_is_left_alone()
    {
        SessionId id = await RunAsync();
        await File.WriteAllBytesAsync(_fixture[$"running/{id}"], [], Stop);
        Assert.Empty(Store.CloseAbandoned());
        Assert.False(File.Exists(_fixture[$"running/{id}"]));
        Assert.Equal(2, _fixture.Read(id, out _).Count);
    }

    [Fact]
    public async Task Session_that_crashed_before_it_had_a_log_is_forgotten_in_time()
    {
        await RunAsync();
        var id = SessionId.New(_fixture.Clock);
        string mark = _fixture[$"running/{id}"];
        await File.WriteAllBytesAsync(mark, [], Stop);
        Assert.Empty(Store.CloseAbandoned());
        Assert.True(File.Exists(mark));
        _fixture.Clock.Now += TimeSpan.FromHours(2);
        Assert.Empty(Store.CloseAbandoned());
        Assert.False(File.Exists(mark));
    }

    [Fact]
    public async Task Corrupt_sessions_do_not_stand_in_the_way()
    {
        var ids = new List<SessionId>();
        for (int i = 0; i < 6; i++)
        {
            SessionRecorder recorder = Begin();
            recorder.Record(RecorderFixture.Started);
            await recorder.DisposeAsync();
            ids.Add(recorder.Id);
        }

        byte[] good = await File.ReadAllBytesAsync(_fixture.LogOf(ids[0]), Stop);
        await File.WriteAllBytesAsync(_fixture.LogOf(ids[0]), "not a log at all, but long enough"u8.ToArray(), Stop);
        good[40] ^= 1;
        await File.WriteAllBytesAsync(_fixture.LogOf(ids[1]), good, Stop);
        File.Delete(_fixture.LogOf(ids[2]));
        await JournalFile.WriteAsync(_fixture.LogOf(ids[2]), "not JSON"u8.ToArray());
        File.Delete(_fixture.LogOf(ids[3]));
        Directory.CreateDirectory(_fixture.LogOf(ids[3]));
        File.Delete(_fixture.LogOf(ids[4]));
        File.CreateSymbolicLink(_fixture.LogOf(ids[4]), _fixture.LogOf(ids[5]));

        foreach (int corrupt in (int[])[0, 1, 2, 4])
            Assert.Equal((corrupt, true), (corrupt, Store.Describe(ids[corrupt]).IsCorrupt));
        Assert.Equal(5, Store.List().Count);
        IReadOnlyList<AbandonedSession> closed = Store.CloseAbandoned();
        Assert.Contains(new AbandonedSession(ids[5], null), closed);
        Assert.All([ids[0], ids[1], ids[3], ids[4]], id => Assert.NotNull(closed.Single(session => session.Id == id).Problem));
    }

    [Fact]
    public async Task Entries_of_another_session_or_place_are_damage()
    {
        SessionId id = await RunAsync(), other = await RunAsync();
        File.Copy(_fixture.LogOf(other), _fixture.LogOf(id), overwrite: true);
        Assert.Equal((JournalState.Damaged, 0L), Verdict(id));

        var first = new Entry(1, id.ToString(), 0, default, RecorderFixture.Started);
        Entry next = first with { Index = 1 };
        await RewriteAsync(id, (first, first.ToUtf8()), (next, next.ToUtf8()));
        Assert.Equal((JournalState.Intact, null), Verdict(id));
        // What is sealed and what the leaf says are of one entry, in its place; and it is an entry.
        foreach (byte[] wrong in (byte[][])[
            (next with { Index = 2 }).ToUtf8(), (next with { Session = "20261121-141502-k3f9x2" }).ToUtf8(),
                (next with { Time = DateTimeOffset.UnixEpoch }).ToUtf8(),
            (next with { Data = RecorderFixture.Ended }).ToUtf8(), "{\"v\":1}"u8.ToArray(), "null"u8.ToArray(), []])
        {
            await RewriteAsync(id, (first, first.ToUtf8()), (next, wrong));
            Assert.Equal((JournalState.Damaged, 1L), Verdict(id));
        }

        foreach (Entry wrong in (Entry[])[next with { Index = 2 }, next with { Session = "20261121-141502-k3f9x2" }])
        {
            await RewriteAsync(id, (first, first.ToUtf8()), (wrong, next.ToUtf8()));
            Assert.Equal((JournalState.Damaged, 1L), Verdict(id));
        }
    }

    [Fact]
    public async Task Session_without_its_key_is_purged_and_its_record_still_checked()
    {
        SessionId id = await RunAsync();
        File.Delete(_fixture[$"keys/{id}.key"]);
        Assert.Equal((SessionState.Purged, 2L), (Store.Describe(id).State, Store.Describe(id).Entries));
        Assert.Empty(_fixture.Read(id, out JournalVerification found));
        Assert.Equal((JournalState.Purged, 2L), (found.State, found.Entries));
        Assert.True(Store.Open(id)!.IsPurged());
        using (SessionFollower follower = Store.Open(id)!.Follow())
        {
            follower.ReadNew(_ => Assert.Fail("There is no key."));
            Assert.Equal((true, false), (follower.IsPurged, follower.IsDamaged));
        }

        byte[] file = await File.ReadAllBytesAsync(_fixture.LogOf(id), Stop);
        file[^40] ^= 1;
        await File.WriteAllBytesAsync(_fixture.LogOf(id), file, Stop);
        Assert.Equal((JournalState.Damaged, 1L), Verdict(id));
    }

    [Fact]
    public async Task Abandoned_session_without_its_key_gets_an_end_that_says_only_that()
    {
        SessionRecorder lost = Begin();
        lost.Record(RecorderFixture.Started);
        await lost.DisposeAsync();
        byte[] key = await File.ReadAllBytesAsync(_fixture[$"keys/{lost.Id}.key"], Stop);
        File.Delete(_fixture[$"keys/{lost.Id}.key"]);
        Assert.Equal([new AbandonedSession(lost.Id, null)], Store.CloseAbandoned());
        Assert.Empty(Store.CloseAbandoned());
        Assert.Equal((SessionState.Purged, 2L), (Store.Describe(lost.Id).State, Store.Describe(lost.Id).Entries));
        // With the key put back, from a backup, all can be read.
        await File.WriteAllBytesAsync(_fixture[$"keys/{lost.Id}.key"], key, Stop);
        List<Entry> entries = _fixture.Read(lost.Id, out JournalVerification found);
        Assert.Equal((JournalState.Intact, new SessionEnded(-1, "supervisor-lost", 0)), (found.State, (SessionEnded)entries[1].Data));
        Assert.Equal(SessionState.Ended, Store.Describe(lost.Id).State);
    }

    [Fact]
    public async Task Key_of_another_session_or_under_another_wrapping_key_is_told_and_opens_nothing()
    {
        SessionId id = await RunAsync(), other = await RunAsync();
        File.Copy(_fixture[$"keys/{other}.key"], _fixture[$"keys/{id}.key"], overwrite: true);
        Assert.Contains("is not the key of session", Store.Describe(id).Problem, StringComparison.Ordinal);
        Assert.Throws<IOException>(() => _fixture.Read(id, out _));
        File.Delete(_fixture["keys/wrap.key"]);
        Assert.Contains("is not there", Store.Describe(other).Problem, StringComparison.Ordinal);
        await RunAsync();
        Assert.Contains("wrapped with another key", Store.Describe(other).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_of_the_earlier_format_is_refused_with_its_version()
    {
        SessionId id = await RunAsync();
        byte[] file = await File.ReadAllBytesAsync(_fixture.LogOf(id), Stop);
        file[15] = 1;
        await File.WriteAllBytesAsync(_fixture.LogOf(id), file, Stop);
        Assert.Contains("format version 1", Store.Describe(id).Problem, StringComparison.Ordinal);
        Assert.Equal(JournalState.NotALedger, Verdict(id).State);
    }

    [Fact]
    public async Task Policy_of_a_session_stands_in_every_leaf_of_it_also_in_an_end_that_it_got_later()
    {
        string policy = new('a', 64);
        SessionRecorder lost = Begin();
        lost.Record(RecorderFixture.Started with { PolicyDigest = policy });
        lost.Record(RecorderFixture.Opened(1));
        await lost.DisposeAsync();
        Store.CloseAbandoned();
        Assert.Equal([policy, policy, policy], JournalFile.ReadFrames(_fixture.LogOf(lost.Id)).Select(frame => LeafJson.TryParse(frame.Leaf.Span)?.Policy));
    }

    [Theory]
    [InlineData("20261121-141502-k3f9x2", true)]
    [InlineData("20261321-141502-k3f9x2", false)]
    [InlineData("20261121-146502-k3f9x2", false)]
    [InlineData("20261121-141502-k3f9xl", false)]
    [InlineData("20261121-141502-K3F9X2", false)]
    [InlineData("20261121-141502-k3f9x", false)]
    [InlineData("20261121-141502-k3f9x2/", false)]
    [InlineData("20261121_141502-k3f9x2", false)]
    [InlineData("2026112１-141502-k3f9x2", false)]
    [InlineData("../../../../etc/passwd", false)]
    [InlineData("20261121-141502-../..2", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Only_what_is_exactly_an_id_is_one(string? text, bool isId) => Assert.Equal(isId, SessionId.TryParse(text, out _));

    [Fact]
    public void Ids_are_in_the_order_of_their_milliseconds()
    {
        var ids = new List<SessionId>();
        for (int i = 0; i < 3000; i++)
        {
            ids.Add(SessionId.New(_fixture.Clock));
            _fixture.Clock.Now += TimeSpan.FromMilliseconds(1);
        }

        Assert.Equal(ids.Order(), ids);
        Assert.Equal(new DateTimeOffset(2026, 11, 21, 14, 15, 2, TimeSpan.Zero), ids[0].StartedAt);
    }

    private (JournalState State, long? FirstBad) Verdict(SessionId id)
    {
        _fixture.Read(id, out JournalVerification found);
        return (found.State, found.FirstBad);
    }

    /// <summary>Writes a log whose leaves and sealed bytes need not agree.</summary>
    private async Task RewriteAsync(SessionId id, params (Entry Said, byte[] Sealed)[] entries)
    {
        File.Delete(_fixture.LogOf(id));
        using EntryCipher cipher = new StateDirectory(_fixture[""]).LoadCipher(id)!;
        await using var log = JournalWriter.Create(_fixture.LogOf(id));
        for (int i = 0; i < entries.Length; i++)
        {
            byte[] record = new byte[entries[i].Sealed.Length + SealedRecord.Overhead], digest = new byte[32];
            cipher.Seal(i, entries[i].Sealed, record, digest);
            log.Append(ObservationLeaf.Of(entries[i].Said, null, Convert.ToHexStringLower(digest)).ToUtf8(), record);
        }
    }

    private SessionRecorder Begin()
    {
        _fixture.Clock.Now += TimeSpan.FromMilliseconds(1);
        return Store.Create();
    }

    private async Task<SessionId> RunAsync()
    {
        await using SessionRecorder recorder = Begin();
        recorder.Record(RecorderFixture.Started);
        await recorder.EndAsync(RecorderFixture.Ended);
        return recorder.Id;
    }
}
