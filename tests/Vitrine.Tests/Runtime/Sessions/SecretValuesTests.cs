using Vitrine.Core.Model;
using Vitrine.Runtime.Sessions;
using Xunit;

namespace Vitrine.Tests.Runtime.Sessions;

public sealed class SecretValuesTests
{
    private const string Value = "tok-4711-very-secret";

    [Fact]
    public void A_passed_value_stands_in_no_command_line_url_or_header()
    {
        var seen = new ListRecorder();
        IRecorder recorder = SecretValues.Keep(Plan(new() { ["OPENAI_API_KEY"] = Value }), seen);
        recorder.Record(new ProgramRun(1, 0, new UnixPath("/usr/bin/curl"), ["curl", "-H", $"X: {Value}"], new UnixPath("/"), false));
        recorder.Record(new RequestStarted(1, "GET", $"https://a/?q={Value}", "1.1", [new HeaderField("X-Other", Value)], null, default));
        recorder.Record(new RequestEnded(1, 200, "upstream", [new HeaderField("Echo", $"a{Value}b")], null, null, 0, 0, 0, null));
        recorder.Record(new NameLookedUp($"{Value}.example", "A", "nxdomain", default));
        recorder.Record(new PolicyDecided("command", $"curl -u x:{Value}", Decision.Deny("r", $"commands: {{ allow: [curl -u x:{Value}] }}"), null));
        recorder.Record(new PolicyChanged($"commands: {{ allow: [curl {Value}] }}", "session", null));
        recorder.Record(new CallRefused(1, "connect", $"unix {Value}", "EACCES"));
        Assert.Equal(7, seen.Observations.Count);
        Assert.All(seen.Observations,
            observation => Assert.DoesNotContain(Value, new Entry(1, "s", 0, default, observation).ToText(), StringComparison.Ordinal));
        Assert.Equal("X: [value of OPENAI_API_KEY]", ((ProgramRun)seen.Observations[0]).Arguments[2]);
    }

    [Fact]
    public void A_variable_that_is_no_key_and_a_short_value_change_nothing()
    {
        var seen = new ListRecorder();
        Assert.Same(seen, SecretValues.Keep(Plan(new() { ["OPENAI_BASE_URL"] = "https://api.example.com", ["SHORT_KEY"] = "abc" }), seen));
    }

    private static SessionPlan Plan(Dictionary<string, string> environment) => new() { Command = [], PrivateHome = "/", Environment = environment };

    private sealed class ListRecorder : IRecorder
    {
        public List<Observation> Observations { get; } = [];

        public void Record(Observation observation) => Observations.Add(observation);

        public ValueTask RecordDurablyAsync(IReadOnlyList<Observation> observations, CancellationToken cancellationToken)
        {
            Observations.AddRange(observations);
            return ValueTask.CompletedTask;
        }

        public IPayloadWriter CreatePayload() => throw new InvalidOperationException("No payload is written here.");
    }
}

file static class EntryText
{
    public static string ToText(this Entry entry) => System.Text.Encoding.UTF8.GetString(entry.ToUtf8());
}
