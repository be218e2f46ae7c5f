using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Vitrine.Core.Model;
using Vitrine.Runtime.Exports;
using Xunit;

namespace Vitrine.Tests.Runtime.Exports;

public class OtlpTests
{
    [Fact]
    public void Every_record_is_of_the_json_encoding_that_the_protocol_prescribes()
    {
        foreach (LedgerRecord record in ExportSamples.EveryKind().Concat(ExportSamples.Ledger(4, 200)))
        {
            JsonObject log = Log(record);
            Assert.Equal(["timeUnixNano", "observedTimeUnixNano", "severityNumber", "severityText", "eventName", "body", "attributes"],
                log.Select(p => p.Key).Except(["traceId", "spanId"]));
            Assert.Equal(record.Facts.Time,
                DateTimeOffset.UnixEpoch.AddTicks(long.Parse(log["timeUnixNano"]!.GetValue<string>(), CultureInfo.InvariantCulture) / 100));
            AssertHex(log["traceId"], 32);
            AssertHex(log["spanId"], 16);
            Assert.InRange(log["severityNumber"]!.GetValue<int>(), 1, 24);
            var keys = new HashSet<string>();
            foreach (JsonNode? attribute in (JsonArray)log["attributes"]!)
            {
                Assert.True(keys.Add(attribute!["key"]!.GetValue<string>()), "A key stands there once.");
                (string kind, JsonNode? value) = Assert.Single((JsonObject)attribute["value"]!);
                Assert.Contains(kind, new[] { "stringValue", "intValue", "doubleValue", "boolValue", "arrayValue" });
                if (kind == "intValue")
                    Assert.True(long.TryParse(value!.GetValue<string>(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _));
            }
        }
    }

    [Fact]
    public void Arguments_queries_and_headers_go_along_only_when_asked_for()
    {
        string[] content = ["argument-text", "query-text", "header-text", "do it", "rm -rf /"];
        string without = string.Concat(ExportSamples.EveryKind().Select(record => Log(record).ToJsonString()));
        string with = string.Concat(ExportSamples.EveryKind().Select(record => Log(record, withContent: true).ToJsonString()));
        Assert.All(content, text => Assert.DoesNotContain(text, without, StringComparison.Ordinal));
        Assert.All(content, text => Assert.Contains(text, with, StringComparison.Ordinal));
    }

    [Fact]
    public void A_model_call_has_the_names_of_the_semantic_conventions()
    {
        JsonObject sent = Log(ExportSamples.EveryKind().Single(r => r.Entry?.Data is BodyInspected { Request: 1, Direction: "request" }));
        Assert.Equal(("chat", "anthropic", "claude-x"),
            (Value(sent, "gen_ai.operation.name"), Value(sent, "gen_ai.provider.name"), Value(sent, "gen_ai.request.model")));
        JsonObject answered = Log(ExportSamples.EveryKind().Single(r => r.Entry?.Data is BodyInspected { Request: 1, Direction: "response" }));
        Assert.Equal(("claude-x", "12", "34"),
            (Value(answered, "gen_ai.response.model"), Value(answered, "gen_ai.usage.input_tokens"), Value(answered, "gen_ai.usage.output_tokens")));
        JsonObject tool = Log(ExportSamples.EveryKind().Single(r => r.Entry?.Data is BodyInspected { Request: 4 }));
        Assert.Equal("execute_tool", Value(tool, "gen_ai.operation.name"));
        JsonObject started = Log(ExportSamples.EveryKind()[0]);
        Assert.Equal(("invoke_agent", "claude-code", "session-0"),
            (Value(started, "gen_ai.operation.name"), Value(started, "gen_ai.agent.name"), Value(started, "gen_ai.agent.id")));
    }

    [Fact]
    public void The_entries_of_a_request_share_trace_and_span_whoever_exports_them()
    {
        JsonObject[] ofOne = [.. ExportSamples.EveryKind()
            .Where(r => r.Entry?.Data is RequestStarted { Request: 1 } or RequestEnded { Request: 1 })
            .Select(r => Log(r))];
        Assert.Equal(2, ofOne.Length);
        Assert.Single(ofOne.Select(log => log["spanId"]!.GetValue<string>()).Distinct());
        Assert.Single(ofOne.Select(log => log["traceId"]!.GetValue<string>()).Distinct());
    }

    [Fact]
    public void A_purged_entry_is_its_leaf()
    {
        LedgerRecord whole = ExportSamples.EveryKind().First(r => r.Entry?.Data is RequestStarted);
        JsonObject log = Log(whole with { Entry = null, Availability = EntryAvailability.Purged }, withContent: true);
        Assert.DoesNotContain("a.example", log.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("purged", Value(log, "vitrine.entry_is"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"partialSuccess":null}""")]
    [InlineData("""{"partialSuccess":{}}""")]
    [InlineData("""{"other":{"partialSuccess":{"rejectedLogRecords":3}}}""")]
    public void An_answer_without_a_partial_success_is_a_full_one(string body)
    {
        Assert.True(OtlpAnswer.TryParse(Encoding.UTF8.GetBytes(body), out OtlpAnswer answer));
        Assert.Equal(default, answer);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("""{"partialSuccess":3}""")]
    [InlineData("""{"partialSuccess":{"rejectedLogRecords":-3}}""")]
    [InlineData("""{"partialSuccess":{"rejectedLogRecords":"99999999999999999999"}}""")]
    [InlineData("""{"partialSuccess":{"errorMessage":"\ud800"}}""")]
    public void An_answer_that_is_none_is_refused(string body) => Assert.False(OtlpAnswer.TryParse(Encoding.UTF8.GetBytes(body), out _));

    private static JsonObject Log(LedgerRecord record, bool withContent = false)
    {
        using var formatter = new OtlpFormatter(ExportSamples.Origin, isLines: true, withContent);
        var output = new ArrayBufferWriter<byte>();
        formatter.Write(record, output);
        JsonNode request = JsonNode.Parse(output.WrittenSpan)!;
        return (JsonObject)request["resourceLogs"]![0]!["scopeLogs"]![0]!["logRecords"]![0]!.DeepClone();
    }

    private static string? Value(JsonObject log, string key) =>
        ((JsonObject?)((JsonArray)log["attributes"]!).SingleOrDefault(a => a!["key"]!.GetValue<string>() == key)?["value"])?.Single().Value!.GetValue<string>();

    private static void AssertHex(JsonNode? id, int length)
    {
        if (id is null)
            return;
        Assert.Equal(length, id.GetValue<string>().Length);
        Assert.All(id.GetValue<string>(), c => Assert.True(char.IsAsciiHexDigitLower(c)));
        Assert.Contains(id.GetValue<string>(), c => c != '0');
    }
}
