using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Vitrine.Core.Model;
using Vitrine.Egress;
using Xunit;

namespace Vitrine.Tests.Egress;

public sealed class HostileTests
{
    private static readonly byte[] Preface = Encoding.ASCII.GetBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    private static readonly byte[] Settings = Frame(4, 0, 0, []);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void The_door_is_not_built_on_HttpListener() =>
        Assert.DoesNotContain(typeof(Door).Assembly.GetReferencedAssemblies(), name => name.Name == "System.Net.HttpListener");

    [Theory]
    [InlineData("api.example.com\0.evil.example.com")]
    [InlineData("evil.example.com\0api.example.com")]
    [InlineData("api.example.com%00")]
    [InlineData("api.example.com\t")]
    [InlineData("xn--pi-xka.example.com")]
    [InlineData("notapi.example.com")]
    [InlineData("0x7f000001")]
    [InlineData("017700000001")]
    public async Task A_host_that_is_not_exactly_the_connected_one_goes_nowhere(string host)
    {
        await using TestDoor door = await TestDoor.StartAsync("api.example.com");
        await door.LookUpAsync("api.example.com", 80);
        (string text, bool reset) = await door.SendAsync($"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n", closesAfterAnswer: true);
        // A tab at the end is optional white space around the value, and no part of it (RFC 9110 section 5.5).
        if (host.EndsWith('\t'))
            Assert.StartsWith("HTTP/1.1 200 ", text, StringComparison.Ordinal);
        else
            Assert.True(reset || text.StartsWith("HTTP/1.1 4", StringComparison.Ordinal), text);
        Assert.Equal(host.EndsWith('\t') ? 1 : 0, door.Dialled.Count);
    }

