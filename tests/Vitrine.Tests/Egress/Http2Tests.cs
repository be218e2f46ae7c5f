using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Vitrine.Core.Model;
using Xunit;

namespace Vitrine.Tests.Egress;

public sealed class Http2Tests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, (string, string)[]> WhatWouldBreakHttp1 => new()
    {
        { "a line break in a value", [("x", "a\r\nGET /smuggled HTTP/1.1")] },
        { "a line feed in a value", [("x", "a\nb")] },
        { "a NUL in a value", [("x", "a\0b")] },
        { "a line break in a name", [("x\r\ny", "a")] },
        { "a colon in a name", [("x: y", "a")] },
        { "a space in a name", [("x y", "a")] },
        { "an upper-case name", [("X", "a")] },
        { "an empty name", [("", "a")] },
        { "a transfer coding", [("transfer-encoding", "chunked")] },
        { "a connection field", [("connection", "close")] },
        { "an upgrade", [("upgrade", "websocket")] },
        { "two content lengths", [("content-length", "1"), ("content-length", "2")] },
        { "a length without a body", [("content-length", "5")] },
        { "a line break in the path", [(":path", "/a HTTP/1.1\r\nHost: evil.example.com\r\n\r\n")] },
        { "a space in the path", [(":path", "/a b")] },
        { "a path that is none", [(":path", "a")] },
        { "two paths", [(":path", "/a"), (":path", "/b")] },
        { "another authority", [(":authority", "evil.example.com")] },
        { "a login in the authority", [(":authority", "api.example.com@evil.example.com")] },
        { "another scheme", [(":scheme", "http")] },
        { "a method that is none", [(":method", "GET /x HTTP/1.1\r\nx:")] },
        { "CONNECT", [(":method", "CONNECT")] },
        { "an extended CONNECT", [(":method", "CONNECT"), (":protocol", "websocket")] },
    };

    [Theory]
    [MemberData(nameof(WhatWouldBreakHttp1))]
    public async Task What_would_break_HTTP_1_in_two_never_leaves(string what, (string, string)[] changed)
    {
        var seen = new ConcurrentQueue<string>();
        await using TestDoor door = await TestDoor.StartAsync("api.example.com evil.example.com", context =>
        {
            seen.Enqueue(context.Request.Path);
            return context.Response.WriteAsync("ok");
        });
        await door.LookUpAsync("api.example.com", 443);
        await SendAsync(door, changed);
        Assert.True(seen.IsEmpty && door.Dialled.Count == 0, what);
    }

    [Theory]
    [InlineData("x", "fine")]
    [InlineData("host", "evil.example.com")]
    public async Task The_same_frames_with_nothing_wrong_in_them_arrive_and_a_second_host_is_gone(string name, string value)
    {
        string? host = null;
        await using TestDoor door = await TestDoor.StartAsync("api.example.com", context =>
        {
            host = string.Join(",", (IEnumerable<string?>)context.Request.Headers.Host);
            return context.Response.WriteAsync("ok");
        });
        await door.LookUpAsync("api.example.com", 443);
        await SendAsync(door, [(name, value)]);
        Assert.Equal(200, (await door.Recorder.WaitForAsync<RequestEnded>()).Status);
        Assert.Equal("api.example.com", host);
    }

    [Fact]
    public async Task Each_stream_is_checked_for_its_own_authority()
    {
        await using TestDoor door = await TestDoor.StartAsync("api.example.com evil.example.com");
        await door.LookUpAsync("api.example.com", 443);
        using HttpClient client = door.CreateClient(HttpVersion.Version20);
        using HttpResponseMessage first = await client.GetAsync(new Uri("https://api.example.com/"), Token);
        using var fronting = new HttpRequestMessage(HttpMethod.Get, "https://api.example.com/")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact
        };
        fronting.Headers.Host = "api.example.com:8443";
        using HttpResponseMessage second = await client.SendAsync(fronting, Token);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.MisdirectedRequest), (first.StatusCode, second.StatusCode));
    }

    [Fact]
    public async Task A_web_socket_over_HTTP_2_is_refused()
    {
        await using TestDoor door = await TestDoor.StartAsync("api.example.com");
        await door.LookUpAsync("api.example.com", 443);
        using HttpClient client = door.CreateClient(HttpVersion.Version20);
        using var socket = new ClientWebSocket();
        socket.Options.HttpVersion = HttpVersion.Version20;
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(new Uri("wss://api.example.com/"), client, Token));
        Assert.Equal("connect-method", (await door.Recorder.WaitForAsync<FlowRefused>()).Reason);
    }

    [Fact]
    public async Task A_head_that_does_not_fit_into_the_record_does_not_leave()
    {
        await using TestDoor door = await TestDoor.StartAsync("api.example.com");
        await door.LookUpAsync("api.example.com", 443);
        using HttpClient client = door.CreateClient(HttpVersion.Version20);
        // 20,000 characters that JSON writes with six bytes each.
        client.DefaultRequestHeaders.Add("X-Large", new string('"', 20_000));
        using HttpResponseMessage response = await client.GetAsync(new Uri("https://api.example.com/"), Token);
        Assert.Equal(431, (int)response.StatusCode);
        Assert.Empty(door.Dialled);
    }

    [Fact]
    public async Task A_head_of_an_answer_that_does_not_fit_is_cut_and_the_answer_is_not()
    {
        await using TestDoor door = await TestDoor.StartAsync("api.example.com", context =>
        {
            context.Response.Headers["X-Large"] = new string('"', 20_000);
            return context.Response.WriteAsync("ok");
        });
        await door.LookUpAsync("api.example.com", 443);
        using HttpClient client = door.CreateClient();
        using HttpResponseMessage response = await client.GetAsync(new Uri("https://api.example.com/"), Token);
        Assert.Equal(20_000, Assert.Single(response.Headers.GetValues("X-Large")).Length);
        Assert.Contains((await door.Recorder.WaitForAsync<RequestEnded>()).Headers, h => h.Name == "…");
    }

    /// <summary>Sends one request in frames written by hand, and reads until the door has answered or closed.</summary>
    private static async Task SendAsync(TestDoor door, (string Name, string Value)[] changed)
    {
        await using SslStream stream = await door.ConnectTlsAsync("api.example.com", SslApplicationProtocol.Http2);
        (string Name, string Value)[] standard = [(":method", "GET"), (":scheme", "https"), (":authority", "api.example.com"), (":path", "/")];
        // What is changed replaces its like, in place; pseudo-fields stand before the others.
        var fields = new List<(string Name, string Value)>();
        foreach ((string name, string value) in standard)
            if (changed.Any(c => c.Name == name))
                fields.AddRange(changed.Where(c => c.Name == name));
            else
                fields.Add((name, value));
        fields.AddRange(changed.Where(c => standard.All(s => s.Name != c.Name)));
        byte[] block = [.. fields.SelectMany(f => (byte[])[0x00, .. Text(f.Name), .. Text(f.Value)])];
        byte[] bytes =
        [
            .. Encoding.ASCII.GetBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
            0, 0, 0, 4, 0, 0, 0, 0, 0,
            (byte)(block.Length >> 16), (byte)(block.Length >> 8), (byte)block.Length, 1, 5, 0, 0, 0, 1, .. block,
        ];
        await stream.WriteAsync(bytes, Token);
        byte[] head = new byte[9];
        while (await stream.ReadAtLeastAsync(head, 9, throwOnEndOfStream: false, Token).AsTask().WaitAsync(TimeSpan.FromSeconds(60), Token) == 9)
        {
            byte[] payload = new byte[(head[0] << 16) | (head[1] << 8) | head[2]];
            await stream.ReadExactlyAsync(payload, Token);
            // The end of stream 1: DATA or HEADERS with END_STREAM, RST_STREAM, or GOAWAY for all.
            if (head[3] is 3 or 7 || (head[3] is 0 or 1 && (head[4] & 1) != 0))
                return;
        }
    }

    private static byte[] Text(string text)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(text);
        Assert.InRange(bytes.Length, 0, 126);
        return [(byte)bytes.Length, .. bytes];
    }
}
