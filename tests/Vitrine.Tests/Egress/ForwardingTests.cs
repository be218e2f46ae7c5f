using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Vitrine.Core.Model;
using Vitrine.Core.Policy;
using Xunit;

namespace Vitrine.Tests.Egress;

public sealed class ForwardingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("1.1", "https")]
    [InlineData("2.0", "https")]
    [InlineData("1.1", "http")]
    public async Task A_request_goes_through_unchanged_and_is_recorded_before_it_leaves(string version, string scheme)
    {
        bool recordedFirst = false;
        string? seen = null;
        TestDoor? opened = null;
        await using TestDoor door = opened = await TestDoor.StartAsync("api.example.com", async context =>
        {
            recordedFirst = opened!.Recorder.All.OfType<RequestStarted>().Any();
            using var reader = new StreamReader(context.Request.Body);
            seen = $"{context.Request.Method} {context.Features.Get<IHttpRequestFeature>()!.RawTarget} {context.Request.Protocol} {context.Request.Host} "
                + $"{context.Request.Headers["X-Twice"].Count} {context.Request.ContentType} {await reader.ReadToEndAsync()}";
            context.Response.StatusCode = 201;
            context.Response.Headers.Append("Set-Cookie", "a=1");
            context.Response.Headers.Append("Set-Cookie", "b=2");
            context.Response.Headers.AltSvc = "h3=\":443\"";
            context.Response.Headers["X-Vitrine"] = "forged";
            context.Response.Headers["X-Latin"] = "ok";
            await context.Response.WriteAsync("answer");
        });
        await door.LookUpAsync("api.example.com", scheme == "https" ? 443 : 80);
        using HttpClient client = door.CreateClient(Version.Parse(version));
        using var request = new HttpRequestMessage(HttpMethod.Put,
            new Uri($"{scheme}://api.example.com/a/../b%2f?x=1%20", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }))
        {
            Version = Version.Parse(version),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new StringContent("question", Encoding.UTF8, "text/x-test"),
        };
        request.Headers.Add("X-Twice", ["1", "2"]);
        using HttpResponseMessage response = await client.SendAsync(request, Token);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("answer", await response.Content.ReadAsStringAsync(Token));
        Assert.Equal(["a=1", "b=2"], response.Headers.GetValues("Set-Cookie"));
        Assert.False(response.Headers.Contains("Alt-Svc"));
        Assert.False(response.Headers.Contains("X-Vitrine"));
        Assert.True(recordedFirst);
        Assert.StartsWith($"PUT /a/../b%2f?x=1%20 HTTP/{(version == "2.0" ? "2" : version)} api.example.com", seen);
        Assert.EndsWith("text/x-test; charset=utf-8 question", seen);

        RequestStarted started = await door.Recorder.WaitForAsync<RequestStarted>();
        Assert.Equal(("PUT", $"{scheme}://api.example.com/a/../b%2f?x=1%20", version == "2.0" ? "2" : "1.1"),
            (started.Method, started.Url, started.HttpVersion));
        Assert.Equal("question", Encoding.UTF8.GetString(door.Recorder.Read(started.Body)));
        Assert.True(started.Decision.IsAllowed);
        RequestEnded ended = await door.Recorder.WaitForAsync<RequestEnded>();
        Assert.Equal((started.Request, 201, "upstream", 8L, 6L, null),
            (ended.Request, ended.Status, ended.AnsweredBy, ended.BytesOut, ended.BytesIn, ended.Error));
        Assert.Equal("answer", Encoding.UTF8.GetString(door.Recorder.Read(ended.ResponseBody)));
        Assert.Null(ended.RequestBody);
        Assert.DoesNotContain(ended.Headers, h => h.Value is "a=1" or "b=2");
    }

    [Fact]
    public async Task Credentials_are_never_in_the_record_and_do_reach_the_upstream()
    {
        string? authorization = null;
        await using TestDoor door = await TestDoor.StartAsync("api.example.com", context =>
        {
            authorization = context.Request.Headers.Authorization;
            return context.Response.WriteAsync("ok");
        });
        await door.LookUpAsync("api.example.com", 443);
        using HttpClient client = door.CreateClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "very-secret");
        client.DefaultRequestHeaders.Add("X-Api-Key", "very-secret");
        client.DefaultRequestHeaders.Add("Cookie", "s=very-secret");
        await client.GetStringAsync(new Uri("https://api.example.com/?key=very-secret&q=plain"), Token);
        RequestStarted started = await door.Recorder.WaitForAsync<RequestStarted>();
        await door.Recorder.WaitForAsync<RequestEnded>();
        Assert.Equal("Bearer very-secret", authorization);
        Assert.DoesNotContain("very-secret",
            string.Join("\n", door.Recorder.All.Select(o => Encoding.UTF8.GetString(new Entry(1, "t", 0, default, o).ToUtf8()))));
        Assert.Matches("^https://api\\.example\\.com/\\?key=sha256:[0-9a-f]{16}&q=plain$", started.Url);
        Assert.Equal(3, started.Headers.Count(h => h.Value.StartsWith("sha256:", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Events_arrive_one_by_one_without_waiting_for_the_next()
    {
        var next = new SemaphoreSlim(0);
        await using TestDoor door = await TestDoor.StartAsync("api.example.com", async context =>
        {
            context.Response.ContentType = "text/event-stream";
            for (int i = 0; i < 3; i++)
            {
                await context.Response.WriteAsync($"data: {i}\n\n");
                await context.Response.Body.FlushAsync();
                await next.WaitAsync(context.RequestAborted);
            }
        });
        await door.LookUpAsync("api.example.com", 443);
        using HttpClient client = door.CreateClient();
        await using Stream stream = await client.GetStreamAsync(new Uri("https://api.example.com/"), Token);
        using var reader = new StreamReader(stream);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal($"data: {i}", await reader.ReadLineAsync(Token));
            Assert.Equal("", await reader.ReadLineAsync(Token));
            next.Release();
        }

        Assert.Null(await reader.ReadLineAsync(Token));
        RequestEnded ended = await door.Recorder.WaitForAsync<RequestEnded>();
        Assert.Equal("data: 0\n\ndata: 1\n\ndata: 2\n\n", Encoding.UTF8.GetString(door.Recorder.Read(ended.ResponseBody)));
    }

    [Fact]
    public async Task A_stream_of_both_directions_answers_while_it_is_asked_and_keeps_its_trailers()
    {
        await using TestDoor door = await TestDoor.StartAsync("api.example.com", async context =>
        {
            context.Response.DeclareTrailer("grpc-status");
            await context.Response.Body.FlushAsync();
            byte[] buffer = new byte[64];
            int read;
            while ((read = await context.Request.Body.ReadAsync(buffer)) > 0)
                await context.Response.Body.WriteAsync(buffer.AsMemory(0, read));
            context.Response.AppendTrailer("grpc-status", "0");
        });
        await door.LookUpAsync("api.example.com", 443);
        using HttpClient client = door.CreateClient(HttpVersion.Version20);
        using var content = new DuplexContent();
        using var request = new HttpRequestMessage(HttpMethod.Post, "https://api.example.com/grpc")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        await using Stream answer = await response.Content.ReadAsStreamAsync(Token);
        Stream question = await content.Opened;
        byte[] buffer = new byte[64];
        for (int i = 0; i < 5; i++)
        {
            byte[] message = Encoding.UTF8.GetBytes($"message {i}");
            await question.WriteAsync(message, Token);
            await question.FlushAsync(Token);
            await answer.ReadExactlyAsync(buffer.AsMemory(0, message.Length), Token);
            Assert.Equal(message, buffer[..message.Length]);
        }

        content.Close();
        Assert.Equal(0, await answer.ReadAsync(buffer, Token));
        Assert.Equal("0", Assert.Single(response.TrailingHeaders.GetValues("grpc-status")));
        RequestStarted started = await door.Recorder.WaitForAsync<RequestStarted>();
        RequestEnded ended = await door.Recorder.WaitForAsync<RequestEnded>();
        Assert.Null(started.Body);
        Assert.Contains(started.Headers, h => h is { Name: "TE", Value: "trailers" });
        Assert.Equal("message 0message 1message 2message 3message 4", Encoding.UTF8.GetString(door.Recorder.Read(ended.RequestBody)));
    }

    [Theory]
    [InlineData(3_000_000, false)]
    [InlineData(3_000_000, true)]
    [InlineData(1 << 20, false)]
    [InlineData(0, false)]
    public async Task A_body_of_any_size_arrives_whole_and_is_recorded_whole(int size, bool chunked)
    {
        byte[] body = new byte[size];
        new Random(7).NextBytes(body);
        byte[]? seen = null;
        await using TestDoor door = await TestDoor.StartAsync("api.example.com", async context =>
        {
            var copy = new MemoryStream();
            await context.Request.Body.CopyToAsync(copy);
            seen = copy.ToArray();
            await context.Response.Body.WriteAsync(seen);
        });
        await door.LookUpAsync("api.example.com", 443);
        using HttpClient client = door.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, "https://api.example.com/") { Content = new ByteArrayContent(body) };
        request.Headers.TransferEncodingChunked = chunked;
        using HttpResponseMessage response = await client.SendAsync(request, Token);
        Assert.Equal(body, await response.Content.ReadAsByteArrayAsync(Token));
        Assert.Equal(body, seen);
        RequestStarted started = await door.Recorder.WaitForAsync<RequestStarted>();
        RequestEnded ended = await door.Recorder.WaitForAsync<RequestEnded>();
        Assert.Equal(body, door.Recorder.Read(started.Body ?? ended.RequestBody));
        Assert.Equal(body, door.Recorder.Read(ended.ResponseBody));
        Assert.Equal((size, size), (ended.BytesOut, ended.BytesIn));
    }

    [Fact]
    public async Task Expect_continue_is_answered_and_not_passed_on()
    {
        string? expect = "unset";
        await using TestDoor door = await TestDoor.StartAsync("api.example.com", async context =>
        {
            expect = context.Request.Headers.Expect;
            using var reader = new StreamReader(context.Request.Body);
            await context.Response.WriteAsync(await reader.ReadToEndAsync());
        });
        await door.LookUpAsync("api.example.com", 443);
        using HttpClient client = door.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, "https://api.example.com/") { Content = new StringContent("body") };
        request.Headers.ExpectContinue = true;
        using HttpResponseMessage response = await client.SendAsync(request, Token);
        Assert.Equal("body", await response.Content.ReadAsStringAsync(Token));
        Assert.Null(expect);
    }

    [Fact]
    public async Task A_web_socket_is_carried_both_ways_and_recorded()
    {
        await using TestDoor door = await TestDoor.StartAsync("api.example.com", async context =>
        {
            using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync("chat");
            byte[] buffer = new byte[1024];
            WebSocketReceiveResult received;
            while ((received = await socket.ReceiveAsync(buffer, context.RequestAborted)).MessageType != WebSocketMessageType.Close)
                await socket.SendAsync(buffer.AsMemory(0, received.Count), received.MessageType, true, context.RequestAborted);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", context.RequestAborted);
        });
        await door.LookUpAsync("api.example.com", 443);
        using HttpClient client = door.CreateClient();
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("chat");
        await socket.ConnectAsync(new Uri("wss://api.example.com/socket"), client, Token);
        Assert.Equal("chat", socket.SubProtocol);
        byte[] buffer = new byte[64];
        for (int i = 0; i < 3; i++)
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes($"ping {i}"), WebSocketMessageType.Text, true, Token);
            WebSocketReceiveResult answer = await socket.ReceiveAsync(buffer, Token);
            Assert.Equal($"ping {i}", Encoding.UTF8.GetString(buffer, 0, answer.Count));
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", Token);
        Assert.Equal("bye", socket.CloseStatusDescription);
        RequestEnded ended = await door.Recorder.WaitForAsync<RequestEnded>();
        Assert.Equal((101, "upstream"), (ended.Status, ended.AnsweredBy));
        Assert.Contains("ping 2", Encoding.Latin1.GetString(door.Recorder.Read(ended.ResponseBody)), StringComparison.Ordinal);
        Assert.Equal(ended.BytesOut, door.Recorder.Read(ended.RequestBody).Length);
        Assert.True(ended.BytesOut > 3 * 6);
    }

    [Fact]
    public async Task Redirects_compressed_bodies_and_empty_answers_are_the_agents_own_business()
    {
        await using TestDoor door = await TestDoor.StartAsync("api.example.com", async context =>
        {
            string path = context.Request.Path;
            context.Response.StatusCode = int.Parse(path[1..], System.Globalization.CultureInfo.InvariantCulture);
            if (path == "/302")
                context.Response.Headers.Location = "https://elsewhere.example.com/";
            if (path == "/304")
                context.Response.Headers.ETag = "\"x\"";
            if (path == "/200")
            {
                context.Response.Headers.ContentEncoding = "gzip";
                await context.Response.Body.WriteAsync("not really gzip"u8.ToArray());
            }
        });
        await door.LookUpAsync("api.example.com", 443);
        using HttpClient client = door.CreateClient();
        foreach (int status in new[] { 200, 204, 302, 304, 404, 500 })
        {
            using HttpResponseMessage response = await client.GetAsync(new Uri($"https://api.example.com/{status}"), Token);
            Assert.Equal(status, (int)response.StatusCode);
            if (status == 200)
                Assert.Equal("not really gzip", await response.Content.ReadAsStringAsync(Token));
            if (status == 302)
                Assert.Equal("https://elsewhere.example.com/", response.Headers.Location?.ToString());
        }

        using var head = new HttpRequestMessage(HttpMethod.Head, "https://api.example.com/200");
        using HttpResponseMessage headed = await client.SendAsync(head, Token);
        Assert.Equal(HttpStatusCode.OK, headed.StatusCode);
    }

    [Fact]
    public async Task Two_names_never_share_a_connection_to_an_upstream()
    {
        var connections = new System.Collections.Concurrent.ConcurrentDictionary<string, string>();
        await using TestDoor door = await TestDoor.StartAsync("a.example.com b.example.com", context =>
        {
            connections[context.Request.Host.Value!] = context.Connection.Id;
            return context.Response.WriteAsync("ok");
        });
        using HttpClient client = door.CreateClient(HttpVersion.Version20);
        foreach (string name in new[] { "a.example.com", "b.example.com", "a.example.com" })
        {
            await door.LookUpAsync(name, 443);
            await client.GetStringAsync(new Uri($"https://{name}/"), Token);
        }

        Assert.NotEqual(connections["a.example.com"], connections["b.example.com"]);
        Assert.Equal(2, door.Dialled.Count);
    }

    [Fact]
    public async Task Offline_dials_nothing_and_records_what_the_responder_read_and_wrote()
    {
        await using TestDoor door = await TestDoor.StartAsync("", mode: NetworkMode.Offline, configure: options => options with
        {
            Offline = async (context, destination) =>
            {
                if (destination.Host.Name != "model.example.com")
                    return await Vitrine.Egress.Http.Sinkhole.RespondAsync(context, destination);
                using var reader = new StreamReader(context.Request.Body);
                string question = await reader.ReadToEndAsync(context.RequestAborted);
                await context.Response.WriteAsync($"answer to {question}");
                return "stand-in";
            },
        });
        using HttpClient client = door.CreateClient();
        await door.LookUpAsync("model.example.com", 443);
        using HttpResponseMessage answer = await client.PostAsync(new Uri("https://model.example.com/v1"), new StringContent(new string('x', 2_000_000)),
            Token);
        Assert.Equal("answer to " + new string('x', 2_000_000), await answer.Content.ReadAsStringAsync(Token));
        await door.LookUpAsync("telemetry.example.com", 443);
        using HttpResponseMessage sunk = await client.PostAsync(new Uri("https://telemetry.example.com/"), new StringContent("data"), Token);
        Assert.Equal("{}", await sunk.Content.ReadAsStringAsync(Token));
        RequestEnded model = await door.Recorder.WaitForAsync<RequestEnded>(e => e.AnsweredBy == "stand-in");
        RequestEnded sinkhole = await door.Recorder.WaitForAsync<RequestEnded>(e => e.AnsweredBy == "sinkhole");
        Assert.Equal(2_000_000, door.Recorder.Read(model.RequestBody).Length);
        Assert.Equal(2_000_010, door.Recorder.Read(model.ResponseBody).Length);
        Assert.Equal("{}", Encoding.UTF8.GetString(door.Recorder.Read(sinkhole.ResponseBody)));
        Assert.Empty(door.Dialled);
    }

    private sealed class DuplexContent : HttpContent
    {
        private readonly TaskCompletionSource<Stream> _opened = new();
        private readonly TaskCompletionSource _closed = new();

        public Task<Stream> Opened => _opened.Task;

        public void Close() => _closed.SetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            // The client holds the request's head back until its body is flushed, and this body begins only after the answer's head.
            await stream.FlushAsync();
            _opened.SetResult(stream);
            await _closed.Task;
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
