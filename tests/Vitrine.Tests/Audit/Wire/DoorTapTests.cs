using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Vitrine.Audit.Model;
using Vitrine.Audit.Wire;
using Vitrine.Core.Policy;
using Vitrine.Egress;
using Vitrine.Egress.Tapping;
using Vitrine.Tests.Egress;
using Xunit;

namespace Vitrine.Tests.Audit.Wire;

/// <summary>Real clients before a door in offline mode, and what the tap has of them.</summary>
public sealed class DoorTapTests
{
    private const string Name = "api.example.com";

    [Fact]
    public async Task Curl_over_HTTP_1_is_seen_as_it_sends()
    {
        WireReading reading = await ReadAsync(async (door, root) =>
        {
            await door.LookUpAsync(Name, door.Tcp4.Port);
            await RunAsync("curl", "-sS", "--http1.1", "--cacert", root, "--resolve", Resolve(door), "-A", "agent/1", "-H", "X-cAsE:  two ", "-H",
                "X-cAsE: again", "-d", "a=b", Url(door, "https", "/p?q"));
        });
        CapturedExchange exchange = Assert.Single(reading.Exchanges);
        Assert.Equal(("POST", "/p?q", "HTTP/1.1", "length", "a=b", 200, "sinkhole"),
            (exchange.Method, exchange.Target, exchange.Version, exchange.Framing, Encoding.ASCII.GetString(exchange.Body.Unpack()), exchange.Status,
            exchange.AnsweredBy));
        Assert.Equal(["Host", "User-Agent", "Accept", "X-cAsE", "X-cAsE", "Content-Length", "Content-Type"], exchange.Fields.Select(field => field.Name));
        Assert.True(exchange.AnsweredAt >= exchange.EndedAt && exchange.EndedAt >= exchange.At);
        CapturedConnection connection = Assert.Single(reading.Connections);
        Assert.Equal((Name, "http/1.1"), (connection.Host, connection.Protocol));
        Assert.True(connection.ClosedAt >= connection.At);
        string hello = ClientHelloText.Of(connection.ClientHello);
        Assert.Contains($"server_name: {Name}\n", hello, StringComparison.Ordinal);
        Assert.Contains("alpn: http/1.1\n", hello, StringComparison.Ordinal);
        Assert.DoesNotContain("malformed", hello, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Curl_over_HTTP_2_is_seen_as_it_sends()
    {
        WireReading reading = await ReadAsync(async (door, root) =>
        {
            await door.LookUpAsync(Name, door.Tcp4.Port);
            string body = new('x', 40_000);
            await RunAsync("curl", "-sS", "--http2", "--cacert", root, "--resolve", Resolve(door), "-H", "X-Up: v", "-d", body, Url(door, "https", "/1"),
                Url(door, "https", "/2"));
        });
        Assert.Equal(["/1", "/2"], reading.Exchanges.Select(exchange => exchange.Target));
        Assert.Equal([1, 3], reading.Exchanges.Select(exchange => exchange.Stream));
        Assert.All(reading.Exchanges, exchange =>
        {
            Assert.Equal(("POST", "HTTP/2", "h2-data", 40_000, 200, "sinkhole"),
                (exchange.Method, exchange.Version, exchange.Framing, exchange.Body.Length, exchange.Status, exchange.AnsweredBy));
            Assert.Equal(40_000, exchange.Chunks.Sum());
            Assert.Contains(new CapturedField("x-up", "v"), exchange.Fields);
            Assert.Equal(exchange.Fields.Count, exchange.Forms.Split(' ').Length);
            Assert.True(exchange.AnsweredAt >= exchange.At);
        });
        CapturedConnection connection = Assert.Single(reading.Connections);
        Assert.Equal("h2", connection.Protocol);
        Assert.StartsWith("SETTINGS 3=100 4=", Http2Settings.Describe(connection.Preface)[0], StringComparison.Ordinal);
        Assert.Null(connection.Opaque);
    }

    [Fact]
    public async Task Fetch_of_Node_is_seen_as_it_sends()
    {
        Assert.SkipUnless(Tool.Exists("node"), "node is not here.");
        WireReading reading = await ReadAsync(async (door, root) =>
        {
            await door.LookUpAsync(Name, door.Tcp4.Port);
            string script = $$"""
                require('dns').lookup = (name, options, done) => options.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4);
                (async () => {
                    await (await fetch('{{Url(door, "https", "/one")}}', { method: 'POST', body: JSON.stringify({ a: 1 }), headers: { 'X-One': '1' } })).text();
                    const stream = new ReadableStream({ start(c) { c.enqueue(new TextEncoder().encode('abc')); c.enqueue(new TextEncoder().encode('defgh')); c.close(); } });
                    await (await fetch('{{Url(door, "https", "/two")}}', { method: 'POST', body: stream, duplex: 'half' })).text();
                })();
                """;
            (int status, string output) = await Tool.RunAsync("node", ["-e", script], ("NODE_EXTRA_CA_CERTS", root));
            Assert.True(status == 0, output);
        });
        Assert.Equal(["/one", "/two"], reading.Exchanges.Select(exchange => exchange.Target));
        Assert.Equal(("length", "{\"a\":1}"), (reading.Exchanges[0].Framing, Encoding.ASCII.GetString(reading.Exchanges[0].Body.Unpack())));
        Assert.Equal(("chunked", "abcdefgh"), (reading.Exchanges[1].Framing, Encoding.ASCII.GetString(reading.Exchanges[1].Body.Unpack())));
        Assert.Equal([3, 5], reading.Exchanges[1].Chunks);
        Assert.All(reading.Exchanges, exchange => Assert.Equal((200, "sinkhole"), (exchange.Status, exchange.AnsweredBy)));
        Assert.All(reading.Connections, connection => Assert.DoesNotContain("malformed", ClientHelloText.Of(connection.ClientHello), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Requests_of_Python_are_seen_as_they_are_sent()
    {
        (int found, _) = Tool.Exists("python3") ? await Tool.RunAsync("python3", ["-c", "import requests"]) : (1, "");
        Assert.SkipUnless(found == 0, "requests is not here.");
        WireReading reading = await ReadAsync(async (door, root) =>
        {
            await door.LookUpAsync(Name, door.Tcp4.Port);
            string script = $"""
                import socket, requests
                plain = socket.getaddrinfo
                socket.getaddrinfo = lambda host, *rest, **more: plain('127.0.0.1', *rest, **more)
                s = requests.Session()
                s.post('{Url(door, "https", "/one")}', data=(c for c in [b'ab', b'cde']), verify='{root}').raise_for_status()
                s.get('{Url(door, "https", "/two")}', verify='{root}').raise_for_status()
                """;
            await RunAsync("python3", "-c", script);
        });
        Assert.Equal([("POST", "chunked", "abcde"), ("GET", "none", "")],
            reading.Exchanges.Select(exchange => (exchange.Method, exchange.Framing, Encoding.ASCII.GetString(exchange.Body.Unpack()))));
        Assert.Equal([2, 3], reading.Exchanges[0].Chunks);
        Assert.Single(reading.Connections);
    }

    [Fact]
    public async Task Plain_text_is_seen_and_no_hello()
    {
        WireReading reading = await ReadAsync(async (door, _) =>
        {
            await door.LookUpAsync(Name, 80);
            await door.SendAsync($"GET /a HTTP/1.1\r\nHost:{Name}\r\n\r\nGET /b HTTP/1.1\r\nhost:  {Name}\r\nConnection: close\r\n\r\n");
        });
        Assert.Equal([("/a", "Host", ""), ("/b", "host", "  ")],
            reading.Exchanges.Select(exchange => (exchange.Target, exchange.Fields[0].Name, exchange.Fields[0].Before)));
        Assert.All(reading.Exchanges, exchange => Assert.Equal((200, "sinkhole", Name), (exchange.Status, exchange.AnsweredBy, exchange.Host)));
        CapturedConnection connection = Assert.Single(reading.Connections);
        Assert.Equal((80, true), (connection.Port, connection.ClientHello is null));
        Assert.NotNull(connection.Address);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: evil.example.com\r\nConnection: close\r\n\r\n", 421, "name-mismatch")]
    [InlineData("GET / HTTP/1.1\r\nHost: api.example.com\r\nbad name: x\r\n\r\n", 400, "malformed-request")]
    [InlineData("GET / HTTP/1.1\nHost : api.example.com\r\n\r\n", 400, "malformed-request")]
    [InlineData("CONNECT a.example:443 HTTP/1.1\r\nHost: a.example:443\r\nConnection: close\r\n\r\n", 405, "connect-method")]
    public async Task What_the_door_refuses_is_seen(string request, int status, string reason)
    {
        WireReading reading = await ReadAsync(async (door, _) =>
        {
            await door.LookUpAsync(Name, 80);
            await door.SendAsync(request, closesAfterAnswer: true);
        });
        CapturedExchange exchange = Assert.Single(reading.Exchanges);
        Assert.Equal((status, "refused"), (exchange.Status, exchange.AnsweredBy));
        Assert.Contains(reason, Assert.Single(reading.Connections).Refusals);
    }

    [Fact]
    public async Task What_is_no_HTTP_is_seen_as_bytes()
    {
        WireReading reading = await ReadAsync(async (door, _) =>
        {
            await door.LookUpAsync(Name, 22);
            await door.SendAsync("SSH-2.0-hidden\r\nmore");
        });
        CapturedConnection connection = Assert.Single(reading.Connections);
        Assert.Equal("SSH-2.0-hidden\r\nmore", Encoding.ASCII.GetString(connection.Opaque!));
        Assert.Equal(["not-http"], connection.Refusals);
        Assert.Empty(reading.Exchanges);
    }

    [Fact]
    public async Task A_client_that_does_not_trust_the_door_leaves_its_hello()
    {
        WireReading reading = await ReadAsync(async (door, _) =>
        {
            await door.LookUpAsync(Name, 443);
            using var stream = new SslStream(new NetworkStream(await door.ConnectAsync(), ownsSocket: true), false, (_, _, _, _) => false);
            await Assert.ThrowsAnyAsync<Exception>(() => stream.AuthenticateAsClientAsync(Name));
        });
        CapturedConnection connection = Assert.Single(reading.Connections);
        Assert.Contains($"server_name: {Name}\n", ClientHelloText.Of(connection.ClientHello), StringComparison.Ordinal);
        Assert.Null(connection.Opaque);
    }

    [Fact]
    public async Task Another_name_in_the_hello_is_seen()
    {
        WireReading reading = await ReadAsync(async (door, _) =>
        {
            await door.LookUpAsync(Name, 443);
            await Assert.ThrowsAnyAsync<Exception>(() => door.ConnectTlsAsync("evil.example.com"));
        });
        CapturedConnection connection = Assert.Single(reading.Connections);
        Assert.Contains("server_name: evil.example.com\n", ClientHelloText.Of(connection.ClientHello), StringComparison.Ordinal);
        Assert.Equal(["name-mismatch"], connection.Refusals);
    }

    [Fact]
    public async Task Questions_keep_their_case_and_what_is_none_is_kept_too()
    {
        WireReading reading = await ReadAsync(async (door, _) =>
        {
            await DnsQuery.AskAsync(door.DnsUdp4, "SeCret-42.Example.COM", DnsQuery.AAAA);
            await DnsQuery.AskAsync(door.DnsUdp4, "x.example.com", 16);
            using var client = new UdpClient();
            await client.SendAsync(new byte[] { 1, 2, 3 }, door.DnsUdp4, TestContext.Current.CancellationToken);
            // One loop answers all: when this one is answered the one before was read.
            await DnsQuery.AskAsync(door.DnsUdp4, "last.example.com", DnsQuery.A);
        });
        Assert.Equal([("SeCret-42.Example.COM", "AAAA"), ("x.example.com", "TXT"), ("010203", "malformed"), ("last.example.com", "A")],
            reading.Names.Select(name => (name.Name, name.Type)));
    }

    [Fact]
    public async Task A_request_like_one_of_the_model_s_is_its_too_although_its_answer_failed()
    {
        int asked = 0;
        WireReading reading = await ReadAsync(
            async (door, _) =>
            {
                await door.LookUpAsync(Name, 80);
                foreach (string path in (string[])["/v1/messages?a", "/v1/messages?b", "/other"])
                    await door.SendAsync($"POST {path} HTTP/1.1\r\nHost: {Name}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            },
            offline: (_, _) => ++asked == 1 ? Task.FromResult("stand-in") : throw new IOException("The stand-in broke."));
        Assert.Equal(
            [("/v1/messages?a", 200, "stand-in", true), ("/v1/messages?b", 500, "failed", true), ("/other", 500, "failed", false)],
            reading.Exchanges.Select(exchange => (exchange.Target, exchange.Status, exchange.AnsweredBy, exchange.IsModel)));
        Assert.Equal([0, 1, 2], reading.Exchanges.Select(exchange => exchange.Connection));
    }

    [Fact]
    public async Task What_is_past_the_limits_is_cut_and_said_and_passes()
    {
        var tap = new DoorTap(limits: new DoorTapLimits { Bytes = 1000, Connections = 1, Names = 1 });
        string received = "";
        WireReading reading = await ReadAsync(
            async (door, _) =>
            {
                await door.LookUpAsync(Name, 80);
                await door.LookUpAsync(Name, 80);
                string request = $"POST / HTTP/1.1\r\nHost: {Name}\r\nContent-Length: 5000\r\nConnection: close\r\n\r\n{new string('x', 5000)}";
                received = (await door.SendAsync(request)).Text;
                await door.SendAsync(request);
            },
            tap);
        Assert.StartsWith("HTTP/1.1 200", received, StringComparison.Ordinal);
        Assert.Equal(3, reading.Unseen.Count);
        Assert.Contains(reading.Unseen,
            text => text.StartsWith("connection 0: ", StringComparison.Ordinal) && text.EndsWith("bytes that were sent", StringComparison.Ordinal));
        CapturedExchange exchange = Assert.Single(reading.Exchanges);
        Assert.Contains("incomplete body", exchange.Notes);
        Assert.Equal(1000, tap.Connections[0].ReadSent().Bytes.Length);
    }

    private static async Task<WireReading> ReadAsync(Func<TestDoor, string, Task> act, DoorTap? tap = null, OfflineResponder? offline = null)
    {
        tap ??= new DoorTap();
        using TemporaryFolder folder = new();
        await using (TestDoor door = await TestDoor.StartAsync("", configure: options => options with { Tap = tap, Offline = offline },
            mode: NetworkMode.Offline))
            await act(door, folder.Write("root.pem", door.Authority.CertificatePem));
        return WireReading.Read(tap);
    }

    private static string Url(TestDoor door, string scheme, string path) => $"{scheme}://{Name}:{door.Tcp4.Port}{path}";

    private static string Resolve(TestDoor door) => $"{Name}:{door.Tcp4.Port}:127.0.0.1";

    private static async Task RunAsync(string program, params string[] arguments)
    {
        (int status, string output) = await Tool.RunAsync(program, arguments);
        Assert.True(status == 0, output);
    }
}
