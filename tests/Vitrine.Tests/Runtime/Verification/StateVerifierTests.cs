using Vitrine.Ledger.Verification;
using Vitrine.Runtime.Keeping;
using Vitrine.Runtime.Recording;
using Vitrine.Runtime.Verification;
using Xunit;

namespace Vitrine.Tests.Runtime.Verification;

public sealed class StateVerifierTests : IDisposable
{
    private readonly VerifiedMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public async Task Sessions_that_were_recorded_are_whole_and_each_entry_is_in_the_tree()
    {
        SessionId first = await _machine.RecordAsync(), second = await _machine.RecordAsync(400);
        StateVerification found = _machine.Verify();
        Assert.Empty(found.Findings);
        Assert.Equal((LedgerVerdict.Clean, 2), (found.Verdict, found.Ledger.Sessions));
        Assert.Equal([(5, first.ToString()), (403, second.ToString())], found.Sessions.Select(session => (session.Proven, session.Session)).Order());
        Assert.All(found.Sessions,
            session => Assert.Equal((SessionRecordState.Whole, session.Entries, session.Entries, 2L),
                (session.State, session.Proven, session.Sealed, session.Payloads)));
        SessionVerification one = Assert.Single(_machine.Verify(second).Sessions);
        Assert.Equal((SessionRecordState.Whole, 403L, 403L), (one.State, one.Entries, one.Proven));
    }

    [Fact]
    public async Task Running_session_is_open_and_no_fault()
    {
        SessionId id = await _machine.RecordAsync(ends: false);
        await _machine.RecordAsync();
        StateVerification found = _machine.Verify();
        Assert.Empty(found.Findings);
        Assert.Equal((LedgerVerdict.Clean, SessionRecordState.Open), (found.Verdict, found.Sessions.Single(session => session.Session == id.ToString()).State));
        await _machine.Left[0].EndAsync(Recording.RecorderFixture.Ended);
        Assert.All(_machine.Verify().Sessions, session => Assert.Equal(SessionRecordState.Whole, session.State));
    }

    [Theory]
    [InlineData("sessions/{0}/entries.log", LedgerFault.JournalMissing)]
    [InlineData("sessions/{0}/payloads", LedgerFault.PayloadMissing)]
    [InlineData("sessions/{0}/extents", LedgerFault.ExtentsWrong, LedgerFault.NotEntered)]
    [InlineData("keys/{0}.key", LedgerFault.KeyMissing)]
    public async Task What_is_gone_without_an_entry_that_says_so_is_a_finding(string file, LedgerFault fault, LedgerFault forOneSession = default)
    {
        SessionId id = await _machine.RecordAsync();
        await _machine.RecordAsync();
        File.Delete(_machine[string.Format(System.Globalization.CultureInfo.InvariantCulture, file, id)]);
        foreach (StateVerification found in (StateVerification[])[_machine.Verify(), _machine.Verify(id)])
        {
            Assert.Equal(LedgerVerdict.Faulty, found.Verdict);
            Assert.Contains(found.Findings, finding => finding.Fault == fault || finding.Fault == forOneSession);
            Assert.Equal(id.ToString(), Assert.Single(found.Sessions, session => session.State == SessionRecordState.Faulty).Session);
        }
    }

    [Fact]
    public async Task Purged_session_is_a_hole_with_who_and_why_and_no_fault()
    {
        SessionId id = await _machine.RecordAsync(), kept = await _machine.RecordAsync();
        _machine.Keeping.Purge([id], new Keeper("ann on host", "asked for by the person it was about"));
        foreach (StateVerification found in (StateVerification[])[_machine.Verify(), _machine.Verify(id)])
        {
            Assert.Empty(found.Findings);
            Assert.Equal(LedgerVerdict.Clean, found.Verdict);
            SessionVerification hole = found.Sessions.Single(session => session.Session == id.ToString());
            Assert.Equal((SessionRecordState.Purged, 5L, "ann on host", "asked for by the person it was about"),
                (hole.State, hole.Entries, hole.Purge!.Actor, hole.Purge.Reason));
        }

        Assert.Equal(SessionRecordState.Whole, _machine.Verify(kept).Sessions[0].State);
    }

    [Fact]
    public async Task Key_of_a_purged_session_that_came_back_is_a_finding()
    {
        SessionId id = await _machine.RecordAsync();
        string key = _machine[$"keys/{id}.key"];
        byte[] bytes = await File.ReadAllBytesAsync(key, TestContext.Current.CancellationToken);
        _machine.Keeping.Purge([id], new Keeper("ann", "over"));
        await File.WriteAllBytesAsync(key, bytes, TestContext.Current.CancellationToken);
        Assert.Equal(LedgerFault.PurgeUnfinished, Assert.Single(_machine.Verify().Findings).Fault);
    }

    [Fact]
    public async Task Journal_that_was_rewritten_whole_is_not_the_one_in_the_tree()
    {
        SessionId id = await _machine.RecordAsync(), other = await _machine.RecordAsync();
        // Well formed, with a chain of its own; but of another session.
        File.Copy(_machine[$"sessions/{other}/entries.log"], _machine[$"sessions/{id}/entries.log"], overwrite: true);
        LedgerFinding finding = Assert.Single(_machine.Verify().Findings);
        Assert.Equal(LedgerFault.JournalDiffers, finding.Fault);
    }

