using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Vitrine.Core.Model;
using Vitrine.Runtime.Exports;
using Xunit;

namespace Vitrine.Tests.Runtime.Exports;

public class OcsfTests
{
    public static TheoryData<int> Kinds => [.. Enumerable.Range(0, ExportSamples.EveryKind().Count)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_kind_of_entry_becomes_events_that_the_schema_takes(int kind)
    {
        LedgerRecord record = ExportSamples.EveryKind()[kind];
        foreach (JsonObject written in Events(record))
            Assert.Equal([], OcsfSchema.Check(written));
    }

    [Fact]
    public void Random_ledgers_with_purged_and_foreign_leaves_become_events_that_the_schema_takes()
    {
        foreach (LedgerRecord record in ExportSamples.Ledger(seed: 5, count: 400))
            foreach (JsonObject written in Events(record))
                Assert.Equal([], OcsfSchema.Check(written));
    }

    [Fact]
    public void The_check_itself_notices_what_is_missing_wrong_or_unknown()
    {
        JsonObject good = Events(ExportSamples.EveryKind()[1])[0];
        Assert.NotEmpty(OcsfSchema.Check(Without(good, "device")));
        Assert.NotEmpty(OcsfSchema.Check(Without(good, "metadata")));
        Assert.NotEmpty(OcsfSchema.Check(With(good, "activity_id", 77)));
        Assert.NotEmpty(OcsfSchema.Check(With(good, "invented", 1)));
        Assert.NotEmpty(OcsfSchema.Check(With(good, "actor", new JsonObject())));
        Assert.NotEmpty(OcsfSchema.Check(With(good, "type_uid", 100702)));
        Assert.NotEmpty(OcsfSchema.Check(With(good, "is_alert", true)));
    }

    [Theory]
    [InlineData(typeof(ProgramRun), 1007)]
    [InlineData(typeof(SignalSent), 1007)]
    [InlineData(typeof(FileOpened), 1001)]
    [InlineData(typeof(FileChanged), 1001)]
    [InlineData(typeof(RequestStarted), 4002)]
    [InlineData(typeof(RequestEnded), 4002)]
    [InlineData(typeof(NameLookedUp), 4003)]
    [InlineData(typeof(SocketConnected), 4001)]
    [InlineData(typeof(FlowRefused), 4001)]
    [InlineData(typeof(SessionStarted), 6002)]
    [InlineData(typeof(SessionEnded), 6002)]
    [InlineData(typeof(CallRefused), 2004)]
    [InlineData(typeof(FileHeldBack), 2004)]
    [InlineData(typeof(PolicyChanged), 3004)]
    [InlineData(typeof(EventsLost), 0)]
    public void An_entry_has_the_class_that_the_document_names(Type kind, int expected) =>
        Assert.All(ExportSamples.EveryKind().Where(record => record.Entry?.Data.GetType() == kind),
            record => Assert.Equal(expected, Events(record)[0]["class_uid"]!.GetValue<int>()));

    [Fact]
    public void A_model_call_in_which_something_was_found_is_a_call_and_a_finding_with_names_of_their_own()
    {
        LedgerRecord record = ExportSamples.EveryKind().Single(r => r.Entry?.Data is BodyInspected { Request: 7 });
        List<JsonObject> events = Events(record);
        Assert.Equal([6003, 2004], events.Select(e => e["class_uid"]!.GetValue<int>()));
        Assert.Equal([$"{ExportSamples.Origin}#{record.TreeIndex}", $"{ExportSamples.Origin}#{record.TreeIndex}.1"],
            events.Select(e => e["metadata"]!["uid"]!.GetValue<string>()));
        Assert.Equal("claude-x", events[0]["ai_model"]!["name"]!.GetValue<string>());
        Assert.Equal(12, events[0]["message_context"]!["prompt_tokens"]!.GetValue<int>());
    }

    [Fact]
    public void What_was_refused_is_denied_and_an_alert()
    {
        foreach (LedgerRecord record in ExportSamples.EveryKind()
            .Where(r => r.Entry?.Data is RequestStarted { Decision.IsAllowed: false }
                or FlowRefused
                or CallRefused
                or PolicyDecided { Decision.IsAllowed: false }))
        {
            JsonObject written = Events(record)[^1];
            Assert.Equal(2, written["action_id"]!.GetValue<int>());
            Assert.True(written["is_alert"]!.GetValue<bool>());
        }
    }

    [Fact]
    public void A_purged_entry_is_its_leaf_and_nothing_else()
    {
        LedgerRecord whole = ExportSamples.EveryKind().First(r => r.Entry?.Data is RequestStarted);
        string text = Write(whole with { Entry = null, Availability = EntryAvailability.Purged });
        Assert.DoesNotContain("a.example", text, StringComparison.Ordinal);
        Assert.Contains("\"entry_is\":\"purged\"", text, StringComparison.Ordinal);
        Assert.Contains("\"event_code\":\"request-started\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_that_the_agent_wrote_leaves_its_line_or_reaches_a_terminal_as_a_control_character()
    {
        foreach (LedgerRecord record in ExportSamples.EveryKind())
        {
            string text = Write(record);
            Assert.EndsWith("\n", text, StringComparison.Ordinal);
            Assert.All(text.Replace("\n", "", StringComparison.Ordinal), c => Assert.InRange(c, ' ', '~'));
        }
    }

    private static List<JsonObject> Events(LedgerRecord record) =>
        [.. Write(record).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => (JsonObject)JsonNode.Parse(line)!)];

    private static string Write(LedgerRecord record)
    {
        using var formatter = new OcsfFormatter(ExportSamples.Origin);
        var output = new ArrayBufferWriter<byte>();
        formatter.Write(record, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static JsonObject Without(JsonObject from, string name)
    {
        var copy = (JsonObject)from.DeepClone();
        copy.Remove(name);
        return copy;
    }

    private static JsonObject With(JsonObject from, string name, JsonNode value)
    {
        var copy = (JsonObject)from.DeepClone();
        copy[name] = value;
        return copy;
    }
}
