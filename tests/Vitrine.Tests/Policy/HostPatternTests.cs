using Vitrine.Core.Model;
using Vitrine.Core.Policy;
using Xunit;

namespace Vitrine.Tests.Policy;

public class HostPatternTests
{
    [Theory]
    [InlineData("api.example.com", "api.example.com", true)]
    [InlineData("api.example.com", "example.com", false)]
    [InlineData("api.example.com", "x.api.example.com", false)]
    [InlineData("api.example.com", "api.example.co", false)]
    [InlineData("**.example.com", "a.example.com", true)]
    [InlineData("**.example.com", "a.b.example.com", true)]
    [InlineData("**.example.com", "example.com", false)]
    [InlineData("**.example.com", "badexample.com", false)]
    [InlineData("run.eu-*-*.example.com", "run.eu-west-1.example.com", true)]
    [InlineData("run.eu-*-*.example.com", "run.eu-west.example.com", false)]
    [InlineData("run.eu-*-*.example.com", "run.eu-a.b-1.example.com", false)]
    [InlineData("*.example.com", "a.example.com", true)]
    [InlineData("*.example.com", "a.b.example.com", false)]
    [InlineData("*.example.com", "example.com", false)]
    public void A_pattern_covers_whole_labels(string pattern, string host, bool covers)
    {
        Assert.True(HostName.TryParse(host, out HostName name));
        Assert.Equal(covers, HostPattern.TryParse(pattern)!.Covers(name));
    }

    [Theory]
    [InlineData("localhost", "localhost", true)]
    [InlineData("localhost", "a.localhost", false)]
    [InlineData("*.localhost", "a.localhost", true)]
    [InlineData("*.localhost", "localhost", false)]
    [InlineData("10.0.0.1", "10.0.0.1", true)]
    [InlineData("10.0.0.1", "10.0.0.2", false)]
    [InlineData("[::1]", "::1", true)]
    [InlineData("*.example", "10.0.0.1", false)]
    public void A_rule_covers_the_hosts_that_it_means(string rule, string host, bool covers)
    {
        Assert.True(HostRule.TryParse(rule, out HostRule? parsed));
        Assert.True(HostName.TryParse(host, out HostName name));
        Assert.Equal(covers, HostPattern.Of(parsed).Covers(name));
        Assert.False(HostPattern.Of(parsed).Covers(default));
    }
}