    [Fact]
    public async Task Key_that_was_changed_is_followed_from_the_old_one_to_the_new_one()
    {
        await _machine.RecordAsync();
        LedgerVerifierOptions before = _machine.Options;
        _machine.Keeping.RotateKey(new Keeper("ann", "yearly"));
        await _machine.RecordAsync();
        Assert.NotEqual(before.Key.Id, _machine.Options.Key.Id);
        foreach (LedgerVerifierOptions options in (LedgerVerifierOptions[])[before, _machine.Options])
        {
            StateVerification found = _machine.Verifier.Verify(options, TestContext.Current.CancellationToken);
            Assert.Empty(found.Findings);
            Assert.Equal((LedgerVerdict.Clean, _machine.Options.Key.Id), (found.Verdict, found.Ledger.SignedBy!.Id));
        }

        string note = _machine["ledger/rotations/000"];
        byte[] bytes = await File.ReadAllBytesAsync(note, TestContext.Current.CancellationToken);
        for (int at = 0; at < bytes.Length; at++)
        {
            bytes[at] ^= 1;
            await File.WriteAllBytesAsync(note, bytes, TestContext.Current.CancellationToken);
            LedgerVerification found = LedgerVerifier.VerifyCheckpoint(_machine["ledger"], before);
            Assert.True(found.Verdict == LedgerVerdict.Faulty, $"byte {at}");
            bytes[at] ^= 1;
        }
    }

    [Fact]
    public async Task What_an_append_left_that_never_was_published_is_no_fault_when_others_have_appended_since()
    {
        SessionId id = await _machine.RecordAsync();
        byte[] tile = await File.ReadAllBytesAsync(_machine["ledger/tile/0/000.p/5"], TestContext.Current.CancellationToken);
        byte[] bundle = await File.ReadAllBytesAsync(_machine["ledger/tile/entries/000.p/5"], TestContext.Current.CancellationToken);
        // Written and flushed, and then the supervisor was killed before it signed.
        await File.WriteAllBytesAsync(_machine["ledger/tile/0/000.p/6"], [.. tile, .. new byte[32]], TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(_machine["ledger/tile/entries/000.p/6"], [.. bundle, 0, 1, 0], TestContext.Current.CancellationToken);
        StateVerification found = _machine.Verify();
        Assert.Equal((LedgerVerdict.Clean, 1L), (found.Verdict, found.Ledger.BehindCheckpoint));
        await _machine.RecordAsync();
        found = _machine.Verify();
        Assert.Empty(found.Findings);
        Assert.Empty(found.Ledger.Notes);
        Assert.Contains(found.Sessions, session => session.Session == id.ToString() && session.State == SessionRecordState.Whole);
    }

    [Fact]
    public async Task Ledger_that_is_written_meanwhile_is_clean_each_time()
    {
        using var stop = new CancellationTokenSource();
        Task writing = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
                await _machine.RecordAsync(30);
        }, TestContext.Current.CancellationToken);
        await _machine.RecordAsync();
        for (int i = 0; i < 30; i++)
        {
            StateVerification found = _machine.Verify();
            Assert.True(found.Verdict == LedgerVerdict.Clean, string.Join('\n', found.Findings));
        }

        await stop.CancelAsync();
        await writing;
    }

    [Fact]
    public async Task Each_flipped_byte_of_a_sessions_files_is_noticed()
    {
        SessionId id = await _machine.RecordAsync();
        await _machine.RecordAsync(1);
        foreach (string file in (string[])[$"sessions/{id}/entries.log", $"sessions/{id}/payloads", $"sessions/{id}/extents", $"keys/{id}.key"])
        {
            byte[] bytes = await File.ReadAllBytesAsync(_machine[file], TestContext.Current.CancellationToken);
            for (int at = 0; at < bytes.Length; at++)
            {
                bytes[at] ^= 0x10;
                await File.WriteAllBytesAsync(_machine[file], bytes, TestContext.Current.CancellationToken);
                StateVerification all = _machine.Verify(), one = _machine.Verify(id);
                Assert.True(all.Verdict == LedgerVerdict.Faulty || IsOtherVersion(file, at), $"{file}, byte {at} of {bytes.Length}: {all.Verdict}");
                Assert.True(one.Verdict == LedgerVerdict.Faulty || IsOtherVersion(file, at),
                    $"{file}, byte {at} of {bytes.Length}, session alone: {one.Verdict}");
                Assert.NotEqual(LedgerVerdict.Clean, all.Verdict);
                Assert.NotEqual(LedgerVerdict.Clean, one.Verdict);
                bytes[at] ^= 0x10;
            }

            await File.WriteAllBytesAsync(_machine[file], bytes, TestContext.Current.CancellationToken);
        }

        Assert.Equal(LedgerVerdict.Clean, _machine.Verify().Verdict);
    }

    // A journal of a version that is not known was not checked.
    private static bool IsOtherVersion(string file, int at) => file.EndsWith("entries.log", StringComparison.Ordinal) && at is >= 12 and < 16;
}
