using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Vitrine.Runtime.Exports;
using Vitrine.Tests.Ledger;
using Xunit;

namespace Vitrine.Tests.Runtime.Exports;

/// <summary>Exports to a real server on loopback that misbehaves.</summary>
public sealed class HttpExportTests : IDisposable
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(17);
    private readonly ScratchDirectory _scratch = new();
    private readonly ExportClock _clock = new(RequestTimeout);
    private readonly ConcurrentQueue<ReceivedRequest> _received = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Otlp_is_posted_to_its_own_path_as_json_with_what_the_person_gave_as_headers()
    {
        using var server = new LoopbackServer(Always(LoopbackServer.Answer(200, "{}")));
        List<LedgerRecord> records = ExportSamples.EveryKind();
        ExportOutcome outcome = await RunAsync(Options(server) with { Destination = ExportDestination.ToServer(server.Url, [new("authorization", "Bearer t")]) },
            records);
        Assert.Equal((ExportEnd.Done, (long)records.Count), (outcome.End, outcome.Records));
        ReceivedRequest request = Assert.Single(_received);
        Assert.Equal("POST /v1/logs HTTP/1.1", request.Line);
        Assert.Equal(("application/json", "Bearer t"), (request.Headers["Content-Type"], request.Headers["authorization"]));
        Assert.Equal(records.Select(r => $"{ExportSamples.Origin}#{r.TreeIndex}"), Uids(request));
    }

    [Fact]
    public async Task A_server_that_is_down_for_three_days_holds_nothing_up_but_the_export_which_then_goes_on()
    {
        DateTimeOffset start = _clock.GetUtcNow();
        using var server = new LoopbackServer(request =>
        {
            if (_clock.GetUtcNow() - start < TimeSpan.FromHours(72))
                return Task.FromResult<byte[]?>(LoopbackServer.Answer(503));
            _received.Enqueue(request);
            return Task.FromResult<byte[]?>(LoopbackServer.Answer(200));
        });
        using var stop = new CancellationTokenSource();
        List<LedgerRecord> records = ExportSamples.Ledger(1, 5), all = ExportSamples.Ledger(1, 30);
        _clock.OnWait = wait =>
        {
            // The ledger goes on meanwhile.
            if (records.Count < all.Count)
                records.Add(all[records.Count]);
            else if (wait == TimeSpan.FromSeconds(1) && _received.Sum(r => Uids(r).Count) == all.Count)
                stop.Cancel();
        };
        ExportOptions options = Options(server) with { Follow = true, Cursor = _scratch["cursor"], BatchRecords = 4 };
        ExportOutcome outcome = await RunAsync(options, records, stop.Token);
        Assert.Equal((ExportEnd.Stopped, 30L, 0L), (outcome.End, outcome.Records, outcome.Rejected));
        Assert.Equal(all.Select(r => $"{ExportSamples.Origin}#{r.TreeIndex}"), _received.SelectMany(Uids));
        // Ever more rarely, but within a minute of its return.
        Assert.InRange(_clock.Waits.Count, 72 * 60, 72 * 60 * 3);
        Assert.InRange(_clock.Waits.Max(), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60));
    }

    [Theory]
    [InlineData(429, "7", 7)]
    [InlineData(503, "120", 120)]
    [InlineData(502, "99999999", 3600)]
    [InlineData(504, "1", 1)]
    public async Task The_server_says_when_to_come_again(int status, string header, int expected)
    {
        using var server = new LoopbackServer(InTurn(LoopbackServer.Answer(status, "", "Retry-After: " + header), LoopbackServer.Answer(200)));
        ExportOutcome outcome = await RunAsync(Options(server) with { RetryFor = TimeSpan.FromHours(2) }, ExportSamples.Ledger(1, 3));
        Assert.Equal(ExportEnd.Done, outcome.End);
        Assert.Equal([TimeSpan.FromSeconds(expected)], _clock.Waits);
        Assert.Equal(_received.First().Text, _received.Last().Text);
    }

    [Fact]
    public async Task A_date_to_come_again_is_honoured_too()
    {
        string date = _clock.GetUtcNow().AddSeconds(90).ToString("R", CultureInfo.InvariantCulture);
        using var server = new LoopbackServer(InTurn(LoopbackServer.Answer(503, "", "Retry-After: " + date), LoopbackServer.Answer(200)));
        Assert.Equal(ExportEnd.Done, (await RunAsync(Options(server), ExportSamples.Ledger(1, 3))).End);
        Assert.Equal([TimeSpan.FromSeconds(90)], _clock.Waits);
    }

    [Fact]
    public async Task A_server_that_never_takes_anything_is_given_up_and_the_cursor_stays()
    {
        using var server = new LoopbackServer(Always(LoopbackServer.Answer(503)));
        ExportOptions options = Options(server) with { Cursor = _scratch["cursor"] };
        ExportOutcome outcome = await RunAsync(options, ExportSamples.Ledger(1, 3));
        Assert.Equal((ExportEnd.Unreachable, 0L), (outcome.End, outcome.Records));
        Assert.InRange(_clock.Waits.Aggregate(TimeSpan.Zero, (sum, wait) => sum + wait), TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(5));
        Assert.Equal(0, Next());
    }

    [Fact]
    public async Task A_server_that_accepts_and_says_nothing_is_asked_again_after_the_time_out()
    {
        var never = new TaskCompletionSource<byte[]?>();
        int requests = 0;
        using var server = new LoopbackServer(request =>
        {
            _received.Enqueue(request);
            if (Interlocked.Increment(ref requests) > 1)
                return Task.FromResult<byte[]?>(LoopbackServer.Answer(200));
            _clock.FireHeld();
            return never.Task;
        });
        Assert.Equal(ExportEnd.Done, (await RunAsync(Options(server), ExportSamples.Ledger(1, 3))).End);
        Assert.Equal(2, _received.Count);
        Assert.Equal(_received.First().Body, _received.Last().Body);
    }

    [Fact]
    public async Task A_connection_that_breaks_before_the_answer_repeats_the_same_records_under_the_same_names()
    {
        using var server = new LoopbackServer(InTurn(null, LoopbackServer.Answer(200)));
        Assert.Equal(ExportEnd.Done, (await RunAsync(Options(server), ExportSamples.Ledger(1, 3))).End);
        Assert.Equal(Uids(_received.First()), Uids(_received.Last()));
        Assert.Equal(2, _received.Count);
    }

    [Theory]
    [InlineData("""{"partialSuccess":{"rejectedLogRecords":"2","errorMessage":"too old"}}""", 2, "too old")]
    [InlineData("""{"partial_success":{"rejected_log_records":2,"error_message":"too old"}}""", 2, "too old")]
    [InlineData("""{"partialSuccess":{"errorMessage":"a warning"},"later":[{}]}""", 0, "a warning")]
    public async Task A_partial_success_is_counted_said_and_not_sent_again(string body, int rejected, string message)
    {
        using var server = new LoopbackServer(Always(LoopbackServer.Answer(200, body)));
        var said = new List<ExportNotice>();
        ExportOutcome outcome = await RunAsync(Options(server) with { Cursor = _scratch["cursor"] }, ExportSamples.Ledger(1, 3), Token, said.Add);
        Assert.Equal((ExportEnd.Done, 3L, (long)rejected), (outcome.End, outcome.Records, outcome.Rejected));
        Assert.Contains(message, Assert.Single(said).What, StringComparison.Ordinal);
        Assert.Single(_received);
        Assert.Equal(3, Next());
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(500)]
    [InlineData(302)]
    public async Task What_the_server_refuses_for_good_stops_the_export_where_it_is(int status)
    {
        using var server = new LoopbackServer(InTurn(LoopbackServer.Answer(200), LoopbackServer.Answer(status, "", "Location: http://127.0.0.1:1/")));
        ExportOutcome outcome = await RunAsync(Options(server) with { Cursor = _scratch["cursor"], BatchRecords = 2 }, ExportSamples.Ledger(1, 5));
        Assert.Equal((ExportEnd.Refused, 2L), (outcome.End, outcome.Records));
        Assert.Equal(2, Next());
        Assert.Empty(_clock.Waits);
    }

    [Theory]
    [InlineData("<html>Please log in</html>")]
    [InlineData("[]")]
    [InlineData("""{"partialSuccess":{"rejectedLogRecords":"many"}}""")]
    [InlineData("{} trailing")]
    public async Task An_answer_that_is_none_of_otlps_does_not_count_as_received(string body)
    {
        using var server = new LoopbackServer(Always(LoopbackServer.Answer(200, body)));
        ExportOutcome outcome = await RunAsync(Options(server) with { Cursor = _scratch["cursor"] }, ExportSamples.Ledger(1, 3));
        Assert.Equal((ExportEnd.Refused, 0L), (outcome.End, outcome.Records));
        Assert.Equal(0, Next());
    }

    [Fact]
    public async Task An_answer_without_end_is_not_read_to_its_end()
    {
        using var server = new LoopbackServer(Always(LoopbackServer.Answer(200, "{" + new string(' ', HttpTarget.LargestAnswer) + "}")));
        Assert.Equal(ExportEnd.Refused, (await RunAsync(Options(server), ExportSamples.Ledger(1, 3))).End);
    }

    [Fact]
    public async Task Batches_that_are_too_large_are_halved_until_they_fit_and_stay_so()
    {
        using var server = new LoopbackServer(request =>
        {
            int count = Uids(request).Count;
            if (count <= 3)
                _received.Enqueue(request);
            return Task.FromResult<byte[]?>(LoopbackServer.Answer(count > 3 ? 413 : 200));
        });
        List<LedgerRecord> records = ExportSamples.Ledger(1, 40);
        Assert.Equal(40, (await RunAsync(Options(server) with { BatchRecords = 16 }, records)).Records);
        Assert.Equal(records.Select(r => $"{ExportSamples.Origin}#{r.TreeIndex}"), _received.SelectMany(Uids));

        using var none = new LoopbackServer(Always(LoopbackServer.Answer(413)));
        Assert.Equal(ExportEnd.Refused, (await RunAsync(Options(none), records)).End);
    }

    [Fact]
    public async Task A_kill_after_the_answer_and_before_the_cursor_sends_again_under_the_same_names()
    {
        using var server = new LoopbackServer(Always(LoopbackServer.Answer(200)));
        List<LedgerRecord> records = ExportSamples.Ledger(1, 6);
        ExportOptions options = Options(server) with { Cursor = _scratch["cursor"] };
        await RunAsync(options, records[..3]);
        byte[] before = File.ReadAllBytes(_scratch["cursor"]);
        await RunAsync(options, records);
        File.WriteAllBytes(_scratch["cursor"], before);
        await RunAsync(options, records);
        List<string> uids = [.. _received.SelectMany(Uids)];
        Assert.Equal(9, uids.Count);
        Assert.Equal(records.Select(r => $"{ExportSamples.Origin}#{r.TreeIndex}"), uids.Distinct());
    }

    [Fact]
    public async Task Json_lines_go_to_the_address_as_it_is()
    {
        using var server = new LoopbackServer(Always(LoopbackServer.Answer(204)));
        Uri url = new(server.Url, "/ingest?index=vitrine");
        ExportOutcome outcome = await RunAsync(new ExportOptions
        {
            Format = ExportFormat.Ocsf,
            Destination = ExportDestination.ToServer(url),
            RequestTimeout = RequestTimeout
        },
            ExportSamples.Ledger(1, 4));
        Assert.Equal(ExportEnd.Done, outcome.End);
        ReceivedRequest request = Assert.Single(_received);
        Assert.Equal(("POST /ingest?index=vitrine HTTP/1.1", "application/x-ndjson"), (request.Line, request.Headers["Content-Type"]));
    }

    private static ExportOptions Options(LoopbackServer server) => new()
    {
        Format = ExportFormat.Otlp,
        Destination = ExportDestination.ToServer(server.Url),
        RequestTimeout = RequestTimeout,
    };

    private Answering Always(byte[] answer) => InTurn(answer);

    // The last answer is given again and again.
    private Answering InTurn(params byte[]?[] answers)
    {
        int next = 0;
        return request =>
        {
            _received.Enqueue(request);
            return Task.FromResult(answers[Math.Min(next++, answers.Length - 1)]);
        };
    }

    private Task<ExportOutcome> RunAsync(ExportOptions options, List<LedgerRecord> records, CancellationToken? token = null,
        Action<ExportNotice>? notify = null) =>
        new LedgerExporter(ExportSamples.Source(records), options, _clock, notify).RunAsync(token ?? Token);

    private long Next() => JsonNode.Parse(File.ReadAllText(_scratch["cursor"]))!["next"]!.GetValue<long>();

    private static List<string> Uids(ReceivedRequest request) =>
        [.. ((JsonArray)JsonNode.Parse(request.Body)!["resourceLogs"]![0]!["scopeLogs"]![0]!["logRecords"]!)
            .Select(record => ((JsonArray)record!["attributes"]!)
                .Single(a => a!["key"]!.GetValue<string>() == "log.record.uid")!["value"]!["stringValue"]!.GetValue<string>())];
}
