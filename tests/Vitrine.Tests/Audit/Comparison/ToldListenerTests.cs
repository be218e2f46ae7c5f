using Vitrine.Audit.Model;
using Xunit;

namespace Vitrine.Tests.Audit.Comparison;

/// <summary>A port that a variable opens, and what the README says of it.</summary>
public sealed class ToldListenerTests
{
    private const string Told = "`CI=true` serves the transcript at a free port of 127.0.0.1 while the run lasts. Off by default.";

    [Theory]
    [InlineData(Told, "ipv4 127.0.0.1:0", Severity.Low)]
    [InlineData(Told, "ipv6 [::ffff:127.0.0.1]:0", Severity.Low)]
    // Others reach these, whatever it says.
    [InlineData(Told, "ipv4 0.0.0.0:0", Severity.High)]
    [InlineData(Told, "ipv4 10.1.2.3:0", Severity.High)]
    // Of a server that is not this program, and of another variable.
    [InlineData("With `CI` set, requests to the server time out after 30 s.", "ipv4 127.0.0.1:0", Severity.Medium)]
    [InlineData("`PREVIEW=1` serves the transcript at a free port of 127.0.0.1.", "ipv4 127.0.0.1:0", Severity.Medium)]
    [InlineData("", "ipv4 127.0.0.1:0", Severity.Medium)]
    public void A_port_of_this_machine_is_as_grave_as_what_is_said_of_it(string readme, string listener, Severity severity)
    {
        var agent = new SyntheticAgent(draft =>
        {
            if (draft.Machine.Environment.ContainsKey("CI"))
                draft.Listeners.Add(listener);
        });
        Level ci = SyntheticAudit.Levels.First(level => level.Name == "CI");
        Finding found = Assert.Single(new SyntheticAudit(agent, 3)
        {
            Documented = readme.Length == 0
            ? []
            : [readme]
        }.FindingsBeside(Variation.Baseline, Variation.Of(ci)),
            finding => finding.Channel == Channels.ListeningSocket);
        Assert.Equal((Factors.EnvironmentVariable, severity), (found.Factor, found.Severity));
    }
}
