using System.Buffers;
using System.Net;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Vitrine.Gateway;
using Vitrine.Gateway.Model;
using Vitrine.Gateway.StandIn;
using Vitrine.Gateway.Wire;
using Xunit;

namespace Vitrine.Tests.Gateway;

public sealed class MalformedRequestTests
{
    private static readonly string[] Paths = ["/v1/messages", "/v1/messages/count_tokens", "/v1/chat/completions", "/v1/responses",
        "/v1beta/models/m:generateContent", "/v1beta/models/m:streamGenerateContent"];

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("1")]
    [InlineData("\"x\"")]
    [InlineData("{}")]
    [InlineData("{\"model\":1,\"messages\":[],\"input\":[],\"contents\":1}")]
    [InlineData("{\"model\":\"m\",\"messages\":{},\"input\":{},\"contents\":1}")]
    [InlineData("{\"model\":\"m\",\"messages\":[1],\"input\":[1],\"contents\":[1]}")]
    [InlineData("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":1}],\"input\":[[]],\"contents\":[{\"parts\":1}]}")]
    [InlineData("{\"model\":\"m\",\"messages\":[{\"role\":\"robot\",\"content\":\"x\"}],\"input\":[null],\"contents\":[{\"parts\":\"x\"}]}")]
    [InlineData("{\"model\":\"m\",\"messages\":[],\"input\":[],\"contents\":[],\"tools\":{}}")]
    [InlineData("{\"model\":\"m\",\"messages\":[]} {}")]
    public async Task What_is_no_request_gets_the_protocols_own_error(string body)
    {
        await using StandInServer server = await StandInServer.StartAsync();
        foreach (string path in Paths)
        {
            using HttpResponseMessage response = await server.SendAsync(path, Encoding.UTF8.GetBytes(body));
            Assert.True(response.StatusCode == HttpStatusCode.BadRequest, $"{path}: {response.StatusCode}");
            JsonElement json = JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            JsonElement error = json.GetProperty("error");
            Assert.NotEmpty(error.GetProperty("message").GetString()!);
            if (path.Contains("messages", StringComparison.Ordinal))
                Assert.Equal("error", json.GetProperty("type").GetString());
            else if (path.Contains("beta", StringComparison.Ordinal))
                Assert.Equal(("INVALID_ARGUMENT", 400), (error.GetProperty("status").GetString(), error.GetProperty("code").GetInt32()));
            else
                Assert.Equal("invalid_request_error", error.GetProperty("type").GetString());
        }
    }

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_refused()
    {
        Assert.Null(JsonBody.Parse("{\"a\":\"\xff\"}"u8.ToArray().Select(b => b == 0xc3 ? (byte)0xff : b).ToArray(), out string? fault));
        Assert.Contains("UTF-8", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_past_the_bound_is_refused_and_up_to_it_is_read()
    {
        Assert.NotNull(JsonBody.Parse(Nested(JsonBody.MaximumDepth), out _));
        Assert.Null(JsonBody.Parse(Nested(JsonBody.MaximumDepth + 1), out string? fault));
        Assert.NotNull(fault);
        Assert.Null(JsonBody.Parse(Nested(1_000_000), out _));

        static byte[] Nested(int depth) => Encoding.ASCII.GetBytes(new string('[', depth) + new string(']', depth));
    }

    [Theory]
    [InlineData("""{"a":"\ud800"}""", "\ufffd")]
    [InlineData("""{"a":"\udc00x"}""", "\ufffdx")]
    [InlineData("""{"a":"\ud83d\ude00"}""", "😀")]
    [InlineData("""{"a":"\ud83d\ud83d\ude00"}""", "\ufffd😀")]
    [InlineData("""{"a":"\\ud800"}""", "\\ud800")]
    [InlineData("""{"a":"\uD800\\uDC00"}""", "\ufffd\\uDC00")]
    public void Surrogates_without_their_other_half_are_replaced(string json, string value)
    {
        JsonElement? read = JsonBody.Parse(Encoding.UTF8.GetBytes(json), out _);
        Assert.Equal(value, read!.Value.GetText("a"));
    }

    [Fact]
    public void A_byte_order_mark_is_passed_over() => Assert.NotNull(JsonBody.Parse([0xef, 0xbb, 0xbf, (byte)'1'], out _));

    [Theory]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"x"}],"input":"x","contents":"x","tools":[{"name":"Read","description":"or directory","input_schema":{"properties":{"file_path":{"$ref":"#/x"},"y":{"$ref":"#/properties/y"}},"required":["y","z","z",1,null]}}]}""")]
    [InlineData("""{"model":"m","input":[{"type":"function_call_output","call_id":"call_vitrine_t999999s999a9_000000000000","output":[1,null,{}]},{"type":"additional_tools","tools":1},{"type":7}],"tools":[null,1,[],{"type":"namespace","tools":[{"type":"namespace","tools":[]}]}]}""")]
    [InlineData("""{"contents":[{"role":"model","parts":[{"functionCall":{}},{"functionResponse":{}},{"thought":true,"text":"x"},1,null,{"thoughtSignature":"!!"}]}],"tools":[1,{"functionDeclarations":[1,{"name":"x","parameters":{"type":["STRING",1],"properties":[]}}]}],"generationConfig":{"responseMimeType":"application/json","responseSchema":{"$ref":"#"}}}""")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"x"}],"tools":[{"name":"Bash","input_schema":{"type":"object","properties":{"command":{"type":"string"},"n":{"type":"array","minItems":9223372036854775807,"items":{"type":"array","minItems":64,"items":{"type":"array","minItems":64,"items":{"minLength":2147483647,"type":"string"}}}},"m":{"type":"integer","minimum":1e308,"maximum":-1e400,"multipleOf":1e-300}},"required":["command","n","m"]}}]}""")]
    [InlineData("""{"model":"m","messages":[{"role":"assistant","content":null,"tool_calls":[1,{"function":1},{"custom":{}}]},{"role":"tool"}],"tools":[{"type":"custom","custom":{"name":"apply_patch"}},{"type":"function"}],"tool_choice":{"type":"function","function":{"name":"apply_patch"}}}""")]
    public void Hostile_requests_are_answered_or_refused_without_an_exception(string body) => AnswerInEveryProtocol(Encoding.UTF8.GetBytes(body));

    [Fact]
    public void Whatever_bytes_come_no_reader_throws()
    {
        Gen<string> word = Gen.Elements(
            "{", "}", "[", "]", ",", ":", "\"", "\\", "\\ud800", "1e999", "null", "true", "\"model\":\"m\"", "\"messages\":[", "\"input\":[", "\"contents\":[",
                "\"role\":\"user\"", "\"content\":", "\"parts\":",
            "\"tools\":[", "\"type\":\"object\"", "\"properties\":{", "\"required\":[\"a\"]", "\"tool_use\"", "\"functionCall\":{", "\"name\":\"bash\"",
            "\"text\":\"x\"", " ", "\"$ref\":\"#\"");
        Prop.ForAll(word.ListOf().Select(string.Concat).ToArbitrary(), text => AnswerInEveryProtocol(Encoding.UTF8.GetBytes(text))).QuickCheckThrowOnFailure();
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes => AnswerInEveryProtocol(bytes)).QuickCheckThrowOnFailure();
    }

    private static void AnswerInEveryProtocol(byte[] body)
    {
        if (JsonBody.Parse(body, out _) is not { } json)
            return;
        foreach (string path in Paths)
        {
            Assert.True(ModelRoute.TryMatch(path, out ModelRoute route));
            WireProtocol wire = new(route, events: true);
            if (wire.Read(json, out string? fault) is not { } request)
            {
                Assert.NotEmpty(fault!);
                continue;
            }

            ArrayBufferWriter<byte> output = new();
            AnswerWriter stream = wire.OpenStream(new AnswerHead(request.Model, DateTimeOffset.UnixEpoch), output, request with { StreamUsage = true });
            ModelEvent[] events = [.. new StandInProvider(StandInScript.Default, wire.CallPrefix).Answer(request)];
            foreach (ModelEvent next in events)
                stream.Write(next);
            Assert.IsType<ModelEvent.Finished>(StreamParsers.Parse(route.Protocol, Encoding.UTF8.GetString(output.WrittenSpan))[^1]);
        }
    }
}
