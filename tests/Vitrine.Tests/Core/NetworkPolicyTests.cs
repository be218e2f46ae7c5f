using Vitrine.Core.Model;
using Vitrine.Core.Policy;
using Xunit;

namespace Vitrine.Tests.Core;

public sealed class NetworkPolicyTests
{
    private static readonly NetworkPolicy Policy = new(NetworkMode.DenyByDefault, [Rule("a.com"), Rule("b.com:22"), Rule("c.com:443")]);

    [Fact]
    public void An_empty_list_allows_nothing()
    {
        Assert.False(NetworkPolicy.DenyAll.Decide(To("a.com", 443)).IsAllowed);
        Assert.False(NetworkPolicy.DenyAll.DecideName(To("a.com", 0).Host).IsAllowed);
    }

    [Theory]
    [InlineData("a.com", 443, true, "a.com")]
    [InlineData("a.com", 8080, false, "--allow a.com:8080")]
    [InlineData("b.com", 22, true, "b.com:22")]
    [InlineData("b.com", 443, false, "--allow b.com")]
    [InlineData("::1", 8080, false, "--allow [::1]:8080")]
    public void A_decision_names_its_rule_or_the_option_that_is_missing(string host, int port, bool allowed, string text)
    {
        Decision decision = Policy.Decide(To(host, port));
        Assert.Equal(allowed, decision.IsAllowed);
        Assert.Equal(text, allowed ? decision.Rule : decision.Hint);
    }

    [Theory]
    [InlineData(NetworkMode.DenyByDefault, "b.com", 22, true)]
    [InlineData(NetworkMode.DenyByDefault, "a.com", 443, false)]
    [InlineData(NetworkMode.DenyByDefault, "c.com", 443, false)]
    [InlineData(NetworkMode.DenyByDefault, "d.com", 22, false)]
    [InlineData(NetworkMode.Observe, "d.com", 443, true)]
    [InlineData(NetworkMode.Offline, "b.com", 22, false)]
    public void Opaque_flows_need_a_rule_with_their_own_port_or_observation(NetworkMode mode, string host, int port, bool allowed) =>
        Assert.Equal(allowed, (Policy with { Mode = mode }).AllowsOpaque(To(host, port)));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(65536)]
    public void A_port_that_is_none_is_denied_in_every_mode(int port)
    {
        foreach (NetworkMode mode in Enum.GetValues<NetworkMode>())
            Assert.Equal(default, (Policy with { Mode = mode }).Decide(To("a.com", port)));
    }

    private static HostRule Rule(string text) => HostRule.TryParse(text, out HostRule? rule) ? rule : throw new ArgumentException(text);

    private static Destination To(string host, int port) =>
        HostName.TryParse(host, out HostName name) ? new Destination(name, port) : throw new ArgumentException(host);
}
