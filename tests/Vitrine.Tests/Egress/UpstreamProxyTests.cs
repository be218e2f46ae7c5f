using System.Net;
using System.Net.Sockets;
using Vitrine.Egress;
using Xunit;

namespace Vitrine.Tests.Egress;

public sealed class UpstreamProxyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Variables_are_read_in_either_case_and_none_is_no_proxy()
    {
        Assert.Null(UpstreamProxy.FromEnvironment(_ => null));
        UpstreamProxy? proxy = UpstreamProxy.FromEnvironment(name => name switch
        {
            "https_proxy" => "http://me:p%40ss@proxy.corp:3128",
            "HTTP_PROXY" => "proxy.corp:8080",
            "NO_PROXY" => "localhost, .internal.corp,*.lan,10.0.0.5",
            _ => null,
        });
        Assert.Equal(("http://me:p%40ss@proxy.corp:3128/", "http://proxy.corp:8080/"), (proxy?.Https?.AbsoluteUri, proxy?.Http?.AbsoluteUri));
        Assert.Equal("p@ss", ((NetworkCredential?)proxy?.Credentials)?.Password);
        Assert.Throws<FormatException>(() => UpstreamProxy.FromEnvironment(name => name == "HTTPS_PROXY" ? "socks5://proxy" : null));
    }

    [Theory]
    [InlineData("https://a.internal.corp/", true)]
    [InlineData("https://internal.corp/", true)]
    [InlineData("https://notinternal.corp/", false)]
    [InlineData("https://x.lan/", true)]
    [InlineData("https://10.0.0.5/", true)]
    [InlineData("https://10.0.0.50/", false)]
    [InlineData("http://a.com/", true)]
    [InlineData("https://a.com/", false)]
    public void A_host_is_reached_direct_where_the_list_or_the_lack_of_a_proxy_says_so(string url, bool direct)
    {
        var proxy = new UpstreamProxy { Https = new Uri("http://proxy.corp:3128"), Bypass = [".internal.corp", "*.lan", "10.0.0.5"] };
        Assert.Equal(direct, proxy.IsBypassed(new Uri(url)));
    }

    [Fact]
    public async Task A_request_goes_through_the_proxy_and_is_verified_for_its_own_name()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using TestDoor door = await TestDoor.StartAsync("api.example.com", configure: options => options with
        {
            Proxy = new UpstreamProxy { Https = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}") },
        });
        Task<string> asked = TunnelAsync(listener, door.Upstream.HttpsPort);
        await door.LookUpAsync("api.example.com", 443);
        using HttpClient client = door.CreateClient();
        Assert.Equal("hello", await client.GetStringAsync(new Uri("https://api.example.com/"), Token));
        client.Dispose();
        Assert.Empty(door.Dialled);
        await door.DisposeAsync();
        Assert.StartsWith("CONNECT api.example.com:443 ", await asked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_private_address_is_not_reached_through_the_proxy_either()
    {
        await using TestDoor door = await TestDoor.StartAsync("10.0.0.5", configure: options => options with
        {
            Proxy = new UpstreamProxy { Http = new Uri("http://127.0.0.1:1") },
        });
        door.Wanted = new IPEndPoint(IPAddress.Parse("10.0.0.5"), 80);
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            using Socket socket = await door.ConnectAsync();
            await socket.ReceiveAsync(new byte[1], Token);
        });
        Assert.Equal("private-address", (await door.Recorder.WaitForAsync<Vitrine.Core.Model.FlowRefused>()).Reason);
    }

    [Fact]
    public async Task Opaque_bytes_take_the_proxy_too()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using TestDoor door = await TestDoor.StartAsync("db.example.com:5432", configure: options => options with
        {
            Proxy = new UpstreamProxy
            {
                Https = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}"),
                Credentials = new NetworkCredential("user", "word"),
            },
        });
        await door.LookUpAsync("db.example.com", 5432);
        Task<string> tunnel = TunnelAsync(listener, ((IPEndPoint)server.LocalEndpoint).Port);
        using Socket client = await door.ConnectAsync();
        await client.SendAsync("question?"u8.ToArray(), Token);
        using Socket accepted = await server.AcceptSocketAsync(Token);
        byte[] buffer = new byte[64];
        Assert.Equal(9, await accepted.ReceiveAsync(buffer, Token));
        client.Dispose();
        string head = await tunnel;
        Assert.StartsWith("CONNECT db.example.com:5432 HTTP/1.1\r\n", head, StringComparison.Ordinal);
        Assert.Contains("Proxy-Authorization: Basic dXNlcjp3b3Jk\r\n", head, StringComparison.Ordinal);
        Assert.Empty(door.Dialled);
    }

    /// <summary>One CONNECT proxy for one connection; gives the request line.</summary>
    private static async Task<string> TunnelAsync(TcpListener listener, int port)
    {
        using TcpClient client = await listener.AcceptTcpClientAsync(Token);
        NetworkStream agent = client.GetStream();
        var head = new List<byte>();
        byte[] one = new byte[1];
        while (head.Count < 4 || !head[^4..].SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            await agent.ReadExactlyAsync(one, Token);
            head.Add(one[0]);
        }

        using var upstream = new TcpClient();
        await upstream.ConnectAsync(IPAddress.Loopback, port, Token);
        await agent.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), Token);
        try
        {
            await Task.WhenAny(agent.CopyToAsync(upstream.GetStream(), Token), upstream.GetStream().CopyToAsync(agent, Token));
        }
        catch (IOException)
        {
            // Either side is gone; the tunnel has served.
        }

        return System.Text.Encoding.ASCII.GetString([.. head]);
    }
}
