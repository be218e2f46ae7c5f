using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Vitrine.Core.Inspect.Meaning;
using Vitrine.Core.Model;
using Xunit;

namespace Vitrine.Tests.Inspect;

public sealed class MeaningTests
{
    public static TheoryData<string, string, string> Requests => new()
    {
        {
            "/v1/messages?beta=true",
            """{"model":"m","system":[{"type":"text","text":"SYS"}],"messages":[{"content":[{"text":"USR","type":"text"}],"role":"user"},{"role":"assistant","content":[{"type":"tool_use","id":"1","name":"Read","input":{"f":1}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"1","content":[{"type":"text","text":"RES"}]}]}],"tools":[{"name":"Read","input_schema":{"properties":{"name":{"type":"string"}}}}]}""",
            """system SYS|user USR|tool-call/Read {"f":1}|tool-result RES|tool-definition/Read {"name":"Read","input_schema":{"properties":{"name":{"type":"string"}}}}"""
        },
        {
            "/v1/chat/completions",
            """{"model":"m","messages":[{"role":"system","content":"SYS"},{"role":"user","content":"USR"},{"role":"assistant","content":null,"tool_calls":[{"id":"1","type":"function","function":{"arguments":"ARG","name":"read"}}]},{"role":"tool","tool_call_id":"1","content":"RES"}],"tools":[{"type":"function","function":{"name":"read","parameters":{}}}]}""",
            """system SYS|user USR|tool-call/read ARG|tool-result RES|tool-definition/read {"name":"read","parameters":{}}"""
        },
        {
            "/v1/responses",
            """{"model":"m","instructions":"SYS","input":[{"type":"message","role":"user","content":[{"type":"input_text","text":"USR"}]},{"type":"function_call","name":"sh","arguments":"ARG","call_id":"1"},{"type":"function_call_output","call_id":"1","output":"RES"}],"tools":[{"type":"web_search"}]}""",
            """system SYS|user USR|tool-call/sh ARG|tool-result RES|tool-definition {"type":"web_search"}"""
        },
        { "/v1/responses", """{"model":"m","input":"USR"}""", "user USR" },
        {
            "/v1beta/models/m:streamGenerateContent?alt=sse",
            """{"systemInstruction":{"parts":[{"text":"SYS"}],"role":"user"},"contents":[{"role":"user","parts":[{"text":"USR"}]},{"role":"model","parts":[{"functionCall":{"name":"ls","args":{"p":"."}}}]},{"role":"user","parts":[{"functionResponse":{"name":"ls","response":{"output":"RES"}}}]}],"tools":[{"functionDeclarations":[{"name":"ls"}]}]}""",
            """system SYS|user USR|tool-call/ls {"p":"."}|tool-result {"name":"ls","response":{"output":"RES"}}|tool-definition/ls {"name":"ls"}"""
        },
        {
            "/mcp", """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get","arguments":{"q":"x"}}}""",
            """event/tools/call tools/call|tool-call/get {"q":"x"}"""
        },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public void Each_piece_of_a_request_has_its_speaker(string target, string body, string expected)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        MeaningFound found = Read(target, bytes) ?? throw new InvalidOperationException("not understood");
        Assert.Equal(expected, string.Join('|', found.Parts.Select(part => Show(part, bytes))));
        Assert.False(found.IsCut);
        if (target != "/mcp")
            Assert.Equal("m", found.Meaning.Model);
    }