    [Theory]
    [InlineData("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", "HTTP/1.1 200 ")]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\nleft over", "HTTP/1.1 502 ")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 9\r\n\r\nok", "HTTP/1.1 502 ")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecond", "HTTP/1.1 200 ")]
    [InlineData("not HTTP at all\r\n\r\n", "HTTP/1.1 502 ")]
    public async Task An_upstream_gives_one_answer_to_one_request(string answer, string status)
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        await using TestDoor door = await TestDoor.StartAsync("api.example.com", route: _ => (IPEndPoint)server.LocalEndpoint);
        await door.LookUpAsync("api.example.com", 80);
        Task<(string Text, bool)> client = door.SendAsync(
            "POST / HTTP/1.1\r\nHost: api.example.com\r\nExpect: 100-continue\r\nContent-Length: 4\r\nConnection: close\r\n\r\nbody", closesAfterAnswer: false);
        using Socket accepted = await server.AcceptSocketAsync(Token);
        await using var stream = new NetworkStream(accepted);
        byte[] buffer = new byte[4096];
        var request = new StringBuilder();
        while (!request.ToString().EndsWith("body", StringComparison.Ordinal))
            request.Append(Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer, Token)));
        Assert.DoesNotContain("Expect", request.ToString(), StringComparison.OrdinalIgnoreCase);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), Token);
        accepted.Shutdown(SocketShutdown.Send);
        string text = (await client).Text;
        // The door's own 100 stands before; nothing of the upstream's interim answers does.
        text = text.Replace("HTTP/1.1 100 Continue\r\n\r\n", "", StringComparison.Ordinal);
        Assert.StartsWith(status, text, StringComparison.Ordinal);
        Assert.Equal(1, text.Split("HTTP/1.1 ").Length - 1);
        Assert.DoesNotContain("Link", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_speaks_only_HTTP_2_is_reached_by_a_client_that_does()
    {
        using SessionAuthority authority = SessionAuthority.Create(TimeProvider.System);
        await using TestUpstream modern = await TestUpstream.StartAsync(authority, context => context.Response.WriteAsync(context.Request.Protocol),
            HttpProtocols.Http2);
        string roots = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(roots, authority.CertificatePem, Token);
            await using TestDoor door = await TestDoor.StartAsync(
                "api.example.com", configure: options => options with { ExtraRootsFile = roots },
                    route: _ => new IPEndPoint(IPAddress.Loopback, modern.HttpsPort));
            await door.LookUpAsync("api.example.com", 443);
            using HttpClient client = door.CreateClient(HttpVersion.Version20);
            Assert.Equal("HTTP/2", await client.GetStringAsync(new Uri("https://api.example.com/"), Token));
        }
        finally
        {
            File.Delete(roots);
        }
    }

    [Fact]
    public async Task A_head_that_never_ends_is_closed_when_its_time_is_over_and_recorded()
    {
        await using TestDoor door = await TestDoor.StartAsync("api.example.com", configure: options => options with
        {
            Limits = new DoorLimits { RequestHeaders = TimeSpan.FromMilliseconds(200) },
        });
        await door.LookUpAsync("api.example.com", 80);
        (string text, bool reset) = await door.SendAsync("GET / HTTP/1.1\r\nHost: api.example.com\r\nX-Slow: a");
        Assert.True(reset || text.Length == 0 || text.StartsWith("HTTP/1.1 408 ", StringComparison.Ordinal), text);
        Assert.Equal("malformed-request", (await door.Recorder.WaitForAsync<FlowRefused>()).Reason);
        Assert.Empty(door.Dialled);
    }

    public static TheoryData<string> Floods => ["rapid reset", "continuation", "header table", "settings", "empty data", "ping"];

    [Theory]
    [MemberData(nameof(Floods))]
    public async Task A_flood_of_frames_ends_its_connection_or_is_borne_and_the_next_one_is_served(string kind)
    {
        int most = 0, now = 0;
        await using TestDoor door = await TestDoor.StartAsync("api.example.com", async context =>
        {
            if (context.Request.Path == "/next")
            {
                await context.Response.WriteAsync("served");
                return;
            }

            int running = Interlocked.Increment(ref now);
            InterlockedMax(ref most, running);
            try
            {
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            }
            finally
            {
                Interlocked.Decrement(ref now);
            }
        });
        await door.LookUpAsync("api.example.com", 443);
        await using (SslStream stream = await door.ConnectTlsAsync("api.example.com", SslApplicationProtocol.Http2))
        {
            using var drain = new CancellationTokenSource();
            Task draining = DrainAsync(stream, drain.Token);
            try
            {
                await stream.WriteAsync((byte[])[.. Preface, .. Settings], Token);
                for (int i = 0; i < 40; i++)
                    await stream.WriteAsync(Flood(kind, i), Token);
                await stream.WriteAsync(Frame(7, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]), Token);
            }
            catch (IOException)
            {
                // The door has closed it, which is one of two good ends.
            }

            await drain.CancelAsync();
            await draining;
        }

        Assert.InRange(most, 0, 100);
        using HttpClient client = door.CreateClient();
        Assert.Equal("served", await client.GetStringAsync(new Uri("https://api.example.com/next"), Token));
    }

    private static byte[] Flood(string kind, int round)
    {
        byte[] block = [0x82, 0x87, 0x84, 0x41, 15, .. Encoding.ASCII.GetBytes("api.example.com")];
        return kind switch
        {
            "rapid reset" => [.. Enumerable.Range(0, 50).SelectMany(i => (byte[])[.. Frame(1, 5, (round * 100) + (2 * i) + 1, block),
                .. Frame(3, 0, (round * 100) + (2 * i) + 1, [0, 0, 0, 8])])],
            "continuation" => round == 0
                ? Frame(1, 1, 1, block)
                : [.. Enumerable.Range(0, 50).SelectMany(_ => Frame(9, 0, 1, [0x00, 1, (byte)'x', 1, (byte)'y']))],
            // One entry of the dynamic table, named again and again: small on the wire, large in memory.
            "header table" => round == 0
                ? Frame(1, 5, 1, [.. block, 0x40, 1, (byte)'x', 127, 0x81, 0x1e, .. Enumerable.Repeat((byte)'a', 4000), .. Enumerable.Repeat((byte)0xbe, 3000)])
                : Settings,
            "settings" => [.. Enumerable.Range(0, 200).SelectMany(_ => Settings)],
            "empty data" => [.. round == 0 ? Frame(1, 4, 1, [0x83, 0x87, 0x84, 0x41, 15, .. Encoding.ASCII.GetBytes("api.example.com")]) : [],
                .. Enumerable.Range(0, 200).SelectMany(_ => Frame(0, 0, 1, []))],
            _ => [.. Enumerable.Range(0, 200).SelectMany(_ => Frame(6, 0, 0, new byte[8]))],
        };
    }

    private static async Task DrainAsync(SslStream stream, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[4096];
        try
        {
            while (await stream.ReadAsync(buffer, cancellationToken) > 0)
            {
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // Closed by one of both.
        }
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (int seen = target; seen < value && Interlocked.CompareExchange(ref target, value, seen) != seen; seen = target)
        {
        }
    }

    private static byte[] Frame(byte type, byte flags, int stream, byte[] payload) =>
    [
        (byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length, type, flags,
        (byte)(stream >> 24), (byte)(stream >> 16), (byte)(stream >> 8), (byte)stream, .. payload,
    ];
}
