using Vitrine.Core.Model;
using Vitrine.Core.Policy;
using Xunit;

namespace Vitrine.Tests.Core;

public sealed class HostRuleTests
{
    [Theory]
    [InlineData("trusted.net", "trusted.net", 443, true)]
    [InlineData("trusted.net", "TRUSTED.net.", 80, true)]
    [InlineData("trusted.net", "trusted.net", 22, false)]
    [InlineData("trusted.net", "nottrusted.net", 443, false)]
    [InlineData("trusted.net", "sub.trusted.net", 443, false)]
    [InlineData("trusted.net", "trusted.net.evil.com", 443, false)]
    [InlineData("*.trusted.net", "sub.trusted.net", 443, true)]
    [InlineData("*.trusted.net", "a.b.trusted.net", 443, true)]
    [InlineData("*.trusted.net", "trusted.net", 443, false)]
    [InlineData("*.trusted.net", "nottrusted.net", 443, false)]
    [InlineData("*.trusted.net:8443", "sub.trusted.net", 8443, true)]
    [InlineData("*.trusted.net:8443", "sub.trusted.net", 443, false)]
    [InlineData("trusted.net:22", "trusted.net", 22, true)]
    [InlineData("[::1]:8080", "::1", 8080, true)]
    [InlineData("2001:db8::1", "2001:db8:0::1", 443, true)]
    [InlineData("127.0.0.1:80", "::ffff:127.0.0.1", 80, true)]
    public void A_rule_covers_what_it_says(string rule, string host, int port, bool covered)
    {
        Assert.True(HostRule.TryParse(rule, out HostRule? parsed));
        Assert.True(HostName.TryParse(host, out HostName name));
        Assert.Equal(covered, parsed.Covers(new Destination(name, port)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("*.")]
    [InlineData("*.*")]
    [InlineData("*.127.0.0.1")]
    [InlineData("*.[::1]")]
    [InlineData("a.*.com")]
    [InlineData("a.com:")]
    [InlineData("a.com:0")]
    [InlineData("a.com:65536")]
    [InlineData("a.com:+80")]
    [InlineData("a.com:080")]
    [InlineData("a.com:80 ")]
    [InlineData("a.com:80:80")]
    [InlineData("https://a.com")]
    [InlineData("a.com/path")]
    [InlineData("[::1]80")]
    [InlineData("[::1]:")]
    [InlineData(":80")]
    [InlineData("[")]
    public void What_is_no_rule_is_none(string? text) => Assert.False(HostRule.TryParse(text, out _));

    [Fact]
    public void Nothing_covers_the_host_that_is_none()
    {
        Assert.True(HostRule.TryParse("a.com", out HostRule? rule));
        Assert.False(rule.Covers(default(HostName)));
        Assert.False(NetworkPolicy.DenyAll.DecideName(default).IsAllowed);
        Assert.False(new NetworkPolicy(NetworkMode.Observe, []).Decide(default).IsAllowed);
    }
}
