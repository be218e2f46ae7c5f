using System.Security.Cryptography;
using System.Text;
using Vitrine.Core.Model;
using Vitrine.Ledger.Journal;
using Vitrine.Runtime.Recording;
using Xunit;

namespace Vitrine.Tests.Runtime.Recording;

public sealed class SessionRecorderTests : IDisposable
{
    private readonly RecorderFixture _fixture = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Entries_have_the_session_the_index_and_the_time()
    {
        _fixture.Clock.Now = new DateTimeOffset(2026, 11, 21, 14, 15, 2, TimeSpan.Zero).AddTicks(1_234_567);
        await using var recorder = _fixture.Store.Create();
        recorder.Record(RecorderFixture.Started);
        recorder.Record(RecorderFixture.Opened(7));
        await recorder.EndAsync(RecorderFixture.Ended);

        List<Entry> entries = _fixture.Read(recorder.Id, out JournalVerification found);
        Assert.Equal(JournalState.Intact, found.State);
        Assert.Equal([0L, 1, 2], entries.Select(entry => entry.Index));
        Assert.All(entries, entry => Assert.Equal((1, recorder.Id.ToString()), (entry.Version, entry.Session)));
        Assert.Equal(RecorderFixture.Opened(7), entries[1].Data);
        Assert.Equal(RecorderFixture.Ended, entries[2].Data);
        Assert.Contains("\"time\":\"2026-11-21T14:15:02.123456+00:00\"", Encoding.UTF8.GetString(entries[1].ToUtf8()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_threads_record_without_a_gap_and_the_observer_sees_the_same()
    {
        const int Threads = 8, Each = 2000;
        var seen = new List<Entry>();
        await using var recorder = _fixture.Store.Create(null, seen.Add);
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(t => new Thread(() =>
        {
            for (int i = 0; i < Each; i++)
                recorder.Record(RecorderFixture.Opened((t * Each) + i));
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        await recorder.EndAsync(RecorderFixture.Ended);

        List<Entry> entries = _fixture.Read(recorder.Id, out _);
        Assert.Equal(Enumerable.Range(0, (Threads * Each) + 1).Select(i => (long)i), entries.Select(entry => entry.Index));
        Assert.Equal(seen.Select(entry => entry.Data), entries.Select(entry => entry.Data));
        foreach (IGrouping<int, int> own in entries.Select(entry => entry.Data).OfType<FileOpened>().Select(opened => opened.Process).GroupBy(p => p / Each))
            Assert.Equal(Enumerable.Range(own.Key * Each, Each), own);
    }

    [Fact]
    public async Task A_record_that_would_fill_the_disk_fails_instead()
    {
        var recorder = _fixture.Store.Create(new SessionRecorderOptions { LongestRecord = 64 * 1024 });
        for (int i = 0; i < 2000; i++)
            recorder.Record(RecorderFixture.Opened(i));
        IOException failure = await Assert.ThrowsAsync<IOException>(() => recorder.Completion.WaitAsync(Stop));
        Assert.Contains("65536 bytes", failure.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<IOException>(async () => await recorder.RecordDurablyAsync(RecorderFixture.Started, Stop));
        await Assert.ThrowsAsync<IOException>(async () => await recorder.DisposeAsync());
    }

    [Fact]
    public async Task Durable_observation_is_on_disk_with_all_before_it()
    {
        await using var recorder = _fixture.Store.Create();
        recorder.Record(RecorderFixture.Started);
        recorder.Record(RecorderFixture.Opened(1));
        await recorder.RecordDurablyAsync(RecorderFixture.Opened(2), Stop);

        List<Entry> entries = _fixture.Read(recorder.Id, out _);
        Assert.Equal(RecorderFixture.Opened(2), entries[2].Data);
    }

    [Fact]
    public async Task What_is_recorded_together_is_on_disk_together_and_waits_once()
    {
        // The observer is called between the entries; were each told on its own, the first would be on disk before the second is written.
        var onDisk = new List<long>();
        SessionRecorder? recorder = null;
        await using SessionRecorder made = recorder = _fixture.Store.Create(null, entry =>
        {
            if (entry.Index > 0)
                onDisk.Add(_fixture.Read(recorder!.Id, out _).Count);
        });
        await recorder.RecordDurablyAsync(RecorderFixture.Started, Stop);
        await recorder.RecordDurablyAsync([RecorderFixture.Opened(1), RecorderFixture.Opened(2)], Stop);

        Assert.Equal([1, 1], onDisk);
        Assert.Equal(
            [RecorderFixture.Started, RecorderFixture.Opened(1), RecorderFixture.Opened(2)], _fixture.Read(recorder.Id, out _).Select(entry => entry.Data), SameJson);
    }

    [Fact]
    public async Task One_that_is_too_large_fails_all_that_is_recorded_with_it()
    {
        await using var recorder = _fixture.Store.Create();
        var hopeless = new RequestStarted(1, "GET", "https://a/", "2", [], new PayloadReference(new string('1', 70_000), "", 1, false), default);
        IOException error = await Assert.ThrowsAsync<IOException>(async () => await recorder.RecordDurablyAsync([RecorderFixture.Started, hopeless], Stop));
        Assert.Contains("too large", error.Message, StringComparison.Ordinal);
        error = await Assert.ThrowsAsync<IOException>(async () => await recorder.RecordDurablyAsync([hopeless, RecorderFixture.Opened(1)], Stop));
        Assert.Contains("too large", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dropped_observations_are_counted_and_the_count_recorded()
    {
        // The observer holds the writing thread up until the queue is full.
        using var hold = new ManualResetEventSlim(false);
        using var held = new ManualResetEventSlim(false);
        var options = new SessionRecorderOptions { QueueLength = 16 };
        await using var recorder = _fixture.Store.Create(options, _ =>
        {
            held.Set();
            hold.Wait(Stop);
        });
        recorder.Record(RecorderFixture.Started);
        held.Wait(Stop);
        for (int i = 0; i < 100; i++)
            recorder.Record(RecorderFixture.Opened(i));
        Task durable = recorder.RecordDurablyAsync(RecorderFixture.Opened(1000), Stop).AsTask();
        hold.Set();
        await durable;
        recorder.Record(RecorderFixture.Opened(2000));
        await recorder.EndAsync(RecorderFixture.Ended);

        List<Observation> entries = [.. _fixture.Read(recorder.Id, out _).Select(entry => entry.Data)];
        Assert.Equal(
            [RecorderFixture.Started, .. Enumerable.Range(0, 16).Select(RecorderFixture.Opened), RecorderFixture.Opened(1000),
                new EventsLost("recorder", 84, "queue-full"), RecorderFixture.Opened(2000), RecorderFixture.Ended],
            entries, SameJson);
    }

    [Fact]
    public async Task Queue_is_bounded_by_what_its_observations_weigh_too()
    {
        using var hold = new ManualResetEventSlim(false);
        using var held = new ManualResetEventSlim(false);
        await using var recorder = _fixture.Store.Create(new SessionRecorderOptions { QueueWeight = 64 * 1024 }, _ =>
        {
            held.Set();
            hold.Wait(Stop);
        });
        recorder.Record(RecorderFixture.Started);
        held.Wait(Stop);
        for (int i = 0; i < 100; i++)
            recorder.Record(new FileOpened(i, new UnixPath(new string('p', 4096)), "read", true));
        hold.Set();
        await recorder.EndAsync(RecorderFixture.Ended);

        List<Entry> entries = _fixture.Read(recorder.Id, out _);
        Assert.Equal(15, entries.Count(entry => entry.Data is FileOpened));
        Assert.Equal(85, entries.Select(entry => entry.Data).OfType<EventsLost>().Sum(lost => lost.Count));
    }

    [Fact]
    public async Task Nothing_is_recorded_after_the_end()
    {
        await using var recorder = _fixture.Store.Create();
        recorder.Record(RecorderFixture.Started);
        await recorder.EndAsync(RecorderFixture.Ended);
        recorder.Record(RecorderFixture.Opened(1));
        await Assert.ThrowsAsync<IOException>(async () => await recorder.RecordDurablyAsync(RecorderFixture.Opened(1), Stop));
        Assert.Equal(RecorderFixture.Ended, _fixture.Read(recorder.Id, out _)[^1].Data);
    }

    [Fact]
    public async Task Error_of_the_observer_ends_the_record_and_is_told()
    {
        var recorder = _fixture.Store.Create(null, _ => throw new InvalidOperationException("folded wrongly"));
        recorder.Record(RecorderFixture.Started);
        IOException error = await Assert.ThrowsAsync<IOException>(() => recorder.Completion);
        Assert.Contains("folded wrongly", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<IOException>(async () => await recorder.RecordDurablyAsync(RecorderFixture.Opened(1), Stop));
        await Assert.ThrowsAsync<IOException>(() => recorder.EndAsync(RecorderFixture.Ended));
        await recorder.DisposeAsync();
        Assert.False(JournalReader.IsBeingWritten(_fixture.LogOf(recorder.Id)));
    }

    [Fact]
    public async Task Whoever_waits_in_the_batch_that_failed_is_told()
    {
        using var hold = new ManualResetEventSlim(false);
        using var held = new ManualResetEventSlim(false);
        var recorder = _fixture.Store.Create(null, entry =>
        {
            held.Set();
            hold.Wait(Stop);
            if (entry.Index == 1)
                throw new InvalidOperationException("folded wrongly");
        });
        recorder.Record(RecorderFixture.Started);
        held.Wait(Stop);
        recorder.Record(RecorderFixture.Opened(1));
        Task durable = recorder.RecordDurablyAsync(RecorderFixture.Opened(2), Stop).AsTask();
        hold.Set();
        await Assert.ThrowsAsync<IOException>(() => durable);
        await Assert.ThrowsAsync<IOException>(async () => await recorder.DisposeAsync());
    }

    [Fact]
    public async Task Bodies_are_kept_and_come_back_as_long_as_the_key_is_there()
    {
        await using var recorder = _fixture.Store.Create();
        byte[] body = RandomNumberGenerator.GetBytes(200_000);
        PayloadReference reference;
        await using (IPayloadWriter writer = recorder.CreatePayload())
        {
            await writer.WriteAsync(body.AsMemory(0, 70_000), Stop);
            await writer.WriteAsync(body.AsMemory(70_000), Stop);
            reference = (await writer.CompleteAsync(Stop))!;
        }

        StoredSession session = _fixture.Store.Open(recorder.Id)!;
        using var read = new MemoryStream();
        Assert.Equal(BodyStatus.Complete, session.ReadBody(reference, read));
        Assert.Equal(body, read.ToArray());
        Assert.Equal((body.Length, false), ((int)reference.Size, reference.IsTruncated));
        Assert.Equal(BodyStatus.Damaged, session.ReadBody(reference with { Digest = new string('0', 64) }, Stream.Null));
        Assert.Equal(BodyStatus.Damaged, session.ReadBody(reference with { Size = 1 }, Stream.Null));
        foreach (string id in (string[])["", "2", "01", " 1", "+1", "../1", "1\0", "99999999999999999999"])
            Assert.Equal(BodyStatus.Missing, session.ReadBody(reference with { Id = id }, Stream.Null));
        File.Delete(_fixture[$"keys/{recorder.Id}.key"]);
        Assert.Equal(BodyStatus.Purged, session.ReadBody(reference, Stream.Null));
    }

    private static bool SameJson(Observation a, Observation b) => RecorderFixture.Json(a) == RecorderFixture.Json(b);
}
