using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Http;
using Vitrine.Core.Model;
using Vitrine.Core.Policy;
using Vitrine.Egress;
using Xunit;

namespace Vitrine.Tests.Egress;

public sealed class FlowTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("203.0.113.9", 443, "not-allowed", "--allow 203.0.113.9")]
    [InlineData("203.0.113.9", 2222, "not-allowed", "--allow 203.0.113.9:2222")]
    [InlineData("2001:db8::9", 443, "not-allowed", "--allow [2001:db8::9]")]
    [InlineData("198.18.77.77", 443, "unknown-address", null)]
    [InlineData("fd76:6974:7269:6e65::77", 443, "unknown-address", null)]
    [InlineData("127.0.0.1", 8080, "unknown-address", null)]
    [InlineData("::ffff:127.0.0.1", 8080, "unknown-address", null)]
    [InlineData("10.0.0.1", 80, "private-address", "--allow-private 10.0.0.1")]
    public async Task A_connection_that_may_not_be_is_reset_at_once_and_the_verdict_is_known_before(string address, int port, string reason, string? hint)
    {
        await using TestDoor door = await TestDoor.StartAsync("api.example.com 10.0.0.1");
        door.Wanted = new IPEndPoint(IPAddress.Parse(address), port);
        await AssertResetAsync(door);
        FlowRefused refused = await door.Recorder.WaitForAsync<FlowRefused>();
        Assert.Equal((reason, hint), (refused.Reason, refused.Decision.Hint));
        Assert.False(refused.Decision.IsAllowed);
        ConnectVerdict verdict = door.Door.JudgeConnect(door.Wanted);
        if (!IPAddress.IsLoopback(door.Wanted.Address) && !door.Wanted.Address.IsIPv4MappedToIPv6)
            Assert.Equal((reason, refused.Decision), (verdict.Reason, verdict.Decision));
        else
            Assert.Equal((null, true), (verdict.Host, verdict.Decision.IsAllowed));
    }

    [Fact]
    public async Task A_connection_whose_destination_nobody_knows_is_reset()
    {
        await using TestDoor door = await TestDoor.StartAsync("", mode: NetworkMode.Observe);
        door.Wanted = null;
        await AssertResetAsync(door);
        Assert.Equal("unknown-address", (await door.Recorder.WaitForAsync<FlowRefused>()).Reason);
    }

    [Fact]
    public async Task The_verdict_of_a_looked_up_address_names_the_host()
    {
        await using TestDoor door = await TestDoor.StartAsync("api.example.com");
        IPAddress? address = await door.LookUpAsync("api.example.com", 443);
        ConnectVerdict web = door.Door.JudgeConnect(new IPEndPoint(address!, 443));
        ConnectVerdict mapped = door.Door.JudgeConnect(new IPEndPoint(address!.MapToIPv6(), 443));
        ConnectVerdict other = door.Door.JudgeConnect(new IPEndPoint(address, 22));
        Assert.Equal(("api.example.com", "api.example.com", null), (web.Host?.Name, web.Decision.Rule, web.Reason));
        Assert.Equal(web, mapped);
        Assert.Equal(("api.example.com", "--allow api.example.com:22", "not-allowed"), (other.Host?.Name, other.Decision.Hint, other.Reason));
        Assert.True(door.Door.JudgeConnect(new IPEndPoint(IPAddress.Parse("8.8.8.8"), 53)).Decision.IsAllowed);
    }

    [Theory]
    [InlineData("evil.example.com")]
    [InlineData("api.example.com.evil.com")]
    [InlineData("sub.api.example.com")]
    public async Task A_server_name_that_is_not_the_connected_one_is_refused_with_an_alert(string sni)
    {
        await using TestDoor door = await TestDoor.StartAsync("api.example.com evil.example.com");
        await door.LookUpAsync("api.example.com", 443);
        AuthenticationException alert = await Assert.ThrowsAsync<AuthenticationException>(() => door.ConnectTlsAsync(sni));
        Assert.Contains("unrecognized", alert.ToString(), StringComparison.OrdinalIgnoreCase);
        FlowRefused refused = await door.Recorder.WaitForAsync<FlowRefused>();
        Assert.Equal(("api.example.com:443", "name-mismatch"), (refused.Destination, refused.Reason));
    }

    [Fact]
    public async Task Without_a_server_name_the_looked_up_name_stands_and_the_host_field_must_be_it()
    {
        await using TestDoor door = await TestDoor.StartAsync("api.example.com");
        await door.LookUpAsync("api.example.com", 443);
        await using SslStream same = await door.ConnectTlsAsync(null);
        (string text, _) = await RawClient.SendAsync(same, "GET / HTTP/1.1\r\nHost: api.example.com\r\nConnection: close\r\n\r\n"u8.ToArray());
        Assert.StartsWith("HTTP/1.1 200 ", text, StringComparison.Ordinal);
        await using SslStream fronting = await door.ConnectTlsAsync(null);
        (text, _) = await RawClient.SendAsync(fronting, "GET / HTTP/1.1\r\nHost: evil.example.com\r\nConnection: close\r\n\r\n"u8.ToArray());
        Assert.StartsWith("HTTP/1.1 421 ", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Observed_a_raw_address_is_named_by_the_client_and_that_name_is_dialled()
    {
        await using TestDoor door = await TestDoor.StartAsync("", mode: NetworkMode.Observe);
        using HttpClient client = door.CreateClient();
        door.Wanted = new IPEndPoint(IPAddress.Parse("203.0.113.200"), 443);
        Assert.Equal("hello", await client.GetStringAsync(new Uri("https://found-elsewhere.example.com/"), Token));
        door.Wanted = new IPEndPoint(IPAddress.Parse("203.0.113.201"), 80);
        Assert.Equal("hello", await client.GetStringAsync(new Uri("http://found-elsewhere.example.com/"), Token));
        Assert.All(door.Dialled, dialled => Assert.Equal(TestDoor.Public, dialled.Address));
        Assert.All(door.Recorder.All.OfType<RequestStarted>(),
            started => Assert.Contains("found-elsewhere.example.com", started.Url, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")]
    [InlineData("EHLO example.com\r\n")]
    [InlineData("\0\0\0\0")]
    [InlineData("\u0016\u0003\u0001\0\0")]
    [InlineData("\u0016\u0003\u0001\u0000\u0005\u0002\0\0\0\0")]
    public async Task What_is_neither_TLS_nor_HTTP_is_reset_on_the_webs_ports(string bytes)
    {
        await using TestDoor door = await TestDoor.StartAsync("api.example.com");
        await door.LookUpAsync("api.example.com", 443);
        (string text, bool reset) = await door.SendAsync(bytes);
        Assert.Equal(("", true), (text, reset));
        Assert.Equal("not-http", (await door.Recorder.WaitForAsync<FlowRefused>()).Reason);
        Assert.Empty(door.Dialled);
    }

    [Fact]
    public async Task A_client_that_says_nothing_is_reset_when_its_time_is_over()
    {
        await using TestDoor door = await TestDoor.StartAsync("api.example.com", configure: options => options with
        {
            Limits = new DoorLimits { Greeting = TimeSpan.FromMilliseconds(100) },
        });
        await door.LookUpAsync("api.example.com", 443);
        using Socket silent = await door.ConnectAsync();
        await AssertResetAsync(silent);
        using Socket slow = await door.ConnectAsync();
        await slow.SendAsync(new byte[] { 22, 3, 1 }, Token);
        await AssertResetAsync(slow);
    }

    [Fact]
    public async Task A_client_that_does_not_trust_the_authority_is_recorded()
    {
        await using TestDoor door = await TestDoor.StartAsync("api.example.com");
        await door.LookUpAsync("api.example.com", 443);
        // A client that looks at the certificate within the handshake, as OpenSSL does, ends it there.
        (int status, string output) = await Tool.RunAsync(
            "curl", ["-sS", "--max-time", "30", "--connect-to", $"api.example.com:443:127.0.0.1:{door.Tcp4.Port}", "https://api.example.com/"]);
        Assert.True(status == 60, output);
        Assert.Equal("tls-handshake-failed", (await door.Recorder.WaitForAsync<FlowRefused>()).Reason);
    }

    [Theory]
    [InlineData(NetworkMode.DenyByDefault, "db.example.com:5432", true)]
    [InlineData(NetworkMode.DenyByDefault, "db.example.com:5432", false)]
    [InlineData(NetworkMode.Observe, "", false)]
    public async Task Opaque_bytes_go_both_ways_where_the_rule_names_the_port(NetworkMode mode, string allow, bool serverFirst)
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        await using TestDoor door = await TestDoor.StartAsync(allow, mode: mode, route: _ => (IPEndPoint)server.LocalEndpoint);
        await door.LookUpAsync("db.example.com", 5432);
        using Socket client = await door.ConnectAsync();
        await using var stream = new NetworkStream(client);
        if (!serverFirst)
            await stream.WriteAsync("question?"u8.ToArray(), Token);
        using Socket accepted = await server.AcceptSocketAsync(Token);
        await using var upstream = new NetworkStream(accepted);
        Assert.Contains(door.Recorder.All, o => o is FlowStarted { Destination: "db.example.com:5432" });
        byte[] buffer = new byte[64];
        if (serverFirst)
        {
            await upstream.WriteAsync("greeting!"u8.ToArray(), Token);
            await stream.ReadExactlyAsync(buffer.AsMemory(0, 9), Token);
            await stream.WriteAsync("question?"u8.ToArray(), Token);
        }

        await upstream.ReadExactlyAsync(buffer.AsMemory(0, 9), Token);
        Assert.Equal("question?", Encoding.UTF8.GetString(buffer, 0, 9));
        client.Shutdown(SocketShutdown.Send);
        Assert.Equal(0, await upstream.ReadAsync(buffer, Token));
        await upstream.WriteAsync("last words"u8.ToArray(), Token);
        accepted.Shutdown(SocketShutdown.Send);
        using var rest = new StreamReader(stream);
        Assert.Equal("last words", await rest.ReadToEndAsync(Token));
        FlowEnded ended = await door.Recorder.WaitForAsync<FlowEnded>();
        Assert.Equal((9L, serverFirst ? 19L : 10L), (ended.BytesOut, ended.BytesIn));
    }

    [Theory]
    [InlineData("mail.example.com", true)]
    [InlineData("other.example.com", false)]
    public async Task Opaque_bytes_within_TLS_go_on_within_TLS_that_is_verified_for_the_name(string certified, bool arrives)
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        await using TestDoor door = await TestDoor.StartAsync("mail.example.com:993", route: _ => (IPEndPoint)server.LocalEndpoint);
        await door.LookUpAsync("mail.example.com", 993);
        Assert.True(HostName.TryParse(certified, out HostName name));
        using var certificate = door.UpstreamAuthority.Issue(name);
        Task<string> served = GreetAsync(server, certificate);
        await using SslStream client = await door.ConnectTlsAsync("mail.example.com");
        // The client waits for the server's greeting, as IMAP does.
        byte[] buffer = new byte[64];
        int read = 0;
        try
        {
            read = await client.ReadAsync(buffer, Token).AsTask().WaitAsync(TimeSpan.FromSeconds(60), Token);
        }
        catch (IOException) when (!arrives)
        {
            // Reset.
        }

        Assert.Equal(arrives ? "* OK\r\n" : "", Encoding.ASCII.GetString(buffer, 0, read));
        if (arrives)
        {
            await client.WriteAsync("a1 LOGOUT\r\n"u8.ToArray(), Token);
            Assert.Equal("a1 LOGOUT", await served);
        }

        client.Close();
        FlowEnded ended = await door.Recorder.WaitForAsync<FlowEnded>();
        Assert.Equal(arrives ? (11L, 6L) : (0L, 0L), (ended.BytesOut, ended.BytesIn));
    }

    [Fact]
    public async Task Nothing_opaque_leaves_unrecorded()
    {
        await using TestDoor door = await TestDoor.StartAsync("db.example.com:5432");
        await door.LookUpAsync("db.example.com", 5432);
        door.Recorder.FailsObservations = true;
        (string text, _) = await door.SendAsync("question?");
        Assert.Equal("", text);
        Assert.Empty(door.Dialled);
    }

    [Fact]
    public async Task Connections_past_the_limit_are_reset_and_counted()
    {
        await using TestDoor door = await TestDoor.StartAsync("api.example.com",
            configure: options => options with { Limits = new DoorLimits { Connections = 2 } });
        await door.LookUpAsync("api.example.com", 443);
        using Socket first = await door.ConnectAsync();
        using Socket second = await door.ConnectAsync();
        await AssertResetAsync(door);
        Assert.Equal(1, door.Door.Counts.ExcessConnections);
    }

    [Fact]
    public async Task Names_past_the_rate_of_certificates_are_refused()
    {
        await using TestDoor door = await TestDoor.StartAsync("*.example.com", configure: options => options with
        {
            Limits = new DoorLimits { CertificateBurst = 1 },
        });
        await door.LookUpAsync("a.example.com", 443);
        await using (await door.ConnectTlsAsync("a.example.com"))
        {
        }

        await door.LookUpAsync("b.example.com", 443);
        await Assert.ThrowsAnyAsync<Exception>(() => door.ConnectTlsAsync("b.example.com"));
        Assert.Equal("too-many-names", (await door.Recorder.WaitForAsync<FlowRefused>()).Reason);
    }

    [Fact]
    public async Task Closing_the_door_ends_what_is_open()
    {
        var arrived = new TaskCompletionSource();
        TestDoor door = await TestDoor.StartAsync("api.example.com", async context =>
        {
            arrived.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
        await door.LookUpAsync("api.example.com", 443);
        using HttpClient client = door.CreateClient();
        Task<HttpResponseMessage> request = client.GetAsync(new Uri("https://api.example.com/"), Token);
        await arrived.Task.WaitAsync(Token);
        await door.DisposeAsync();
        try
        {
            using HttpResponseMessage response = await request;
            Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        }
        catch (HttpRequestException)
        {
            // Closed before an answer was written: ended as well.
        }
    }

    private static async Task<string> GreetAsync(TcpListener server, X509Certificate2 certificate)
    {
        using Socket accepted = await server.AcceptSocketAsync(Token);
        await using var secure = new SslStream(new NetworkStream(accepted));
        await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, Token);
        await secure.WriteAsync("* OK\r\n"u8.ToArray(), Token);
        using var reader = new StreamReader(secure);
        return await reader.ReadLineAsync(Token) ?? "";
    }

    private static async Task AssertResetAsync(TestDoor door)
    {
        try
        {
            using Socket socket = await door.ConnectAsync();
            await AssertResetAsync(socket);
        }
        catch (SocketException e)
        {
            // The reset can be there before connect has returned.
            Assert.Equal(SocketError.ConnectionReset, e.SocketErrorCode);
        }
    }

    private static async Task AssertResetAsync(Socket socket)
    {
        SocketException reset = await Assert.ThrowsAsync<SocketException>(async () => await socket.ReceiveAsync(new byte[1], Token)
            .AsTask()
            .WaitAsync(TimeSpan.FromSeconds(60), Token));
        Assert.Equal(SocketError.ConnectionReset, reset.SocketErrorCode);
    }
}
