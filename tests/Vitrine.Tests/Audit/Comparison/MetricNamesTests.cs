using System.Text;
using Vitrine.Audit.Comparison;
using Vitrine.Audit.Comparison.Features;
using Vitrine.Audit.Findings;
using Vitrine.Audit.Model;
using Xunit;

namespace Vitrine.Tests.Audit.Comparison;

public sealed class MetricNamesTests
{
    [Theory]
    [InlineData(Factors.RunCount, "agent.turn agent.db.backfill", "agent.turn agent.cache.read", true)]
    [InlineData(Factors.RunCount, "agent.turn", "agent.turn agent.cache.read", true)]
    // Another condition; a name of another kind; one that may hold anything; nothing in common.
    [InlineData(Factors.HostName, "agent.turn agent.db.backfill", "agent.turn agent.cache.read", false)]
    [InlineData(Factors.RunCount, "agent.turn", "agent.turn other.read", false)]
    [InlineData(Factors.RunCount, "agent.turn", "agent.turn agent.Read", false)]
    [InlineData(Factors.RunCount, "agent.turn", "agent.turn agent.5f1c09", false)]
    [InlineData(Factors.RunCount, "agent.turn", "agent.turn Agent.read", false)]
    [InlineData(Factors.RunCount, "agent.turn", "agent.read", false)]
    public void A_later_session_measures_other_work(string factor, string before, string after, bool isOther)
    {
        AuditSession without = Reporting(before), with = Reporting(after);
        string path = FeatureReader.Of(with).All.Keys.Single(key => key.EndsWith("/metrics#members", StringComparison.Ordinal));
        Difference difference = FoundDifference.Of(path, "", before, after, [without], [with]) with { Factors = [factor], Channel = Channels.BodyStructure };
        Assert.Equal(isOther, MetricNames.AreOtherWork(difference));
    }

    private static AuditSession Reporting(string names)
    {
        AuditSession asked = FoundDifference.Session("http://localhost:8080", "content-type", (0.5, "application/json"));
        CapturedExchange report = asked.Capture.Exchanges[0] with
        {
            Host = "metrics.example",
            Target = "/v1/metrics",
            IsModel = false,
            Body =
            Encoding.UTF8.GetBytes($$"""{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{{string.Join(',', names.Split(' ').Select(name => $$"""{"name":"{{name}}","unit":"1"}"""))}}]}]}]}"""),
        };
        return asked with { Capture = asked.Capture with { Exchanges = [report] } };
    }
}
