using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Vitrine.Tests.Gateway;

public sealed class StandInModelTests
{
    private const string ChatBody =
        """{"model":"m","stream":true,"messages":[{"role":"user","content":"hi"}],"tools":[{"type":"function","function":{"name":"bash","parameters":{"type":"object","properties":{"command":{"type":"string"}},"required":["command"]}}}]}""";

    public static TheoryData<string, string> Requests => new()
    {
        { "/v1/messages", """{"model":"m","messages":[{"role":"user","content":"hi"}]}""" },
        { "/v1/messages?beta=true", """{"model":"m","stream":true,"messages":[{"role":"user","content":"hi"}]}""" },
        { "/anthropic/v1/messages", """{"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"hi"}]}]}""" },
        { "/v1/chat/completions", """{"model":"m","messages":[{"role":"user","content":"hi"}]}""" },
        { "/chat/completions", ChatBody },
        { "/v1/responses", """{"model":"m","input":"hi"}""" },
        { "/backend-api/codex/responses", """{"model":"m","stream":true,"input":[{"role":"user","content":"hi"}]}""" },
        { "/v1beta/models/g:generateContent", """{"contents":[{"parts":[{"text":"hi"}]}]}""" },
        { "/v1beta/models/g:streamGenerateContent?alt=sse", """{"contents":{"parts":[{"text":"hi"}]}}""" },
        { "/v1beta/models/g:streamGenerateContent", """{"contents":"hi"}""" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Equal_requests_get_equal_bytes(string path, string body)
    {
        await using StandInServer one = await StandInServer.StartAsync();
        await using StandInServer other = await StandInServer.StartAsync();
        string first = await one.PostAsync(path, body);
        Assert.NotEmpty(first);
        Assert.Equal(first, await one.PostAsync(path, body));
        Assert.Equal(first, await other.PostAsync(path, body));
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_request_without_tools_gets_the_aside(string path, string body)
    {
        await using StandInServer server = await StandInServer.StartAsync();
        string answer = await server.PostAsync(path, body);
        // Streams cut the text; what is left of the first piece is enough to know it.
        Assert.Contains(body.Contains("tools", StringComparison.Ordinal) ? "I will look at the works" : "Looking around the works", answer,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Noise_in_a_request_does_not_change_the_ids_of_calls()
    {
        await using StandInServer server = await StandInServer.StartAsync();
        string plain = await server.PostAsync("/v1/chat/completions", ChatBody);
        string noisy = await server.PostAsync("/v1/chat/completions",
            ChatBody.Replace("\"stream\":true", "\"stream\":true,\"user\":\"session-4711\"", StringComparison.Ordinal));
        Assert.Equal(plain, noisy);
    }

    [Theory]
    [InlineData("/v1/messages", """{"model":"m","stream":true,"messages":[{"role":"user","content":"hi"}]}""", "\n\n")]
    [InlineData("/v1/responses", """{"model":"m","stream":true,"input":"hi"}""", "\n\n")]
    [InlineData("/v1beta/models/g:streamGenerateContent?alt=sse", """{"contents":"hi"}""", "\r\n\r\n")]
    public async Task Each_event_is_sent_when_it_is_there(string path, string body, string end)
    {
        await using StandInServer server = await StandInServer.StartAsync();
        List<string> chunks = await RawChunksAsync(server.Client.BaseAddress!, path, body);
        Assert.True(chunks.Count > 2);
        Assert.All(chunks, chunk => Assert.EndsWith(end, chunk, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Chat_streams_tell_the_usage_only_when_asked()
    {
        await using StandInServer server = await StandInServer.StartAsync();
        Assert.DoesNotContain("usage", await server.PostAsync("/v1/chat/completions", ChatBody), StringComparison.Ordinal);
        string asked = ChatBody.Replace("\"stream\":true", "\"stream\":true,\"stream_options\":{\"include_usage\":true}", StringComparison.Ordinal);
        Assert.Contains("\"total_tokens\":", await server.PostAsync("/v1/chat/completions", asked), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/messages/count_tokens?beta=true", """{"model":"m","messages":[{"role":"user","content":"12345678"}]}""", "input_tokens", 2)]
    [InlineData("/v1/messages/count_tokens",
        """{"model":"m","system":"1234","messages":[{"role":"user","content":"12345678"}],"tools":[{"name":"bash","input_schema":{}}]}""", "input_tokens", 5)]
    [InlineData("/v1beta/models/g:countTokens", """{"contents":[{"parts":[{"text":"12345678"}]}]}""", "totalTokens", 2)]
    [InlineData("/v1beta/models/g:countTokens",
        """{"generateContentRequest":{"model":"models/g","systemInstruction":{"parts":[{"text":"1234"}]},"contents":[{"parts":[{"text":"12345678"}]}]}}""",
        "totalTokens", 3)]
    public async Task Tokens_are_counted_with_system_prompt_and_tools(string path, string body, string field, int tokens)
    {
        await using StandInServer server = await StandInServer.StartAsync();
        Assert.Equal(tokens, JsonElement.Parse(await server.PostAsync(path, body)).GetProperty(field).GetInt32());
    }

    [Fact]
    public async Task Models_are_listed_in_the_form_of_the_client()
    {
        await using StandInServer server = await StandInServer.StartAsync();
        JsonElement openAI = await GetAsync(server, "/v1/models");
        Assert.Equal("list", openAI.GetProperty("object").GetString());
        Assert.Equal(openAI.GetRawText(), (await GetAsync(server, "/models")).GetRawText());
        Assert.Equal("model", (await GetAsync(server, "/v1/models/any")).GetProperty("object").GetString());
        JsonElement gemini = await GetAsync(server, "/v1beta/models");
        Assert.All(gemini.GetProperty("models").EnumerateArray(),
            model => Assert.StartsWith("models/", model.GetProperty("name").GetString(), StringComparison.Ordinal));
        Assert.Equal("models/x", (await GetAsync(server, "/v1beta/models/x")).GetProperty("name").GetString());
        server.Client.DefaultRequestHeaders.Add("anthropic-version", "2023-06-01");
        JsonElement anthropic = await GetAsync(server, "/v1/models?limit=1000");
        Assert.False(anthropic.GetProperty("has_more").GetBoolean());
        Assert.All(anthropic.GetProperty("data").EnumerateArray(),
            model => Assert.Contains("claude", model.GetProperty("id").GetString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_root_answers_and_other_paths_are_left_alone()
    {
        await using StandInServer server = await StandInServer.StartAsync();
        using HttpRequestMessage head = new(HttpMethod.Head, "/");
        using HttpResponseMessage root = await server.Client.SendAsync(head, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, root.StatusCode);
        foreach (string path in new[] { "/favicon.ico", "/v1/messages/", "/messages", "/v1/messages/batches", "/v1beta/models/x:embedContent",
            "/v1beta/models/:generateContent", "/v1/completions", "/x/models/y" })
        {
            using HttpResponseMessage other = await server.SendAsync(path, "{}"u8.ToArray());
            Assert.Equal((HttpStatusCode)418, other.StatusCode);
        }
    }

    [Fact]
    public async Task A_web_socket_is_declined_such_that_clients_fall_back()
    {
        await using StandInServer server = await StandInServer.StartAsync();
        using HttpRequestMessage request = new(HttpMethod.Get, "/v1/responses");
        request.Headers.Connection.Add("Upgrade");
        request.Headers.Upgrade.Add(new("websocket"));
        using HttpResponseMessage response = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.UpgradeRequired, response.StatusCode);
        using HttpResponseMessage plain = await server.Client.GetAsync(new Uri("/v1/responses", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, plain.StatusCode);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task Compressed_requests_are_read_and_bombs_are_refused(string encoding)
    {
        await using StandInServer server = await StandInServer.StartAsync(maximum: 100_000);
        byte[] body = Encoding.UTF8.GetBytes(ChatBody);
        using HttpResponseMessage good = await server.SendAsync("/v1/chat/completions", Compress(encoding, body), encoding);
        Assert.Equal(await server.PostAsync("/v1/chat/completions", ChatBody), await good.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        using HttpResponseMessage bomb = await server.SendAsync("/v1/chat/completions", Compress(encoding, new byte[10_000_000]), encoding);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, bomb.StatusCode);
        using HttpResponseMessage broken = await server.SendAsync("/v1/chat/completions", [0xff, 0xff, 1, 2, 3, 4, 5, 6, 7, 8, 9], encoding);
        Assert.Equal(HttpStatusCode.BadRequest, broken.StatusCode);
        using HttpResponseMessage cut = await server.SendAsync("/v1/chat/completions", Compress(encoding, body)[..20], encoding);
        Assert.Equal(HttpStatusCode.BadRequest, cut.StatusCode);
    }

    [Fact]
    public async Task Bodies_past_the_limit_and_unknown_encodings_are_refused()
    {
        await using StandInServer server = await StandInServer.StartAsync(maximum: 1000);
        using HttpResponseMessage large = await server.SendAsync("/v1/messages", new byte[1001]);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
        Assert.Equal("request_too_large", (await JsonAsync(large)).GetProperty("error").GetProperty("type").GetString());
        using HttpResponseMessage unknown = await server.SendAsync("/v1/messages", "{}"u8.ToArray(), "zstd");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, unknown.StatusCode);
    }

    [Fact]
    public async Task A_body_past_the_servers_own_limit_is_taken_up_to_ours()
    {
        await using StandInServer server = await StandInServer.StartAsync();
        // Kestrel alone takes 30,000,000 bytes; long sessions with images are larger.
        string body = $$"""{"model":"m","messages":[{"role":"user","content":"{{new string('x', 31_000_000)}}"}]}""";
        Assert.Contains("Looking around", await server.PostAsync("/v1/messages", body), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/messages",
        """{"model":"m","messages":[{"role":"user","content":"hi"}],"output_config":{"format":{"type":"json_schema","schema":SCHEMA}}}""", "/content/0/text")]
    [InlineData("/v1/chat/completions",
        """{"model":"m","messages":[{"role":"user","content":"hi"}],"response_format":{"type":"json_schema","json_schema":{"name":"n","schema":SCHEMA}}}""",
        "/choices/0/message/content")]
    [InlineData("/v1/responses", """{"model":"m","input":"hi","text":{"format":{"type":"json_schema","name":"n","schema":SCHEMA}}}""",
        "/output/0/content/0/text")]
    [InlineData("/v1beta/models/g:generateContent",
        """{"contents":"hi","generationConfig":{"responseMimeType":"application/json","responseJsonSchema":SCHEMA}}""", "/candidates/0/content/parts/0/text")]
    public async Task A_demand_for_JSON_gets_an_instance_of_the_schema(string path, string body, string place)
    {
        const string Schema =
            """{"type":"object","properties":{"reason":{"type":"string","minLength":10},"score":{"type":"integer","minimum":5,"maximum":9},"kind":{"enum":["a","b"]}},"required":["reason","score","kind"],"additionalProperties":false}""";
        await using StandInServer server = await StandInServer.StartAsync();
        JsonElement at = JsonElement.Parse(await server.PostAsync(path, body.Replace("SCHEMA", Schema, StringComparison.Ordinal)));
        foreach (string name in place[1..].Split('/'))
            at = at.ValueKind == JsonValueKind.Array ? at[int.Parse(name, CultureInfo.InvariantCulture)] : at.GetProperty(name);
        SchemaCheck.Satisfies(JsonElement.Parse(Schema), JsonElement.Parse(at.GetString()!));
    }

    [Fact]
    public async Task A_forced_tool_is_called_and_a_forbidden_one_is_not()
    {
        const string Body =
            """{"model":"m","messages":[{"role":"user","content":"hi"}],"tool_choice":CHOICE,"tools":[{"name":"Bash","input_schema":{"type":"object","properties":{"command":{"type":"string"}},"required":["command"]}},{"name":"answer","input_schema":{"type":"object","properties":{"ok":{"type":"boolean"}},"required":["ok"]}}]}""";
        await using StandInServer server = await StandInServer.StartAsync();
        string forced = await server.PostAsync("/v1/messages", Body.Replace("CHOICE", """{"type":"tool","name":"answer"}""", StringComparison.Ordinal));
        Assert.Contains("\"name\":\"answer\",\"input\":{\"ok\":false}", forced, StringComparison.Ordinal);
        string forbidden = await server.PostAsync("/v1/messages", Body.Replace("CHOICE", """{"type":"none"}""", StringComparison.Ordinal));
        Assert.DoesNotContain("tool_use", forbidden, StringComparison.Ordinal);
    }

    private static byte[] Compress(string encoding, byte[] body)
    {
        using MemoryStream output = new();
        using (Stream stream = encoding switch
        {
            "gzip" => new GZipStream(output, CompressionLevel.Fastest),
            "deflate" => new ZLibStream(output, CompressionLevel.Fastest),
            _ => (Stream)new BrotliStream(output, CompressionLevel.Fastest)
        })
            stream.Write(body);
        return output.ToArray();
    }

    private static async Task<JsonElement> GetAsync(StandInServer server, string path) =>
        JsonElement.Parse(await server.Client.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken));

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage response) =>
        JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

    /// <summary>The chunks of an HTTP/1.1 response as they stand on the wire: one for each flush of the server.</summary>
    private static async Task<List<string>> RawChunksAsync(Uri server, string path, string body)
    {
        using TcpClient tcp = new();
        await tcp.ConnectAsync(server.Host, server.Port, TestContext.Current.CancellationToken);
        NetworkStream stream = tcp.GetStream();
        byte[] request =
            Encoding.ASCII.GetBytes($"POST {path} HTTP/1.1\r\nHost: {server.Authority}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}");
        await stream.WriteAsync(request, TestContext.Current.CancellationToken);
        using StreamReader reader = new(stream, Encoding.Latin1);
        string response = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        string rest = response[(response.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        List<string> chunks = [];
        while (true)
        {
            int line = rest.IndexOf("\r\n", StringComparison.Ordinal);
            int length = int.Parse(rest.AsSpan(0, line), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (length == 0)
                return chunks;
            chunks.Add(rest.Substring(line + 2, length));
            rest = rest[(line + 2 + length + 2)..];
        }
    }
}
