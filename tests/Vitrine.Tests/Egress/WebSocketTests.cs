using System.Net.Security;
using System.Net.WebSockets;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.Http;
using Vitrine.Core.Model;
using Vitrine.Egress;
using Vitrine.Egress.Sockets;
using Xunit;

namespace Vitrine.Tests.Egress;

public sealed class WebSocketTests
{
    private static readonly string Upgrade = "GET /socket HTTP/1.1\r\nHost: api.example.com\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, byte[]> Malformed => new()
    {
        { "a reserved bit, as compression has it", [0xc1, 0x81, 1, 2, 3, 4, 0x60] },
        { "an unknown kind", [0x83, 0x80, 1, 2, 3, 4] },
        { "no mask", [0x81, 1, (byte)'a'] },
        { "a fragmented ping", [0x09, 0x80, 1, 2, 3, 4] },
        { "a long ping", [0x89, 0xfe, 0, 126, 1, 2, 3, 4] },
        { "a length with more bytes than it needs", [0x81, 0xfe, 0, 5, 1, 2, 3, 4] },
        { "a length of 64 bits that needs fewer", [0x81, 0xff, 0, 0, 0, 0, 0, 0, 0, 5, 1, 2, 3, 4] },
        { "a length beyond all", [0x81, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4] },
        { "a continuation of nothing", [0x80, 0x80, 1, 2, 3, 4] },
        { "a message in a message", [0x01, 0x80, 1, 2, 3, 4, 0x81, 0x80, 1, 2, 3, 4] },
        { "a close frame of one byte", [0x88, 0x81, 1, 2, 3, 4, 5] },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task A_malformed_frame_ends_the_socket_and_nothing_of_it_arrives(string what, byte[] frames)
    {
        var got = new MemoryStream();
        await using TestDoor door = await StartAsync(got, options => options);
        await using SslStream stream = await OpenAsync(door);
        await stream.WriteAsync(frames, Token);
        byte[] answer = await ReadToEndAsync(stream);
        Assert.True(answer.Length > 4 && answer[0] == 0x88 && answer[2] == 1002 >> 8 && answer[3] == (1002 & 0xff), what);
        RequestEnded ended = await door.Recorder.WaitForAsync<RequestEnded>();
        Assert.Equal("A WebSocket frame is malformed.", ended.Error);
        Assert.Equal("malformed-frame", (await door.Recorder.WaitForAsync<FlowRefused>()).Reason);
        Assert.Equal(0, got.Length);
    }

    [Fact]
    public async Task A_secret_split_over_fragments_with_a_ping_between_them_is_found_and_does_not_leave()
    {
        var got = new MemoryStream();
        await using TestDoor door = await StartAsync(got, options => options with { Inspect = Inspectors.Block });
        await using SslStream stream = await OpenAsync(door);
        string secret = Inspectors.Secret;
        byte[] frames =
        [
            .. Frame(0x81, "fine"), .. Frame(0x01, "it is " + secret[..5]), .. Frame(0x89, "ping"), .. Frame(0x00, secret[5..9]), .. Frame(0x80, secret[9..]),
        ];
        await stream.WriteAsync(frames, Token);
        string answer = Encoding.UTF8.GetString(await ReadToEndAsync(stream));
        Assert.Contains("test secret", answer, StringComparison.Ordinal);
        RequestEnded ended = await door.Recorder.WaitForAsync<RequestEnded>();
        // The record holds what left; what the server read of it before it lost the connection may be less.
        string left = Encoding.Latin1.GetString(door.Recorder.Read(ended.RequestBody));
        Assert.Contains("fine", left, StringComparison.Ordinal);
        Assert.DoesNotContain(secret[..5], left, StringComparison.Ordinal);
        Assert.Equal(("door", "This request holds a secret that may not leave: test secret."), (ended.AnsweredBy, ended.Error));
        BodyInspected refused = await door.Recorder.WaitForAsync<BodyInspected>(i => !i.Decision.IsAllowed);
        Assert.Equal("sent", refused.Direction);
    }

    [Theory]
    [InlineData(0x89)]
    [InlineData(0x88)]
    public async Task What_a_control_frame_carries_is_inspected_too(byte kind)
    {
        var got = new MemoryStream();
        await using TestDoor door = await StartAsync(got, options => options with { Inspect = Inspectors.Block });
        await using SslStream stream = await OpenAsync(door);
        await stream.WriteAsync(Frame(kind, "\x03\xe8" + Inspectors.Secret), Token);
        await ReadToEndAsync(stream);
        Assert.Equal("This request holds a secret that may not leave: test secret.", (await door.Recorder.WaitForAsync<RequestEnded>()).Error);
    }

    [Fact]
    public async Task A_secret_split_over_messages_is_seen_across_them()
    {
        var got = new MemoryStream();
        await using TestDoor door = await StartAsync(got, options => options with { Inspect = Inspectors.Block });
        await using SslStream stream = await OpenAsync(door);
        await stream.WriteAsync((byte[])[.. Frame(0x81, Inspectors.Secret[..8]), .. Frame(0x81, Inspectors.Secret[8..])], Token);
        await ReadToEndAsync(stream);
        Assert.False((await door.Recorder.WaitForAsync<BodyInspected>(i => !i.Decision.IsAllowed)).Decision.IsAllowed);
        string left = Encoding.Latin1.GetString(door.Recorder.Read((await door.Recorder.WaitForAsync<RequestEnded>()).RequestBody));
        Assert.Contains(Inspectors.Secret[..8], left, StringComparison.Ordinal);
        Assert.DoesNotContain(Inspectors.Secret[8..], left, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(70_000, 1 << 20)]
    [InlineData(70_000, 10_000)]
    [InlineData(1_000_000, 100_000)]
    public async Task Redacted_messages_arrive_whole_and_their_answers_get_the_values_back(int size, int held)
    {
        await using TestDoor door = await TestDoor.StartAsync("api.example.com", EchoAsync, options => options with
        {
            Inspect = Inspectors.Redact,
            Limits = new DoorLimits { HeldBody = held },
        });
        await door.LookUpAsync("api.example.com", 443);
        using HttpClient client = door.CreateClient();
        using var socket = new ClientWebSocket();
        socket.Options.DangerousDeflateOptions = new WebSocketDeflateOptions();
        await socket.ConnectAsync(new Uri("wss://api.example.com/socket"), client, Token);
        string filling = new('x', size);
        string message = $"my key is {Inspectors.Secret}.";
        await socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, true, Token);
        Assert.Equal(message, await ReceiveAsync(socket));
        await socket.SendAsync(Encoding.UTF8.GetBytes(filling), WebSocketMessageType.Text, true, Token);
        Assert.Equal(filling, await ReceiveAsync(socket));
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", Token);
        RequestEnded ended = await door.Recorder.WaitForAsync<RequestEnded>();
        Assert.Contains(Inspectors.Placeholder, Encoding.Latin1.GetString(door.Recorder.Read(ended.RequestBody)), StringComparison.Ordinal);
        Assert.DoesNotContain(Inspectors.Secret, Encoding.Latin1.GetString(door.Recorder.Read(ended.RequestBody)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_credential_that_a_message_gives_back_becomes_the_placeholder_also_when_it_comes_in_two()
    {
        const string value = "the-real-value-0123456789";
        var credential = new DoorCredential { Name = "key", Hosts = [TestDoor.Rule("api.example.com")], Value = () => value };
        await using TestDoor door = await TestDoor.StartAsync("api.example.com", async context =>
        {
            string key = context.Request.Headers.Authorization.ToString()["Bearer ".Length..];
            using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
            foreach (string text in new[] { $"{{\"d\":\"{key}\"}}", $"{{\"d\":\"{key[..9]}\"}}", $"{{\"d\":\"{key[9..]}\"}}" })
                await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, context.RequestAborted);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", context.RequestAborted);
        }, options => options with { Credentials = [credential] });
        await door.LookUpAsync("api.example.com", 443);
        using HttpClient client = door.CreateClient();
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", "Bearer " + credential.Placeholder);
        await socket.ConnectAsync(new Uri("wss://api.example.com/socket"), client, Token);
        Assert.Equal($"{{\"d\":\"{credential.Placeholder}\"}}", await ReceiveAsync(socket));
        Assert.Equal($"{{\"d\":\"{credential.Placeholder}\"}}", await ReceiveAsync(socket));
        Assert.Equal("{\"d\":\"\"}", await ReceiveAsync(socket));
        await door.Recorder.WaitForAsync<CredentialUsed>(u => u.Use == "reflected");
    }

    [Fact]
    public async Task A_server_that_insists_on_compression_gets_no_socket()
    {
        await using TestDoor door = await TestDoor.StartAsync("api.example.com", async context =>
        {
            context.Response.Headers["Sec-WebSocket-Extensions"] = "permessage-deflate";
            using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
        });
        await door.LookUpAsync("api.example.com", 443);
        await using SslStream stream = await door.ConnectTlsAsync("api.example.com");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(Upgrade), Token);
        byte[] buffer = new byte[1024];
        int read = await stream.ReadAsync(buffer, Token);
        Assert.StartsWith("HTTP/1.1 502 ", Encoding.ASCII.GetString(buffer, 0, read), StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_reads_as_it_was_written_and_in_no_other_length()
    {
        Gen<(int, long, uint)> inputs = from picked in Gen.Choose(0, 255)
                                        from high in Gen.Choose(0, int.MaxValue)
                                        from low in Gen.Choose(0, int.MaxValue)
                                        select (picked, ((long)high << 32) | (uint)low, (uint)low * 2654435761);
        Prop.ForAll(inputs.ToArbitrary(), input =>
        {
            (int kinds, long length, uint mask) = input;
            FrameKind[] all = [FrameKind.Continuation, FrameKind.Text, FrameKind.Binary, FrameKind.Close, FrameKind.Ping, FrameKind.Pong];
            FrameKind kind = all[kinds % all.Length];
            bool isControl = kind >= FrameKind.Close;
            long size = isControl ? (length & 63) + 2 : (length & long.MaxValue) >> (kinds % 60);
            var header = new FrameHeader(kind, isControl || (kinds & 64) != 0, size, mask);
            byte[] bytes = new byte[FrameHeader.MaximumLength];
            int written = header.Write(bytes, isMasked: true);
            Assert.Equal(FrameReading.Complete, FrameHeader.Read(bytes.AsSpan(0, written), true, out FrameHeader again, out int consumed));
            Assert.Equal((header, written), (again, consumed));
            for (int i = 0; i < written; i++)
                Assert.Equal(FrameReading.Incomplete, FrameHeader.Read(bytes.AsSpan(0, i), true, out _, out _));
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    [Fact]
    public void Masking_is_that_of_the_standard_at_any_offset()
    {
        Gen<(byte[], uint, int)> inputs = from bytes in Gen.Choose(0, 255).Select(i => (byte)i).ArrayOf()
                                          from mask in Gen.Choose(0, int.MaxValue)
                                          from split in Gen.Choose(0, int.MaxValue)
                                          select (bytes, (uint)mask * 3, split);
        Prop.ForAll(inputs.ToArbitrary(), input =>
        {
            (byte[] bytes, uint mask, int split) = input;
            byte[] key = BitConverter.GetBytes(mask);
            byte[] expected = [.. bytes.Select((b, i) => (byte)(b ^ key[i % 4]))];
            int cut = bytes.Length == 0 ? 0 : (split & int.MaxValue) % bytes.Length;
            byte[] masked = [.. bytes];
            FrameMask.Apply(masked.AsSpan(0, cut), mask, 0);
            FrameMask.Apply(masked.AsSpan(cut), mask, cut);
            return expected.AsSpan().SequenceEqual(masked);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000).WithEndSize(300));
    }

    private static byte[] Frame(byte first, string text)
    {
        byte[] payload = Encoding.Latin1.GetBytes(text);
        FrameMask.Apply(payload, 0x04030201, 0);
        return [first, (byte)(0x80 | payload.Length), 1, 2, 3, 4, .. payload];
    }

    private static async Task<TestDoor> StartAsync(MemoryStream got, Func<DoorOptions, DoorOptions> configure)
    {
        TestDoor door = await TestDoor.StartAsync("api.example.com", async context =>
        {
            // Kestrel's own sockets know no more extensions than were asked for: the door asks for none.
            Assert.False(context.Request.Headers.ContainsKey("Sec-WebSocket-Extensions"));
            using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
            byte[] buffer = new byte[4096];
            while (true)
            {
                WebSocketReceiveResult received = await socket.ReceiveAsync(buffer, context.RequestAborted);
                if (received.MessageType == WebSocketMessageType.Close)
                    return;
                got.Write(buffer, 0, received.Count);
            }
        }, configure);
        await door.LookUpAsync("api.example.com", 443);
        return door;
    }

    private static async Task EchoAsync(HttpContext context)
    {
        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { DangerousEnableCompression = true });
        byte[] buffer = new byte[4096];
        WebSocketReceiveResult received;
        while ((received = await socket.ReceiveAsync(buffer, context.RequestAborted)).MessageType != WebSocketMessageType.Close)
            await socket.SendAsync(buffer.AsMemory(0, received.Count), received.MessageType, received.EndOfMessage, context.RequestAborted);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", context.RequestAborted);
    }

    private static async Task<SslStream> OpenAsync(TestDoor door)
    {
        SslStream stream = await door.ConnectTlsAsync("api.example.com");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(Upgrade), Token);
        var head = new StringBuilder();
        byte[] one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one, Token) == 1)
            head.Append((char)one[0]);
        Assert.StartsWith("HTTP/1.1 101 ", head.ToString(), StringComparison.Ordinal);
        return stream;
    }

    private static async Task<byte[]> ReadToEndAsync(SslStream stream)
    {
        var all = new MemoryStream();
        byte[] buffer = new byte[4096];
        try
        {
            int read;
            while ((read = await stream.ReadAsync(buffer, Token).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Token)) > 0)
                all.Write(buffer, 0, read);
        }
        catch (IOException)
        {
            // Reset: what came before is what counts.
        }

        return all.ToArray();
    }

    private static async Task<string> ReceiveAsync(ClientWebSocket socket)
    {
        var all = new MemoryStream();
        byte[] buffer = new byte[64 * 1024];
        ValueWebSocketReceiveResult received;
        do
        {
            received = await socket.ReceiveAsync(buffer.AsMemory(), Token);
            all.Write(buffer, 0, received.Count);
        }
        while (!received.EndOfMessage);
        return Encoding.UTF8.GetString(all.ToArray());
    }
}
