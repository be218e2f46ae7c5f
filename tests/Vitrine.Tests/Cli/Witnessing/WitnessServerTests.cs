using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Vitrine.Cli.Witnessing;
using Vitrine.Ledger.Notes;
using Vitrine.Ledger.Tree;
using Vitrine.Ledger.Witnessing;
using Vitrine.Tests.Ledger.Witnessing;
using Vitrine.Tests.Runtime.Ledger;
using Xunit;

namespace Vitrine.Tests.Cli.Witnessing;

public sealed class WitnessServerTests : IDisposable
{
    private static readonly WitnessOptions Options = new() { Listen = new IPEndPoint(IPAddress.Loopback, 0) };
    private readonly TestLog _log = new("vitrine/host/user/0a1b2c3d");
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _http.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task Each_answer_has_the_status_type_and_body_of_the_specification()
    {
        using var unknown = new TestLog("unknown.example");
        await using RunningWitness witness = await RunningWitness.StartAsync(_log.Grow(10));
        (HttpStatusCode status, string body, string? type) = await PostAsync(witness, _log.Request(0));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.True(SignedNote.TryParse([.. _log.Checkpoint().ToBytes(), .. Encoding.UTF8.GetBytes(body)], out SignedNote? note));
        Assert.True(witness.Peer.Key.TryVerifyCosignature(note, out _));

        Assert.Equal((HttpStatusCode.Conflict, "10\n", "text/x.tlog.size"), await PostAsync(witness, _log.Request(0)));
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(witness, "old 1\n"u8.ToArray())).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(witness, [.. "old 11\n\n"u8, .. _log.Checkpoint().ToBytes()])).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(witness, [])).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(witness, unknown.Grow(1).Request(0))).Status);
        Assert.Equal(HttpStatusCode.Forbidden,
            (await PostAsync(witness,
                [.. "old 10\n\n"u8, .. SignedNote.Create(_log.Checkpoint().Text, unknown.Signer.Sign(_log.Checkpoint().Text)).ToBytes()])).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PostAsync(witness, _log.Fork(9, 1).Request(10))).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity,
            (await PostAsync(witness, new AddCheckpointRequest(10, [TreeHash.Empty], _log.Checkpoint().ToBytes()).ToBytes())).Status);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(witness, _log.Grow(5).Request(10))).Status);
        Assert.Equal("text/plain", type);
    }

    [Fact]
    public async Task A_proof_where_there_is_nothing_to_prove_is_refused()
    {
        await using RunningWitness witness = await RunningWitness.StartAsync(_log.Grow(2));
        Assert.Equal(HttpStatusCode.UnprocessableEntity,
            (await PostAsync(witness, new AddCheckpointRequest(0, [TreeHash.Empty], _log.Checkpoint().ToBytes()).ToBytes())).Status);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(witness, _log.Request(0))).Status);
    }

    [Fact]
    public async Task A_monitor_gets_the_newest_checkpoint_with_both_signatures()
    {
        await using RunningWitness witness = await RunningWitness.StartAsync(_log.Grow(10));
        string path = $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(_log.Origin)))}/checkpoint";
        Assert.Equal(HttpStatusCode.NotFound, (await _http.GetAsync(witness.Peer.At(path), Stop)).StatusCode);
        await PostAsync(witness, _log.Request(0, 4));
        await PostAsync(witness, _log.Request(4));
        Assert.True(SignedNote.TryParse(await _http.GetByteArrayAsync(witness.Peer.At(path), Stop), out SignedNote? note));
        Assert.Equal(_log.Checkpoint().Text, note.Text);
        Assert.True(_log.Signer.Verifier.Verifies(note));
        Assert.True(witness.Peer.Key.TryVerifyCosignature(note, out _));
        foreach (string other in (string[])["", "checkpoint", "/checkpoint", "x/checkpoint", path.ToUpperInvariant(), $"x/{path}", $"{path}/",
            "add-checkpoint/", "..%2fwitness.key/checkpoint"])
            Assert.Equal(HttpStatusCode.NotFound, (await _http.GetAsync($"{witness.Peer.Url}{other}", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await _http.GetAsync(witness.Peer.At("add-checkpoint"), Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await _http.DeleteAsync(witness.Peer.At(path), Stop)).StatusCode);
    }

    [Fact]
    public async Task A_body_is_bounded_whether_its_length_is_told_or_not()
    {
        await using RunningWitness witness = await RunningWitness.StartAsync(_log.Grow(1));
        byte[] large = new byte[AddCheckpointRequest.MostBytes + 1];
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await PostAsync(witness, large)).Status);
        using var chunked = new HttpRequestMessage(HttpMethod.Post, witness.Peer.At("add-checkpoint")) { Content = new ByteArrayContent(large) };
        chunked.Headers.TransferEncodingChunked = true;
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await _http.SendAsync(chunked, Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(witness, _log.Request(0))).Status);
    }

    [Fact]
    public async Task A_client_that_does_not_send_its_body_is_not_waited_for()
    {
        await using RunningWitness witness = await RunningWitness.StartAsync(Options with { Patience = TimeSpan.FromMilliseconds(300), Concurrency = 1 },
            _log.Grow(1));
        using var slow = new TcpClient();
        await slow.ConnectAsync(IPAddress.Loopback, witness.Peer.Url.Port, Stop);
        NetworkStream stream = slow.GetStream();
        await stream.WriteAsync("POST /add-checkpoint HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nold 0\n"u8.ToArray(), Stop);
        byte[] answer = new byte[12];
        await stream.ReadExactlyAsync(answer, Stop);
        Assert.Equal("HTTP/1.1 408", Encoding.ASCII.GetString(answer));
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(witness, _log.Request(0))).Status);
    }

    [Fact]
    public async Task Who_asks_too_often_is_told_to_come_again()
    {
        await using RunningWitness witness = await RunningWitness.StartAsync(Options with { Rate = 1, LimitsLoopback = true }, _log.Grow(1));
        var statuses = new List<HttpStatusCode>();
        for (int i = 0; i < 6; i++)
            statuses.Add((await PostAsync(witness, _log.Request(0))).Status);
        Assert.Equal(HttpStatusCode.OK, statuses[0]);
        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
    }

    [Fact]
    public void Each_network_has_a_rate_of_its_own_and_the_table_is_bounded()
    {
        var time = new SteppedTime();
        var rates = new AddressRates(10, time, mostAddresses: 4);
        IPAddress one = IPAddress.Parse("192.0.2.1");
        Assert.Equal(20, Enumerable.Range(0, 100).Count(_ => rates.TryTake(one)));
        time.Now += TimeSpan.FromMilliseconds(500);
        Assert.Equal(5, Enumerable.Range(0, 100).Count(_ => rates.TryTake(one)));
        Assert.False(rates.TryTake(one.MapToIPv6()));

        // One /64 is one customer, whatever is behind it.
        Assert.Equal(20, Enumerable.Range(0, 100).Count(i => rates.TryTake(IPAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"2001:db8::{i:x}")))));
        Assert.True(rates.TryTake(IPAddress.Parse("2001:db8:0:1::1")));
        // Any number of further addresses gets one bucket together, until somebody was quiet for long enough.
        int taken = Enumerable.Range(0, 1000).Count(i => rates.TryTake(new IPAddress([10, 0, (byte)(i >> 8), (byte)i])));
        Assert.InRange(taken, 20, 25);
        time.Now += TimeSpan.FromSeconds(10);
        Assert.True(rates.TryTake(IPAddress.Parse("198.51.100.7")));
    }

    [Fact]
    public async Task Concurrent_requests_over_the_network_leave_one_history()
    {
        TestLog[] forks = [.. Enumerable.Range(0, 4).Select(i => _log.Fork(0, 30, string.Create(CultureInfo.InvariantCulture, $"fork {i}")))];
        await using RunningWitness witness = await RunningWitness.StartAsync(Options with { Concurrency = 1000 }, _log);
        var cosigned = new List<(int Fork, long Size)>();
        await Task.WhenAll(Enumerable.Range(0, 24).Select(async worker =>
        {
            var random = new Random(worker);
            int fork = worker % forks.Length;
            long known = 0;
            for (int i = 0; i < 20; i++)
            {
                long size = random.Next((int)Math.Max(1, Math.Min(known, 30)), 31);
                (HttpStatusCode status, string body, _) = await PostAsync(witness, forks[fork].Request(Math.Min(known, size), size));
                if (status == HttpStatusCode.Conflict)
                    known = long.Parse(body, CultureInfo.InvariantCulture);
                if (status != HttpStatusCode.OK)
                    continue;
                known = size;
                lock (cosigned)
                    cosigned.Add((fork, size));
            }
        }));
        Assert.Single(cosigned.Select(one => one.Fork).Distinct());
        Assert.True(witness.Scratch.Witness.FindCheckpoint(WitnessedLog.NameOf(_log.Origin)) is { } bytes && SignedNote.TryParse(bytes, out SignedNote? note)
            && Checkpoint.TryParse(note.Text, out Checkpoint? checkpoint) && checkpoint.Size == cosigned.Max(one => one.Size));
    }

    [Fact]
    public async Task A_disk_that_takes_no_checkpoint_ends_the_server()
    {
        await using RunningWitness witness = await RunningWitness.StartAsync(_log.Grow(1));
        Directory.Delete(witness.Scratch.Checkpoints);
        Assert.Equal(HttpStatusCode.InternalServerError, (await PostAsync(witness, _log.Request(0))).Status);
        await witness.Failure.WaitAsync(Stop);
        Assert.Contains("nothing is cosigned any more", Assert.Single(witness.Told), StringComparison.Ordinal);
    }

    private async Task<(HttpStatusCode Status, string Body, string? Type)> PostAsync(RunningWitness witness, byte[] body)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using HttpResponseMessage response = await _http.PostAsync(witness.Peer.At("add-checkpoint"), content, Stop);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Stop), response.Content.Headers.ContentType?.MediaType);
    }
}