    public static TheoryData<string, string, string, string> Answers => new()
    {
        {
            "/v1/messages", "text/event-stream",
            "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"model\":\"m\",\"usage\":{\"input_tokens\":3,\"cache_read_input_tokens\":4,\"output_tokens\":1}}}\n\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"Read\",\"input\":{}}}\n\ndata: {\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\"hello\"}}\n\ndata: {\"type\":\"message_delta\",\"delta\":{},\"usage\":{\"output_tokens\":9}}\n\n",
            "m 7 9 Read 5"
        },
        {
            "/v1/chat/completions", "text/event-stream",
            "data: {\"model\":\"m\",\"choices\":[{\"delta\":{\"content\":\"hello\"}}]}\r\n\r\ndata: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"name\":\"sh\",\"arguments\":\"{}\"}}]}}]}\n\ndata: {\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":9}}\n\ndata: [DONE]\n\n",
            "m 7 9 sh 5"
        },
        {
            "/v1/responses", "text/event-stream",
            "data: {\"type\":\"response.output_text.delta\",\"delta\":\"hello\"}\n\ndata: {\"type\":\"response.output_item.done\",\"item\":{\"type\":\"custom_tool_call\",\"name\":\"sh\",\"input\":\"ls\"}}\n\ndata: {\"type\":\"response.completed\",\"response\":{\"model\":\"m\",\"output\":[{\"type\":\"message\",\"content\":[{\"text\":\"hello\"}]}],\"usage\":{\"input_tokens\":7,\"output_tokens\":9}}}\n\n",
            "m 7 9 sh 5"
        },
        {
            "/v1beta/models/m:streamGenerateContent", "application/json",
            "[{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"he}\"}]}}]},\n{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"lo\"},{\"functionCall\":{\"name\":\"ls\",\"args\":{}}}]}}],\"usageMetadata\":{\"promptTokenCount\":7,\"candidatesTokenCount\":9},\"modelVersion\":\"m\"}]",
            "m 7 9 ls 5"
        },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public void An_answer_is_summed_up_however_it_is_cut(string target, string type, string body, string expected)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        for (int size = 1; size <= bytes.Length; size += 1 + (size / 8))
        {
            AnswerReader reader = new(new BodyFacts("api.example", "POST", target, type));
            for (int at = 0; at < bytes.Length; at += size)
                reader.Append(bytes.AsSpan(at, Math.Min(size, bytes.Length - at)));
            BodyMeaning meaning = reader.Complete() ?? throw new InvalidOperationException("not understood");
            Assert.Equal(expected, $"{meaning.Model} {meaning.TokensIn} {meaning.TokensOut} {string.Join(',', reader.Tools)} {meaning.Parts["assistant"]}");
            Assert.False(reader.IsCut);
        }
    }

    [Fact]
    public void Escaped_property_names_do_not_hide_what_is_said()
    {
        byte[] body = Encoding.UTF8.GetBytes("""{"\u006dessages":[{"role":"user","\u0063ontent":"USR"}]}""");
        Assert.Equal("user USR", Show(Assert.Single(Read("/v1/chat/completions", body)!.Parts), body));
    }

    [Fact]
    public void Names_and_attributes_of_a_trace_are_events()
    {
        byte[] attribute = [.. Field(1, "host.name"u8), .. Field(2, Field(1, "mine"u8))];
        byte[] span = [.. Field(5, "turn"u8), .. Field(9, attribute)];
        byte[] body = Field(1, [.. Field(1, Field(1, attribute)), .. Field(2, Field(2, span))]);
        MeaningFound found = BodyReader.Read(new BodyFacts("o", "POST", "/v1/traces", "application/x-protobuf"), body)!;
        Assert.Equal("event/host.name host.name|event/host.name mine|event/turn turn|event/host.name host.name|event/host.name mine",
            string.Join('|', found.Parts.Select(p => Show(p, body))));
        Assert.False(found.IsCut);
        Assert.True(BodyReader.Read(new BodyFacts("o", "POST", "/v1/traces", "application/x-protobuf"), body.AsSpan(0, body.Length - 1))!.IsCut);
    }

    [Fact]
    public void A_push_names_its_reference()
    {
        string zero = new('0', 40), id = new('a', 40);
        string line = $"{zero} {id} refs/heads/main\0 report-status";
        byte[] body = Encoding.ASCII.GetBytes($"{line.Length + 4:x4}{line}0000PACKdata");
        MeaningFound found = Read("/a/b.git/git-receive-pack", body)!;
        Assert.Equal("git-ref/refs/heads/main refs/heads/main|git-pack PACKdata", string.Join('|', found.Parts.Select(p => Show(p, body))));
    }

    [Theory]
    [InlineData("api.segment.io", "/v1/batch", "segment")]
    [InlineData("relay.example", "/v1/rgstr", "statsig")]
    [InlineData("statsig.anthropic.com", "/v1/initialize", "statsig")]
    [InlineData("us.i.posthog.com", "/batch/", "posthog")]
    [InlineData("o1.ingest.sentry.io", "/api/1/envelope/", "sentry")]
    [InlineData("relay.example", "/api/4505/envelope/?sentry_key=x", "sentry")]
    [InlineData("http-intake.logs.us5.datadoghq.com", "/api/v2/logs", "datadog")]
    [InlineData("api.anthropic.com", "/api/event_logging/v2/batch", "claude-events")]
    [InlineData("chatgpt.com", "/backend-api/codex/analytics-events/events", "codex-events")]
    [InlineData("play.googleapis.com", "/log?format=json&hasfast=true", "clearcut")]
    [InlineData("x-default-sea.rum.aliyuncs.com", "/", "arms-rum")]
    [InlineData("ab.chatgpt.com", "/otlp/v1/metrics", "otlp")]
    public void Documented_endpoints_are_telemetry(string host, string target, string protocol)
    {
        MeaningFound found = ReadFrom(host, target)!;
        Assert.Equal((protocol, "telemetry"), (found.Meaning.Protocol, found.Meaning.Purpose));
        Assert.NotEmpty(found.Parts);
    }

    [Theory]
    [InlineData("statsig.example.com", "/")]
    [InlineData("mystatsig.net", "/v1/x")]
    [InlineData("posthog.example.com", "/batch/")]
    [InlineData("notsentry.io", "/api/x/envelope/")]
    [InlineData("sentry.io", "/api/0/projects/")]
    [InlineData("app.datadoghq.com", "/dashboard")]
    [InlineData("segment.example.com", "/v1/batch")]
    [InlineData("play.googleapis.com", "/login")]
    [InlineData("gitlab.example", "/group/project/-/issues/1")]
    [InlineData("gitlab.example", "/-/profile")]
    [InlineData("wiki.example", "/simple/page/")]
    [InlineData("evil.example", "/registry.npmjs/left-pad")]
    public void What_only_looks_like_one_is_not(string host, string target) => Assert.Null(ReadFrom(host, target));

    [Theory]
    [InlineData("/-/npm/v1/security/advisories/bulk")]
    [InlineData("/left-pad/-/left-pad-1.3.0.tgz")]
    [InlineData("/@scope/name/-/name-1.0.0.tgz")]
    [InlineData("/npm/private/-/user/org.couchdb.user:me")]
    public void Paths_that_only_registries_have_are_packages(string target) => Assert.Equal("npm", ReadFrom("packages.example", target)!.Meaning.Protocol);

    [Fact]
    public void A_published_package_is_taken_apart()
    {
        byte[] body =
            """{"_id":"left-pad","versions":{"1.0.0":{"name":"left-pad","description":"D"}},"_attachments":{"left-pad-1.0.0.tgz":{"content_type":"T","data":"H4sI","length":3}}}"""u8.ToArray();
        MeaningFound found = BodyReader.Read(new BodyFacts("packages.example", "PUT", "/left-pad", "application/json"), body)!;
        Assert.Equal(("npm", "package", 4L), (found.Meaning.Protocol, found.Meaning.Purpose, found.Meaning.Parts["package"]));
        Assert.Equal("event left-pad|event left-pad|event D|event T|package/left-pad-1.0.0.tgz H4sI", string.Join('|', found.Parts.Select(p => Show(p, body))));
        Assert.Null(BodyReader.Read(new BodyFacts("packages.example", "PUT", "/x", "application/json"), """{"text":"\"_attachments\""}"""u8));
    }

    [Fact]
    public void An_uploaded_package_is_taken_apart()
    {
        byte[] body =
            Encoding.ASCII.GetBytes("--XX\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nsample\r\n--XX\r\nContent-Disposition: form-data; name=\":action\"\r\n\r\nfile_upload\r\n--XX\r\nContent-Disposition: form-data; name=\"content\"; filename=\"s-1.tar.gz\"\r\n\r\nDA--XXTA\r\n--XX--\r\n");
        BodyFacts facts = new("packages.example", "POST", "/legacy/", "multipart/form-data; boundary=XX");
        MeaningFound found = BodyReader.Read(facts, body)!;
        Assert.Equal("pip", found.Meaning.Protocol);
        Assert.Equal("event/name sample|event/:action file_upload|package/s-1.tar.gz DA--XXTA", string.Join('|', found.Parts.Select(p => Show(p, body))));
        Assert.Null(BodyReader.Read(facts,
            Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(body).Replace("file_upload", "file_delete", StringComparison.Ordinal))));
    }

    [Fact]
    public void Any_bytes_are_read_and_every_piece_lies_in_the_body()
    {
        string[] targets = ["/v1/messages", "/v1/responses", "/m:generateContent", "/v1/traces", "/x/git-receive-pack", "/v1/rgstr"];
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), noise =>
        {
            byte[] body = [.. "{\"messages\":[{\"content\":["u8, .. noise];
            return targets.All(target => new[] { noise, body }.All(bytes =>
                Read(target, bytes) is { } found && found.Parts.All(p => p.Range.Start >= 0 && p.Range.Length > 0 && p.Range.End <= bytes.Length)));
        }));
    }

    [Fact]
    public void Depth_is_bounded_and_said()
    {
        byte[] body = Encoding.ASCII.GetBytes("{\"messages\":" + new string('[', 100_000));
        Assert.True(Read("/v1/messages", body)!.IsCut);
    }

    private static MeaningFound? Read(string target, ReadOnlySpan<byte> body) =>
        BodyReader.Read(new BodyFacts("api.example", "POST", target, "application/json"), body);

    private static MeaningFound? ReadFrom(string host, string target) =>
        BodyReader.Read(new BodyFacts(host, "POST", target, "application/json"), """{"event":"start","properties":{"a":"b"}}"""u8);

    private static string Show(MeaningPart part, byte[] body) =>
        $"{PartKinds.Name(part.Kind)}{(part.Name is null ? "" : "/" + part.Name)} {Encoding.UTF8.GetString(body, part.Range.Start, part.Range.Length)}";

    private static byte[] Field(int number, ReadOnlySpan<byte> value) => [(byte)((number << 3) | 2), (byte)value.Length, .. value];
}
